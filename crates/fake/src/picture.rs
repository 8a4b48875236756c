//! The pictures that the stand-in answers: real JPEGs of the right size, in one plain colour. They are encoded once a size, so
//! that neither tests nor benchmarks wait for them.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::{LazyLock, Mutex, PoisonError},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use image::{ExtendedColorType, ImageResult, codecs::jpeg::JpegEncoder};

use crate::order::Order;

/// One colour for all: what is slow is encoding, and a colour for each prompt would have it done for each.
const COLOUR: [u8; 3] = [72, 120, 184];
const QUALITY: u8 = 60;
/// Bytes before the first comment: JPEG's own start, and the JFIF segment, which the encoder writes next and readers want
/// there.
const START: usize = 2 + 18;
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

/// By width and height. Shared by all stand-ins of a process: tests start dozens, and wait for what is encoded.
static FLAT: LazyLock<Mutex<HashMap<(u32, u32), Bytes>>> = LazyLock::new(Mutex::default);

/// The picture for `order`, whose bytes no other words or seed give. `variety`: what else makes it another one.
pub(crate) fn make(order: &Order, variety: u64) -> ImageResult<Picture> {
    let mut hasher = DefaultHasher::new();
    (&order.prompt, order.seed, variety).hash(&mut hasher);
    let flat = flat(order.width, order.height)?;
    Ok(Picture::of(with_comments(&flat, &[&hasher.finish().to_be_bytes()])))
}

/// The pictures of one length, by width and height.
#[derive(Debug)]
pub(crate) struct Padded {
    length: usize,
    made: HashMap<(u32, u32), Picture>,
}

impl Padded {
    /// `length`: bytes of each.
    pub(crate) fn new(length: usize) -> Self {
        Self { length, made: HashMap::new() }
    }

    /// The one picture of its size.
    pub(crate) fn make(&mut self, order: &Order) -> ImageResult<Picture> {
        let size = (order.width, order.height);
        if let Some(picture) = self.made.get(&size) {
            return Ok(picture.clone());
        }
        let picture = Picture::of(pad(&flat(order.width, order.height)?, self.length));
        self.made.insert(size, picture.clone());
        Ok(picture)
    }
}

fn flat(width: u32, height: u32) -> ImageResult<Bytes> {
    let mut flat = FLAT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(jpeg) = flat.get(&(width, height)) {
        return Ok(jpeg.clone());
    }
    let pixels = COLOUR.repeat(width as usize * height as usize);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY).encode(&pixels, width, height, ExtendedColorType::Rgb8)?;
    let jpeg = Bytes::from(jpeg);
    flat.insert((width, height), jpeg.clone());
    Ok(jpeg)
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
