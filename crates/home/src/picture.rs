//! A picture natively: the bytes of its file.

use std::{borrow::Cow, io::Cursor};

use axum::{
    body::Body,
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use contract::{Format, Record};
use image::{ImageFormat, ImageReader, ImageResult, Limits};
use serde::Serialize;
use service::{
    Picture,
    picture::{Encoder, HEAD_BYTES},
};

/// Pixels; a larger side is not decoded, whatever the file claims.
const MAX_DECODED_SIDE: u32 = 8192;

/// A picture's file, exactly as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile(pub Bytes);

#[derive(Serialize)]
struct JsonReply<'a> {
    image: String,
    #[serde(flatten)]
    record: &'a Record,
}

impl Picture for PictureFile {
    const PNG: Option<Encoder<Self>> = Some(|picture| Box::pin(picture.png()));

    fn head(&self) -> Cow<'_, [u8]> {
        self.0.get(..HEAD_BYTES).unwrap_or(&self.0).into()
    }

    fn raw(self) -> Response {
        Body::from(self.0).into_response()
    }

    fn json(self, record: &Record) -> Response {
        let reply = JsonReply { image: STANDARD.encode(&self.0), record };
        // Strings and finite numbers: it always has a JSON form.
        Body::from(serde_json::to_vec(&reply).unwrap_or_default()).into_response()
    }
}

impl PictureFile {
    async fn png(self) -> Option<Self> {
        if Format::sniff(&self.0) == Some(Format::Png) {
            return Some(self);
        }
        let encoded = tokio::task::spawn_blocking(move || encode_png(&self.0)).await;
        match encoded.map_err(|error| error.to_string()).and_then(|encoded| encoded.map_err(|error| error.to_string()))
        {
            Ok(png) => Some(Self(png.into())),
            Err(why) => {
                tracing::warn!("a picture cannot be encoded as PNG, and goes out as it came: {why}");
                None
            }
        }
    }
}

fn encode_png(file: &[u8]) -> ImageResult<Vec<u8>> {
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(MAX_DECODED_SIDE), Some(MAX_DECODED_SIDE));
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format()?;
    reader.limits(limits);
    let mut png = Vec::new();
    reader.decode()?.write_to(&mut Cursor::new(&mut png), ImageFormat::Png)?;
    Ok(png)
}
