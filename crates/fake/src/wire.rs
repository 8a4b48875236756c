//! How Workers AI writes its answers: in REST's envelope (facts, Cloudflare §2.2), or as workerd's `Ai` class reads them
//! (facts, Cloudflare §3).

use axum::{
    Json,
    response::{Html, IntoResponse as _, Response},
};
use bytes::Bytes;
use http::{
    HeaderValue, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER},
};
use serde_json::{Value, json};

use crate::{
    asked::Way,
    day::Ticket,
    fault::Fault,
    model::{Answers, Model},
    picture::Picture,
    refusal::{self, Refusal, Refused},
};

/// REST's envelope around `result`. `messages`: code and text.
pub(crate) fn envelope(result: &Value, messages: &[(u32, &str)]) -> Response {
    let messages: Vec<_> = messages.iter().map(|(code, message)| json!({"code": code, "message": message})).collect();
    Json(json!({"result": result, "success": true, "errors": [], "messages": messages})).into_response()
}

/// REST's refusal outside of inference.
pub(crate) fn refuse_rest(refusal: Refusal) -> Response {
    let body = json!({"errors": [{"message": refusal.message, "code": refusal.code}], "success": false});
    waiting(refusal, (status(refusal.status), Json(body)).into_response())
}

/// The refusal of an inference.
pub(crate) fn refuse(way: &Way, refused: &Refused, ticket: Ticket) -> Response {
    let Refused { refusal, message } = refused;
    let body = match way {
        // facts, Cloudflare §2.2: as captured, without `result` and `messages`, and with the request's id at the end.
        Way::Rest { .. } => {
            let id = if message.starts_with("AiError") { format!(" ({})", ticket.request_id()) } else { String::new() };
            json!({"errors": [{"message": format!("{message}{id}"), "code": refusal.code}], "success": false})
        }
        // facts, Cloudflare §3: the class throws `internalCode: description`.
        Way::Binding => json!({
            "internalCode": refusal.code,
            "name": "AiError",
            "description": message.trim_start_matches("AiError: "),
            "message": message,
        }),
    };
    waiting(*refusal, (status(refusal.status), Json(body)).into_response())
}

fn waiting(refusal: Refusal, mut reply: Response) -> Response {
    if let Some(seconds) = refusal.retry_after {
        reply.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    reply
}

/// A finished picture.
pub(crate) fn picture(way: &Way, model: &Model, picture: Picture, neurons: Option<f64>) -> Response {
    let (declared, body) = match (&model.answers, way) {
        (Answers::Json, Way::Rest { .. }) => ("application/json", picture.enveloped),
        // facts, Cloudflare §3: exactly so, or the class hands out a stream.
        (Answers::Json, Way::Binding) => ("application/json", picture.bare),
        (Answers::Binary { declared }, _) => (*declared, picture.bytes),
    };
    said(typed(declared, body), neurons)
}

/// A written text. `result`: REST's.
pub(crate) fn text(way: &Way, result: &Value) -> Response {
    match way {
        Way::Rest { .. } => envelope(result, &[]),
        Way::Binding => Json(result).into_response(),
    }
}

/// The same with what it cost, where that is said.
pub(crate) fn said(mut reply: Response, neurons: Option<f64>) -> Response {
    if let Some(neurons) = neurons.and_then(|neurons| HeaderValue::try_from(format!("{neurons:.2}")).ok()) {
        reply.headers_mut().insert("cf-ai-neurons", neurons);
    }
    reply
}

/// The faults that answer without having made anything; none for the others.
pub(crate) fn without_answer(way: &Way, fault: Fault, ticket: Ticket) -> Option<Response> {
    let json = |status, body| Some((status, Json(body)).into_response());
    let error = |rest, binding| match way {
        Way::Rest { .. } => json(StatusCode::INTERNAL_SERVER_ERROR, rest),
        Way::Binding => json(StatusCode::INTERNAL_SERVER_ERROR, binding),
    };
    match fault {
        Fault::FailureUnder200 => {
            let mut reply = refuse(way, &refusal::INTERNAL_TOO.into(), ticket);
            *reply.status_mut() = StatusCode::OK;
            Some(reply)
        }
        Fault::EmptyResult => match way {
            Way::Rest { .. } => json(StatusCode::OK, json!({"result": {}, "success": true})),
            Way::Binding => json(StatusCode::OK, json!({})),
        },
        Fault::NotJson => {
            Some((StatusCode::BAD_GATEWAY, Html("<html><h1>502 Bad Gateway</h1></html>")).into_response())
        }
        Fault::NoErrors => error(json!({"success": false}), json!({})),
        Fault::EmptyErrors => error(json!({"success": false, "errors": []}), json!({"errors": []})),
        Fault::CodeZero => error(
            json!({"success": false, "errors": [{"code": 0, "message": ""}]}),
            json!({"internalCode": 0, "name": "AiError", "description": "", "message": ""}),
        ),
        _ => None,
    }
}

/// Declares `reply` as what it is not. facts, Cloudflare §1.1: `image/png` over JPEG has been seen.
pub(crate) fn mistype(mut reply: Response) -> Response {
    let declared = match reply.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes) {
        Some(b"application/json") => "text/plain",
        Some(b"image/jpeg") => "image/png",
        _ => "application/octet-stream",
    };
    reply.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(declared));
    reply
}

fn typed(declared: &'static str, body: Bytes) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static(declared))], body).into_response()
}

fn status(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
