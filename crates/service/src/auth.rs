//! The bearer key: an extractor that a route names in its signature when it needs one. Keys are kept as hashes, compared in
//! constant time, and never said in an error.

use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts};
use contract::{ApiError, Code, Key};
use http::{HeaderMap, header::AUTHORIZATION, request::Parts};
use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConstantTimeEq as _};

use crate::refusal::Refusal;

/// The keys that open the service, as SHA-256: hashes are of one length, so that a comparison tells nothing of a key's own.
#[derive(Clone)]
pub(crate) struct Doorkeeper {
    hashes: Arc<[[u8; 32]]>,
}

/// What stands for a key where the key itself must not: 16 hex digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct KeyHash(String);

impl KeyHash {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Proof that the request came with a right key, and which one.
pub(crate) struct Authorized(pub(crate) KeyHash);

impl Doorkeeper {
    pub(crate) fn new(keys: &[Key]) -> Self {
        Self { hashes: keys.iter().map(|key| hash(key.expose())).collect() }
    }

    fn admit(&self, headers: &HeaderMap) -> Result<Authorized, ApiError> {
        if self.hashes.is_empty() {
            return Err(ApiError::new(
                Code::NotConfigured,
                "this service has no key: the secret `API_KEY` is missing, or cannot be read",
            )
            .hint("set the secret `API_KEY`, then send it as `Authorization: Bearer …`"));
        }
        let token = bearer(headers).ok_or_else(|| refusal("this needs a key"))?;
        let given = hash(token);
        // All of them are compared, whichever fits.
        let known = self.hashes.iter().fold(Choice::from(0), |known, hash| known | hash.ct_eq(&given));
        if known.into() { Ok(Authorized(named(&given))) } else { Err(refusal("this key is not known here")) }
    }
}

fn refusal(message: &str) -> ApiError {
    ApiError::new(Code::Unauthorized, message).hint("send the service's key as `Authorization: Bearer …`")
}

fn named(hash: &[u8; 32]) -> KeyHash {
    KeyHash(hash.iter().take(8).fold(String::new(), |text, byte| text + &format!("{byte:02x}")))
}

fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

impl<S: Send + Sync> FromRequestParts<S> for Authorized
where
    Doorkeeper: FromRef<S>,
{
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        Ok(Doorkeeper::from_ref(state).admit(&parts.headers)?)
    }
}
