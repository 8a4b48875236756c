//! A picture as it passes through the service: the home's own type, since at Cloudflare it must never enter wasm memory.

use std::{borrow::Cow, future::Future, pin::Pin};

use axum::response::Response;

/// As many first bytes as [`Picture::head`] gives at most: enough for the header of what models send.
pub const HEAD_BYTES: usize = 4096;

/// Encodes a picture again; none where it cannot be decoded. It was made and paid for already, so that it goes out as it came.
pub type Encoder<P> = fn(P) -> Pin<Box<dyn Future<Output = Option<P>> + Send>>;

/// A part of a reply in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<P> {
    /// JSON, or a part of it.
    Text(String),
    /// The picture's file in base64, without quotation marks.
    Base64(P),
}

/// A finished picture's file: bytes natively, a JavaScript value at Cloudflare.
pub trait Picture: Clone + Send + Sync + 'static {
    /// How this home encodes PNG; none where it cannot, and then a request for it is refused before a model is run.
    const PNG: Option<Encoder<Self>> = None;

    /// The first bytes, at most [`HEAD_BYTES`].
    fn head(&self) -> Cow<'_, [u8]>;

    /// A reply whose body is the file. The service adds the headers.
    fn raw(self) -> Response;

    /// How many bytes the file has.
    fn length(&self) -> usize;

    /// A reply whose body is `pieces`, one after the other. The service adds the headers.
    fn json(pieces: Vec<Piece<Self>>) -> Response;
}
