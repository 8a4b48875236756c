//! `cargo xtask check wasm`: what runs at Cloudflare builds for wasm.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::cargo;

const TARGET: &str = "wasm32-unknown-unknown";

pub(crate) fn run() -> Result<()> {
    // Says that the target is up to date where it is there already.
    let added = Command::new("rustup").args(["target", "add", TARGET]).status();
    let added = added.with_context(|| format!("rustup, which brings the target {TARGET}"))?;
    ensure!(added.success(), "rustup cannot add the target {TARGET}");
    cargo::run(&["check", "--package", "contract", "--package", "service", "--target", TARGET])
}
