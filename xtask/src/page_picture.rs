//! The README's picture of the page, on a desk and on a phone, with what the painter draws. `cargo xtask screenshots` makes it.

use std::{future::pending, path::Path, process::Command};

use anyhow::{Context as _, Result, ensure};
use contract::Key;
use home::{BuiltIn, Settings, Socket};
use tokio::runtime::Builder;

use crate::browser::visitor;

const KEY: &str = "the-picture's-own-key";

/// Writes it as a PNG of at most 256 colours, as the others are.
pub(crate) fn make(file: &Path) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let home = BuiltIn::open(&folder.path().join("state.db"))?;
    let socket = runtime.block_on(Socket::bind(0))?;
    let url = format!("http://{}", socket.address());
    let settings = Settings::keyed(vec![Key::parse(KEY)?]);
    runtime.spawn(async move { socket.serve(&home, settings, pending()).await });

    let status = visitor("readme", &url, KEY, folder.path())?.status()?;
    ensure!(status.success(), "the page cannot be pictured; it says above why");
    let mut convert = Command::new("convert");
    convert.arg(folder.path().join("readme.png")).args(["-dither", "FloydSteinberg", "-colors", "256", "-strip"]);
    convert.args(["-define", "png:compression-level=9"]).arg(format!("png8:{}", file.display()));
    let status = convert.status().context("convert. On Debian: apt-get install imagemagick")?;
    ensure!(status.success(), "{} cannot be written", file.display());
    Ok(())
}
