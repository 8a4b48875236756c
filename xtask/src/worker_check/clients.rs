//! OpenAI's own clients, in Python and JavaScript, on the Worker: what they ask for they get, what is refused is an error of
//! theirs, and what may have cost something is not sent again behind the user's back.

use std::process::Command;

use anyhow::{Result, ensure};
use fake::{Fake, Fault};

use super::{Check, KEY, python};
use crate::worker::{Workerd, node};

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/worker_check/clients");

pub(super) fn run(check: &Check) -> Result<()> {
    tried(check, "official.py", || python::program(check, "python"))?;
    tried(check, "official.mjs", node)?;
    check.done(
        "OpenAI's clients in Python and JavaScript work with it, and send nothing again that may have cost something",
    );
    Ok(())
}

/// `interpreter`: what runs the script.
fn tried(check: &Check, script: &str, interpreter: impl Fn() -> Result<Command>) -> Result<()> {
    let fake = Fake::start()?;
    let workerd = Workerd::start(&check.options(&fake))?;
    let part = |part: &str| ended_well(interpreter()?.arg(format!("{SCRIPTS}/{script}")).arg(part), &workerd);

    part("works")?;
    let before = fake.asked().len();
    fake.answer_next(Fault::NotJson);
    part("billed")?;
    let asked = fake.asked().len() - before;
    ensure!(asked == 1, "{script}: Cloudflare was asked {asked} times for a picture that may be paid for");
    fake.set_allowance(fake::FIRST, 0.0);
    part("spent")
}

/// Runs a program that asks `workerd`.
pub(super) fn ended_well(program: &mut Command, workerd: &Workerd) -> Result<()> {
    let output = program.env("URL", workerd.url().trim_end_matches('/')).env("KEY", KEY).output()?;
    let said = [output.stdout.as_slice(), &output.stderr].map(String::from_utf8_lossy).concat();
    ensure!(output.status.success(), "{program:?}:\n{said}");
    Ok(())
}
