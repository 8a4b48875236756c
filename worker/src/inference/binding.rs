//! A call by the AI binding, on the account that the Worker itself belongs to.

use contract::call::{Body, Call};
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Response};

use super::input::{form, object};
use crate::javascript::Ai;

/// Asks for the model's `Response`.
///
/// The options are the same each time but for the signal, which is read before the first wait: the binding keeps them on itself,
/// and looks at them again after it, when they may be another call's (facts, Cloudflare §3).
pub(super) fn send(ai: &Ai, call: &Call, signal: &AbortSignal) -> Result<Promise, JsValue> {
    let options = Object::new();
    // For the status and the headers: without it they are lost, and a refusal is a text.
    Reflect::set(&options, &"returnRawResponse".into(), &true.into())?;
    Reflect::set(&options, &"signal".into(), signal)?;
    ai.run(call.path, &input(&call.body)?, &options)
}

fn input(body: &Body) -> Result<JsValue, JsValue> {
    let parts = match body {
        Body::Json(json) => return object(json),
        Body::Form(parts) => parts,
    };
    // The form is written once, so that the stream and the declared boundary are of one writing.
    let written = Response::new_with_opt_form_data(Some(&form(parts)?))?;
    let multipart = Object::new();
    Reflect::set(&multipart, &"body".into(), &written.body().into())?;
    Reflect::set(&multipart, &"contentType".into(), &written.headers().get("content-type")?.into())?;
    let input = Object::new();
    Reflect::set(&input, &"multipart".into(), &multipart)?;
    Ok(input.into())
}
