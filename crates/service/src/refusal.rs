//! Every refusal as an HTTP reply: one shape, one place.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use contract::{ApiError, Code, error::ErrorBody};
use http::{
    HeaderValue, StatusCode,
    header::{RETRY_AFTER, WWW_AUTHENTICATE},
};

/// An [`ApiError`] on its way out.
pub(crate) struct Refusal(ApiError);

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
        let retry_after = error.retry_after;
        let mut response = (status, Json(ErrorBody { error })).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
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
