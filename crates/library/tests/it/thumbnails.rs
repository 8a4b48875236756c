//! Thumbnails come back whatever happens to them, and a picture never depends on them.

use std::{
    fs::{self, File},
    path::PathBuf,
    time::{Duration, SystemTime},
};

use contract::Format;
use library::{Entry, Places, Thumb, thumbnail};
use walkdir::WalkDir;

use crate::samples::{meta, open, picture, places, refresh, transparent};

fn cached(places: &Places) -> Vec<PathBuf> {
    let files = WalkDir::new(&places.thumbnails).sort_by_file_name().into_iter().map(Result::unwrap);
    files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

fn sides(places: &Places, entry: &Entry) -> [(u32, u32); 2] {
    [Thumb::Small, Thumb::Large].map(|side| {
        let pixels = thumbnail(places, entry, side).unwrap();
        assert_eq!(pixels.rgba.len(), (pixels.width * pixels.height * 4) as usize);
        (pixels.width, pixels.height)
    })
}

#[test]
fn they_are_made_at_once_and_made_again() {
    let (_folder, places) = places();
    let (mut library, mut entries) = open(&places);
    let entry = library.add(&picture(Format::Jpeg, 1024, 300), &meta("fox")).unwrap();
    entries.push(entry.clone());
    assert_eq!(cached(&places).len(), 2);
    assert_eq!(sides(&places, &entry), [(256, 75), (512, 150)]);

    for file in cached(&places) {
        fs::write(file, b"\xff\xd8\xffbroken").unwrap();
    }
    assert_eq!(sides(&places, &entry), [(256, 75), (512, 150)]);
    fs::remove_dir_all(&places.thumbnails).unwrap();
    assert_eq!(sides(&places, &entry), [(256, 75), (512, 150)]);
    assert_eq!(cached(&places).len(), 2);

    // Of a picture as it was before it was changed.
    for file in cached(&places) {
        fs::copy(places.file(&entry), &file).unwrap();
        let old = SystemTime::from(entry.mtime) - Duration::from_mins(1);
        File::options().write(true).open(file).unwrap().set_modified(old).unwrap();
    }
    assert_eq!(sides(&places, &entry), [(256, 75), (512, 150)]);

    fs::remove_file(places.file(&entry)).unwrap();
    refresh(&mut library, &mut entries);
    assert!(cached(&places).is_empty(), "nothing stays of a picture that is gone");
    assert!(thumbnail(&places, &entry, Thumb::Small).is_err());
}

#[test]
fn a_cache_that_cannot_be_written_stops_nothing() {
    let (_folder, places) = places();
    fs::write(&places.thumbnails, "a file in the way").unwrap();
    let (mut library, _) = open(&places);
    let entry = library.add(&picture(Format::Png, 300, 600), &meta("fox")).unwrap();
    assert_eq!(sides(&places, &entry), [(128, 256), (256, 512)]);
}

#[test]
fn small_pictures_stay_small_and_what_is_transparent_is_white() {
    let (_folder, places) = places();
    let (mut library, _) = open(&places);
    let entry = library.add(&transparent(Format::Png), &meta("fox")).unwrap();
    let pixels = thumbnail(&places, &entry, Thumb::Small).unwrap();
    assert_eq!((pixels.width, pixels.height), (32, 32));
    assert!(pixels.rgba[..3].iter().all(|&channel| channel > 245), "{:?}", &pixels.rgba[..4]);
    assert!(pixels.rgba.iter().skip(3).step_by(4).all(|&alpha| alpha == 255));
}

#[test]
fn a_picture_that_cannot_be_decoded_is_kept_all_the_same() {
    let (_folder, places) = places();
    let (mut library, _) = open(&places);
    let mut bytes = picture(Format::Png, 64, 48);
    let middle = bytes.len() / 2;
    bytes[middle..middle + 20].fill(0);
    let entry = library.add(&bytes, &meta("paid for")).unwrap();
    assert!(places.file(&entry).exists());
    assert!(thumbnail(&places, &entry, Thumb::Large).unwrap_err().to_string().contains("broken"));
}
