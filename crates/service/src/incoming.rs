//! What the routes that make something read of a request: its key, its body, bounded, and its headers.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRef, FromRequest, FromRequestParts as _, Request},
};
use contract::{ApiError, Code, JOB_KEY_HEADER, JobKey};
use http::{
    HeaderMap,
    header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE},
};

use crate::{
    auth::{Authorized, Doorkeeper},
    home::Home,
    order::Freshness,
    refusal::Refusal,
    router::At,
};

/// What is asked of a route that makes pictures, by somebody who has a right key and may ask now.
pub(crate) struct Incoming<H> {
    pub(crate) home: H,
    /// The job's, where there is one.
    pub(crate) key: Option<JobKey>,
    pub(crate) freshness: Freshness,
    pub(crate) body: Bytes,
}

impl<S: Send + Sync, H: Home> FromRequest<S> for Incoming<H>
where
    Doorkeeper: FromRef<S>,
    At<H>: FromRef<S>,
{
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let Authorized(caller) = Authorized::from_request_parts(&mut parts, state).await?;
        let At(home) = At::from_ref(state);
        let key = job_key(&parts.headers)?;
        home.admit(&caller).await?;
        let body = json_body::<H>(&parts.headers, body).await?;
        Ok(Self { home, key, freshness: freshness(&parts.headers), body })
    }
}

/// The body, which must be JSON by what it declares: another type is a mistake, or a web page's form that needs no preflight.
pub(crate) async fn json_body<H: Home>(headers: &HeaderMap, body: Body) -> Result<Bytes, ApiError> {
    says_json(headers)?;
    read(headers, body, H::MAX_BODY).await
}

/// That there is no job's key, not even one that cannot be read: whoever sends one believes that nothing is paid twice.
pub(crate) fn no_job_key(headers: &HeaderMap) -> Result<(), ApiError> {
    if headers.contains_key(JOB_KEY_HEADER) {
        Err(key_refused("is not taken here: a text is not kept; it costs a few neurons to ask again")
            .hint("send it without an Idempotency-Key"))
    } else {
        Ok(())
    }
}

fn key_refused(why: &str) -> ApiError {
    ApiError::new(Code::InvalidRequest, format!("the Idempotency-Key {why}")).param("Idempotency-Key")
}

/// The job's key, where there is one.
fn job_key(headers: &HeaderMap) -> Result<Option<JobKey>, ApiError> {
    let mut values = headers.get_all(JOB_KEY_HEADER).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(_), Some(_)) => Err(key_refused("is given twice")),
        (Some(value), None) => match JobKey::parse(String::from_utf8_lossy(value.as_bytes())) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(key_refused(&format!("cannot be read: {error}"))),
        },
    }
}

/// Whether the caller wants a picture that is made now: the directive `no-cache` of `Cache-Control`.
fn freshness(headers: &HeaderMap) -> Freshness {
    let directives = headers.get_all(CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
    let mut directives = directives.flat_map(|value| value.split(','));
    let new = directives.any(|directive| directive.trim().eq_ignore_ascii_case("no-cache"));
    if new { Freshness::New } else { Freshness::Any }
}

fn says_json(headers: &HeaderMap) -> Result<(), ApiError> {
    let Some(value) = headers.get(CONTENT_TYPE) else { return Ok(()) };
    let declared = value.to_str().unwrap_or_default();
    let essence = declared.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(ApiError::new(Code::InvalidRequest, "the body must be `application/json`").param("Content-Type"))
    }
}

/// At most `most` bytes: by the length that is declared before a byte is read, and by the bytes while they come.
async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Bytes, ApiError> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > most as u64) {
        return Err(too_large());
    }
    // Over the limit, or cut off: in the second case nobody is there to read the answer.
    to_bytes(body, most).await.or(Err(too_large()))
}

fn too_large() -> ApiError {
    ApiError::new(Code::BodyTooLarge, "the body is larger than this service takes")
        .hint("send fewer or smaller reference pictures")
}
