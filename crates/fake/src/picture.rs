//! The pictures that the stand-in answers: real JPEGs of the right size, in one of a few plain colours. They are made once a
//! size, so that a benchmark never waits for one.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::{Mutex, PoisonError},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use image::{ExtendedColorType, ImageResult, codecs::jpeg::JpegEncoder};

use crate::order::Order;

/// Plain colours differ enough for a person to tell two pictures apart.
const TINTS: [[u8; 3]; 8] = [
    [196, 64, 64],
    [196, 136, 56],
    [180, 180, 60],
    [72, 160, 72],
    [56, 160, 160],
    [64, 96, 192],
    [128, 72, 184],
    [184, 72, 144],
];
const QUALITY: u8 = 60;
/// After the two bytes that begin every JPEG, segments may stand.
const START: usize = 2;
/// Bytes of a comment segment: its marker and its length.
const SEGMENT_HEAD: usize = 4;
/// Bytes of the longest segment: the length counts itself and has 16 bits.
const LONGEST_SEGMENT: usize = u16::MAX as usize + 2;

/// A picture in each form that a reply can have.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    pub(crate) bytes: Bytes,
    /// `{"image": base64}`, as the binding has it.
    pub(crate) bare: Bytes,
    /// The same in REST's envelope.
    pub(crate) enveloped: Bytes,
}

impl Picture {
    pub(crate) fn of(bytes: Vec<u8>) -> Self {
        let text = STANDARD.encode(&bytes);
        Self { bytes: bytes.into(), ..Self::of_text(&text) }
    }

    /// With any `text` in place of the base64. It must need no escapes.
    pub(crate) fn of_text(text: &str) -> Self {
        let bare = format!(r#"{{"image":"{text}"}}"#);
        let enveloped = format!(r#"{{"result":{bare},"success":true,"errors":[],"messages":[]}}"#);
        Self { bytes: Bytes::new(), bare: bare.into(), enveloped: enveloped.into() }
    }
}

/// All that were made.
#[derive(Debug, Default)]
pub(crate) struct Pictures {
    /// By width, height and tint.
    flat: Mutex<HashMap<(u32, u32, usize), Bytes>>,
    /// By width, height and length.
    padded: Mutex<HashMap<(u32, u32, usize), Picture>>,
}

impl Pictures {
    /// The picture for `order`. `variety`: what else makes it another one.
    pub(crate) fn make(&self, order: &Order, variety: u64) -> ImageResult<Picture> {
        let mut hasher = DefaultHasher::new();
        (&order.prompt, order.seed, variety).hash(&mut hasher);
        let hash = hasher.finish();
        let flat = self.flat(order.width, order.height, hash as usize % TINTS.len())?;
        // Two pictures are never the same bytes, even in the same colour.
        Ok(Picture::of(with_comments(&flat, &[&hash.to_be_bytes()])))
    }

    /// The one picture of this size that has `length` bytes.
    pub(crate) fn padded(&self, order: &Order, length: usize) -> ImageResult<Picture> {
        let mut padded = self.padded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(picture) = padded.get(&(order.width, order.height, length)) {
            return Ok(picture.clone());
        }
        let flat = self.flat(order.width, order.height, 0)?;
        let picture = Picture::of(pad(&flat, length));
        padded.insert((order.width, order.height, length), picture.clone());
        Ok(picture)
    }

    fn flat(&self, width: u32, height: u32, tint: usize) -> ImageResult<Bytes> {
        let mut flat = self.flat.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(jpeg) = flat.get(&(width, height, tint)) {
            return Ok(jpeg.clone());
        }
        let colour = TINTS.get(tint).copied().unwrap_or_default();
        let pixels = colour.repeat(width as usize * height as usize);
        let mut jpeg = Vec::new();
        JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode(&pixels, width, height, ExtendedColorType::Rgb8)?;
        let jpeg = Bytes::from(jpeg);
        flat.insert((width, height, tint), jpeg.clone());
        Ok(jpeg)
    }
}

fn with_comments(jpeg: &[u8], comments: &[&[u8]]) -> Vec<u8> {
    let (start, rest) = jpeg.split_at(START.min(jpeg.len()));
    let mut whole = start.to_vec();
    for comment in comments {
        // Neither caller has longer ones than the 16 bits hold.
        let length = u16::try_from(comment.len() + 2).unwrap_or(u16::MAX);
        whole.extend([0xFF, 0xFE]);
        whole.extend(length.to_be_bytes());
        whole.extend(*comment);
    }
    whole.extend(rest);
    whole
}

/// Comments make `jpeg` exactly `length` bytes long, if it has at least four fewer.
fn pad(jpeg: &[u8], length: usize) -> Vec<u8> {
    static ZEROS: [u8; LONGEST_SEGMENT - SEGMENT_HEAD] = [0; LONGEST_SEGMENT - SEGMENT_HEAD];
    let mut missing = length.saturating_sub(jpeg.len());
    let mut comments: Vec<&[u8]> = Vec::new();
    while missing >= SEGMENT_HEAD {
        // What is left must be nothing, or enough for a segment's head.
        let left = missing.saturating_sub(LONGEST_SEGMENT);
        let segment = if (1..SEGMENT_HEAD).contains(&left) { missing - SEGMENT_HEAD } else { missing - left };
        comments.push(ZEROS.get(..segment - SEGMENT_HEAD).unwrap_or(&ZEROS));
        missing -= segment;
    }
    with_comments(jpeg, &comments)
}
