//! Reference pictures for the table's requests.

use std::io::Cursor;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use image::{GrayImage, ImageFormat};

/// A PNG of these sides, in one colour.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut png = Cursor::new(Vec::new());
    // A picture that cannot be encoded would be none, and its row would fail in all homes alike.
    GrayImage::new(width, height).write_to(&mut png, ImageFormat::Png).ok();
    png.into_inner()
}

/// The same picture in a file of `length` bytes: what stands behind its end belongs to nothing.
pub(crate) fn padded(mut png: Vec<u8>, length: usize) -> Vec<u8> {
    png.resize(length, 0);
    png
}

/// As a request has it.
pub(crate) fn base64(file: &[u8]) -> String {
    STANDARD.encode(file)
}
