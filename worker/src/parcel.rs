//! What goes between the service and its objects: what is known of a picture in a header, and the picture as the body, from one
//! JavaScript memory to the other and past wasm's.

use contract::MAX_PICTURE_BYTES;
use js_sys::{Uint8Array, decode_uri_component, encode_uri_component};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;
use web_sys::{Headers, ReadableStream};

use crate::{
    body::{Unread, whole},
    fault::message,
};

/// Its value is JSON in ASCII. It may hold two prompts; a header has room for far more (facts, Cloudflare §7).
const LETTER: &str = "x-easel-letter";

/// The headers of a parcel with this letter.
pub(crate) fn headers(letter: &impl Serialize) -> Result<Headers, JsValue> {
    // Strings and finite numbers: it always has a JSON form.
    let letter = serde_json::to_string(letter).unwrap_or_default();
    let headers = Headers::new()?;
    headers.append(LETTER, &String::from(encode_uri_component(&letter)))?;
    Ok(headers)
}

/// A parcel's letter; or why it cannot be read.
pub(crate) fn letter<T: DeserializeOwned>(headers: &Headers) -> Result<T, String> {
    let read = || Ok(decode_uri_component(&headers.get(LETTER)?.unwrap_or_default())?.into());
    let letter: String = read().map_err(|thrown: JsValue| message(&thrown))?;
    serde_json::from_str(&letter).map_err(|error| error.to_string())
}

/// A parcel's picture.
pub(crate) async fn picture(body: Option<ReadableStream>, headers: &Headers) -> Result<Uint8Array, String> {
    whole(body, headers, MAX_PICTURE_BYTES as u32).await.map_err(|unread| match unread {
        Unread::TooLarge(most) => format!("the picture is larger than {most} bytes"),
        Unread::CutOff(why) => why,
    })
}
