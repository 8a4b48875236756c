//! The index may be lost, old or broken at any time; the folder brings it back.

use std::fs;

use contract::Format;
use jiff::ToSpan as _;
use library::{Entry, Meta, Places};

use crate::samples::{FORMATS, meta, open, picture, places, refresh};

/// Three hundred pictures, so that the index has more than one page and a refresh more than one step.
fn filled(places: &Places) -> Vec<Entry> {
    let (mut library, mut entries) = open(places);
    let first = library.add(&picture(Format::Jpeg, 64, 48), &meta("first")).unwrap();
    entries.push(first.clone());
    for n in 0..300_i32 {
        let meta = Meta { made: meta("").made - n.hours(), ..meta(&format!("狐 {n}")) };
        // The files as `add` makes them, without 300 syncs and thumbnails.
        let file = places.root.join(format!("2026-11-{:02}/{n:03}.jpg", 20 - n / 24));
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        library::export(&places.file(&first), &meta, &file, FORMATS[1 + n as usize % 2]).unwrap();
    }
    assert_eq!(refresh(&mut library, &mut entries), [""; 0]);
    assert_eq!(entries.len(), 301);
    entries
}

fn rebuilt(places: &Places) -> Vec<Entry> {
    let (mut library, mut entries) = open(places);
    assert!(entries.is_empty(), "the index was not thrown away");
    refresh(&mut library, &mut entries);
    drop(library);
    assert_eq!(open(places).1, entries, "the new index is not used");
    entries
}

#[test]
fn the_folder_brings_back_every_index() {
    let (_folder, places) = places();
    let entries = filled(&places);
    assert_eq!(open(&places).1, entries, "newest first, as they were");

    fs::remove_file(&places.index).unwrap();
    assert_eq!(rebuilt(&places), entries, "deleted");

    fs::write(&places.index, "this was a database once".repeat(1000)).unwrap();
    assert_eq!(rebuilt(&places), entries, "garbage");

    let mut bytes = fs::read(&places.index).unwrap();
    let len = bytes.len();
    assert!(len > 5 * 4096);
    bytes[len / 2..len / 2 + 6000].fill(0xa5);
    fs::write(&places.index, &bytes).unwrap();
    assert_eq!(rebuilt(&places), entries, "broken in the middle");

    bytes.truncate(len / 2);
    fs::write(&places.index, &bytes).unwrap();
    assert_eq!(rebuilt(&places), entries, "cut off");

    for statement in [
        "PRAGMA user_version = 0",
        "ALTER TABLE pictures DROP COLUMN prompt",
        "UPDATE pictures SET id = x'00'",
        "UPDATE pictures SET made = -9223372036854775808, len = -1",
        "INSERT INTO pictures SELECT '../../etc/passwd.jpg', 1, 1, id, 1, 1, 1, '', '' FROM pictures LIMIT 1",
    ] {
        rusqlite::Connection::open(&places.index).unwrap().execute_batch(statement).unwrap();
        assert_eq!(rebuilt(&places), entries, "{statement}");
    }
}

#[test]
fn an_index_that_cannot_be_written_stops_nothing() {
    let (_folder, places) = places();
    let (mut library, _) = open(&places);
    fs::write(places.root.join("dropped.png"), picture(Format::Png, 8, 8)).unwrap();
    let mut under_way = library.refresh().unwrap();
    rusqlite::Connection::open(&places.index).unwrap().execute_batch("DROP TABLE pictures").unwrap();
    let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
    assert!(places.file(&entry).exists());
    assert_eq!(library.step(&mut under_way).unwrap().unwrap().added.len(), 1);
    drop(library);
    assert_eq!(rebuilt(&places).len(), 2);
}

#[test]
fn without_a_place_for_the_index_the_library_works() {
    let (_folder, places) = places();
    fs::create_dir(&places.index).unwrap();
    let (mut library, entries) = open(&places);
    assert!(entries.is_empty());
    let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
    assert!(library.step(&mut library.refresh().unwrap()).unwrap().is_none());
    let (mut library, mut entries) = open(&places);
    refresh(&mut library, &mut entries);
    assert_eq!(entries, [entry]);
}
