//! Node and its packages, which workerd's driver and wrangler need: those of `worker/package.json`, installed when they are
//! not there.

use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};

const WORKER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../worker");

/// A `node` that is new enough: of the packages where they have one for this system, else of the machine.
pub(crate) fn node() -> Result<Command> {
    install()?;
    let mut node = Command::new("node");
    node.current_dir(WORKER).env("PATH", path()?);
    Ok(node)
}

/// wrangler, in the folder of its configuration. It tells nobody that it was run.
pub(crate) fn wrangler() -> Result<Command> {
    install()?;
    let mut wrangler = Command::new(packages().join(".bin/wrangler"));
    wrangler.current_dir(WORKER).env("PATH", path()?).env("WRANGLER_SEND_METRICS", "false").env("CI", "1");
    Ok(wrangler)
}

fn packages() -> PathBuf {
    Path::new(WORKER).join("node_modules")
}

/// As npm itself has it: the programs of the packages first, among them Node's.
fn path() -> Result<OsString> {
    let system = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths([packages().join(".bin")].into_iter().chain(env::split_paths(&system)))?)
}

/// Installs the packages, unless those of the lock file are there.
fn install() -> Result<()> {
    let lock = fs::read(Path::new(WORKER).join("package-lock.json"))?;
    let installed = packages().join("easel-lock.json");
    if fs::read(&installed).is_ok_and(|last| last == lock) {
        return Ok(());
    }
    println!("npm ci");
    let status = Command::new("npm").arg("ci").current_dir(WORKER).status();
    let status = status.context("npm, which brings workerd and wrangler. On Debian: apt-get install npm")?;
    ensure!(status.success(), "npm cannot install the packages of worker/package.json; it says above why");
    fs::write(&installed, lock).with_context(|| installed.display().to_string())
}
