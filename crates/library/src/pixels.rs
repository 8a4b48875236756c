//! Decoding, for the viewer and the thumbnails. A header that claims more pixels than anybody draws is refused before
//! memory is taken for them.

use std::{fmt, fs::File, io::Cursor, io::Read as _, path::Path};

use contract::{Format, Size};
use fast_image_resize::{PixelType, ResizeOptions, Resizer, images::Image};
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, metadata::Orientation};

use crate::{Error, guard::guarded};

/// The most pixels that are decoded: 8192×8192, or anything of that area.
pub const MAX_PIXELS: u64 = 64 << 20;
/// Bytes; the longest file that is read whole. As many pixels, uncompressed.
const MAX_FILE_BYTES: u64 = 4 * MAX_PIXELS;

/// A decoded picture.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Red, green, blue and opacity of each pixel, not premultiplied; rows from the top, without gaps.
    pub rgba: Vec<u8>,
}

impl fmt::Debug for Pixels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pixels({}×{})", self.width, self.height)
    }
}

/// The picture at `path`, made smaller where it is larger than `longest_side` pixels.
pub fn decode(path: &Path, longest_side: Option<u32>) -> Result<Pixels, Error> {
    decode_bytes(&read_file(path)?, longest_side)
}

/// The picture in `bytes`, made smaller where it is larger than `longest_side` pixels.
pub fn decode_bytes(bytes: &[u8], longest_side: Option<u32>) -> Result<Pixels, Error> {
    let image = load(bytes)?.into_rgba8();
    let pixels = Pixels { width: image.width(), height: image.height(), rgba: image.into_raw() };
    pixels.fit(longest_side.unwrap_or(u32::MAX))
}

impl Pixels {
    /// Within `side`×`side` pixels, keeping its shape; never made larger.
    pub(crate) fn fit(self, side: u32) -> Result<Self, Error> {
        let longest = self.width.max(self.height);
        if longest <= side {
            return Ok(self);
        }
        let scale = f64::from(side) / f64::from(longest);
        let scaled = |pixels: u32| ((f64::from(pixels) * scale).round() as u32).max(1);
        let (width, height) = (scaled(self.width), scaled(self.height));
        let source = Image::from_vec_u8(self.width, self.height, self.rgba, PixelType::U8x4).map_err(Error::broken)?;
        let mut target = Image::new(width, height, PixelType::U8x4);
        // Lanczos3, with the colours weighed by their opacity: the defaults.
        Resizer::new().resize(&source, &mut target, &ResizeOptions::new()).map_err(Error::broken)?;
        Ok(Self { width, height, rgba: target.into_vec() })
    }
}

/// The whole file, if it is one that could be a picture.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    let file = File::open(path).map_err(Error::at(path))?;
    let len = file.metadata().map_err(Error::at(path))?.len();
    if len > MAX_FILE_BYTES {
        return Err(Error::TooLong { bytes: len });
    }
    let mut bytes = Vec::with_capacity(len as usize);
    file.take(MAX_FILE_BYTES).read_to_end(&mut bytes).map_err(Error::at(path))?;
    Ok(bytes)
}

/// The size that the header claims, if it is one that is decoded.
pub(crate) fn size(format: Format, bytes: &[u8]) -> Result<Size, Error> {
    let size = format.dimensions(bytes).filter(|size| size.pixels() > 0);
    size.ok_or_else(|| Error::broken("its size cannot be read")).and_then(bounded)
}

fn bounded(size: Size) -> Result<Size, Error> {
    if size.pixels() > MAX_PIXELS { Err(Error::TooLarge(size)) } else { Ok(size) }
}

/// Decoded, and turned the way that its EXIF says.
pub(crate) fn load(bytes: &[u8]) -> Result<DynamicImage, Error> {
    guarded(|| load_unguarded(bytes))
}

fn load_unguarded(bytes: &[u8]) -> Result<DynamicImage, Error> {
    let format = Format::sniff(bytes).ok_or(Error::NotAPicture)?;
    size(format, bytes)?;
    let mut decoder =
        ImageReader::with_format(Cursor::new(bytes), image_format(format)).into_decoder().map_err(Error::broken)?;
    // The decoder may find another header than we did; it is its own that it takes memory for.
    let (width, height) = decoder.dimensions();
    bounded(Size::new(width, height))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(Error::broken)?;
    image.apply_orientation(orientation);
    Ok(image)
}

pub(crate) fn image_format(format: Format) -> ImageFormat {
    match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::WebP => ImageFormat::WebP,
    }
}

/// Red, green and blue, with what is transparent laid on white: JPEG has no opacity.
pub(crate) fn on_white(rgba: &[u8]) -> Vec<u8> {
    let mix = |colour: u8, alpha: u8| {
        let (colour, alpha) = (u16::from(colour), u16::from(alpha));
        ((colour * alpha + 255 * (255 - alpha) + 127) / 255) as u8
    };
    rgba.as_chunks::<4>().0.iter().flat_map(|&[r, g, b, a]| [mix(r, a), mix(g, a), mix(b, a)]).collect()
}
