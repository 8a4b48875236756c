//! Pictures, metadata and a library for the tests.

use std::{
    fs,
    io::Cursor,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

use contract::{Format, Record};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use jiff::{Timestamp, tz::TimeZone};
use library::{Entry, Library, Meta, PictureId, Places};
use tempfile::TempDir;

/// One white pixel as lossy WebP, which nothing here can encode.
pub(crate) const LOSSY_WEBP: &[u8] =
    b"RIFF\x22\0\0\0WEBPVP8 \x16\0\0\0\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\x0e\xc0\xfe\x25\
    \xa4\0\x03\x70\0\0\0\0";

pub(crate) const FORMATS: [Format; 3] = [Format::Jpeg, Format::Png, Format::WebP];

/// A gradient, so that every pixel matters.
pub(crate) fn picture(format: Format, width: u32, height: u32) -> Vec<u8> {
    encode(format, &RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, (x * y) as u8])).into())
}

/// Half of it transparent.
pub(crate) fn transparent(format: Format) -> Vec<u8> {
    let alpha = |x| if x < 16 { 0 } else { 255 };
    encode(format, &RgbaImage::from_fn(32, 32, |x, y| Rgba([200, x as u8, y as u8, alpha(x)])).into())
}

fn encode(format: Format, image: &DynamicImage) -> Vec<u8> {
    let format = match format {
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Png => ImageFormat::Png,
        Format::WebP => ImageFormat::WebP,
    };
    let mut file = Cursor::new(Vec::new());
    image.write_to(&mut file, format).unwrap();
    file.into_inner()
}

/// Another one each time.
pub(crate) fn new_id() -> PictureId {
    static LAST: AtomicU64 = AtomicU64::new(0);
    PictureId::new(Timestamp::now(), LAST.fetch_add(1, Ordering::Relaxed))
}

/// What is known of a picture of `prompt`, made at 14:03:22 of a day in Taipei.
pub(crate) fn meta(prompt: &str) -> Meta {
    Meta {
        id: new_id(),
        made: "2026-11-21T06:03:22.123456789Z".parse::<Timestamp>().unwrap(),
        record: Record {
            prompt: prompt.to_owned(),
            width: 64,
            height: 48,
            dimensions: "64x48".to_owned(),
            model: "flux-2-klein-4b".to_owned(),
            seed: Some(7),
            steps: Some(4),
            guidance: Some(3.5),
            negative_prompt: Some("fog".to_owned()),
            content_type: Some("image/jpeg".to_owned()),
            neurons: Some(104.2),
            translated_prompt: None,
            prompt_neurons: None,
            prompt_failure: None,
            cached: false,
        },
        by: "Drawn here, not by FLUX".to_owned(),
        job: "0193-a".to_owned(),
        origin: None,
        estimate: Some(104.3),
    }
}

/// Places in a folder of their own; the folder goes with the first of the pair.
pub(crate) fn places() -> (TempDir, Places) {
    let folder = tempfile::tempdir().unwrap();
    let places = Places {
        root: folder.path().join("pictures"),
        index: folder.path().join("index.db"),
        thumbnails: folder.path().join("cache"),
    };
    (folder, places)
}

/// Opened, with file names by the clock of Taipei.
pub(crate) fn open(places: &Places) -> (Library, Vec<Entry>) {
    let (library, entries) = Library::open(places.clone()).unwrap();
    (library.in_zone(TimeZone::fixed(jiff::tz::offset(8))), entries)
}

/// Brings `entries` up to date with the folder, as the engine does; answers the files that could not be read.
pub(crate) fn refresh(library: &mut Library, entries: &mut Vec<Entry>) -> Vec<String> {
    let mut unreadable = Vec::new();
    let mut refresh = library.refresh().unwrap();
    while let Some(changes) = library.step(&mut refresh).unwrap() {
        entries.retain(|entry| !changes.removed.contains(&entry.id));
        entries.extend(changes.added);
        unreadable.extend(changes.unreadable.iter().map(|(path, error)| format!("{}: {error}", path.display())));
    }
    entries.sort_by(Entry::newest_first);
    unreadable
}

/// The names of everything under `folder`, hidden or not.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
