//! A Worker that stands at Cloudflare: what it is, its key, its switch, its end.

use contract::{AccountId, Key};
use http::Request;
use serde_json::{Value, json};

use super::{Cloud, Namespace, Right, Standing, WorkerName, upload::TAG};
use crate::{DeployFault, Error, cloudflare::Answer};

/// The secret that callers must know; the Worker's own name for it.
const KEY: &str = "API_KEY";
/// No Worker of that name (facts, Cloudflare §6.5); the second only wrangler knows.
const NONE: [u32; 3] = [10007, 10090, 10092];
/// What every version of ours is bound to, from the first one on, as `worker/wrangler.jsonc` has it: kinds and names. That
/// Cloudflare tells a class beside the name of its binding, no fact says.
const BOUND: [(&str, &str); 4] = [
    ("ai", "AI"),
    ("kv_namespace", "USAGE"),
    ("durable_object_namespace", "USAGE_LEDGER"),
    ("durable_object_namespace", "JOBS"),
];

impl Cloud {
    /// The Worker of that name, if there is one. Needs Workers Scripts.
    pub async fn standing(&self, account: &AccountId, name: &WorkerName) -> Result<Option<Standing>, Error> {
        let question = self.get(account, Right::Scripts, &format!("/workers/services/{}", name.as_str()))?;
        let service = match self.ask(question).await? {
            Answer::Granted(service) => service,
            Answer::Refused(refusal) if NONE.contains(&refusal.code) => return Ok(None),
            Answer::Refused(refusal) => return Err(DeployFault::of(&refusal).said(&refusal)),
        };
        let script = service.at("default_environment").and_then(|environment| environment.get("script"));
        let tags = script.and_then(|script| script.get("tags")?.as_array());
        let settings = self.granted(self.get(account, Right::Scripts, &script_path(name, "/settings"))?).await?;
        let bindings = settings.at("bindings").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let bound = |kind: &str, name: &str| {
            let is = move |binding: &Value, field, value: &str| binding.get(field).is_some_and(|found| found == value);
            bindings.iter().find(|binding| is(binding, "type", kind) && is(binding, "name", name))
        };
        let is_alike = BOUND.iter().all(|(kind, name)| bound(kind, name).is_some());
        Ok(Some(Standing {
            is_ours: is_alike && tags.is_some_and(|tags| tags.iter().any(|tag| tag == TAG)),
            is_alike,
            migration_tag: script.and_then(|script| Some(script.get("migration_tag")?.as_str()?.to_owned())),
            has_key: bound("secret_text", KEY).is_some(),
            namespace: bound("kv_namespace", "USAGE")
                .and_then(|it| Namespace::parse(it.get("namespace_id")?.as_str()?)),
        }))
    }

    /// Makes `key` the one that the Worker asks for, in the place of the one before. Needs Workers Scripts · Edit.
    pub async fn set_key(&self, account: &AccountId, name: &WorkerName, key: &Key) -> Result<(), Error> {
        let request = Request::put(self.of(account, &script_path(name, "/secrets")));
        let body = json!({"name": KEY, "text": key.expose(), "type": "secret_text"});
        let set = self.granted(self.send_json(account, Right::Scripts, request, &body)?).await;
        // Cloudflare's words may repeat what it was sent.
        set.map(drop).map_err(|error| error.without(key))
    }

    /// Has the Worker answer at [`Self::worker_address`]; it can take a while until it does. Needs Workers Scripts · Edit.
    pub async fn enable(&self, account: &AccountId, name: &WorkerName) -> Result<(), Error> {
        let request = Request::post(self.of(account, &script_path(name, "/subdomain")));
        let body = json!({"enabled": true, "previews_enabled": false});
        self.granted(self.send_json(account, Right::Scripts, request, &body)?).await.map(drop)
    }

    /// Removes the Worker, its objects with all that they keep, and its secrets. One that is gone counts as removed. Needs
    /// Workers Scripts · Edit.
    pub async fn remove_worker(&self, account: &AccountId, name: &WorkerName) -> Result<(), Error> {
        let question = self.delete(account, Right::Scripts, &script_path(name, "?force=true"))?;
        match self.ask(question).await? {
            Answer::Granted(_) => Ok(()),
            Answer::Refused(refusal) if NONE.contains(&refusal.code) => Ok(()),
            Answer::Refused(refusal) => Err(DeployFault::of(&refusal).said(&refusal)),
        }
    }
}

pub(super) fn script_path(name: &WorkerName, rest: &str) -> String {
    format!("/workers/scripts/{}{rest}", name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Else the next version would take itself for somebody else's.
    #[test]
    fn ours_are_known_by_what_they_are_bound_to() {
        let text = include_str!("../../../../worker/wrangler.jsonc");
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        let json: Value = serde_json::from_str(&lines.collect::<String>()).unwrap();
        let has = |list: &Value, field: &str, name: &str| list.as_array().unwrap().iter().any(|row| row[field] == name);
        for (kind, name) in BOUND {
            assert!(
                match kind {
                    "ai" => json["ai"]["binding"] == name,
                    "kv_namespace" => has(&json["kv_namespaces"], "binding", name),
                    _ => has(&json["durable_objects"]["bindings"], "name", name),
                },
                "{kind} {name}"
            );
        }
    }
}
