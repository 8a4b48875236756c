//! Thumbnails: small JPEGs in the cache folder. They are made when a picture is added, or when one is asked for and is
//! missing, broken or older than its picture. Whoever cannot write the cache still gets the pixels.

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::Path,
};

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};

use crate::{Entry, Error, PictureId, Pixels, Places, pixels, write};

/// Bytes; more than any thumbnail has.
const MAX_BYTES: u64 = 1 << 20;
/// JPEG quality, 1..=100.
const QUALITY: u8 = 82;

/// Which thumbnail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thumb {
    /// Within 256×256 pixels, for screens of low density.
    Small,
    /// Within 512×512 pixels.
    Large,
}

impl Thumb {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Large, Self::Small];

    /// Pixels; the longest side.
    pub const fn pixels(self) -> u32 {
        match self {
            Self::Small => 256,
            Self::Large => 512,
        }
    }
}

/// The thumbnail of `entry`: opaque, of the picture's shape, never larger than it.
pub fn thumbnail(places: &Places, entry: &Entry, side: Thumb) -> Result<Pixels, Error> {
    let path = places.thumbnail(entry.id, side);
    if let Some(cached) = cached(&path, entry, side) {
        return Ok(cached);
    }
    match side {
        Thumb::Large => keep(&path, pixels::decode(&places.file(entry), None)?, side),
        Thumb::Small => keep(&path, thumbnail(places, entry, Thumb::Large)?, side),
    }
}

/// Makes both from the picture's bytes, when it is added.
pub(crate) fn make(places: &Places, entry: &Entry, bytes: &[u8]) -> Result<(), Error> {
    let picture = pixels::decode_bytes(bytes, None)?;
    let large = keep(&places.thumbnail(entry.id, Thumb::Large), picture, Thumb::Large)?;
    keep(&places.thumbnail(entry.id, Thumb::Small), large, Thumb::Small)?;
    Ok(())
}

/// Removes those of a picture that is gone, as far as they can be removed.
pub(crate) fn forget(places: &Places, id: PictureId) {
    for side in Thumb::ALL {
        let path = places.thumbnail(id, side);
        if let Err(error) = fs::remove_file(&path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(path = %path.display(), %error, "a thumbnail was not removed");
        }
    }
}

/// What the cache has, if it is of this picture as it is now.
fn cached(path: &Path, entry: &Entry, side: Thumb) -> Option<Pixels> {
    let file = File::open(path).ok()?;
    let about = file.metadata().ok()?;
    if about.modified().ok()? < entry.mtime.into() || about.len() > MAX_BYTES {
        return None;
    }
    let mut bytes = Vec::with_capacity(about.len() as usize);
    file.take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
    pixels::decode_bytes(&bytes, None).ok().filter(|pixels| pixels.width.max(pixels.height) <= side.pixels())
}

/// `picture` as the thumbnail at `path`. That it cannot be kept is logged, and no error.
fn keep(path: &Path, picture: Pixels, side: Thumb) -> Result<Pixels, Error> {
    let mut small = picture.fit(side.pixels())?;
    let rgb = pixels::on_white(&small.rgba);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(&rgb, small.width, small.height, ExtendedColorType::Rgb8)
        .map_err(Error::broken)?;
    if let Err(error) = save(path, &jpeg) {
        tracing::warn!(%error, "a thumbnail was not kept");
    }
    small.rgba = rgb.as_chunks::<3>().0.iter().flat_map(|&[r, g, b]| [r, g, b, 255]).collect();
    Ok(small)
}

/// Not synced: a thumbnail can be lost.
fn save(path: &Path, jpeg: &[u8]) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(Error::at(folder))?;
    let file = write::temporary(folder, jpeg)?;
    file.persist(path).map_err(|error| Error::at(path)(error.error))?;
    Ok(())
}
