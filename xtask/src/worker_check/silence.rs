//! A model that never answers: whoever asked is told in time, with and without a job key, and nothing is sent again.

use anyhow::{Result, ensure};
use conformance::Reply;
use fake::{Fake, Fault};
use serde_json::json;

use super::{Asking, Check, asking::told};
use crate::worker::Workerd;

pub(super) fn run(check: &Check) -> Result<()> {
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
