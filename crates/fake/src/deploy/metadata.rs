//! What an upload says of its Worker: facts, Cloudflare §6.3 and §6.4. Fields that the facts do not have are refused, and so is
//! whatever names something that is not there.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use super::{
    land::{Estate, UploadedModule, Worker},
    migrations::Migrations,
};
use crate::refusal::{Refused, deploy};

/// What stands in the part of that name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "some of it is read for its shape alone")]
pub(super) struct Metadata {
    main_module: String,
    /// Without one, Cloudflare takes it for one of 2021; nobody means that.
    compatibility_date: String,
    #[serde(default)]
    compatibility_flags: Vec<String>,
    #[serde(default)]
    bindings: Vec<Binding>,
    pub(super) migrations: Option<Migrations>,
    #[serde(default)]
    pub(super) keep_bindings: Vec<String>,
    observability: Option<Observability>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
    limits: Option<Value>,
    placement: Option<Value>,
    cache_options: Option<Value>,
    logpush: Option<bool>,
    tail_consumers: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
enum Binding {
    Ai { name: String },
    KvNamespace { name: String, namespace_id: String },
    DurableObjectNamespace { name: String, class_name: String },
    Ratelimit { name: String, namespace_id: String, simple: Limit },
    PlainText { name: String, text: String },
    SecretText { name: String, text: String },
    Inherit { name: String },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Limit {
    limit: u32,
    period: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "read for its shape alone")]
struct Observability {
    enabled: bool,
}

impl Metadata {
    pub(super) fn read(json: &str) -> Result<Self, Refused> {
        serde_json::from_str(json).map_err(|error| invalid(format!("the metadata: {error}")))
    }

    /// Everything but the bindings.
    pub(super) fn check(&self, modules: &[UploadedModule]) -> Result<(), Refused> {
        let main = modules.iter().find(|module| module.name == self.main_module);
        let Some(main) = main else { return Err(invalid(format!("no part is called {:?}", self.main_module))) };
        if main.content_type != "application/javascript+module" {
            return Err(invalid(format!("the main module is {:?}", main.content_type)));
        }
        let date: Option<jiff::civil::Date> = self.compatibility_date.parse().ok();
        if date.is_none_or(|date| date.to_string() != self.compatibility_date) {
            return Err(invalid(format!("the compatibility date is {:?}", self.compatibility_date)));
        }
        let kept = ["secret_text", "secret_key", "plain_text", "json"];
        if self.keep_bindings.iter().any(|kind| !kept.contains(&kind.as_str())) {
            return Err(invalid(format!("bindings of the kinds {:?} cannot be kept", self.keep_bindings)));
        }
        let notes = ["workers/message", "workers/tag", "workers/triggered_by"];
        if self.annotations.keys().any(|name| !notes.contains(&name.as_str())) {
            return Err(invalid(format!("there are no annotations {:?}", self.annotations)));
        }
        let repeats = |list: &[String]| list.iter().collect::<BTreeSet<_>>().len() != list.len();
        if repeats(&self.compatibility_flags) || repeats(&self.tags) {
            return Err(invalid("a flag or a tag is there twice"));
        }
        Ok(())
    }

    /// That the Worker gets what it is promised. `classes`: those that it has once its migrations are made. `before`: what stood
    /// there.
    pub(super) fn check_bindings(
        &self,
        estate: &Estate,
        classes: &BTreeSet<String>,
        before: Option<&Worker>,
    ) -> Result<(), Refused> {
        let mut names = BTreeSet::new();
        for binding in &self.bindings {
            let name = binding.name();
            if name.is_empty() || !names.insert(name) {
                return Err(invalid(format!("the binding {name:?} is there twice, or has no name")));
            }
            binding.check(estate, classes, before)?;
        }
        Ok(())
    }

    /// Those that come with it, by name.
    pub(super) fn secrets(&self) -> BTreeMap<String, String> {
        let secret = |binding: &Binding| match binding {
            Binding::SecretText { name, text } => Some((name.clone(), text.clone())),
            _ => None,
        };
        self.bindings.iter().filter_map(secret).collect()
    }
}

impl Binding {
    fn name(&self) -> &str {
        match self {
            Self::Ai { name }
            | Self::KvNamespace { name, .. }
            | Self::DurableObjectNamespace { name, .. }
            | Self::Ratelimit { name, .. }
            | Self::PlainText { name, .. }
            | Self::SecretText { name, .. }
            | Self::Inherit { name } => name,
        }
    }

    fn check(&self, estate: &Estate, classes: &BTreeSet<String>, before: Option<&Worker>) -> Result<(), Refused> {
        match self {
            Self::KvNamespace { namespace_id, .. }
                if !estate.namespaces.iter().any(|there| there.id == *namespace_id) =>
            {
                Err(invalid(format!("KV namespace '{namespace_id}' not found")))
            }
            Self::DurableObjectNamespace { class_name, .. } if !classes.contains(class_name) => {
                Err(invalid(format!("no migration has made the class {class_name:?}")))
            }
            // facts, Cloudflare §7.
            Self::Ratelimit { namespace_id, simple: Limit { limit, period }, .. }
                if *limit == 0 || ![10, 60].contains(period) || namespace_id.parse::<u32>().is_err() =>
            {
                Err(invalid("a limit has a number, and a period of 10 or 60"))
            }
            // facts, Cloudflare §7.
            Self::PlainText { text, .. } if text.len() > 5 << 10 => Err(invalid("a variable is over 5 kB")),
            Self::Inherit { name } if before.is_none_or(|before| !before.has(name)) => {
                Err(deploy::NOTHING_INHERITED.into())
            }
            _ => Ok(()),
        }
    }
}

impl Worker {
    fn has(&self, binding: &str) -> bool {
        let bindings = self.metadata.get("bindings").and_then(Value::as_array);
        let is_bound = bindings.is_some_and(|all| all.iter().any(|there| there["name"] == binding));
        is_bound || self.secrets.contains_key(binding)
    }
}

fn invalid(problem: impl Into<String>) -> Refused {
    deploy::INVALID.since(problem)
}
