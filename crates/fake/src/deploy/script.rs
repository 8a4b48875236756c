//! A Worker that stands there: what it is, its secrets, its switch, its end. facts, Cloudflare §6.5 to §6.8.

use axum::{body::Bytes, response::Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    call::{Answer, Call},
    land::{Estate, Worker},
    step::Step,
    subdomain::is_label,
};
use crate::refusal::{Refused, deploy};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Secret {
    name: String,
    text: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Switch {
    enabled: bool,
    #[serde(default)]
    #[expect(dead_code, reason = "read for its shape alone: there are no previews here")]
    previews_enabled: bool,
}

fn worker<'a>(estate: &'a mut Estate, name: &str) -> Result<&'a mut Worker, Refused> {
    estate.workers.get_mut(name).ok_or_else(|| deploy::NO_WORKER.into())
}

/// wrangler reads the same of it.
pub(super) async fn service(call: Call) -> Response {
    let name = call.named("name");
    let work = call.answer(Step::Service, |estates, account| {
        let worker = estates.of(account).workers.get(&name).ok_or(deploy::NO_SERVICE)?;
        let script = json!({
            "id": name,
            "tag": "0123456789abcdef0123456789abcdef",
            "tags": worker.metadata.get("tags"),
            "etag": "0",
            "handlers": ["fetch"],
            "migration_tag": worker.migration_tag,
            "usage_model": "standard",
            "compatibility_date": worker.metadata.get("compatibility_date"),
            "last_deployed_from": "api",
        });
        let environment = json!({"environment": "production", "script": script});
        Ok(Answer::Result(json!({"id": name, "default_environment": environment, "environments": [environment]})))
    });
    work.await
}

/// Secrets are among the bindings, by name.
pub(super) async fn settings(call: Call) -> Response {
    let name = call.named("name");
    let work = call.answer(Step::Settings, |estates, account| {
        let worker = worker(estates.of(account), &name)?;
        let bindings = worker.metadata.get("bindings").and_then(Value::as_array).cloned().unwrap_or_default();
        let bindings: Vec<_> = bindings.into_iter().chain(secrets_of(worker)).collect();
        let told = |field: &str| worker.metadata.get(field).cloned();
        Ok(Answer::Result(json!({
            "bindings": bindings,
            "compatibility_date": told("compatibility_date"),
            "compatibility_flags": told("compatibility_flags"),
            "tags": told("tags"),
            "observability": told("observability"),
            "usage_model": "standard",
        })))
    });
    work.await
}

/// wrangler reads the last migration there.
pub(super) async fn list(call: Call) -> Response {
    let work = call.answer(Step::Workers, |estates, account| {
        let row = |(name, worker): (&String, &Worker)| json!({"id": name, "migration_tag": worker.migration_tag});
        Ok(Answer::Result(estates.of(account).workers.iter().map(row).collect()))
    });
    work.await
}

/// None of them is worth asking about.
pub(super) async fn deployments(call: Call) -> Response {
    let name = call.named("name");
    let work = call.answer(Step::Deployments, |estates, account| {
        worker(estates.of(account), &name)?;
        Ok(Answer::Result(json!({"deployments": []})))
    });
    work.await
}

/// Never what they are.
fn secrets_of(worker: &Worker) -> Vec<Value> {
    worker.secrets.keys().map(|name| json!({"name": name, "type": "secret_text"})).collect()
}

pub(super) async fn secrets(call: Call) -> Response {
    let name = call.named("name");
    let work = call.answer(Step::Secrets, |estates, account| {
        Ok(Answer::Result(secrets_of(worker(estates.of(account), &name)?).into()))
    });
    work.await
}

pub(super) async fn set_secret(call: Call, body: Bytes) -> Response {
    let name = call.named("name");
    let secret = call.json::<Secret>(&body);
    let work = call.answer(Step::SetSecret, |estates, account| {
        let Secret { name: secret, text, kind } = secret?;
        let worker = worker(estates.of(account), &name)?;
        let bindings = worker.metadata.get("bindings").and_then(Value::as_array);
        let is_bound = bindings.is_some_and(|all| all.iter().any(|binding| binding["name"] == secret.as_str()));
        if kind != "secret_text" || secret.is_empty() || is_bound {
            return Err(deploy::INVALID.since(format!("{secret:?} cannot be a {kind}")));
        }
        worker.secrets.insert(secret.clone(), text);
        Ok(Answer::Result(json!({"name": secret, "type": "secret_text"})))
    });
    work.await
}

pub(super) async fn remove_secret(call: Call) -> Response {
    let (name, secret) = (call.named("name"), call.named("secret"));
    let work = call.answer(Step::RemoveSecret, |estates, account| {
        worker(estates.of(account), &name)?.secrets.remove(&secret).ok_or(deploy::NO_WORKER)?;
        Ok(Answer::Result(Value::Null))
    });
    work.await
}

pub(super) async fn enabled(call: Call) -> Response {
    let name = call.named("name");
    let work = call.answer(Step::Enabled, |estates, account| {
        let worker = worker(estates.of(account), &name)?;
        Ok(Answer::Result(json!({"enabled": worker.is_enabled, "previews_enabled": false})))
    });
    work.await
}

pub(super) async fn enable(call: Call, body: Bytes) -> Response {
    let name = call.named("name");
    let switch = call.json::<Switch>(&body);
    let work = call.answer(Step::Enable, |estates, account| {
        let Switch { enabled, .. } = switch?;
        let delay = estates.delay;
        let estate = estates.of(account);
        if estate.subdomain.is_none() {
            return Err(deploy::SUBDOMAIN_FIRST.into());
        }
        if !is_label(&name) {
            return Err(deploy::INVALID.since(format!("{name:?} is no name of a host")));
        }
        let worker = worker(estate, &name)?;
        if enabled && !worker.is_enabled {
            worker.delay = delay;
        }
        worker.is_enabled = enabled;
        Ok(Answer::Result(json!({"enabled": enabled, "previews_enabled": false})))
    });
    work.await
}

/// Also as a service, as wrangler does it. With `force`, objects and all that they keep go too.
pub(super) async fn remove(call: Call) -> Response {
    let name = call.named("name");
    let work = call.answer(Step::RemoveWorker, |estates, account| {
        call.knows(&["force"])?;
        let estate = estates.of(account);
        let has_objects = !worker(estate, &name)?.classes.is_empty();
        if has_objects && call.asks("force") != Some("true") {
            return Err(deploy::INVALID.since("its objects would be lost"));
        }
        estate.workers.remove(&name);
        Ok(Answer::Result(Value::Null))
    });
    work.await
}
