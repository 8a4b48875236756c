//! What the Worker's owner set: secrets, variables and bindings, by the names of `wrangler.jsonc`. Nothing of it is told to
//! callers; what is no good is told to the log, without its text, and left out.

use contract::{
    Account, AccountHash, AccountId, Key,
    text::{TEXT_MODELS, TextModel},
};
use http::Uri;
use js_sys::Reflect;
use service::{Origins, Settings};
use wasm_bindgen::{JsCast, JsValue};
use worker::{Env, ObjectNamespace, console_error};

use crate::{
    inference::WorkersAi,
    javascript::{Ai, RateLimiter},
};

/// The base of Cloudflare's API.
const API: &str = "https://api.cloudflare.com/client/v4";

/// Who may ask.
pub(crate) fn settings(env: &Env) -> Settings {
    Settings {
        keys: parsed(env, "API_KEY", Key::parse_list).unwrap_or_default(),
        origins: origins(env),
        instance: text(env, "INSTANCE"),
    }
}

/// Any page, unless the owner says which. What they set and is no text lets no page in.
fn origins(env: &Env) -> Origins {
    let set = Reflect::get(env, &"ALLOWED_ORIGINS".into()).unwrap_or_default();
    if set.is_undefined() { Origins::Any } else { Origins::parse(&set.as_string().unwrap_or_default()) }
}

/// Who makes the pictures.
pub(crate) fn inference(env: &Env) -> WorkersAi {
    let own = parsed(env, "ACCOUNT_ID", AccountId::parse).map_or_else(AccountHash::default, |id| id.hash());
    let list = parsed(env, "CF_ACCOUNT_LIST", Account::parse_list).unwrap_or_default();
    // Another address is for tests.
    let api = parsed(env, "CLOUDFLARE_API_BASE_URL", base).unwrap_or_else(|| API.to_owned());
    WorkersAi::new(binding::<Ai>(env, "AI"), own, list, api, text_model(env))
}

/// Who writes prompts.
fn text_model(env: &Env) -> Option<&'static TextModel> {
    let known = |name: &str| {
        let ids = || TEXT_MODELS.iter().map(|model| model.id).collect::<Vec<_>>().join(", ");
        TextModel::find(name.trim()).ok_or_else(|| format!("it must be one of {}", ids()))
    };
    parsed(env, "CF_TRANSLATE_MODEL", known).or_else(|| TEXT_MODELS.first())
}

/// An address to which tokens may be sent, without a slash at its end: over a network only with TLS.
fn base(text: &str) -> Result<String, &'static str> {
    let uri: Uri = text.trim().parse().or(Err("it is no address"))?;
    let safe = match (uri.scheme_str(), uri.host()) {
        (Some("https"), Some(_)) => true,
        (Some("http"), Some(host)) => matches!(host, "127.0.0.1" | "localhost" | "[::1]"),
        _ => false,
    };
    if safe {
        Ok(text.trim().trim_end_matches('/').to_owned())
    } else {
        Err("it must begin with https://, or be on this machine")
    }
}

/// How often a key may ask; as often as it likes without the binding.
pub(crate) fn rate_limiter(env: &Env) -> Option<RateLimiter> {
    binding(env, "RATE_LIMIT")
}

/// A class of Durable Objects.
pub(crate) fn objects(env: &Env, name: &str) -> Option<ObjectNamespace> {
    binding(env, name)
}

/// Unchecked: its class goes by other names in tests.
fn binding<B: JsCast>(env: &Env, name: &str) -> Option<B> {
    let value = Reflect::get(env, &JsValue::from(name)).ok()?;
    value.is_object().then(|| value.unchecked_into())
}

fn text(env: &Env, name: &str) -> Option<String> {
    Reflect::get(env, &JsValue::from(name)).ok()?.as_string().filter(|text| !text.trim().is_empty())
}

fn parsed<T, E: std::fmt::Display>(env: &Env, name: &str, parse: impl FnOnce(&str) -> Result<T, E>) -> Option<T> {
    let parsed = parse(&text(env, name)?);
    parsed.map_err(|error| console_error!("{} is left out: {}", name, error)).ok()
}
