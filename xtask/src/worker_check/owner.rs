//! What the Worker's owner can set, and what happens when they have not: keys, limits, further accounts, bindings that are
//! missing.

use anyhow::{Result, ensure};
use conformance::Reply;
use fake::{BindingNeurons, Fake};
use serde_json::{Value, json};

use super::{Asking, Check};
use crate::worker::Workerd;

fn owl() -> Value {
    json!({"prompt": "an owl", "width": 512, "height": 512})
}

/// That the reply is our error.
fn refused(reply: &Reply, status: u16, code: &str, says: &str) -> Result<()> {
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
    Ok(())
}

/// Further accounts over REST, when the binding's own has used its allowance, or when there is no binding.
pub(super) fn accounts(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    fake.set_allowance(fake::FIRST, 30.0);
    let list = |token: &str| json!([{"account_id": fake::SECOND.id, "token": token}]).to_string();
    let mut options = check.options(&fake);
    options.var("ACCOUNT_ID", fake::FIRST.id);
    options.var("CF_ACCOUNT_LIST", &list(fake::SECOND.token));
    options.var("CLOUDFLARE_API_BASE_URL", &fake.rest());
    let workerd = Workerd::start(&options)?;
    let asking = Asking::of(check, &workerd)?;
    ensure!(asking.pictures(1)? == 1 && fake.spent(fake::SECOND) == 0.0, "the first account pays while it can");
    // The rest of its allowance is too little for these.
    for format in ["raw", "json"] {
        let reply = asking.generate(format, &owl())?;
        ensure!(reply.status == 200, "the second account takes over: {}", reply.json());
    }
    ensure!((fake.spent(fake::SECOND) - 52.1).abs() < 1e-6, "it paid {}", fake.spent(fake::SECOND));
    let phoenix = json!({"prompt": "an owl", "model": "phoenix-1.0", "steps": 1, "width": 512, "height": 512});
    ensure!(asking.generate("raw", &phoenix)?.status == 200, "a binary model over REST");
    check.done("a further account takes over, by REST, when the first has used its allowance");

    let mut wrong = options.clone();
    wrong.var("CF_ACCOUNT_LIST", &list("not-its-token"));
    let workerd = Workerd::start(&wrong)?;
    let reply = Asking::of(check, &workerd)?.generate("raw", &owl())?;
    refused(&reply, 502, "account_refused", "token")?;
    ensure!(!reply.json().to_string().contains("not-its-token"), "a token is told: {}", reply.json());
    check.done("an account whose token is refused is told as that");
    Ok(())
}
