//! What the Worker's owner can set, and what happens when they have not: keys, limits, bindings that are missing.

use std::fs;

use anyhow::{Result, ensure};
use conformance::Reply;
use contract::text::TEXT_MODELS;
use fake::{BindingNeurons, Fake};
use serde_json::{Value, json};

use super::{Asking, Check};
use crate::worker::Workerd;

pub(super) fn owl() -> Value {
    json!({"prompt": "an owl", "width": 512, "height": 512})
}

/// That the reply is our error.
pub(super) fn refused(reply: &Reply, status: u16, code: &str, says: &str) -> Result<()> {
    let body = reply.json();
    let fits = reply.status == status && body.pointer("/error/code").is_some_and(|given| given == code);
    ensure!(fits && body.to_string().contains(says), "{} {body} and not {status} {code}, with {says:?}", reply.status);
    Ok(())
}

pub(super) fn settings(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    let mut options = check.options(&fake);
    options.vars.remove("API_KEY");
    let workerd = Workerd::start(&options)?;
    let asking = Asking::of(check, &workerd)?;
    refused(&asking.get("/usage")?, 503, "not_configured", "API_KEY")?;
    refused(&asking.generate("raw", &owl())?, 503, "not_configured", "API_KEY")?;
    ensure!(asking.get("/models")?.status == 200, "/models needs no key");
    check.done("without its key it says which secret is missing, and is closed");

    let mut options = check.options(&fake);
    options.rate_limit = Some(3);
    // miniflare counts anew with each minute of the clock, which must not end meanwhile.
    options.clock = Some("2026-11-21T12:00:01Z".parse()?);
    let workerd = Workerd::start(&options)?;
    let asking = Asking::of(check, &workerd)?;
    ensure!(asking.pictures(3)? == 3, "three pictures are within the limit");
    let reply = asking.generate("raw", &owl())?;
    refused(&reply, 429, "rate_limited", "too often")?;
    ensure!(reply.header("retry-after") == Some("60"), "{:?}", reply.headers);
    check.done("a key that asks too often is told to wait");

    let workerd = Workerd::start(&check.options(&fake))?;
    let asking = Asking::of(check, &workerd)?;
    refused(&asking.generate("png", &owl())?, 406, "not_acceptable", "raw")?;
    fake.set_binding_neurons(BindingNeurons::Unsaid);
    let made = asking.generate("json", &owl())?;
    ensure!(made.status == 200 && made.json().get("neurons").is_none(), "a cost that nobody said: {}", made.json());
    let day = asking.usage(1)?.days.pop();
    ensure!(day.as_ref().is_some_and(|day| (day.neurons, day.estimated) == (26.05, 26.05)), "{day:?}");
    check.done("what it costs is estimated, and said to be, where Cloudflare does not say it");
    text_model(check)
}

/// Who writes prompts; an unknown name is told in the log, with those that are known.
fn text_model(check: &Check) -> Result<()> {
    let (fake, folder) = (Fake::start()?, tempfile::tempdir()?);
    let log = folder.path().join("log");
    let [default, .., another] = TEXT_MODELS else { anyhow::bail!("there are not two text models") };
    for (name, asked) in [("gpt-17", default), (another.id, another)] {
        let mut options = check.options(&fake);
        options.var("CF_TRANSLATE_MODEL", name);
        options.log = Some(log.clone());
        let workerd = Workerd::start(&options)?;
        let reply = Asking::of(check, &workerd)?.post("/prompt", &json!({"prompt": "一只狐狸", "translate": true}))?;
        let model = fake.asked().pop().map(|asked| asked.model);
        ensure!(reply.status == 200 && model.as_deref() == Some(asked.path), "{name}: {model:?} {}", reply.json());
        drop(workerd);
        let log = fs::read_to_string(&log)?;
        let left_out = log.contains("CF_TRANSLATE_MODEL is left out") && log.contains(another.id);
        ensure!(left_out == (name != another.id), "{name}: {log}");
    }
    check.done("prompts are written by the text model that is set, and by the first where that is unknown");
    Ok(())
}
