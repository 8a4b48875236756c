//! The Debian packages that the checks need. The list stands in `.ci/packages`, which `.ci/run` installs.

use std::{env, path::Path};

use anyhow::{Result, ensure};

const LIST: &str = include_str!("../../.ci/packages");

/// An error that says what to install, unless these programs and files are there.
pub(crate) fn ensure_installed(programs: &[&str], files: &[&str]) -> Result<()> {
    let path = env::var_os("PATH").unwrap_or_default();
    let in_path = |program: &&str| env::split_paths(&path).any(|folder| folder.join(program).is_file());
    let programs = programs.iter().filter(|program| !in_path(program));
    let files = files.iter().filter(|file| !Path::new(file).exists());
    let missing: Vec<&str> = programs.chain(files).copied().collect();
    ensure!(
        missing.is_empty(),
        "{} not found. On Debian 12:\n\napt-get install --no-install-recommends {}",
        missing.join(", "),
        all().collect::<Vec<_>>().join(" ")
    );
    Ok(())
}

fn all() -> impl Iterator<Item = &'static str> {
    LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}
