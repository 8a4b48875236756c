//! What workerd's `Ai` class calls, by way of miniflare's proxy (facts, machine §1): one path, where the headers of the class
//! come as `mf-header-…` and the address that it meant as `mf-url`.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderName, Method, StatusCode, Uri};
use serde_json::Value;

use crate::{
    account::FIRST,
    asked::Way,
    inference::Inference,
    input::Input,
    refusal::{self, Refused},
    server::Cloudflare,
};

/// Where the class believes that it calls: facts, Cloudflare, source key `workerd`.
const HOST: &str = "workers-binding.ai";

pub(crate) async fn answer(State(cloudflare): State<Arc<Cloudflare>>, request: Request) -> Response {
    // The proxy also tries to open a WebSocket, which it needs for other methods than `fetch`.
    if request.method() != Method::POST {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let Some(request) = unwrapped(request) else {
        return (StatusCode::BAD_REQUEST, "This is not what workerd's Ai class sends.").into_response();
    };
    let model = model(request.headers());
    let input = Input::read(request).await.and_then(inputs);
    Inference { way: Way::Binding, account: FIRST, model: &model }.answer(&cloudflare, input).await
}

/// The request as the class made it, if it is one of its calls to `run`.
fn unwrapped(request: Request) -> Option<Request> {
    let (mut head, body) = request.into_parts();
    let uri: Uri = head.headers.get("mf-url")?.to_str().ok()?.parse().ok()?;
    let is_run = uri.host() == Some(HOST) && uri.path() == "/run" && uri.query()?.split('&').any(|p| p == "version=3");
    head.headers = head.headers.iter().filter_map(|(name, value)| Some((own(name)?, value.clone()))).collect();
    head.uri = uri;
    is_run.then(|| Request::from_parts(head, body))
}

fn own(name: &HeaderName) -> Option<HeaderName> {
    name.as_str().strip_prefix("mf-header-")?.parse().ok()
}

/// The class writes `prefix:` before the model when it is told to.
fn model(headers: &HeaderMap) -> String {
    let written = headers.get("cf-consn-model-id").and_then(|value| value.to_str().ok()).unwrap_or_default();
    written.rsplit_once(':').map_or(written, |(_, model)| model).to_owned()
}

/// JSON comes as `{"inputs": …, "options": …}`, a form as it is.
fn inputs(input: Input) -> Result<Input, Refused> {
    match input {
        Input::Json(mut body) => match body.remove("inputs") {
            Some(Value::Object(fields)) => Ok(Input::Json(fields)),
            _ => Err(refusal::NO_BODY.into()),
        },
        form @ Input::Form { .. } => Ok(form),
    }
}
