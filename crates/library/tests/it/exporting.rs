//! "Save as": every format, with the prompt inside; the target is whole or untouched.

use std::{fs, path::PathBuf};

use contract::Format;
use library::{Error, Found, Meta, decode, decode_bytes, export, read_meta};
use tempfile::TempDir;

use crate::samples::{FORMATS, meta, names, open, picture, places, transparent};

/// A picture in the library: its folder, file and words.
fn source(bytes: &[u8]) -> (TempDir, PathBuf, Meta) {
    let (folder, places) = places();
    let (mut library, _) = open(&places);
    let meta = meta("雪の中の赤い狐");
    let file = places.file(&library.add(bytes, &meta).unwrap());
    (folder, file, meta)
}

#[test]
fn each_format_to_each_with_the_words_inside() {
    for from in FORMATS {
        let (folder, file, meta) = source(&picture(from, 64, 48));
        for to in FORMATS {
            let target = folder.path().join("copy");
            export(&file, &meta, &target, to).unwrap();
            let bytes = fs::read(&target).unwrap();
            assert_eq!(Format::sniff(&bytes), Some(to));
            if from == to {
                assert!(bytes == fs::read(&file).unwrap(), "the same format is the same bytes");
                continue;
            }
            let Some(Found::Easel(found)) = read_meta(&target).unwrap() else { panic!("no words in {to:?}") };
            assert_eq!(found.record.content_type.as_deref(), Some(to.content_type()));
            assert_eq!((found.id, found.record.prompt), (meta.id, meta.record.prompt.clone()));
            if to != Format::Jpeg {
                assert!(
                    decode(&target, None).unwrap() == decode(&file, None).unwrap(),
                    "{from:?} to {to:?} lost pixels"
                );
            }
        }
    }
}

#[test]
fn what_is_transparent_stays_so_where_it_can() {
    let (folder, file, meta) = source(&transparent(Format::Png));
    let target = folder.path().join("copy");
    export(&file, &meta, &target, Format::WebP).unwrap();
    assert!(decode(&target, None).unwrap() == decode_bytes(&transparent(Format::Png), None).unwrap());
    export(&file, &meta, &target, Format::Jpeg).unwrap();
    assert!(decode(&target, None).unwrap().rgba[0] > 245, "white, not black");
}

#[test]
fn a_failed_export_leaves_what_was_there() {
    let (folder, file, meta) = source(&picture(Format::Jpeg, 64, 48));
    let target = folder.path().join("target.png");
    fs::write(&target, "an older file").unwrap();
    let before = names(folder.path());

    fs::write(&file, [b"\xff\xd8\xff\xe0".as_slice(), &[0; 90]].concat()).unwrap();
    assert!(matches!(export(&file, &meta, &target, Format::Png), Err(Error::Broken(_))));
    fs::remove_file(&file).unwrap();
    assert!(matches!(export(&file, &meta, &target, Format::Png), Err(Error::Gone { .. })));
    assert_eq!(fs::read(&target).unwrap(), b"an older file");

    fs::write(&file, picture(Format::Jpeg, 64, 48)).unwrap();
    assert!(matches!(export(&file, &meta, &folder.path().join("no/x.png"), Format::Png), Err(Error::Gone { .. })));
    assert!(export(&file, &meta, &folder.path().join("pictures"), Format::Png).is_err(), "a folder is in the way");
    assert_eq!(names(folder.path()), before);

    export(&file, &meta, &target, Format::Png).unwrap();
    assert_eq!(decode(&target, None).unwrap().width, 64);
}
