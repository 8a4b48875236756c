//! A call over Cloudflare's REST API, on an account of `CF_ACCOUNT_LIST` and by its token.

use contract::{
    Account,
    call::{Body, Call},
};
use js_sys::Promise;
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Headers, RequestInit, RequestRedirect};

use super::input::form;
use crate::javascript::fetch;

/// Asks for the model's `Response`. `api`: the base of the addresses, without a slash at its end.
pub(super) fn send(api: &str, account: &Account, call: &Call, signal: &AbortSignal) -> Result<Promise, JsValue> {
    let headers = Headers::new()?;
    headers.append("authorization", &format!("Bearer {}", account.token.expose()))?;
    let init = RequestInit::new();
    init.set_method("POST");
    // The token goes nowhere else: a redirect is an answer like any other, and no picture.
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(signal));
    match &call.body {
        Body::Json(json) => {
            headers.append("content-type", "application/json")?;
            init.set_body(&json.as_str().into());
        }
        // Its type and boundary are written by whoever writes the form.
        Body::Form(parts) => init.set_body(&form(parts)?.into()),
    }
    init.set_headers(&headers);
    // The model stands in the path as it is, unencoded (facts, Cloudflare §2.1).
    fetch(&format!("{api}/accounts/{}/ai/run/{}", account.id.as_str(), call.path), &init)
}
