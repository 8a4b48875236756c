//! How a job's end goes from its object to the service: what is known of it in a header, the picture as the body.

use contract::{ApiError, MAX_PICTURE_BYTES};
use js_sys::{Uint8Array, decode_uri_component, encode_uri_component};
use serde::{Deserialize, Serialize};
use service::{Ended, Made, Telling};
use wasm_bindgen::JsValue;
use web_sys::{Headers, Response, ResponseInit};

use crate::{
    body::{Unread, whole},
    fault::message,
    picture::JsPicture,
};

/// The header; its value is JSON in ASCII.
const HEADER: &str = "x-easel-ended";

/// All of a job's end but the picture.
#[derive(Serialize, Deserialize)]
pub(crate) struct Letter {
    telling: Telling,
    result: Result<Facts, Refusal>,
}

/// What its maker knows of a picture.
#[derive(Serialize, Deserialize)]
struct Facts {
    neurons: Option<f64>,
    seed: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct Refusal {
    error: ApiError,
    /// Not part of an error's JSON.
    retry_after: Option<u32>,
}

impl Letter {
    /// The object's reply.
    pub(super) fn seal(ended: Ended<JsPicture>) -> Result<Response, JsValue> {
        let (result, file) = match ended.result {
            Ok(Made { picture, neurons, seed }) => (Ok(Facts { neurons, seed }), Some(picture.file().clone())),
            Err(error) => (Err(Refusal { retry_after: error.retry_after, error }), None),
        };
        let letter = serde_json::to_string(&Self { telling: ended.telling, result }).unwrap_or_default();
        let headers = Headers::new()?;
        headers.append(HEADER, &String::from(encode_uri_component(&letter)))?;
        let init = ResponseInit::new();
        init.set_headers(&headers);
        Response::new_with_opt_js_u8_array_and_init(file.as_ref(), &init)
    }

    /// The end that the object's reply tells; or why it cannot be read.
    pub(crate) async fn open(response: &Response) -> Result<Ended<JsPicture>, String> {
        let letter = read(response).map_err(|thrown| message(&thrown))?;
        let Self { telling, result } = serde_json::from_str(&letter).map_err(|error| error.to_string())?;
        let result = match result {
            Ok(Facts { neurons, seed }) => Ok(Made { picture: JsPicture::of(picture(response).await?), neurons, seed }),
            Err(Refusal { error, retry_after }) => Err(error.retry_after(retry_after)),
        };
        Ok(Ended { result, telling })
    }
}

fn read(response: &Response) -> Result<String, JsValue> {
    let letter = response.headers().get(HEADER)?.unwrap_or_default();
    Ok(decode_uri_component(&letter)?.into())
}

async fn picture(response: &Response) -> Result<Uint8Array, String> {
    whole(response.body(), &response.headers(), MAX_PICTURE_BYTES as u32).await.map_err(|unread| match unread {
        Unread::TooLarge(most) => format!("the picture is larger than {most} bytes"),
        Unread::CutOff(why) => why,
    })
}
