//! What carries a request to a service. [`crate::Https`] is one wire, the built-in service of `home` another; the protocol
//! above it cannot tell them apart.

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http_body_util::{BodyExt as _, combinators::UnsyncBoxBody};

use crate::Error;

/// A reply's body while it arrives.
pub type WireBody = UnsyncBoxBody<Bytes, Error>;

/// A way to a service.
pub trait Wire: Send + Sync + 'static {
    /// Sends `request` once, and never again, and gives the reply as soon as its head is there, whatever its status; a
    /// redirect is a reply like any other. An error, also one of the body, says by its `billed` whether the request may have
    /// reached the service ([`Error::sent`]) or surely has not ([`Error::unsent`]).
    fn send(&self, request: http::Request<Bytes>) -> BoxFuture<'_, Result<http::Response<WireBody>, Error>>;
}

/// The next bytes of `body`, never an empty piece; `None` at its end. Trailers say nothing to us.
pub(crate) async fn next_bytes(body: &mut WireBody) -> Result<Option<Bytes>, Error> {
    while let Some(frame) = body.frame().await {
        match frame?.into_data() {
            Ok(bytes) if !bytes.is_empty() => return Ok(Some(bytes)),
            Ok(_) | Err(_) => {}
        }
    }
    Ok(None)
}
