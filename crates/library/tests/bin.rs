//! Deleting into the system's bin and back, for real: this program runs itself again with a bin of its own in a temporary
//! folder, so that the one of whoever runs the tests never sees a file of theirs.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may panic, and says how it went"
)]

#[cfg(all(unix, not(target_os = "macos")))]
fn main() {
    let tests: [(&str, fn()); 5] = [
        ("there-and-back", tests::there_and_back),
        ("place-taken", tests::place_taken),
        ("deleted-twice", tests::deleted_twice),
        ("emptied", tests::emptied),
        ("no-bin", tests::no_bin),
    ];
    if let Some(wanted) = std::env::args().nth(1).and_then(|name| tests.iter().find(|(test, _)| *test == name)) {
        return wanted.1();
    }
    for (name, _) in tests {
        let folder = tempfile::tempdir().unwrap();
        let mut me = std::process::Command::new(std::env::current_exe().unwrap());
        me.arg(name).env("TMPDIR", folder.path()).env_remove("HOME").env_remove("XDG_DATA_HOME");
        if name != "no-bin" {
            // The bin is looked for here first, on every such system.
            me.env("XDG_DATA_HOME", folder.path().join("data"));
        }
        let run = me.output().unwrap();
        assert!(run.status.success(), "{name}: {}", String::from_utf8_lossy(&run.stderr));
    }
    println!("{} passed, 0 failed", tests.len());
}

/// Elsewhere the bin cannot be put into a temporary folder.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn main() {}

#[cfg(all(unix, not(target_os = "macos")))]
#[path = "it/samples.rs"]
#[expect(dead_code, reason = "the other tests use the rest")]
mod samples;

#[cfg(all(unix, not(target_os = "macos")))]
mod tests {
    use std::fs;

    use contract::Format;
    use library::{Entry, Error, Places, Thumb};
    use trash::{TrashItem, os_limited};

    use crate::samples::{meta, names, open, picture, places, refresh};

    /// What these tests deleted, and nothing else: every mounted disk has a bin too, and those are of whoever runs this.
    fn binned(places: &Places) -> Vec<TrashItem> {
        let root = places.root.canonicalize().unwrap();
        let mut items = os_limited::list().unwrap();
        items.retain(|item| item.original_parent.starts_with(&root));
        items
    }

    fn thumbnails(places: &Places) -> usize {
        walkdir::WalkDir::new(&places.thumbnails)
            .into_iter()
            .flatten()
            .filter(|file| file.file_type().is_file())
            .count()
    }

    pub(crate) fn there_and_back() {
        let (_folder, places) = places();
        let (mut library, _) = open(&places);
        let bytes = picture(Format::Jpeg, 64, 48);
        let entries: Vec<Entry> =
            ["fox", "狐 in \"the\" snow%20", "hare"].map(|prompt| library.add(&bytes, &meta(prompt)).unwrap()).to_vec();
        let files: Vec<_> = entries.iter().map(|entry| fs::read(places.file(entry)).unwrap()).collect();

        assert!(library.bin(&entries[..2]).iter().all(Result::is_ok));
        assert_eq!(names(&places.root.join("2026-11-21")), ["140322 hare.jpg"]);
        assert_eq!(open(&places).1, entries[2..], "out of the index");
        assert_eq!(thumbnails(&places), 2, "two sizes of the hare");
        let in_bin = binned(&places);
        assert_eq!(in_bin.len(), 2, "it is in the bin, and not deleted");
        assert!(in_bin.iter().all(|item| item.time_deleted > 0), "with its day");
        let mut seen = vec![entries[2].clone()];
        refresh(&mut library, &mut seen);
        assert_eq!(seen, entries[2..], "nothing comes back by itself");

        // The day's folder may have been tidied away, when it was empty.
        assert!(library.bin(&entries[2..])[0].is_ok());
        fs::remove_dir(places.root.join("2026-11-21")).unwrap();
        let back: Vec<Entry> = library.restore(&entries).into_iter().map(Result::unwrap).collect();
        assert_eq!(back, entries);
        for (entry, bytes) in entries.iter().zip(&files) {
            assert_eq!(&fs::read(places.file(entry)).unwrap(), bytes);
            library::thumbnail(&places, entry, Thumb::Small).unwrap();
        }
        assert!(binned(&places).is_empty());
        assert!(library.step(&mut library.refresh().unwrap()).unwrap().is_none(), "the index has them all");
    }

    pub(crate) fn place_taken() {
        let (_folder, places) = places();
        let (mut library, _) = open(&places);
        let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
        library.bin(std::slice::from_ref(&entry)).remove(0).unwrap();
        fs::write(places.file(&entry), "another file").unwrap();
        let error = library.restore(std::slice::from_ref(&entry)).remove(0).unwrap_err();
        assert!(matches!(error, Error::Taken { .. }), "{error}");
        assert_eq!(fs::read(places.file(&entry)).unwrap(), b"another file");
        fs::remove_file(places.file(&entry)).unwrap();
        assert_eq!(library.restore(std::slice::from_ref(&entry)).remove(0).unwrap(), entry, "it was still in the bin");
    }

    pub(crate) fn deleted_twice() {
        let (_folder, places) = places();
        let (mut library, _) = open(&places);
        let small = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
        library.bin(std::slice::from_ref(&small)).remove(0).unwrap();
        let large = library.add(&picture(Format::Jpeg, 256, 256), &meta("fox")).unwrap();
        assert_eq!(small.file, large.file, "the name was free again");
        library.bin(std::slice::from_ref(&large)).remove(0).unwrap();
        // Within one second, so that the bin's clock does not tell them apart.
        assert_eq!(library.restore(std::slice::from_ref(&large)).remove(0).unwrap(), large);
        fs::rename(places.file(&large), places.root.join("elsewhere.jpg")).unwrap();
        assert_eq!(library.restore(std::slice::from_ref(&small)).remove(0).unwrap(), small);
    }

    pub(crate) fn emptied() {
        let (_folder, places) = places();
        let (mut library, _) = open(&places);
        let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
        library.bin(std::slice::from_ref(&entry)).remove(0).unwrap();
        os_limited::purge_all(binned(&places)).unwrap();
        let error = library.restore(std::slice::from_ref(&entry)).remove(0).unwrap_err();
        assert!(matches!(error, Error::NotInBin { .. }), "{error}");
        assert!(!error.hint().is_empty());

        // What somebody else deleted is only taken out.
        let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta("hare")).unwrap();
        fs::remove_file(places.file(&entry)).unwrap();
        library.bin(std::slice::from_ref(&entry)).remove(0).unwrap();
        assert_eq!(open(&places).1, []);

        // But not when the whole folder went away with its disk.
        let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta("owl")).unwrap();
        fs::rename(&places.root, places.root.with_extension("away")).unwrap();
        let error = library.bin(std::slice::from_ref(&entry)).remove(0).unwrap_err();
        assert!(matches!(error, Error::Gone { .. }), "{error}");
        let error = library.restore(std::slice::from_ref(&entry)).remove(0).unwrap_err();
        assert!(matches!(error, Error::Gone { .. }), "{error}");
        fs::rename(places.root.with_extension("away"), &places.root).unwrap();
        assert_eq!(open(&places).1, [entry]);
    }

    pub(crate) fn no_bin() {
        let (_folder, places) = places();
        let (mut library, _) = open(&places);
        let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
        let error = library.bin(std::slice::from_ref(&entry)).remove(0).unwrap_err();
        assert!(matches!(error, Error::NoBin { .. }), "{error}");
        assert!(error.to_string().contains("fox.jpg") && !error.hint().is_empty(), "{error}");
        assert!(places.file(&entry).exists(), "never for good");
        library::thumbnail(&places, &entry, Thumb::Small).unwrap();
        assert_eq!(open(&places).1, [entry]);
    }
}
