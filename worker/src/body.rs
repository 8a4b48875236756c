//! Reads a body whole, into JavaScript's memory, and never more of it than its caller allows. For requests, and for replies of
//! models and of our own objects.

use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Headers, ReadableStream};
use worker::wasm_bindgen_futures::JsFuture;

use crate::{
    fault::message,
    javascript::{ByobReader, ByteStream, Piece},
};

/// Bytes; what is read at once where the length is not told.
const PIECE: u32 = 1 << 20;

/// Why a body could not be read whole.
pub(crate) enum Unread {
    /// It has more bytes than these.
    TooLarge(u32),
    /// It was cut off, for this reason.
    CutOff(String),
}

impl From<JsValue> for Unread {
    fn from(thrown: JsValue) -> Self {
        Self::CutOff(message(&thrown))
    }
}

/// What `body`, which came with `headers`, holds; at most `most` bytes.
pub(crate) async fn whole(body: Option<ReadableStream>, headers: &Headers, most: u32) -> Result<Uint8Array, Unread> {
    let Some(stream) = body else { return Ok(Uint8Array::new_with_length(0)) };
    let declared = headers.get("content-length")?.and_then(|length| length.parse::<u32>().ok());
    if declared.is_some_and(|length| length > most) {
        discard(Some(stream));
        return Err(Unread::TooLarge(most));
    }
    let options = Object::new();
    Reflect::set(&options, &"mode".into(), &"byob".into())?;
    let reader = stream.unchecked_into::<ByteStream>().get_reader(&options)?;
    // One byte more than there should be: so the first piece is seen to be the last.
    pieces(&reader, declared.map_or(PIECE, |length| length + 1), most).await
}

/// Lets go of a body that nobody reads: unread, it holds one of the six connections that a request may have (facts, Cloudflare
/// §7).
pub(crate) fn discard(body: Option<ReadableStream>) {
    if let Some(stream) = body {
        // What it answers does not matter any more.
        drop(stream.cancel());
    }
}

/// Reads until a piece is not full, which is the end. The first one is of `size` bytes.
async fn pieces(reader: &ByobReader, mut size: u32, most: u32) -> Result<Uint8Array, Unread> {
    let (mut read, mut length) = (Vec::new(), 0);
    loop {
        let promise = reader.read_at_least(size, &Uint8Array::new_with_length(size))?;
        let piece = JsFuture::from(promise).await?.unchecked_into::<Piece>().value();
        let got = piece.as_ref().map_or(0, Uint8Array::length);
        length += got;
        if length > most {
            // What it answers does not matter any more.
            drop(reader.cancel());
            return Err(Unread::TooLarge(most));
        }
        read.extend(piece);
        if got < size {
            return Ok(joined(read, length));
        }
        size = PIECE;
    }
}

fn joined(pieces: Vec<Uint8Array>, length: u32) -> Uint8Array {
    if let [only] = pieces.as_slice() {
        return only.clone();
    }
    let whole = Uint8Array::new_with_length(length);
    let mut at = 0;
    for piece in pieces {
        whole.set(&piece, at);
        at += piece.length();
    }
    whole
}
