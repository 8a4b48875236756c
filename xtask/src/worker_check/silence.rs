//! A model that never answers: whoever asked is told in time, with and without a job key, and nothing is sent again. And a ledger
//! that never answers: it holds back no picture.

use anyhow::{Result, ensure};
use conformance::Reply;
use fake::{Fake, Fault};
use serde_json::json;

use super::{Asking, Check, asking::told};
use crate::worker::{Options, Workerd};

/// The ledger's object, and one that hangs for longer than anybody waits.
const LEDGER: [&str; 2] = [
    "export const Usage = durable(wasm.Usage);",
    "export class Usage extends DurableObject { fetch() { return scheduler.wait(3_600_000); } }",
];

pub(super) fn of_a_model(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    fake.answer_always(Some(Fault::Hang));
    let workerd = Workerd::start(&check.options(&fake))?;
    let asking = Asking::of(check, &workerd)?;
    let owl = json!({"prompt": "an owl", "width": 256, "height": 256});
    let with_key = asking.caller("owl", &owl)?;
    given_up(&asking.generate("raw", &owl)?)?;
    given_up(&asking.reply(with_key)?)?;
    // Nobody knows whether it was made: asking again must not pay for it twice.
    given_up(&asking.job("owl", &owl)?)?;
    ensure!(fake.asked().len() == 2, "Cloudflare was asked {} times for two pictures", fake.asked().len());
    check.done("a model that never answers is given up, told as that, and not asked again");
    Ok(())
}

fn given_up(reply: &Reply) -> Result<()> {
    told(reply, 504, "upstream_timeout", "maybe")
}

pub(super) fn of_the_ledger(check: &Check) -> Result<()> {
    let (fake, folder) = (Fake::start()?, tempfile::tempdir()?);
    check.changed(folder.path(), "shim.js", LEDGER)?;
    let workerd = Workerd::start(&Options { bundle: folder.path().to_owned(), ..check.options(&fake) })?;
    let asking = Asking::of(check, &workerd)?;
    let owl = json!({"prompt": "an owl", "width": 256, "height": 256});
    for reply in [asking.generate("raw", &owl)?, asking.job("owl", &owl)?] {
        let uncounted = reply.header("x-easel-uncounted") == Some("true");
        ensure!(reply.status == 200 && uncounted, "{} {:?} and not a picture, uncounted", reply.status, reply.headers);
    }
    let again = asking.job("owl", &owl)?;
    ensure!(again.status == 200 && fake.runs() == 2, "{} {:?} after {} runs", again.status, again.headers, fake.runs());
    told(&asking.get("/usage")?, 500, "internal", "no")?;
    check.done("a ledger that never answers holds back no picture, and the reply says that it is not counted");
    Ok(())
}
