//! What a request to a model carries: a form or JSON, read within bounds.

use axum::{
    extract::{FromRequest as _, Multipart, Request, multipart::MultipartError},
    response::IntoResponse as _,
};
use bytes::Bytes;
use http::{StatusCode, header::CONTENT_TYPE};
use image::ImageReader;
use serde_json::{Map, Value};

use crate::{
    asked::File,
    refusal::{self, Refused},
};

/// Bytes; larger requests are refused with 413/3006 (facts, Cloudflare §2.3), which has no documented bound. It is far above
/// what anybody has a reason to send.
pub(crate) const MOST_BYTES: usize = 32 << 20;

/// Names the gateway that a request goes through.
const GATEWAY: &str = "cf-aig-gateway-id";

/// A request's body.
#[derive(Debug)]
pub(crate) enum Input {
    Form { fields: Map<String, Value>, files: Vec<File> },
    Json(Map<String, Value>),
}

impl Input {
    pub(crate) async fn read(request: Request) -> Result<Self, Refused> {
        let declared = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !declared.starts_with("multipart/form-data") {
            return read_json(request).await;
        }
        // facts, Cloudflare §2.2: a form by way of AI Gateway is 500/7000.
        if request.headers().contains_key(GATEWAY) {
            Err(refusal::THROUGH_GATEWAY.into())
        } else {
            read_form(request).await
        }
    }
}

/// facts, Cloudflare §3: without its boundary, the content type fails.
async fn read_form(request: Request) -> Result<Input, Refused> {
    let no_boundary = |_| Refused::bad_input("the multipart content type has no boundary");
    let mut parts = Multipart::from_request(request, &()).await.map_err(no_boundary)?;
    let (mut fields, mut files) = (Map::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|error| broken_form(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_some() {
            let sides = sides(&part.bytes().await.map_err(|error| broken_form(&error))?);
            files.push(File { name, sides });
        } else {
            fields.insert(name, part.text().await.map_err(|error| broken_form(&error))?.into());
        }
    }
    Ok(Input::Form { fields, files })
}

fn broken_form(error: &MultipartError) -> Refused {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        refusal::TOO_LARGE.into()
    } else {
        Refused::bad_input(&format!("the form cannot be read: {}", error.body_text()))
    }
}

fn sides(bytes: &[u8]) -> Option<(u32, u32)> {
    ImageReader::new(std::io::Cursor::new(bytes)).with_guessed_format().ok()?.into_dimensions().ok()
}

async fn read_json(request: Request) -> Result<Input, Refused> {
    let body = Bytes::from_request(request, &()).await.map_err(|error| match error.into_response().status() {
        StatusCode::PAYLOAD_TOO_LARGE => refusal::TOO_LARGE.into(),
        _ => Refused::bad_input("the body cannot be read"),
    })?;
    // facts, Cloudflare §2.3: missing headers or body.
    if body.is_empty() {
        return Err(refusal::NO_BODY.into());
    }
    match serde_json::from_slice(&body) {
        Ok(Value::Object(fields)) => Ok(Input::Json(fields)),
        Ok(_) => Err(Refused::bad_input("the body is no JSON object")),
        Err(error) => Err(Refused::bad_input(&format!("the body is no JSON: {error}"))),
    }
}
