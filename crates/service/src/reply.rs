//! A finished picture as an HTTP reply, in the format that was asked for.

use axum::response::{IntoResponse as _, Response};
use contract::{ApiError, Code, Format, GenerateRequest, RECORD_HEADER, REPLAYED_HEADER, Record};
use http::{HeaderName, HeaderValue, header::CONTENT_TYPE};

use crate::{
    home::Made,
    make::{Ended, Telling},
    picture::{Encoder, Picture},
    refusal::Refusal,
};

/// A reply's header, `true` when the picture was made and the ledger could not count it.
pub const UNCOUNTED_HEADER: &str = "x-easel-uncounted";

/// The format that was asked for.
pub(crate) enum Wanted<P> {
    /// `{"image": base64, …}`.
    Json,
    /// The bytes as they came.
    Raw,
    /// The bytes as PNG, where they can be decoded.
    Png(Encoder<P>),
}

impl<P: Picture> Wanted<P> {
    /// From `?format=`. A format that this home cannot send is refused here, where no model has been run yet.
    pub(crate) fn parse(format: Option<&str>) -> Result<Self, ApiError> {
        match format {
            None | Some("json") => Ok(Self::Json),
            Some("raw") => Ok(Self::Raw),
            Some("png") => P::PNG.map(Self::Png).ok_or_else(|| {
                ApiError::new(Code::NotAcceptable, "this service cannot encode PNG")
                    .param("format")
                    .hint("ask for `raw` or `json`, and convert the picture yourself")
            }),
            Some(_) => {
                let message = "`format` must be `json`, `raw` or `png`";
                Err(ApiError::new(Code::InvalidRequest, message).param("format"))
            }
        }
    }
}

/// The reply to `request`, which ended so.
pub(crate) async fn reply<P: Picture>(request: &GenerateRequest, ended: Ended<P>, wanted: Wanted<P>) -> Response {
    let mut response = match ended.result {
        Ok(made) => picture(request, made, wanted).await,
        Err(error) => Refusal::from(error).into_response(),
    };
    let header = match ended.telling {
        Telling::Fresh => return response,
        Telling::Uncounted => UNCOUNTED_HEADER,
        Telling::Replayed => REPLAYED_HEADER,
    };
    response.headers_mut().insert(header, HeaderValue::from_static("true"));
    response
}

async fn picture<P: Picture>(request: &GenerateRequest, made: Made<P>, wanted: Wanted<P>) -> Response {
    let made = match wanted {
        // What cannot be encoded goes out as it came, with its own type: an error would lose a picture that is paid for.
        Wanted::Png(encode) => match encode(made.picture.clone()).await {
            Some(picture) => Made { picture, ..made },
            None => made,
        },
        Wanted::Json | Wanted::Raw => made,
    };
    let format = Format::sniff(&made.picture.head());
    let record = record(request, &made, format);
    let mut response = match wanted {
        Wanted::Json => made.picture.json(&record),
        Wanted::Raw | Wanted::Png(_) => made.picture.raw(),
    };
    let headers = response.headers_mut();
    if let Wanted::Json = wanted {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    } else {
        let content_type = format.map_or("application/octet-stream", Format::content_type);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        // base64url is visible ASCII, so that the header is always there.
        let value = HeaderValue::try_from(record.to_header()).ok();
        headers.extend(value.map(|value| (HeaderName::from_static(RECORD_HEADER), value)));
    }
    response
}

/// What is known of the picture: its real size and type where its first bytes say them.
fn record<P: Picture>(request: &GenerateRequest, made: &Made<P>, format: Option<Format>) -> Record {
    let size = format.and_then(|format| format.dimensions(&made.picture.head())).unwrap_or(request.size);
    Record {
        seed: made.seed.or(request.seed),
        neurons: made.neurons,
        content_type: format.map(|format| format.content_type().to_owned()),
        ..Record::of(request, size)
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    /// A picture of a home that cannot encode.
    #[derive(Clone)]
    struct Plain;

    impl Picture for Plain {
        fn head(&self) -> Cow<'_, [u8]> {
            Cow::default()
        }

        fn raw(self) -> Response {
            Response::default()
        }

        fn json(self, _: &Record) -> Response {
            Response::default()
        }
    }

    #[test]
    fn a_home_without_an_encoder_refuses_png_before_anything_is_made() {
        let Err(error) = Wanted::<Plain>::parse(Some("png")) else { panic!("it was accepted") };
        assert_eq!((error.code, error.param.as_deref()), (Code::NotAcceptable, Some("format")));
        assert!(error.hint.is_some_and(|hint| hint.contains("raw")));
        assert!(Wanted::<Plain>::parse(Some("raw")).is_ok());
    }
}
