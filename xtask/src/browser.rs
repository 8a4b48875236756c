//! Somebody at the page of the service's root: Debian's Chromium without a window, driven by Node with the packages of
//! `worker/package.json`. `browser/page.mjs` says what they do, in parts. The check of the Worker runs them, and one makes the
//! README's picture.

use std::{env, path::Path, process::Command};

use anyhow::{Context as _, Result};

use crate::{packages::ensure_installed, worker::node};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/browser/page.mjs");
/// Easel's own font, so that the pictures are the same on each machine.
const FONTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/browser/fonts.conf");

/// Somebody who does this part at the service of `url`. `pictures`: the folder for what they saw.
pub(crate) fn visitor(part: &str, url: &str, key: &str, pictures: &Path) -> Result<Command> {
    ensure_installed(&["chromium"], &[])?;
    let path = env::var_os("PATH").unwrap_or_default();
    let chromium = env::split_paths(&path).map(|folder| folder.join("chromium")).find(|program| program.is_file());
    let mut visitor = node()?;
    visitor.args([SCRIPT, part]).env("URL", url.trim_end_matches('/')).env("KEY", key).env("PICTURES", pictures);
    visitor.env("CHROMIUM", chromium.context("chromium is gone")?).env("FONTCONFIG_FILE", FONTS);
    Ok(visitor)
}
