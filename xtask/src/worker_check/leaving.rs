//! A caller that goes away long before the model answers: the job's object works on alone, far beyond the 30 seconds that
//! Cloudflare gives a request without an object, and nobody has to ask again for the picture to be counted and kept.

use std::{thread::sleep, time::Duration};

use anyhow::{Result, bail, ensure};
use fake::{Fake, Fault};
use serde_json::json;

use super::{Asking, Check};
use crate::worker::Workerd;

/// Of the model: beyond 30 seconds, and 10 more after which an object that nobody asks is put away.
const ANSWERS_AFTER: Duration = Duration::from_secs(60);

pub(super) fn run(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    fake.answer_next(Fault::Slow(ANSWERS_AFTER));
    let workerd = Workerd::start(&check.options(&fake))?;
    let asking = Asking::of(check, &workerd)?;
    let heron = json!({"prompt": "a heron", "width": 256, "height": 256});
    let caller = asking.caller("heron", &heron)?;
    for _ in 0..ANSWERS_AFTER.as_secs() {
        if fake.runs() == 1 {
            break;
        }
        sleep(Duration::from_secs(1));
    }
    let begun = fake.asked().pop().is_some_and(|asked| asked.status.is_none());
    ensure!(begun, "the model has not begun, or has answered before its caller could hang up");
    caller.abort();
    counted(&asking)?;
    let reply = asking.job("heron", &heron)?;
    let replayed = reply.header("idempotency-replayed") == Some("true");
    ensure!(reply.status == 200 && replayed, "{} {:?} and not the picture", reply.status, reply.headers);
    ensure!(fake.runs() == 1, "it was made {} times", fake.runs());
    check.done("whose caller left a minute before the model answered is counted and kept, though nobody asked again");
    Ok(())
}

/// Waits until a picture is counted: whoever asks for the picture itself would keep its object awake.
fn counted(asking: &Asking<'_>) -> Result<()> {
    for _ in 0..2 * ANSWERS_AFTER.as_secs() {
        if asking.usage(1)?.total == 1 {
            return Ok(());
        }
        sleep(Duration::from_secs(1));
    }
    bail!("the run ended with its caller: nothing is counted")
}
