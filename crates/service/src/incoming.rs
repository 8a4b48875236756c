//! What the routes that make something read of a request: its body, bounded, and its headers.

use axum::body::{Body, Bytes, to_bytes};
use contract::{ApiError, Code, JOB_KEY_HEADER, JobKey};
use http::{
    HeaderMap,
    header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE},
};
use serde::de::DeserializeOwned;

use crate::{home::Home, order::Freshness};

/// The body, which must be JSON by what it declares: another type is a mistake, or a web page's form that needs no preflight.
pub(crate) async fn json_body<H: Home>(headers: &HeaderMap, body: Body) -> Result<Bytes, ApiError> {
    says_json(headers)?;
    read(headers, body, H::MAX_BODY).await
}

/// The fields of a lenient body that `T` names, each as its text: others are passed over, and are never a tree in memory.
pub(crate) fn lenient<T: DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    // A derived `Deserialize` would take an array too.
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(ApiError::new(Code::BadJson, "the body must be a JSON object"));
    }
    serde_json::from_slice(body)
        .map_err(|error| ApiError::new(Code::BadJson, format!("the body cannot be read: {error}")))
}

/// The job's key, where there is one.
pub(crate) fn job_key(headers: &HeaderMap) -> Result<Option<JobKey>, ApiError> {
    let refused = |message: &str| ApiError::new(Code::InvalidRequest, message).param("Idempotency-Key");
    let mut values = headers.get_all(JOB_KEY_HEADER).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(_), Some(_)) => Err(refused("the Idempotency-Key is given twice")),
        (Some(value), None) => match JobKey::parse(String::from_utf8_lossy(value.as_bytes())) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(refused(&error.to_string())),
        },
    }
}

/// Whether the caller wants a picture that is made now: the directive `no-cache` of `Cache-Control`.
pub(crate) fn freshness(headers: &HeaderMap) -> Freshness {
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
