//! A picture at Cloudflare: JavaScript values, of which the service sees the first bytes only.

use std::borrow::Cow;

use axum::{body::Body, response::Response};
use contract::Record;
use js_sys::{JsString, Uint8Array};
use service::{Picture, picture::HEAD_BYTES};
use wasm_bindgen::JsCast as _;
use worker::send::SendWrapper;

use crate::javascript::{Base64Writer, TextEncoder};

/// A picture's file, exactly as it was made.
#[derive(Clone)]
pub(crate) struct JsPicture(SendWrapper<Parts>);

#[derive(Clone)]
struct Parts {
    file: Uint8Array,
    /// The same in base64, where it came so.
    base64: Option<JsString>,
}

/// A reply's body that is not in wasm memory. It stands in the reply's extensions beside an empty body.
#[derive(Clone)]
pub(crate) struct Payload(pub(crate) SendWrapper<Uint8Array>);

impl JsPicture {
    pub(crate) fn of(file: Uint8Array) -> Self {
        Self(SendWrapper(Parts { file, base64: None }))
    }

    /// `base64` must say the same as `file`.
    pub(crate) fn with_base64(file: Uint8Array, base64: JsString) -> Self {
        Self(SendWrapper(Parts { file, base64: Some(base64) }))
    }

    pub(crate) fn file(&self) -> &Uint8Array {
        &self.0.file
    }
}

impl Picture for JsPicture {
    fn head(&self) -> Cow<'_, [u8]> {
        head(&self.0.file).into()
    }

    fn raw(self) -> Response {
        reply(self.0.0.file)
    }

    /// The record's JSON is opened at its brace and the picture put in as its first field, byte by byte as they are: parsing
    /// and writing megabytes anew would take most of a request's time.
    fn json(self, record: &Record) -> Response {
        let Parts { file, base64 } = self.0.0;
        let base64 = base64.unwrap_or_else(|| file.unchecked_ref::<Base64Writer>().to_base64());
        // Strings and finite numbers: it always has a JSON form. It has a field always, the prompt.
        let record = serde_json::to_string(record).unwrap_or_default();
        let (begin, end) = (br#"{"image":""#, record.replacen('{', "\",", 1));
        let (from, to) = (begin.len() as u32, begin.len() as u32 + base64.length());
        let body = Uint8Array::new_with_length(to + end.len() as u32);
        body.subarray(0, from).copy_from(begin);
        TextEncoder::new().encode_into(&base64, &body.subarray(from, to));
        body.subarray(to, body.length()).copy_from(end.as_bytes());
        reply(body)
    }
}

/// A file's first bytes, at most [`HEAD_BYTES`].
pub(crate) fn head(file: &Uint8Array) -> Vec<u8> {
    file.subarray(0, HEAD_BYTES as u32).to_vec()
}

fn reply(body: Uint8Array) -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Payload(SendWrapper(body)));
    response
}
