//! The examples of `worker/README.md`, run as they stand, those of one language in one session: so they cannot rot. They have
//! `URL` and `KEY` in their environment, as the README tells the reader to.

use std::{fs, process::Command};

use anyhow::{Context as _, Result, ensure};
use fake::Fake;

use super::{Check, clients::ended_well, python};
use crate::worker::{Workerd, node};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../worker/README.md");
/// JavaScript finds the packages from here, and git does not look.
const PACKAGES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../worker/node_modules");

pub(super) fn run(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    let workerd = Workerd::start(&check.options(&fake))?;
    // Its packages are there from now on.
    node()?;
    let folder = tempfile::tempdir_in(PACKAGES)?;
    // curl takes an error for a reply like any other, unless it is told.
    fs::write(folder.path().join(".curlrc"), "fail-with-body\nsilent\nshow-error\n")?;
    let readme = fs::read_to_string(README)?;
    let scripts = [
        ("example.sh", session(&readme, "bash"), shell()),
        ("example.py", session(&readme, "python"), python::program(check, "python")?),
        ("example.mjs", session(&readme, "javascript"), node()?),
    ];
    for (name, code, mut program) in scripts {
        let file = folder.path().join(name);
        fs::write(&file, code)?;
        program.arg(&file).current_dir(folder.path()).env("CURL_HOME", folder.path());
        let before = fake.runs();
        ended_well(&mut program, &workerd).context("an example of worker/README.md; it has the same lines")?;
        ensure!(fake.runs() > before, "{name} of worker/README.md makes no picture");
    }
    check.done("the examples of worker/README.md work as they stand");
    Ok(())
}

fn shell() -> Command {
    let mut shell = Command::new("bash");
    shell.args(["-o", "errexit", "-o", "nounset", "-o", "pipefail"]);
    shell
}

/// The blocks of one language, one after the other as a reader would run them, each line where the README has it.
fn session(readme: &str, language: &str) -> String {
    let begin = format!("```{language}");
    let mut inside = false;
    let lines = readme.lines().map(|line| {
        let fence = line.starts_with("```");
        inside = if fence { line == begin } else { inside };
        if inside && !fence { line } else { "" }
    });
    lines.collect::<Vec<_>>().join("\n")
}
