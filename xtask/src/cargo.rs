//! Cargo, run in the workspace with the toolchain that runs this tool.

use std::{env, process::Command};

use anyhow::{Context as _, Result, ensure};

/// Runs `cargo` and lets it speak for itself; an error when it fails.
pub(crate) fn run(args: &[&str]) -> Result<()> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let words = format!("cargo {}", args.join(" "));
    println!("{words}");
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let status = Command::new(cargo).args(args).current_dir(root).status().with_context(|| words.clone())?;
    ensure!(status.success(), "`{words}` failed");
    Ok(())
}
