//! A picture at Cloudflare: JavaScript values, of which the service sees the first bytes only.

use std::borrow::Cow;

use axum::{body::Body, response::Response};
use js_sys::{JsString, Uint8Array};
use service::{Picture, Piece, picture::HEAD_BYTES};
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

    /// `base64` must say the same as `file`, padded.
    pub(crate) fn with_base64(file: Uint8Array, base64: JsString) -> Self {
        Self(SendWrapper(Parts { file, base64: Some(base64) }))
    }

    pub(crate) fn file(&self) -> &Uint8Array {
        &self.0.file
    }

    fn into_base64(self) -> JsString {
        let Parts { file, base64 } = self.0.0;
        base64.unwrap_or_else(|| file.unchecked_ref::<Base64Writer>().to_base64())
    }
}

impl Picture for JsPicture {
    fn head(&self) -> Cow<'_, [u8]> {
        head(&self.0.file).into()
    }

    fn raw(self) -> Response {
        reply(self.0.0.file)
    }

    fn length(&self) -> usize {
        self.0.file.length() as usize
    }

    /// Written once, into memory of the right length: parsing and writing megabytes anew would take most of a request's time. One
    /// picture after the other is encoded and let go of, since ten of them may be there.
    fn json(pieces: Vec<Piece<Self>>) -> Response {
        let body = Uint8Array::new_with_length(pieces.iter().map(written).sum());
        let encoder = TextEncoder::new();
        let mut at = 0;
        for piece in pieces {
            let end = at + written(&piece);
            let place = body.subarray(at, end);
            match piece {
                Piece::Text(text) => place.copy_from(text.as_bytes()),
                Piece::Base64(picture) => drop(encoder.encode_into(&picture.into_base64(), &place)),
            }
            at = end;
        }
        reply(body)
    }
}

/// Bytes that a piece of a reply in JSON has there.
fn written(piece: &Piece<JsPicture>) -> u32 {
    match piece {
        Piece::Text(text) => text.len() as u32,
        Piece::Base64(picture) => picture.file().length().div_ceil(3) * 4,
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
