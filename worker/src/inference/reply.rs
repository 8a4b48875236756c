//! What a model answered: a picture or a text, or why there is none. The declared type is not believed, and a picture is found
//! in its JSON by its place, so that megabytes are neither parsed nor taken into wasm memory.

use contract::{
    AiError, Format, RAY_HEADER,
    call::{NoPicture, decode, neurons},
    text::{Answer, MAX_TEXT_REPLY_BYTES, NoText, Question},
};
use js_sys::{JsString, Object, Reflect, Uint8Array};
use serde_json::Value;
use service::{Facts, Made};
use wasm_bindgen::JsValue;
use web_sys::Response;

use crate::{
    body::{Unread, discard, whole},
    fault::message,
    javascript::{TextDecoder, from_base64},
    picture::{JsPicture, head},
};

/// Bytes; the largest reply with a picture. An isolate has 128 MB for all of its requests (facts, Cloudflare §7), and a reply is
/// there as bytes, as text and as a picture. The largest that there can be, 1920×1920 as an uncompressed PNG in base64, has
/// 20 MB.
const MAX_REPLY_BYTES: u32 = 24 << 20;
/// Bytes; the largest refusal that is read.
const MAX_REFUSAL_BYTES: u32 = 64 << 10;

/// Why an attempt brought nothing.
pub(super) enum NotMade {
    /// Nothing came that could be read, for this reason.
    Thrown(String),
    /// Cloudflare said why.
    Refused(AiError),
    /// Cloudflare said that it went well, and sent no picture.
    NoPicture(NoPicture),
    /// The same, of a text.
    NoText(NoText),
}

impl From<JsValue> for NotMade {
    fn from(thrown: JsValue) -> Self {
        Self::Thrown(message(&thrown))
    }
}

impl From<Unread> for NotMade {
    fn from(unread: Unread) -> Self {
        Self::Thrown(match unread {
            Unread::TooLarge(most) => format!("its answer is larger than {most} bytes"),
            Unread::CutOff(why) => format!("its answer was cut off: {why}"),
        })
    }
}

/// The picture in `response`.
pub(super) async fn made(response: &Response) -> Result<Made<JsPicture>, NotMade> {
    let (body, neurons) = success(response, MAX_REPLY_BYTES).await?;
    match picture(body) {
        Ok(picture) => Ok(Made { picture, facts: Facts { neurons, ..Facts::default() } }),
        Err(NoPicture::Refused(refusal)) => Err(refused(response, refusal)),
        Err(no_picture) => Err(NotMade::NoPicture(no_picture)),
    }
}

/// The text in `response`, which answers `question`.
pub(super) async fn answer(response: &Response, question: &Question) -> Result<Answer, NotMade> {
    let (body, neurons) = success(response, MAX_TEXT_REPLY_BYTES as u32).await?;
    question.answer(&body.to_vec(), neurons).map_err(|no_text| match no_text {
        NoText::Refused(refusal) => refused(response, refusal),
        NoText::Missing => NotMade::NoText(no_text),
    })
}

/// What `response` holds, and what it cost, in neurons, where its status says success; at most `most` bytes.
async fn success(response: &Response, most: u32) -> Result<(Uint8Array, Option<f64>), NotMade> {
    match response.status() {
        200 => {}
        300..400 => {
            discard(response.body());
            return Err(NotMade::Thrown("it points to another address, which is not followed".to_owned()));
        }
        status => {
            let words = match whole(response.body(), &response.headers(), MAX_REFUSAL_BYTES).await {
                Ok(body) => body.to_vec(),
                // Its words alone say whether a picture was made and held back, which is billed.
                Err(unread) if status == 400 => return Err(unread.into()),
                // Any other status without words says something too.
                Err(_) => Vec::new(),
            };
            return Err(refused(response, AiError::from_reply(status, &words)));
        }
    }
    // Absent on phoenix-1.0 (facts, Cloudflare §2.2).
    let neurons = header(response, "cf-ai-neurons").and_then(|amount| neurons(&amount));
    Ok((whole(response.body(), &response.headers(), most).await?, neurons))
}

fn refused(response: &Response, refusal: AiError) -> NotMade {
    let retry_after = header(response, "retry-after").and_then(|seconds| seconds.trim().parse().ok());
    NotMade::Refused(refusal.retry_after(retry_after))
}

/// Cloudflare's name for the call.
pub(super) fn ray(response: &Response) -> Option<String> {
    contract::ray(&header(response, RAY_HEADER)?).map(str::to_owned)
}

fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name).ok()?
}

fn picture(body: Uint8Array) -> Result<JsPicture, NoPicture> {
    let head = head(&body);
    if Format::sniff(&head).is_some() {
        return Ok(JsPicture::of(body));
    }
    if let Some(picture) = in_plain_json(&body, &head) {
        return Ok(picture);
    }
    // Whatever else it is: slower, and as every home reads it.
    decode(body.to_vec()).map(|(_, file)| JsPicture::of(Uint8Array::from(file.as_slice())))
}

/// The picture, where the reply is JSON that has it as one piece of base64 near its begin.
fn in_plain_json(body: &Uint8Array, head: &[u8]) -> Option<JsPicture> {
    let head = std::str::from_utf8(head).ok().filter(|head| head.is_ascii())?;
    let value = head.split_once(r#""image""#)?.1.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let begin = head.get(..head.len() - value.len())?;
    let (text, from) = (TextDecoder::new().decode(body).ok()?, u32::try_from(begin.len()).ok()?);
    let to = u32::try_from(text.index_of("\"", from.cast_signed())).ok()?;
    // Without its picture it is short, or it is not plain.
    let end = text.slice(to, (to + MAX_REFUSAL_BYTES).min(text.length()));
    says_image(&format!("{begin}{}", String::from(end)))?;
    let base64 = text.slice(from, to);
    let file = decoded(&base64)?;
    Format::sniff(&self::head(&file))?;
    Some(JsPicture::with_base64(file, base64))
}

/// Whether `json`, a reply from which the picture was taken, has it where pictures are, and claims no failure.
fn says_image(json: &str) -> Option<()> {
    let reply: Value = serde_json::from_str(json).ok()?;
    let image = reply.get("image").or_else(|| reply.pointer("/result/image"))?;
    let failed = reply.get("success") == Some(&Value::Bool(false));
    (image.as_str() == Some("") && !failed).then_some(())
}

/// Base64 as `contract` takes it too: padded, and without the blanks that JavaScript would pass over.
fn decoded(base64: &JsString) -> Option<Uint8Array> {
    let options = Object::new();
    Reflect::set(&options, &"lastChunkHandling".into(), &"strict".into()).ok()?;
    let file = from_base64(base64, &options).ok()?;
    (file.length().div_ceil(3) * 4 == base64.length()).then_some(file)
}
