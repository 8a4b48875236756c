//! "Save as": a copy of a picture anywhere, in any of the three formats, with its prompt inside. The same format is the
//! same bytes; another one is decoded and encoded once. The target is whole or untouched.

use std::{io::Cursor, path::Path};

use contract::{Format, Size};
use image::{
    DynamicImage, ExtendedColorType, ImageEncoder as _, RgbImage,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType, PngEncoder},
        webp::WebPEncoder,
    },
};

use crate::{Error, Meta, pixels, splice, write};

/// JPEG quality, 1..=100.
const QUALITY: u8 = 95;

/// Writes the picture at `source` to `target`, replacing what is there.
pub fn export(source: &Path, meta: &Meta, target: &Path, format: Format) -> Result<(), Error> {
    let bytes = pixels::read_file(source)?;
    let file = match Format::sniff(&bytes).ok_or(Error::NotAPicture)? {
        same if same == format => bytes,
        _ => encode(pixels::load(&bytes)?, meta, format)?,
    };
    save(&file, target)
}

/// Writes a text to `target`, replacing what is there.
pub fn save_text(text: &str, target: &Path) -> Result<(), Error> {
    save(text.as_bytes(), target)
}

/// Whole or not at all.
fn save(file: &[u8], target: &Path) -> Result<(), Error> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let temporary = write::synced(folder, file)?;
    temporary.persist(target).map_err(|error| Error::at(target)(error.error))?;
    write::sync_folder(folder);
    Ok(())
}

fn encode(image: DynamicImage, meta: &Meta, format: Format) -> Result<Vec<u8>, Error> {
    // The three have 8 bits a colour in common; JPEG has no opacity.
    let image = match (image.color().has_alpha(), format) {
        (true, Format::Jpeg) => on_white(image)?,
        (true, Format::Png | Format::WebP) => image.into_rgba8().into(),
        (false, _) => image.into_rgb8().into(),
    };
    let (size, colour) = (Size::new(image.width(), image.height()), ExtendedColorType::from(image.color()));
    let mut file = Cursor::new(Vec::new());
    let (pixels, to) = (image.as_bytes(), &mut file);
    match format {
        Format::Jpeg => JpegEncoder::new_with_quality(to, QUALITY).encode(pixels, size.width, size.height, colour),
        Format::Png => PngEncoder::new_with_quality(to, CompressionType::Default, FilterType::Adaptive).write_image(
            pixels,
            size.width,
            size.height,
            colour,
        ),
        Format::WebP => WebPEncoder::new_lossless(to).encode(pixels, size.width, size.height, colour),
    }
    .map_err(Error::broken)?;
    splice::with_meta(&file.into_inner(), format, size, &meta.told_by(format, size))
}

fn on_white(image: DynamicImage) -> Result<DynamicImage, Error> {
    let rgba = image.into_rgba8();
    let rgb = RgbImage::from_raw(rgba.width(), rgba.height(), pixels::on_white(rgba.as_raw()));
    rgb.map(DynamicImage::from).ok_or_else(|| Error::broken("its pixels are fewer than its size"))
}
