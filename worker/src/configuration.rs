//! What the Worker's owner set: secrets, variables and bindings, by the names of `wrangler.jsonc`. Nothing of it is told to
//! callers; what is no good is told to the log, without its text, and left out.

use contract::{Account, AccountHash, AccountId, Key};
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
        origins: text(env, "ALLOWED_ORIGINS").map_or(Origins::Any, |origins| Origins::parse(&origins)),
        instance: text(env, "INSTANCE"),
    }
}

/// Who makes the pictures.
pub(crate) fn inference(env: &Env) -> WorkersAi {
    let own = parsed(env, "ACCOUNT_ID", AccountId::parse).map_or_else(AccountHash::default, |id| id.hash());
    let list = parsed(env, "CF_ACCOUNT_LIST", Account::parse_list).unwrap_or_default();
    // Another address is for tests.
    let api = text(env, "CLOUDFLARE_API_BASE_URL").unwrap_or_else(|| API.to_owned());
    WorkersAi::new(binding::<Ai>(env, "AI"), own, list, api.trim_end_matches('/').to_owned())
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
