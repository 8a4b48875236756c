//! What went wrong in JavaScript or in a binding, in the service's words.

use std::fmt;

use contract::{ApiError, Code};
use wasm_bindgen::{JsCast as _, JsValue};
use worker::console_error;

/// A fault of the service itself: `what` it was about to do, and `why` that failed. The log has it too.
pub(crate) fn internal(what: &str, why: impl fmt::Display) -> ApiError {
    console_error!("{}: {}", what, why);
    ApiError::new(Code::Internal, format!("{what}: {why}"))
}

/// The message of what was thrown.
pub(crate) fn message(thrown: &JsValue) -> String {
    match thrown.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => thrown.as_string().unwrap_or_else(|| "no reason was said".to_owned()),
    }
}
