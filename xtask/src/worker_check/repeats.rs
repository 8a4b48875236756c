//! Repeats of one request, on the real objects: fifty at once, and one of a picture that is too large to be kept.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use fake::{Fake, Fault};
use serde_json::json;

use super::{Asking, Check, asking::told};
use crate::worker::Workerd;

const AT_ONCE: usize = 50;
/// Bytes; over what is kept under a job key, 8 MiB.
const TOO_LARGE: usize = 9 << 20;

pub(super) fn run(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    let workerd = Workerd::start(&check.options(&fake))?;
    let asking = Asking::of(check, &workerd)?;
    at_once(&asking, &fake)?;
    check.done(&format!("{AT_ONCE} repeats at once run the model once, and all get its picture"));
    fake.forget();
    too_large(&asking, &fake)?;
    check
        .done("a picture over 8 MiB goes out whole and says that it is not kept; its repeat is told, and pays nothing");
    Ok(())
}

fn at_once(asking: &Asking<'_>, fake: &Fake) -> Result<()> {
    // So that all are there before the first has its answer.
    fake.answer_next(Fault::Slow(Duration::from_secs(2)));
    let fox = json!({"prompt": "a fox", "width": 256, "height": 256});
    let callers = (0..AT_ONCE).map(|_| asking.caller("fox", &fox)).collect::<Result<Vec<_>>>()?;
    let replies = callers.into_iter().map(|caller| asking.reply(caller)).collect::<Result<Vec<_>>>()?;
    ensure!(fake.runs() == 1, "{AT_ONCE} repeats at once ran the model {} times", fake.runs());
    let first = replies.first().context("nobody asked")?;
    let same = replies.iter().all(|reply| reply.status == 200 && reply.body == first.body);
    ensure!(same && !first.body.is_empty(), "the repeats are answered differently");
    let replayed = replies.iter().filter(|reply| reply.header("idempotency-replayed") == Some("true")).count();
    ensure!(replayed == AT_ONCE - 1, "{replayed} of {AT_ONCE} say that they are repeats");
    let counted = asking.usage(1)?.total;
    ensure!(counted == 1, "one picture for {AT_ONCE} is counted as {counted}");
    Ok(())
}

fn too_large(asking: &Asking<'_>, fake: &Fake) -> Result<()> {
    fake.set_picture_bytes(Some(TOO_LARGE));
    let whale = json!({"prompt": "a whale", "width": 256, "height": 256});
    let first = asking.job("whale", &whale)?;
    let length = first.body.len();
    ensure!(first.status == 200 && length == TOO_LARGE, "{} with {length} bytes: {:?}", first.status, first.headers);
    ensure!(first.header("x-easel-unkept") == Some("true"), "it does not say that it is not kept: {:?}", first.headers);
    told(&asking.job("whale", &whale)?, 410, "reply_gone", "yes")?;
    ensure!(fake.runs() == 1, "it was made {} times", fake.runs());
    Ok(())
}
