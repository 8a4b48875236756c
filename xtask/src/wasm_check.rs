//! `cargo xtask check wasm`: what runs at Cloudflare builds for wasm, without a warning. It is the one check that sees the
//! Worker's own code, which is empty for every other target.

use anyhow::Result;

use crate::cargo;

pub(crate) fn run() -> Result<()> {
    packer::add_target()?;
    cargo::run(&["clippy", "--package", "easel-worker", "--target", packer::TARGET, "--", "--deny", "warnings"])
}
