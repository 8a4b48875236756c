//! A finished picture as an HTTP reply, in the format that was asked for.

use axum::response::{IntoResponse as _, Response};
use contract::{
    ApiError, Code, Format, GenerateRequest, RECORD_HEADER, REPLAYED_HEADER, Record, UNCOUNTED_HEADER, UNKEPT_HEADER,
};
use http::{HeaderName, HeaderValue, header::CONTENT_TYPE};
use serde::Serialize;

use crate::{
    made::{Ended, Made, Note, Rewriting},
    picture::{Encoder, Picture, Piece},
    refusal::Refusal,
};

/// Whether a picture came from the shelf: RFC 9211.
pub(crate) const CACHE_STATUS: HeaderName = HeaderName::from_static("cache-status");

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
    let response = match ended.result {
        Ok(made) => picture(request, made, wanted).await,
        Err(error) => Refusal::from(error).into_response(),
    };
    noted(response, &ended.notes)
}

/// The same with what `notes` say in its headers.
pub(crate) fn noted(mut response: Response, notes: &[Note]) -> Response {
    for (name, value) in notes.iter().map(|note| header(*note)) {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn header(note: Note) -> (HeaderName, &'static str) {
    match note {
        Note::Uncounted => (HeaderName::from_static(UNCOUNTED_HEADER), "true"),
        Note::Unkept => (HeaderName::from_static(UNKEPT_HEADER), "true"),
        Note::Replayed => (HeaderName::from_static(REPLAYED_HEADER), "true"),
        // RFC 9211.
        Note::Cached => (CACHE_STATUS, "easel; hit"),
        Note::Uncached => (CACHE_STATUS, "easel; fwd=uri-miss"),
        Note::CachePassed => (CACHE_STATUS, "easel; fwd=request"),
    }
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
    if let Wanted::Json = wanted {
        return json(with_picture("image", made.picture, &record));
    }
    let mut response = made.picture.raw();
    let headers = response.headers_mut();
    let content_type = format.map_or("application/octet-stream", Format::content_type);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    // base64url is visible ASCII, so that the header is always there.
    let value = HeaderValue::try_from(record.to_header()).ok();
    headers.extend(value.map(|value| (HeaderName::from_static(RECORD_HEADER), value)));
    response
}

/// A reply in JSON that has pictures in it.
pub(crate) fn json<P: Picture>(pieces: Vec<Piece<P>>) -> Response {
    let mut response = P::json(pieces);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

/// `{"…": base64, …}`: the picture in the field of this name, then the fields of `rest`, a JSON object.
pub(crate) fn with_picture<P>(name: &str, picture: P, rest: &impl Serialize) -> Vec<Piece<P>> {
    vec![Piece::Text(format!(r#"{{"{name}":""#)), Piece::Base64(picture), Piece::Text(continued("\"", rest))]
}

/// How an object goes on after its first field, whose value ends in `end`: with the fields of `rest`, a JSON object.
pub(crate) fn continued(end: &str, rest: &impl Serialize) -> String {
    // Strings and finite numbers: it always has a JSON form.
    let rest = serde_json::to_string(rest).unwrap_or_default();
    let comma = if rest == "{}" { "" } else { "," };
    rest.replacen('{', &format!("{end}{comma}"), 1)
}

/// What is known of the picture: its real size and type where its first bytes say them.
pub(crate) fn record<P: Picture>(request: &GenerateRequest, made: &Made<P>, format: Option<Format>) -> Record {
    let size = format.and_then(|format| format.dimensions(&made.picture.head())).unwrap_or(request.size);
    let facts = &made.facts;
    let (translated_prompt, prompt_neurons, prompt_failure) = match &facts.rewriting {
        None => (None, None, None),
        Some(Rewriting::Done { prompt, neurons }) => (Some(prompt.clone()), Some(*neurons), None),
        Some(Rewriting::Failed { why, neurons }) => (None, *neurons, Some(why.clone())),
    };
    Record {
        seed: facts.seed.or(request.seed),
        neurons: facts.neurons,
        content_type: format.map(|format| format.content_type().to_owned()),
        translated_prompt,
        prompt_neurons,
        prompt_failure,
        cached: facts.cached,
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

        fn length(&self) -> usize {
            0
        }

        fn json(_: Vec<Piece<Self>>) -> Response {
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
