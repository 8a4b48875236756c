//! A picture as it passes through the service: the home's own type, since at Cloudflare it must never enter wasm memory.

use std::{borrow::Cow, future::Future, pin::Pin};

use axum::response::Response;
use contract::Record;

/// As many first bytes as [`Picture::head`] gives at most: enough for the header of what models send.
pub const HEAD_BYTES: usize = 4096;

/// Encodes a picture again; none where it cannot be decoded. It was made and paid for already, so that it goes out as it came.
pub type Encoder<P> = fn(P) -> Pin<Box<dyn Future<Output = Option<P>> + Send>>;

/// A finished picture's file: bytes natively, a JavaScript value at Cloudflare.
pub trait Picture: Clone + Send + Sync + 'static {
    /// How this home encodes PNG; none where it cannot, and then a request for it is refused before a model is run.
    const PNG: Option<Encoder<Self>> = None;

    /// The first bytes, at most [`HEAD_BYTES`].
    fn head(&self) -> Cow<'_, [u8]>;

    /// A reply whose body is the file. The service adds the headers.
    fn raw(self) -> Response;

    /// A reply whose body is `{"image": base64, …}` with the fields of `record`. The service adds the headers.
    fn json(self, record: &Record) -> Response;
}
