//! The Worker as cargo builds it: one wasm file, not yet bound to JavaScript.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, bail, ensure};

/// What runs at Cloudflare.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The root of the workspace. Never a canonical path: on Windows not all programs understand those.
pub(crate) fn root() -> Result<&'static Path> {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).context("the packer does not stand in its workspace")
}

/// Builds the package `easel-worker` in the workspace's own target directory, and answers the file.
pub(crate) fn build(root: &Path) -> Result<PathBuf> {
    add_target()?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(root)
        .args([
            "build",
            "--package",
            "easel-worker",
            "--profile",
            "worker",
            "--target",
            TARGET,
            "--target-dir",
            "target",
        ])
        .status()
        .context("cargo, which builds the Worker: install Rust from rustup.rs")?;
    ensure!(status.success(), "the Worker does not build; cargo says above why");
    Ok(root.join("target").join(TARGET).join("worker/easel_worker.wasm"))
}

/// Has rustup add the target, unless it is there: asking the compiler takes no network.
pub fn add_target() -> Result<()> {
    let root = root()?;
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let asked = Command::new(rustc).current_dir(root).args(["--print", "target-libdir", "--target", TARGET]).output();
    let libraries = asked.context("rustc: install Rust from rustup.rs")?.stdout;
    if Path::new(String::from_utf8_lossy(&libraries).trim()).is_dir() {
        return Ok(());
    }
    match Command::new("rustup").current_dir(root).args(["target", "add", TARGET]).status() {
        Ok(status) if status.success() => Ok(()),
        _ => bail!("Rust lacks the target {TARGET}, and rustup cannot add it: install it with your Rust"),
    }
}
