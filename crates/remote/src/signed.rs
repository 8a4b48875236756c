//! How a request carries its key: in one header, marked as secret, and in no error. Used by both clients for what needs one.

use contract::Key;
use http::{HeaderValue, header::AUTHORIZATION, request::Builder};

use crate::{Error, Kind};

/// `request` with `key`.
pub(crate) fn signed(request: Builder, key: &Key) -> Result<Builder, Error> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", key.expose())).map_err(unbuilt)?;
    value.set_sensitive(true);
    Ok(request.header(AUTHORIZATION, value))
}

/// Not possible with an [`crate::Address`], a [`Key`], a job key and an account's id, which hold only what a request can
/// carry. The cause is not told, since it could repeat a header.
pub(crate) fn unbuilt(_cause: impl Into<http::Error>) -> Error {
    Error::unsent(Kind::Internal, "the request could not be built")
}
