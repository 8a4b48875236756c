//! Metadata is spliced into a picture's bytes: the file is cut at one place, our segments go between, and not one of its
//! own bytes changes (but a WebP's length and header flags, which count and name the segments). `img-parts` was not taken:
//! it takes a JPEG apart and puts it together again, and leaves out fill bytes on the way.

use contract::{Format, Size};
use png::text_metadata::{EncodableTextChunk as _, ITXtChunk};

use crate::{Error, Meta, exif, head, parameters, xmp};

/// Bytes; signature and header chunk of a PNG.
const PNG_HEAD: usize = 33;
/// In the first byte of a `VP8X` chunk: there is an EXIF and an XMP chunk.
const WEBP_WORDS: u8 = 0x08 | 0x04;
/// In the same byte: there are transparent pixels.
const WEBP_ALPHA: u8 = 0x10;

/// The file `bytes` with `meta` inside. `bytes`: of a whole picture of `format`; `size`: from its header.
pub(crate) fn with_meta(bytes: &[u8], format: Format, size: Size, meta: &Meta) -> Result<Vec<u8>, Error> {
    let meta = &meta.bounded();
    match format {
        Format::Jpeg => jpeg(bytes, meta),
        Format::Png => png(bytes, meta),
        Format::WebP => webp(bytes, size, meta),
    }
    .ok_or_else(|| Error::broken("there is no place in it for the prompt"))
}

/// After the JFIF segment, which has to come first.
fn jpeg(bytes: &[u8], meta: &Meta) -> Option<Vec<u8>> {
    let jfif = match bytes.get(2..6)? {
        [0xff, 0xe0, high, low] => 2 + usize::from(u16::from_be_bytes([*high, *low])),
        _ => 0,
    };
    let (before, after) = bytes.split_at_checked(2 + jfif)?;
    let mut file = Vec::with_capacity(bytes.len() + (16 << 10));
    file.extend(before);
    app1(&mut file, head::EXIF, &exif::write(&parameters::write(&meta.record)))?;
    app1(&mut file, head::XMP, xmp::write(meta).as_bytes())?;
    file.extend(after);
    Some(file)
}

fn app1(file: &mut Vec<u8>, name: &[u8], words: &[u8]) -> Option<()> {
    let len = u16::try_from(2 + name.len() + words.len()).ok()?;
    file.extend([0xff, 0xe1]);
    file.extend(len.to_be_bytes());
    file.extend(name);
    file.extend(words);
    Some(())
}

/// After the header chunk, which has to come first.
fn png(bytes: &[u8], meta: &Meta) -> Option<Vec<u8>> {
    let (before, after) = bytes.split_at_checked(PNG_HEAD).filter(|_| bytes.get(12..16) == Some(b"IHDR"))?;
    let mut file = Vec::with_capacity(bytes.len() + (16 << 10));
    file.extend(before);
    ITXtChunk::new("parameters", parameters::write(&meta.record)).encode(&mut file).ok()?;
    ITXtChunk::new("easel", meta.to_json()).encode(&mut file).ok()?;
    file.extend(after);
    Some(file)
}

/// Behind the pixels and before any words that came with it, since only the first are read; with an extended header at the
/// beginning where there was none.
fn webp(bytes: &[u8], size: Size, meta: &Meta) -> Option<Vec<u8>> {
    let (len, _) = bytes.get(4..)?.split_first_chunk()?;
    // What stands behind the file's own end stays there.
    let (bytes, behind) = bytes.split_at_checked((u32::from_le_bytes(*len) as usize).checked_add(8)?)?;
    let (chunks, words) = webp_words(bytes.get(12..)?)?;
    let mut body = b"WEBP".to_vec();
    if chunks.starts_with(b"VP8X") {
        body.extend(chunks);
        *body.get_mut(4 + 8)? |= WEBP_WORDS;
    } else {
        // Of the two simple kinds only the lossless one can be transparent; it says so in the 29th bit of its header.
        let alpha = if chunks.starts_with(b"VP8L") && chunks.get(12)? & 0x10 != 0 { WEBP_ALPHA } else { 0 };
        let [width, height] = [size.width, size.height].map(|side| side.saturating_sub(1).to_le_bytes());
        let ([width @ .., _], [height @ .., _]) = (width, height);
        riff(&mut body, *b"VP8X", &[[WEBP_WORDS | alpha, 0, 0, 0].as_slice(), &width, &height].concat())?;
        body.extend(chunks);
    }
    if !chunks.len().is_multiple_of(2) {
        body.push(0);
    }
    riff(&mut body, *b"EXIF", &exif::write(&parameters::write(&meta.record)))?;
    riff(&mut body, *b"XMP ", xmp::write(meta).as_bytes())?;
    body.extend(words);
    let mut file = Vec::with_capacity(body.len() + 8 + behind.len());
    riff(&mut file, *b"RIFF", &body)?;
    file.extend(behind);
    Some(file)
}

/// Cut before the first chunk of words; `None` when the chunks do not follow each other to the end.
fn webp_words(chunks: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut at = 0_usize;
    while let Some((header, _)) = chunks.get(at..)?.split_first_chunk::<8>() {
        let ([id @ .., _, _, _, _], [_, _, _, _, len @ ..]) = (header, header);
        if matches!(id, b"EXIF" | b"XMP ") {
            break;
        }
        at = at.checked_add(8)?.checked_add(u32::from_le_bytes(*len) as usize)?;
        // The last chunk's padding is left out by some programs.
        at += usize::from(!at.is_multiple_of(2) && at < chunks.len());
    }
    chunks.split_at_checked(at)
}

fn riff(body: &mut Vec<u8>, id: [u8; 4], words: &[u8]) -> Option<()> {
    body.extend(id);
    body.extend(u32::try_from(words.len()).ok()?.to_le_bytes());
    body.extend(words);
    if !words.len().is_multiple_of(2) {
        body.push(0);
    }
    Some(())
}
