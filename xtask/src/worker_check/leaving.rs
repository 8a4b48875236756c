//! A caller that goes away long before the model answers: the job's object works on alone, though nobody asks it any more, and
//! the picture is counted and kept. Of a series, no further picture is begun.
//!
//! At Cloudflare the request in front of the object lives 30 seconds longer than its caller; workerd knows no such limit, and would
//! let it ask the object for as long as it takes. Here it ends with its caller, so that the object is alone at once.

use std::{thread::sleep, time::Duration};

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

/// Of each picture of a series: long enough that its caller can go away meanwhile.
const SERIES_ANSWERS_AFTER: Duration = Duration::from_secs(3);

pub(super) fn a_job(check: &Check) -> Result<()> {
    let (fake, folder) = (Fake::start()?, tempfile::tempdir()?);
    check.changed(folder.path(), "index.js", GIVEN)?;
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

pub(super) fn a_series(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    let workerd = Workerd::start(&check.options(&fake))?;
    let asking = Asking::of(check, &workerd)?;
    fake.answer_always(Some(Fault::Slow(SERIES_ANSWERS_AFTER)));
    let caller = asking.poster("/v1/images/generations", &json!({"prompt": "herons", "n": 3, "size": "256x256"}))?;
    until(|| Ok(fake.runs() == 1)).context("the model does not begin")?;
    caller.abort();
    until(|| Ok(asking.usage(1)?.total >= 1)).context("the picture that was begun is not counted")?;
    // Slower than a series that goes on: its next picture would be among those that were begun.
    let made = asking.pictures(1)?;
    ensure!(made == 1 && fake.runs() == 2, "one picture after a series that was left: {} were begun", fake.runs());
    check.done("of a series that nobody waits for, the picture that was begun is counted, and no other is made");
    Ok(())
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
