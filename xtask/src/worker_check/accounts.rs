//! Further accounts, over REST: when the binding's own has used its allowance, or when there is no binding. Which one paid is
//! known by a hash, and no token is told to anybody.

use std::{fs, path::Path};

use anyhow::{Result, ensure};
use contract::AccountId;
use fake::{Fake, Way};
use serde_json::{Value, json};

use super::{
    Asking, Check,
    owner::{owl, refused},
};
use crate::worker::{Options, Workerd};

pub(super) fn run(check: &Check) -> Result<()> {
    takes_over(check)?;
    wrong_token(check)?;
    without_binding(check)?;
    bare_ids(check)
}

/// A list of the second account, with this token.
fn listed(check: &Check, fake: &Fake, token: &str) -> Options {
    let mut options = check.options(fake);
    options.var("ACCOUNT_ID", fake::FIRST.id);
    options.var("CF_ACCOUNT_LIST", &json!([{"account_id": fake::SECOND.id, "token": token}]).to_string());
    options.var("CLOUDFLARE_API_BASE_URL", &fake.rest());
    options
}

/// How often the first account was asked by its binding.
fn by_binding(fake: &Fake) -> usize {
    fake.asked().iter().filter(|asked| asked.way == Way::Binding).count()
}

fn takes_over(check: &Check) -> Result<()> {
    let (fake, folder) = (Fake::start()?, tempfile::tempdir()?);
    fake.set_allowance(fake::FIRST, 30.0);
    let mut options = listed(check, &fake, fake::SECOND.token);
    options.kept = Some(folder.path().to_owned());
    let workerd = Workerd::start(&options)?;
    let asking = Asking::of(check, &workerd)?;
    ensure!(asking.pictures(1)? == 1 && fake.spent(fake::SECOND) == 0.0, "the first account pays while it can");
    // The rest of its allowance is too little for these.
    let phoenix = json!({"prompt": "an owl", "model": "phoenix-1.0", "steps": 1, "width": 512, "height": 512});
    for (format, fields) in [("raw", owl()), ("json", owl()), ("raw", phoenix)] {
        let reply = asking.generate(format, &fields)?;
        ensure!(reply.status == 200, "the second account takes over: {}", reply.json());
        let said = format!("{:?} {}", reply.headers, String::from_utf8_lossy(&reply.body));
        ensure!(!said.contains(fake::SECOND.token) && !said.contains(fake::SECOND.id), "the account is told: {said}");
    }
    ensure!(fake.spent(fake::SECOND) > 52.0, "it paid {}", fake.spent(fake::SECOND));
    // Once for the picture that it made, and once for the refusal; then it rests.
    ensure!(by_binding(&fake) == 2, "the first account was asked {} times", by_binding(&fake));
    let free = json!({"prompt": "an owl", "model": "dreamshaper-8-lcm", "width": 512, "height": 512});
    let reply = asking.generate("raw", &free)?;
    ensure!(reply.status == 200 && by_binding(&fake) == 3, "what costs nothing is made on the first all the same");
    drop(workerd);
    let hash = AccountId::parse(fake::SECOND.id)?.hash();
    ensure!(keeps(folder.path(), hash.as_str())?, "the ledger does not know the second account by its hash");
    for secret in [fake::SECOND.token, fake::SECOND.id] {
        ensure!(!keeps(folder.path(), secret)?, "an account's id or its token is kept");
    }
    check.done("a further account takes over, by REST, when the first has used its allowance, which then rests");
    Ok(())
}

fn wrong_token(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    fake.set_allowance(fake::FIRST, 0.0);
    let workerd = Workerd::start(&listed(check, &fake, "not-its-token"))?;
    let reply = Asking::of(check, &workerd)?.generate("raw", &owl())?;
    refused(&reply, 502, "account_refused", "token")?;
    ensure!(!reply.json().to_string().contains("not-its-token"), "a token is told: {}", reply.json());
    check.done("an account whose token is refused is told as that");
    Ok(())
}

fn without_binding(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    let mut options = listed(check, &fake, fake::SECOND.token);
    options.ai = None;
    let workerd = Workerd::start(&options)?;
    let asking = Asking::of(check, &workerd)?;
    ensure!(asking.generate("raw", &owl())?.status == 200, "the list alone makes no picture");
    ensure!(asking.job("owl", &owl())?.status == 200, "the list alone makes no picture in a job's object");
    ensure!((fake.spent(fake::SECOND) - 52.1).abs() < 1e-6, "its account paid {}", fake.spent(fake::SECOND));
    let reply = asking.post("/prompt", &json!({"prompt": "一只狐狸", "translate": true}))?;
    ensure!(reply.status == 200, "the list alone writes no prompt: {} {}", reply.status, reply.json());
    let way = fake.asked().pop().map(|asked| asked.way);
    ensure!(way == Some(Way::Rest { account: fake::SECOND.id.to_owned() }), "the text model was asked by {way:?}");
    check.done("without the AI binding the list alone makes pictures, and writes prompts");
    Ok(())
}

fn bare_ids(check: &Check) -> Result<()> {
    let (fake, folder) = (Fake::start()?, tempfile::tempdir()?);
    let log = folder.path().join("log");
    let mut options = listed(check, &fake, fake::SECOND.token);
    options.var("CF_ACCOUNT_LIST", &Value::from(vec![fake::SECOND.id]).to_string());
    (options.ai, options.log) = (None, Some(log.clone()));
    let workerd = Workerd::start(&options)?;
    refused(&Asking::of(check, &workerd)?.generate("raw", &owl())?, 503, "not_configured", "CF_ACCOUNT_LIST")?;
    drop(workerd);
    let log = fs::read_to_string(log)?;
    let says = log.contains("CF_ACCOUNT_LIST is left out") && log.contains(r#"[{"account_id""#);
    ensure!(says && !log.contains(fake::SECOND.id), "a list without tokens: {log}");
    check.done("a list without tokens is refused in the log, with the form that is wanted");
    Ok(())
}

/// Whether a file of `folder` holds `text`.
fn keeps(folder: &Path, text: &str) -> Result<bool> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let found = if path.is_dir() {
            keeps(&path, text)?
        } else {
            fs::read(&path)?.windows(text.len()).any(|window| window == text.as_bytes())
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}
