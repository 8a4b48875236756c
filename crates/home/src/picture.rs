//! A picture natively: the bytes of its file.

use std::{borrow::Cow, io::Cursor};

use axum::{
    body::Body,
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use contract::Format;
use image::{ImageFormat, ImageReader, ImageResult, Limits};
use service::{
    Picture, Piece,
    picture::{Encoder, HEAD_BYTES},
};

/// Pixels; a larger side is not decoded, whatever the file claims.
const MAX_DECODED_SIDE: u32 = 8192;

/// A picture's file, exactly as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile(pub Bytes);

impl Picture for PictureFile {
    const PNG: Option<Encoder<Self>> = Some(|picture| Box::pin(picture.png()));

    fn head(&self) -> Cow<'_, [u8]> {
        self.0.get(..HEAD_BYTES).unwrap_or(&self.0).into()
    }

    fn raw(self) -> Response {
        Body::from(self.0).into_response()
    }

    fn length(&self) -> usize {
        self.0.len()
    }

    fn json(pieces: Vec<Piece<Self>>) -> Response {
        let body = pieces.into_iter().fold(String::new(), |mut body, piece| {
            match piece {
                Piece::Text(text) => body.push_str(&text),
                Piece::Base64(picture) => STANDARD.encode_string(&picture.0, &mut body),
            }
            body
        });
        Body::from(body).into_response()
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
