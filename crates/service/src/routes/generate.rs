//! `POST /generate?format=`: a prompt becomes a picture. Everything that can be refused is refused before a model is run.

use axum::{
    body::{Body, to_bytes},
    extract::State,
    response::Response,
};
use contract::{ApiError, Code, Fields, GenerateRequest, JOB_KEY_HEADER, JobKey, Model, model::Maker};
use http::{
    HeaderMap, Uri,
    header::{CONTENT_LENGTH, CONTENT_TYPE},
};

use crate::{
    auth::Authorized,
    home::{Home, Inference},
    make::make,
    query,
    refusal::Refusal,
    reply::{Wanted, reply},
    router::At,
    shelf::Shelf as _,
};

pub(crate) async fn generate<H: Home>(
    Authorized(caller): Authorized,
    State(At(home)): State<At<H>>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let wanted = Wanted::<H::Picture>::parse(query::only(&uri, "format")?.as_deref())?;
    let key = job_key(&headers)?;
    home.admit(&caller).await?;
    says_json(&headers)?;
    let request = request(home.inference(), &read::<H>(&headers, body).await?)?;
    let ended = home.finish(run(home.clone(), key, request.clone())).await?;
    Ok(reply(&request, ended, wanted).await)
}

async fn run<H: Home>(home: H, key: Option<JobKey>, request: GenerateRequest) -> crate::Ended<H::Picture> {
    match key {
        Some(key) => home.shelf().once(&home, &key, &request).await,
        None => make(&home, &request).await,
    }
}

/// The request that `body` means, for a model of this home.
fn request(inference: &impl Inference, body: &[u8]) -> Result<GenerateRequest, ApiError> {
    let request = GenerateRequest::parse(Fields::from_json(body)?, inference.default_model()).map_err(first)?;
    let here = inference.models().iter().any(|model| model.id == request.model.id);
    if here { Ok(request) } else { Err(not_here(request.model)) }
}

/// The first problem: an error reply has room for one, and programs mend one at a time.
fn first(problems: Vec<contract::Problem>) -> ApiError {
    let refused = || ApiError::new(Code::InvalidRequest, "the request is refused");
    problems.into_iter().next().map_or_else(refused, ApiError::from)
}

fn not_here(model: &Model) -> ApiError {
    let hint = match model.maker {
        Maker::Cloudflare { .. } => "connect Cloudflare: a Worker, or Workers AI with a token",
        Maker::Painter => "the built-in connection of the desktop program draws with it",
    };
    ApiError::new(Code::ModelNotHere, format!("the model `{}` is not run here", model.id)).param("model").hint(hint)
}

fn job_key(headers: &HeaderMap) -> Result<Option<JobKey>, ApiError> {
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

/// A body that declares another type is refused: it is a mistake, or a web page's form that needs no preflight.
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

/// The body, bounded: by the length that it declares before a byte is read, and by its bytes while they come.
async fn read<H: Home>(headers: &HeaderMap, body: Body) -> Result<axum::body::Bytes, ApiError> {
    let declared = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > H::MAX_BODY as u64) {
        return Err(too_large());
    }
    // Over the limit, or cut off: in the second case nobody is there to read the answer.
    to_bytes(body, H::MAX_BODY).await.or(Err(too_large()))
}

fn too_large() -> ApiError {
    ApiError::new(Code::BodyTooLarge, "the body is larger than this service takes")
        .hint("send fewer or smaller reference pictures")
}
