//! How a job's end goes from its object to the service.

use contract::ApiError;
use serde::{Deserialize, Serialize};
use service::{Ended, Facts, Made, Note};
use wasm_bindgen::JsValue;
use web_sys::{Response, ResponseInit};

use crate::{parcel, picture::JsPicture};

/// All of a job's end but the picture.
#[derive(Serialize, Deserialize)]
pub(crate) struct Letter {
    notes: Vec<Note>,
    result: Result<Facts, Refusal>,
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
            Ok(Made { picture, facts }) => (Ok(facts), Some(picture.file().clone())),
            Err(error) => (Err(Refusal { retry_after: error.retry_after, error }), None),
        };
        let init = ResponseInit::new();
        init.set_headers(parcel::headers(&Self { notes: ended.notes, result })?.as_ref());
        Response::new_with_opt_js_u8_array_and_init(file.as_ref(), &init)
    }

    /// The end that the object's reply tells; or why it cannot be read.
    pub(crate) async fn open(response: &Response) -> Result<Ended<JsPicture>, String> {
        let headers = response.headers();
        let Self { notes, result } = parcel::letter(&headers)?;
        let result = match result {
            Ok(facts) => {
                let file = parcel::picture(response.body(), &headers).await?;
                Ok(Made { picture: JsPicture::of(file), facts })
            }
            Err(Refusal { error, retry_after }) => Err(error.retry_after(retry_after)),
        };
        Ok(Ended { result, notes })
    }
}
