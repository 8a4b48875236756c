//! Python and its packages, which some of the Worker's clients need: those of `worker/requirements.txt`, in an environment of their
//! own, made when it is not there. The machine's own Python keeps what it has.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result, ensure};

use super::Check;

const REQUIREMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../worker/requirements.txt");

/// A program of the environment: `python`, or one that a package brings.
pub(super) fn program(check: &Check, name: &str) -> Result<Command> {
    let environment = check.bundle.folder.with_file_name("worker-python");
    install(&environment)?;
    let mut program = Command::new(programs(&environment).join(name));
    // What a user of this machine has set up for theirs is not ours.
    program.env_remove("PYTHONPATH").env_remove("PYTHONHOME").env("PYTHONUTF8", "1");
    Ok(program)
}

fn programs(environment: &Path) -> PathBuf {
    environment.join(if cfg!(windows) { "Scripts" } else { "bin" })
}

/// Installs the packages, unless those of the list are there.
fn install(environment: &Path) -> Result<()> {
    let wanted = fs::read(REQUIREMENTS)?;
    let installed = environment.join("easel-requirements.txt");
    if fs::read(&installed).is_ok_and(|last| last == wanted) {
        return Ok(());
    }
    println!("pip install --requirement worker/requirements.txt");
    let status = Command::new("python3").args(["-m", "venv", "--clear"]).arg(environment).status();
    let status = status.context("python3, 3.11 or newer. On Debian: apt-get install python3-venv")?;
    ensure!(
        status.success(),
        "python3 makes no environment; it says above why. On Debian: apt-get install python3-venv"
    );
    let mut pip = Command::new(programs(environment).join("python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", REQUIREMENTS]);
    ensure!(pip.status()?.success(), "pip cannot install the packages of worker/requirements.txt; it says above why");
    fs::write(&installed, wanted).with_context(|| installed.display().to_string())
}
