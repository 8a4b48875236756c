//! Every refusal as an HTTP reply: one shape, one place.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use contract::{ApiError, Billed, Code};
use http::{
    HeaderName, HeaderValue, StatusCode,
    header::{RETRY_AFTER, WWW_AUTHENTICATE},
};
use serde::Serialize;

/// What OpenAI's own clients obey: without it they send again by themselves what failed with 408, 409, 429 or 5xx.
pub(crate) const SHOULD_RETRY: HeaderName = HeaderName::from_static("x-should-retry");

/// An [`ApiError`] on its way out.
pub(crate) struct Refusal(ApiError);

/// [`contract::error::ErrorBody`], with what only OpenAI's clients look for.
#[derive(Serialize)]
struct Body {
    error: Typed,
}

/// An error with its kind in OpenAI's words. Not in the contract: our own clients go by `code`.
#[derive(Serialize)]
pub(crate) struct Typed {
    #[serde(flatten)]
    error: ApiError,
    r#type: &'static str,
}

impl From<ApiError> for Typed {
    fn from(error: ApiError) -> Self {
        let r#type = match error.code {
            Code::AllowanceUsed | Code::NeedsPaidPlan => "insufficient_quota",
            code => match code.status() {
                401 => "authentication_error",
                429 => "rate_limit_error",
                500.. => "server_error",
                _ => "invalid_request_error",
            },
        };
        Self { error, r#type }
    }
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self(error) = self;
        let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let unauthorized = error.code == Code::Unauthorized;
        let (retry_after, billed) = (error.retry_after, error.billed);
        let mut response = (status, Json(Body { error: error.into() })).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if billed != Billed::No {
            response.headers_mut().insert(SHOULD_RETRY, HeaderValue::from_static("false"));
        }
        if unauthorized {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// No such path.
pub(crate) async fn not_found() -> Refusal {
    ApiError::new(Code::NotFound, "there is no such route")
        .hint("the service's README lists its routes; GET /health says whether a service of Easel answers here")
        .into()
}

/// The path exists with another method; axum adds `Allow`.
pub(crate) async fn method_not_allowed() -> Refusal {
    ApiError::new(Code::MethodNotAllowed, "this route has no such method")
        .hint("the reply's `Allow` header names the methods that it has")
        .into()
}
