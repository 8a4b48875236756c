//! A caller that goes away long before the model answers: the job's object works on alone, though nobody asks it any more, and
//! the picture is counted and kept.
//!
//! At Cloudflare the request in front of the object lives 30 seconds longer than its caller; workerd knows no such limit, and would
//! let it ask the object for as long as it takes. Here it ends with its caller, so that the object is alone at once.

use std::{fs, path::Path, thread::sleep, time::Duration};

use anyhow::{Context as _, Result, bail, ensure};
use fake::{Fake, Fault};
use serde_json::json;

use super::{Asking, Check};
use crate::worker::{Options, Workerd};

/// Of the model. An object that nobody asks, and that waits for nothing itself, is put away after 10 seconds.
const ANSWERS_AFTER: Duration = Duration::from_secs(20);
/// Where the wasm is given what Cloudflare has, and the same with a `waitUntil` that keeps nothing alive. Only the front calls it.
const GIVEN: [&str; 2] =
    [r#""cloudflare:workers": import1,"#, r#""cloudflare:workers": { ...import1, waitUntil() {} },"#];

pub(super) fn run(check: &Check) -> Result<()> {
    let (fake, folder) = (Fake::start()?, tempfile::tempdir()?);
    front_that_ends(check, folder.path())?;
    let workerd = Workerd::start(&Options { bundle: folder.path().to_owned(), ..check.options(&fake) })?;
    let asking = Asking::of(check, &workerd)?;
    let heron = json!({"prompt": "a heron", "width": 256, "height": 256});
    fake.answer_next(Fault::Slow(ANSWERS_AFTER));
    let caller = asking.caller("heron", &heron)?;
    until(|| Ok(fake.runs() == 1)).context("the model does not begin")?;
    let begun = fake.asked().pop().is_some_and(|asked| asked.status.is_none());
    ensure!(begun, "the model has answered before its caller could hang up");
    caller.abort();
    // Whoever asked for the picture itself would keep its object awake.
    until(|| Ok(asking.usage(1)?.total == 1)).context("the run has ended with its caller: nothing is counted")?;
    let reply = asking.job("heron", &heron)?;
    let replayed = reply.header("idempotency-replayed") == Some("true");
    ensure!(reply.status == 200 && replayed, "{} {:?} and not the picture", reply.status, reply.headers);
    ensure!(fake.runs() == 1, "it was made {} times", fake.runs());
    check.done("a run that nobody waits for is counted and kept: its object works on alone");
    Ok(())
}

/// The packed Worker in `folder`, whose front ends with its caller.
fn front_that_ends(check: &Check, folder: &Path) -> Result<()> {
    let bundle = &check.bundle;
    for name in bundle.modules.iter().map(|module| module.name.as_str()).chain(["bundle.json"]) {
        let copy = folder.join(name);
        fs::create_dir_all(copy.parent().context("a module without a folder")?)?;
        fs::copy(bundle.folder.join(name), copy)?;
    }
    let (index, [given, ended]) = (folder.join("index.js"), GIVEN);
    let text = fs::read_to_string(&index)?;
    ensure!(text.contains(given), "the wasm is given what Cloudflare has in another way than by {given}");
    fs::write(index, text.replace(given, ended)).context("index.js")
}

fn until(mut done: impl FnMut() -> Result<bool>) -> Result<()> {
    for _ in 0..3 * ANSWERS_AFTER.as_secs() {
        if done()? {
            return Ok(());
        }
        sleep(Duration::from_secs(1));
    }
    bail!("nothing came within {} seconds", 3 * ANSWERS_AFTER.as_secs())
}
