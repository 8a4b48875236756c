//! How Workers AI is asked and how it answers, as pure functions: a request becomes the JSON object or the multipart form
//! that its model expects, and the bytes of a reply become the picture. Whoever has a network or a binding sends them.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::{
    ai_error::AiError,
    error::{ApiError, Billed, Code},
    format::Format,
    generate::GenerateRequest,
    model::{Encoding, Maker, ReferenceForm, Sizes},
};

/// How long a picture may take at Cloudflare, before it is given up as lost and may be billed. Callers wait three minutes, of
/// which the service tries for one.
pub const PATIENCE: Duration = Duration::from_secs(100);
/// The largest amount that is believed, in neurons: a day of a large account is far below it, and sums of it stay finite.
const MAX_NEURONS: f64 = 1e9;

/// What the header `cf-ai-neurons` of a reply says, if that is an amount: the ledger adds it up.
pub fn neurons(header: &str) -> Option<f64> {
    header.trim().parse().ok().filter(|neurons| (0.0..=MAX_NEURONS).contains(neurons))
}

/// What to send to `…/ai/run/{path}`.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// `@cf/…`.
    pub path: &'static str,
    /// The body.
    pub body: Body,
}

/// A call's body.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// `application/json`, written: as a tree of values, the numbers of a mask would take 32 bytes for each byte of it.
    Json(String),
    /// `multipart/form-data`, in this order.
    Form(Vec<Part>),
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The field's name: our own or `input_image_N`, so that it needs no escaping.
    pub name: String,
    /// What it holds.
    pub value: PartValue,
}

/// What a part of a form holds.
#[derive(Debug, Clone, PartialEq)]
pub enum PartValue {
    /// Text; numbers too are sent as text.
    Text(String),
    /// A picture's file.
    File {
        /// What it is.
        format: Format,
        /// The file.
        bytes: std::sync::Arc<[u8]>,
    },
}

/// Why a reply holds no picture, though its status said success.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPicture {
    /// Neither a picture nor JSON.
    #[error("the reply is neither a picture nor JSON")]
    Neither,
    /// JSON without `image`.
    #[error("the reply has no image")]
    NoImage,
    /// `image` is no base64.
    #[error("the reply's image is not base64")]
    NotBase64,
    /// The bytes are of no known format.
    #[error("the reply's image is of no known format")]
    UnknownFormat,
    /// `success` is false.
    #[error("it holds a refusal: {}", .0.message)]
    Refused(AiError),
}

impl NoPicture {
    /// What it means for whoever asked. Something was run, so that it may have been billed unless Cloudflare says otherwise.
    /// `now`: for the reset of the allowance.
    pub fn into_error(self, now: Timestamp) -> ApiError {
        match self {
            Self::Refused(refusal) => refusal.into_error(now),
            Self::Neither | Self::NoImage | Self::NotBase64 | Self::UnknownFormat => {
                ApiError::new(Code::Upstream, format!("Cloudflare sent no picture: {self}"))
                    .hint("it may have been billed; see the usage before you send it again")
                    .billed(Billed::Maybe)
            }
        }
    }
}

/// The call that `request` means. `None` for a model that is not Workers AI's.
pub fn encode(request: &GenerateRequest) -> Option<Call> {
    match request.model.maker {
        Maker::Cloudflare { path, request: Encoding::Json, .. } => Some(Call { path, body: Body::Json(json(request)) }),
        Maker::Cloudflare { path, request: Encoding::Multipart, .. } => {
            Some(Call { path, body: Body::Form(form(request)) })
        }
        Maker::Painter => None,
    }
}

/// The fields of `request` but the pictures, by Cloudflare's names. Only what the model has: schnell refuses any other key.
fn fields(request: &GenerateRequest) -> Vec<(&'static str, Value)> {
    // Both sides are sent explicitly, since defaults differ from model to model.
    let sides = match request.model.sizes {
        Sizes::Fixed(_) => None,
        Sizes::Rounded { .. } | Sizes::Multiples { .. } => Some(request.size),
    };
    let steps = request.model.steps.map_or("steps", |steps| steps.field);
    [
        ("prompt", Some(Value::from(request.prompt.as_str()))),
        ("width", sides.map(|size| size.width.into())),
        ("height", sides.map(|size| size.height.into())),
        ("seed", request.seed.map(Value::from)),
        (steps, request.steps.map(Value::from)),
        ("guidance", request.guidance.map(Value::from)),
        ("negative_prompt", request.negative_prompt.clone().map(Value::from)),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?)))
    .collect()
}

/// The object that a model which takes JSON is given.
#[derive(Serialize)]
struct Object<'a> {
    #[serde(flatten)]
    fields: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_b64: Option<String>,
    /// As numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    mask: Option<&'a [u8]>,
}

fn json(request: &GenerateRequest) -> String {
    let mut images = request.images.iter();
    let image_b64 = images.next().map(|image| STANDARD.encode(&image.bytes));
    let masked = request.model.references.is_some_and(|references| references.form == ReferenceForm::ImageAndMask);
    let mask = images.next().filter(|_| masked).map(|mask| &*mask.bytes);
    let fields = fields(request).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    // Strings and finite numbers: it always has a JSON form.
    serde_json::to_string(&Object { fields, image_b64, mask }).unwrap_or_default()
}

fn form(request: &GenerateRequest) -> Vec<Part> {
    let texts = fields(request).into_iter().map(|(name, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        Part { name: name.to_owned(), value: PartValue::Text(text) }
    });
    let files = request.images.iter().enumerate().map(|(n, image)| Part {
        name: format!("input_image_{n}"),
        value: PartValue::File { format: image.format, bytes: std::sync::Arc::clone(&image.bytes) },
    });
    texts.chain(files).collect()
}

/// A form's body and its `Content-Type`. `boundary`: letters and digits that stand in no part; the caller draws them.
pub fn multipart(parts: &[Part], boundary: &str) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for Part { name, value } in parts {
        let (headers, bytes) = match value {
            PartValue::Text(text) => (String::new(), text.as_bytes()),
            PartValue::File { format, bytes } => {
                let (extension, content_type) = (format.extension(), format.content_type());
                (format!("; filename=\"{name}.{extension}\"\r\nContent-Type: {content_type}"), bytes.as_ref())
            }
        };
        body.extend_from_slice(
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{headers}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

/// The picture in a reply that said success. The declared type is not asked: binary models have answered JSON under 200, and
/// JPEG under `image/png`. Accepts both the REST envelope (`result.image`) and the binding's bare `{image}`.
pub fn decode(reply: Vec<u8>) -> Result<(Format, Vec<u8>), NoPicture> {
    if let Some(format) = Format::sniff(&reply) {
        return Ok((format, reply));
    }
    let body = reply;
    let reply: Value = serde_json::from_slice(&body).or(Err(NoPicture::Neither))?;
    // By pointers and not as a struct: every part has been seen missing, null or of another type.
    let text = |pointer| reply.pointer(pointer).and_then(Value::as_str);
    if reply.get("success") == Some(&Value::Bool(false)) {
        return Err(NoPicture::Refused(AiError::from_reply(200, &body)));
    }
    let image = text("/image").or_else(|| text("/result/image")).ok_or(NoPicture::NoImage)?;
    let bytes = STANDARD.decode(image).or(Err(NoPicture::NotBase64))?;
    let format = Format::sniff(&bytes).ok_or(NoPicture::UnknownFormat)?;
    Ok((format, bytes))
}
