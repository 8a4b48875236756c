//! `GET /openapi.json` as machines take it: valid by the schema of such documents, and then schemathesis asks the Worker whatever it
//! allows and forbids, and holds every reply against it. What it is to find and to let be stands in `schemathesis.toml`.

use std::fs;

use anyhow::{Result, ensure};
use fake::Fake;

use super::{Asking, Check, KEY, python};
use crate::worker::Workerd;

const SETTINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/worker_check/schemathesis.toml");

pub(super) fn run(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    // Neurons: more than it can spend. What is refused for want of them would be no fault of the document.
    fake.set_allowance(fake::FIRST, 1e12);
    let workerd = Workerd::start(&check.options(&fake))?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("openapi.json");
    fs::write(&file, Asking::of(check, &workerd)?.get("/openapi.json")?.body)?;

    let valid = python::program(check, "python")?.args(["-m", "openapi_spec_validator"]).arg(&file).output()?;
    ensure!(valid.status.success(), "the document is no OpenAPI: {}", String::from_utf8_lossy(&valid.stdout));

    let mut schemathesis = python::program(check, "st")?;
    // It keeps a cache where it is run.
    schemathesis.current_dir(folder.path()).env("KEY", KEY).env("NO_COLOR", "1");
    let url = format!("{}openapi.json", workerd.url());
    let found = schemathesis.args(["--config-file", SETTINGS, "run", &url]).output()?;
    let said = String::from_utf8_lossy(&found.stdout);
    ensure!(found.status.success(), "schemathesis: {said}{}", String::from_utf8_lossy(&found.stderr));
    ensure!(fake.runs() > 0, "schemathesis has made no picture: {said}");
    check.done(&format!("its document is valid, and schemathesis finds no reply that is not in it; {}", asked(&said)));
    Ok(())
}

/// The line that says how much was tried.
fn asked(said: &str) -> &str {
    said.lines().map(str::trim).find(|line| line.contains("generated")).unwrap_or_default()
}
