//! `wrangler.jsonc`, as far as an upload must know it: the one place that says what the Worker is bound to. Whatever it says and
//! this does not know is refused, so that no binding is left out of a deployment by the program.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context as _, Result};
use contract::bundle::{Binding, Limit, Migration, Observability};
use jsonc_parser::{ParseOptions, parse_to_serde_value};
use serde::{Deserialize, de::IgnoredAny};

/// The file's fields; those that only wrangler needs are known by name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "what is for wrangler alone is known by name")]
pub(crate) struct Configuration {
    #[serde(rename = "$schema")]
    schema: IgnoredAny,
    pub(crate) name: String,
    main: IgnoredAny,
    pub(crate) compatibility_date: jiff::civil::Date,
    pub(crate) compatibility_flags: Vec<String>,
    workers_dev: IgnoredAny,
    preview_urls: IgnoredAny,
    build: IgnoredAny,
    no_bundle: IgnoredAny,
    base_dir: IgnoredAny,
    find_additional_modules: IgnoredAny,
    rules: IgnoredAny,
    ai: Named,
    kv_namespaces: Vec<Named>,
    durable_objects: Objects,
    pub(crate) migrations: Vec<Migration>,
    ratelimits: Vec<RateLimit>,
    vars: BTreeMap<String, String>,
    pub(crate) observability: Observability,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    binding: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Objects {
    bindings: Vec<Object>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Object {
    name: String,
    class_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RateLimit {
    name: String,
    namespace_id: String,
    simple: Limit,
}

impl Configuration {
    pub(crate) fn open(file: &Path) -> Result<Self> {
        let named = || file.display().to_string();
        Self::read(&fs::read_to_string(file).with_context(named)?).with_context(named)
    }

    fn read(text: &str) -> Result<Self> {
        Ok(parse_to_serde_value(text, &ParseOptions::default())?)
    }

    /// What the Worker finds in its environment, in the form of an upload.
    pub(crate) fn bindings(&self) -> Vec<Binding> {
        let vars = self.vars.iter().map(|(name, text)| Binding::PlainText { name: name.clone(), text: text.clone() });
        let namespaces = self.kv_namespaces.iter().map(|it| Binding::KvNamespace { name: it.binding.clone() });
        let object =
            |it: &Object| Binding::DurableObjectNamespace { name: it.name.clone(), class_name: it.class_name.clone() };
        let limit = |it: &RateLimit| Binding::Ratelimit {
            name: it.name.clone(),
            namespace_id: it.namespace_id.clone(),
            simple: it.simple,
        };
        vars.chain(namespaces)
            .chain(self.durable_objects.bindings.iter().map(object))
            .chain(self.ratelimits.iter().map(limit))
            .chain([Binding::Ai { name: self.ai.binding.clone() }])
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = include_str!("../../wrangler.jsonc");

    #[test]
    fn our_own_file_is_read_with_all_its_bindings() {
        let ours = Configuration::read(OURS).unwrap();
        assert_eq!((ours.name.as_str(), ours.observability.enabled), ("easel", true));
        let names: Vec<_> = ours.bindings().iter().map(|binding| serde_json::to_value(binding).unwrap()).collect();
        let types: Vec<_> =
            names.iter().map(|it| (it["type"].as_str().unwrap(), it["name"].as_str().unwrap())).collect();
        assert_eq!(
            types,
            [
                ("plain_text", "ALLOWED_ORIGINS"),
                ("kv_namespace", "USAGE"),
                ("durable_object_namespace", "USAGE_LEDGER"),
                ("durable_object_namespace", "JOBS"),
                ("durable_object_namespace", "RECIPES"),
                ("ratelimit", "RATE_LIMIT"),
                ("ai", "AI"),
            ]
        );
        let tags: Vec<_> = ours.migrations.iter().map(|migration| migration.tag.as_str()).collect();
        assert_eq!(tags, ["v1", "v2"]);
    }

    #[test]
    fn what_would_be_left_out_of_an_upload_is_refused() {
        for added in [r#""r2_buckets": [],"#, r#""queues": {},"#] {
            let text = OURS.replacen("\"workers_dev\"", &format!("{added}\"workers_dev\""), 1);
            assert!(Configuration::read(&text).is_err(), "{added}");
        }
        let text = OURS.replace(r#"{ "binding": "USAGE" }"#, r#"{ "binding": "USAGE", "id": "0" }"#);
        assert!(text != OURS && Configuration::read(&text).is_err());
    }
}
