//! The folder of pictures over its life: added to, opened again, changed behind our back.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use contract::Format;
use library::{Error, Library, Meta, Places};

use crate::samples::{meta, names, new_id, open, picture, places, refresh};

#[test]
fn a_picture_gets_a_dated_folder_and_a_name_that_reads_well() {
    let (_folder, places) = places();
    let (mut library, _) = open(&places);
    // Never the declared type: the record says JPEG.
    let entry = library.add(&picture(Format::Png, 64, 48), &meta("a red fox\nin the snow?")).unwrap();
    assert_eq!(entry.file.to_str(), Some("2026-11-21/140322 a red fox in the snow.png"));
    assert_eq!((entry.size.width, entry.size.height), (64, 48));
    assert_eq!((&*entry.prompt, &*entry.model), ("a red fox\nin the snow?", "flux-2-klein-4b"));
    assert_eq!(entry.len, fs::metadata(places.file(&entry)).unwrap().len());
    assert_eq!(names(&places.root.join("2026-11-21")).len(), 1, "no temporary file is left");
}

#[cfg(unix)]
#[test]
fn pictures_have_the_permissions_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt as _;

    let (folder, places) = places();
    let (mut library, _) = open(&places);
    let entry = library.add(&picture(Format::Jpeg, 8, 8), &meta("fox")).unwrap();
    fs::write(folder.path().join("other"), "").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&places.file(&entry)), mode(&folder.path().join("other")));
}

#[test]
fn pictures_of_one_second_and_prompt_do_not_replace_each_other() {
    let (_folder, places) = places();
    let (mut library, _) = open(&places);
    let bytes = picture(Format::Jpeg, 64, 48);
    let files: Vec<_> = (0..3).map(|_| library.add(&bytes, &meta("fox")).unwrap().file).collect();
    let files: Vec<_> = files.iter().map(|file| file.to_str().unwrap()).collect();
    assert_eq!(files, ["2026-11-21/140322 fox.jpg", "2026-11-21/140322 fox (2).jpg", "2026-11-21/140322 fox (3).jpg"]);
}

#[test]
fn a_picture_added_again_after_a_crash_is_there_once() {
    let (_folder, places) = places();
    let (mut library, _) = open(&places);
    let (bytes, meta) = (picture(Format::Jpeg, 64, 48), meta("fox"));
    let first = library.add(&bytes, &meta).unwrap();
    assert_eq!(library.add(&bytes, &meta).unwrap(), first);
    assert_eq!(open(&places).1, [first]);
}

#[test]
fn bytes_that_are_no_whole_picture_are_refused_and_leave_nothing() {
    let (_folder, places) = places();
    let (mut library, _) = open(&places);
    let whole = picture(Format::Jpeg, 64, 48);
    assert!(matches!(library.add(b"<html>502</html>", &meta("x")), Err(Error::NotAPicture)));
    assert!(matches!(library.add(&whole[..whole.len() - 9], &meta("x")), Err(Error::Broken(_))));
    assert!(matches!(library.add(&[], &meta("x")), Err(Error::NotAPicture)));
    assert_eq!(names(&places.root), [".incoming"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_a_clear_error() {
    let (_folder, places) = places();
    let (mut library, _) = open(&places);
    fs::write(places.root.join("2026-11-21"), "a file in the way").unwrap();
    let error = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap_err();
    assert!(error.to_string().contains("2026-11-21"), "{error}");
    assert!(!error.hint().is_empty());
    fs::remove_file(places.root.join("2026-11-21")).unwrap();
    library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
}

/// Root may write anywhere, so that these say something for everybody else.
#[cfg(unix)]
fn with_mode<T>(folder: &Path, mode: u32, work: impl FnOnce() -> T) -> T {
    use std::os::unix::fs::PermissionsExt as _;

    let before = fs::metadata(folder).unwrap().permissions();
    fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
    let done = work();
    fs::set_permissions(folder, before).unwrap();
    done
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_synced_takes_pictures_all_the_same() {
    let (_folder, places) = places();
    let (mut library, _) = open(&places);
    let (bytes, first) = (picture(Format::Jpeg, 64, 48), meta("fox"));
    let entry = library.add(&bytes, &first).unwrap();
    let folder = places.file(&entry).parent().unwrap().to_owned();
    // Syncing opens a folder, which takes the right to list it.
    let (second, exported) = with_mode(&folder, 0o300, || {
        let copy = folder.join("copy.jpg");
        (library.add(&bytes, &meta("hare")), library::export(&places.file(&entry), &first, &copy, Format::Jpeg))
    });
    assert!(places.file(&second.unwrap()).exists());
    exported.unwrap();
}

#[cfg(unix)]
#[test]
fn a_library_that_only_reads_opens() {
    let (_folder, places) = places();
    fs::create_dir(&places.root).unwrap();
    fs::write(places.root.join("fox.jpg"), picture(Format::Jpeg, 64, 48)).unwrap();
    with_mode(&places.root, 0o500, || {
        let (mut library, mut entries) = open(&places);
        assert_eq!(library.adopt().unwrap(), []);
        refresh(&mut library, &mut entries);
        assert_eq!(entries.len(), 1);
    });
}

#[test]
fn a_library_without_a_place_for_incoming_pictures_opens_and_says_so_when_one_is_added() {
    let (_folder, places) = places();
    fs::create_dir(&places.root).unwrap();
    fs::write(places.root.join(".incoming"), "a file in the way").unwrap();
    let (mut library, _) = open(&places);
    let error = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap_err();
    assert!(error.to_string().contains(".incoming"), "{error}");
    fs::remove_file(places.root.join(".incoming")).unwrap();
    assert_eq!(library.adopt().unwrap(), []);
    library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
}

/// What a crash between the last byte and the rename leaves: the file as it was, under a name that means nothing.
fn crashed(places: &Places, file: &str, bytes: &[u8]) -> PathBuf {
    let incoming = places.root.join(".incoming").join(file);
    fs::write(&incoming, bytes).unwrap();
    incoming
}

#[test]
fn a_whole_picture_that_has_no_name_yet_is_adopted_once() {
    let (_folder, places) = places();
    let (mut library, _) = open(&places);
    let meta = meta("a red fox");
    let bytes = picture(Format::Jpeg, 64, 48);
    let entry = library.add(&bytes, &meta).unwrap();
    let file = fs::read(places.file(&entry)).unwrap();
    drop(library);
    fs::remove_file(&places.index).unwrap();
    fs::rename(places.file(&entry), places.root.join(".incoming/.easel-1.tmp")).unwrap();
    crashed(&places, ".easel-2.tmp", &file[..file.len() - 1]);
    crashed(&places, ".easel-3.tmp", b"");
    let strange = crashed(&places, ".easel-4.tmp", &bytes);
    // Put there by somebody else.
    crashed(&places, "notes.txt", b"mine");
    crashed(&places, ".easel-5.jpg", &file);

    let (mut library, _) = open(&places);
    let adopted = library.adopt().unwrap();
    assert_eq!(
        adopted.iter().map(|adopted| (&adopted.file, adopted.id)).collect::<Vec<_>>(),
        [(&entry.file, entry.id)]
    );
    assert_eq!(fs::read(places.file(&entry)).unwrap(), file, "not a byte is added a second time");
    assert_eq!(library.meta(&adopted[0]).unwrap(), meta);
    assert_eq!(library.which_are_there(&[entry.id, new_id()]).unwrap(), HashSet::from([entry.id]));
    // A whole picture that nothing is known of may have been paid for: it stays.
    assert_eq!(names(&places.root.join(".incoming")), [".easel-4.tmp", ".easel-5.jpg", "notes.txt"]);
    assert_eq!(fs::read(strange).unwrap(), bytes);

    // Where the rename was a link and an unlink, a crash can leave both.
    crashed(&places, ".easel-1.tmp", &file);
    assert_eq!(library.adopt().unwrap(), adopted);
    assert_eq!(names(&places.root.join("2026-11-21")).len(), 1);
}

#[test]
fn what_happens_to_the_folder_is_seen() {
    let (_folder, places) = places();
    let (mut library, mut entries) = open(&places);
    let add = |library: &mut Library, prompt| library.add(&picture(Format::Jpeg, 64, 48), &meta(prompt)).unwrap();
    let [kept, deleted, moved, changed] =
        ["kept", "deleted", "moved", "changed"].map(|prompt| add(&mut library, prompt));
    entries.extend([&kept, &deleted, &moved, &changed].map(Clone::clone));
    fs::remove_file(places.file(&deleted)).unwrap();
    fs::create_dir(places.root.join("Favourites")).unwrap();
    fs::rename(places.file(&moved), places.root.join("Favourites/fox.JPG")).unwrap();
    fs::write(places.file(&changed), picture(Format::Png, 10, 20)).unwrap();
    fs::write(places.root.join("dropped.webp"), picture(Format::WebP, 30, 20)).unwrap();

    assert_eq!(refresh(&mut library, &mut entries), [""; 0]);
    let of = |file: &str| entries.iter().find(|entry| entry.file.to_str() == Some(file)).unwrap();
    assert_eq!(entries.len(), 4);
    assert_eq!(*of(kept.file.to_str().unwrap()), kept);
    assert_eq!((of("Favourites/fox.JPG").id, &*of("Favourites/fox.JPG").prompt), (moved.id, "moved"));
    assert_eq!((of(changed.file.to_str().unwrap()).size.height, &*of(changed.file.to_str().unwrap()).prompt), (20, ""));
    let dropped = of("dropped.webp");
    assert_eq!((dropped.size.width, &*dropped.prompt, dropped.made), (30, "", dropped.mtime));
    assert_eq!(library.meta(dropped).unwrap().id, dropped.id);

    assert_eq!(open(&places).1, entries, "the index knows it all");
    assert!(library.step(&mut library.refresh().unwrap()).unwrap().is_none(), "and nothing is read twice");
}

#[test]
fn a_copied_file_is_a_picture_of_its_own() {
    let (_folder, places) = places();
    let (mut library, mut entries) = open(&places);
    let original = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
    entries.push(original.clone());
    for copy in ["2026-11-21/140322 fox - Copy.jpg", "copy.jpg", "zz.jpg"] {
        fs::copy(places.file(&original), places.root.join(copy)).unwrap();
    }
    refresh(&mut library, &mut entries);
    assert_eq!(entries.len(), 4);
    let mut ids: Vec<_> = entries.iter().map(|entry| entry.id).collect();
    ids.dedup();
    assert_eq!(ids.len(), 4);
    for entry in &entries {
        assert_eq!(library.meta(entry).unwrap(), Meta { id: entry.id, ..library.meta(&original).unwrap() });
    }
    drop(library);
    fs::remove_file(&places.index).unwrap();
    let (mut library, mut again) = open(&places);
    refresh(&mut library, &mut again);
    assert_eq!(again, entries, "the same ids without the index");
}

#[test]
fn what_is_no_picture_is_passed_over_and_what_is_broken_is_said() {
    let (_folder, places) = places();
    let (mut library, mut entries) = open(&places);
    let jpeg = picture(Format::Jpeg, 64, 48);
    let root = &places.root;
    fs::create_dir_all(root.join("2026-11-21")).unwrap();
    fs::create_dir_all(root.join(".hidden")).unwrap();
    for unseen in [".hidden/a.jpg", ".incoming/b.jpg", ".c.jpg", "notes.txt", "2026-11-21/.easel-Xy12.tmp"] {
        fs::write(root.join(unseen), &jpeg).unwrap();
    }
    fs::write(root.join("page.jpg"), "<html>").unwrap();
    fs::write(root.join("empty.png"), "").unwrap();
    fs::write(root.join("short.jpg"), &jpeg[..20]).unwrap();
    fs::write(root.join("cut off.jpg"), &jpeg[..jpeg.len() - 50]).unwrap();

    let mut unreadable = refresh(&mut library, &mut entries);
    unreadable.sort();
    assert_eq!(unreadable.len(), 3, "{unreadable:?}");
    assert!(unreadable[1].contains("page.jpg: this is no picture"), "{unreadable:?}");
    assert!(unreadable[2].contains("short.jpg: the picture is broken"), "{unreadable:?}");
    let files: Vec<_> = entries.iter().map(|entry| entry.file.to_str().unwrap()).collect();
    assert_eq!(files, ["cut off.jpg"], "half a picture is better than none");
}

#[cfg(target_os = "linux")]
#[test]
fn links_and_names_that_are_no_text_do_no_harm() {
    use std::{ffi::OsStr, os::unix::ffi::OsStrExt as _, os::unix::fs::symlink};

    let (folder, places) = places();
    let (mut library, mut entries) = open(&places);
    let outside = folder.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("secret.jpg"), picture(Format::Jpeg, 8, 8)).unwrap();
    symlink(&outside, places.root.join("folder")).unwrap();
    symlink(outside.join("secret.jpg"), places.root.join("link.jpg")).unwrap();
    symlink(&places.root, places.root.join("circle")).unwrap();
    fs::write(places.root.join(OsStr::from_bytes(b"\xff\xfe.jpg")), picture(Format::Jpeg, 8, 8)).unwrap();
    let unreadable = refresh(&mut library, &mut entries);
    assert!(entries.is_empty());
    assert_eq!(unreadable.len(), 1, "{unreadable:?}");
    assert!(unreadable[0].ends_with("its name is not Unicode"), "{unreadable:?}");
}

#[test]
fn a_folder_that_is_gone_empties_nothing() {
    let (folder, places) = places();
    let (mut library, _) = open(&places);
    library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
    fs::rename(&places.root, folder.path().join("unplugged")).unwrap();
    assert!(matches!(library.refresh(), Err(Error::Gone { .. })));
    fs::rename(folder.path().join("unplugged"), &places.root).unwrap();
    fs::write(places.root.join("new.jpg"), picture(Format::Jpeg, 8, 8)).unwrap();
    let mut under_way = library.refresh().unwrap();
    fs::rename(&places.root, folder.path().join("unplugged")).unwrap();
    assert!(matches!(library.step(&mut under_way), Err(Error::Gone { .. })));
    fs::rename(folder.path().join("unplugged"), &places.root).unwrap();
    drop(library);
    assert_eq!(open(&places).1.len(), 1);
}
