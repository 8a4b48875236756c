//! What bytes really are. Declared types are not to be believed (JPEG bytes come under `image/png`), so the first bytes
//! decide, the end marker says whether a file is whole, and the header says how large the picture is. Nothing is decoded.

use crate::size::Size;

/// Bytes at the end of a file among which its end marker must be: some writers leave a line break or a note behind it.
const TAIL: usize = 4 << 10;

/// A picture's file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// What FLUX sends.
    Jpeg,
    /// Lossless.
    Png,
    /// Of either kind.
    WebP,
}

impl Format {
    /// From the first bytes (12 are enough); `None` when they are no picture that is handled here.
    pub fn sniff(head: &[u8]) -> Option<Self> {
        if head.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
            Some(Self::WebP)
        } else {
            None
        }
    }

    /// The MIME type.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }

    /// The file name's ending, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }

    /// Whether a file of this format reaches its end: a reply that was cut off does not. Bytes behind the end are no fault.
    pub fn is_whole(self, bytes: &[u8]) -> bool {
        match self {
            Self::Jpeg => has_in_tail(bytes, [0xff, 0xd9]),
            Self::Png => has_in_tail(bytes, *b"\0\0\0\0IEND\xae\x42\x60\x82"),
            Self::WebP => le_u32(bytes, 4).is_some_and(|len| bytes.len() as u64 >= u64::from(len) + 8),
        }
    }

    /// The picture's sides, from its header; `None` when `head` does not reach so far or is malformed.
    pub fn dimensions(self, head: &[u8]) -> Option<Size> {
        match self {
            Self::Jpeg => jpeg_dimensions(head),
            Self::Png => png_dimensions(head),
            Self::WebP => webp_dimensions(head),
        }
    }
}

fn has_in_tail<const N: usize>(bytes: &[u8], marker: [u8; N]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
    tail.array_windows().any(|window| *window == marker)
}

/// The header is the first chunk, always.
fn png_dimensions(head: &[u8]) -> Option<Size> {
    (head.get(12..16)? == b"IHDR").then_some(Size::new(be_u32(head, 16)?, be_u32(head, 20)?))
}

/// Walks the segments to the frame header (SOF0..SOF15 without DHT, JPG and DAC).
fn jpeg_dimensions(head: &[u8]) -> Option<Size> {
    let mut at = 2;
    loop {
        if *head.get(at)? != 0xff {
            return None;
        }
        let marker = *head.get(at + 1)?;
        match marker {
            0xff => at += 1,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let (height, width) = (be_u16(head, at + 5)?, be_u16(head, at + 7)?);
                return Some(Size::new(u32::from(width), u32::from(height)));
            }
            0x01 | 0xd0..=0xd7 => at += 2,
            0xd9 | 0xda => return None,
            _ => at += 2 + usize::from(be_u16(head, at + 2)?),
        }
    }
}

/// By the first chunk: lossy (a key frame's start code, then the sides), lossless (its signature, then the sides), or
/// extended.
fn webp_dimensions(head: &[u8]) -> Option<Size> {
    match head.get(12..16)? {
        b"VP8 " if head.get(23..26)? == [0x9d, 0x01, 0x2a] => {
            let side = |at| Some(u32::from(le_u16(head, at)? & 0x3fff));
            Some(Size::new(side(26)?, side(28)?))
        }
        b"VP8L" if *head.get(20)? == 0x2f => {
            let bits = le_u32(head, 21)?;
            Some(Size::new((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8X" => {
            let side = |at| Some((le_u32(head, at)? & 0x00ff_ffff) + 1);
            // The second side ends the chunk's header; reading four bytes there needs one byte more, hence the shift.
            Some(Size::new(side(24)?, (le_u32(head, 26)? >> 8) + 1))
        }
        _ => None,
    }
}

fn bytes_at<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn be_u16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes_at(bytes, at).map(u16::from_be_bytes)
}

fn be_u32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes_at(bytes, at).map(u32::from_be_bytes)
}

fn le_u16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes_at(bytes, at).map(u16::from_le_bytes)
}

fn le_u32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes_at(bytes, at).map(u32::from_le_bytes)
}
