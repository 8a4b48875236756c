//! What the body of `POST /v1/images/generations` asks for. What is known here is read strictly, and everything else is ignored,
//! since clients send fields that only OpenAI's own models have (`quality`, `style`, `user`, …).

use std::collections::BTreeMap;

use contract::{ApiError, Code, Fields};
use serde_json::{from_str, value::RawValue};

use crate::lenient::{self, MAX_TEXT};

/// OpenAI's own limit.
const MAX_PICTURES: f64 = 10.0;
/// The size of a request that names none, as at OpenAI; the home's own models would draw another one.
const DEFAULT_SIZE: &str = "1024x1024";
/// The fields of OpenAI's that something else is meant by than in `POST /generate`.
const THEIRS: [&str; 5] = ["n", "size", "stream", "response_format", "output_format"];
/// Those that mean here what they mean there.
const OURS: [&str; 9] =
    ["prompt", "model", "seed", "steps", "guidance", "negative_prompt", "translate", "enhance", "reseed"];

/// So many pictures of these fields.
pub(super) struct Wish {
    pub(super) count: u32,
    pub(super) fields: Fields,
}

impl Wish {
    pub(super) fn parse(body: &[u8]) -> Result<Self, ApiError> {
        let [n, size, stream, response_format, output_format] = lenient::read(body, THEIRS)?;
        let count = count(n)?;
        let (width, height) = sides(size)?.unzip();
        whole_pictures(stream)?;
        in_the_reply(response_format)?;
        as_they_come(output_format)?;
        let given = OURS.into_iter().zip(lenient::read(body, OURS)?);
        let given: BTreeMap<_, _> = given.filter_map(|(name, value)| Some((name, value?))).collect();
        given.iter().try_for_each(|(name, value)| short(name, value))?;
        // Texts that were just read: they can be written.
        let ours = serde_json::to_vec(&given).unwrap_or_default();
        Ok(Self { count, fields: Fields { width, height, ..Fields::from_json(&ours)? } })
    }
}

/// What is longer is none of our fields, and is not copied to find that out.
fn short(name: &str, value: &RawValue) -> Result<(), ApiError> {
    if value.get().len() > MAX_TEXT { Err(refused(name, format!("`{name}` is too long"))) } else { Ok(()) }
}

/// A side that is refused is a size here.
pub(super) fn of_size(error: ApiError) -> ApiError {
    let of_side = matches!(error.param.as_deref(), Some("width" | "height"));
    if of_side { error.param("size") } else { error }
}

fn refused(param: &str, message: impl Into<String>) -> ApiError {
    ApiError::new(Code::InvalidRequest, message).param(param)
}

fn count(n: Option<&RawValue>) -> Result<u32, ApiError> {
    let Some(n) = n else { return Ok(1) };
    // `2.0` is whole too: some languages have no other numbers.
    let whole = from_str(n.get()).ok().filter(|n: &f64| n.fract() == 0.0 && (1.0..=MAX_PICTURES).contains(n));
    let whole = whole.ok_or_else(|| refused("n", format!("`n` must be a whole number from 1 to {MAX_PICTURES}")))?;
    Ok(whole as u32)
}

/// Width and height; none where the model may choose.
fn sides(size: Option<&RawValue>) -> Result<Option<(i64, i64)>, ApiError> {
    let size: Option<String> = size.map_or_else(|| Some(DEFAULT_SIZE.to_owned()), |size| from_str(size.get()).ok());
    if size.as_deref() == Some("auto") {
        return Ok(None);
    }
    let digits = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    let side = |text: &str| Some(text).filter(digits).and_then(|text| text.parse().ok());
    let sides = size.as_deref().and_then(|size| size.split_once('x'));
    let sides = sides.and_then(|(width, height)| side(width).zip(side(height)));
    sides.map(Some).ok_or_else(|| refused("size", "`size` must be `auto` or WIDTHxHEIGHT, as in `1024x768`"))
}

fn whole_pictures(stream: Option<&RawValue>) -> Result<(), ApiError> {
    match stream.map(RawValue::get) {
        None | Some("false") => Ok(()),
        Some(_) => Err(refused("stream", "`stream` must be false: the models send whole pictures only")),
    }
}

fn in_the_reply(response_format: Option<&RawValue>) -> Result<(), ApiError> {
    match response_format.map(RawValue::get) {
        None | Some(r#""b64_json""#) => Ok(()),
        Some(r#""url""#) => {
            let message = "`response_format` cannot be `url`: this service puts no picture on the web";
            Err(refused("response_format", message).hint("ask for `b64_json`, and decode `data[].b64_json`"))
        }
        Some(_) => Err(refused("response_format", "`response_format` must be `b64_json`")),
    }
}

fn as_they_come(output_format: Option<&RawValue>) -> Result<(), ApiError> {
    match output_format.map(RawValue::get) {
        None | Some(r#""jpeg""#) => Ok(()),
        Some(_) => {
            let message = "`output_format` must be `jpeg`: that is what the models send, and it is passed on as it is";
            Err(refused("output_format", message).hint("ask for `jpeg`, and convert the picture yourself"))
        }
    }
}
