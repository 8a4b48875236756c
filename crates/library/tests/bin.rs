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
    let tests: [(&str, fn()); 8] = [
        ("there-and-back", tests::there_and_back),
        ("place-taken", tests::place_taken),
        ("deleted-twice", tests::deleted_twice),
        ("changed-since", tests::changed_since),
        ("name-taken-anew", tests::name_taken_anew),
        ("back-while-walked", tests::back_while_walked),
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
    use library::{Bin, Binned, Entry, Error, Library, Places, Thumb};
    use trash::{TrashItem, os_limited};

    use crate::samples::{meta, names, open, picture, places, refresh};

    /// As the engine does it, on two threads.
    fn put(library: &mut Library, places: &Places, entry: &Entry) -> Result<Binned, Error> {
        let put = Bin::of(places.clone()).put(entry);
        if put.is_ok() {
            library.forget(std::slice::from_ref(entry));
        }
        put
    }

    fn restore(library: &mut Library, places: &Places, entries: &[Entry]) -> Vec<Result<Entry, Error>> {
        let mut returning = Bin::of(places.clone()).look(entries.to_vec());
        let mut answers = Vec::new();
        loop {
            let step = returning.step(2);
            if step.is_empty() {
                return answers;
            }
            let back: Vec<Entry> = step.iter().filter_map(|(_, back)| back.as_ref().ok().cloned()).collect();
            library.take_back(&back);
            answers.extend(step.into_iter().map(|(_, back)| back));
        }
    }

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

        assert!(entries[..2].iter().all(|entry| put(&mut library, &places, entry).is_ok()));
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
        put(&mut library, &places, &entries[2]).unwrap();
        fs::remove_dir(places.root.join("2026-11-21")).unwrap();
        let back: Vec<Entry> = restore(&mut library, &places, &entries).into_iter().map(Result::unwrap).collect();
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
        put(&mut library, &places, &entry).unwrap();
        fs::write(places.file(&entry), "another file").unwrap();
        let back = restore(&mut library, &places, std::slice::from_ref(&entry)).remove(0).unwrap();
        assert_eq!(back, Entry { file: std::path::Path::new("2026-11-21/140322 fox (2).jpg").into(), ..entry.clone() });
        assert_eq!(fs::read(places.file(&entry)).unwrap(), b"another file", "nothing is replaced");
        assert_eq!(open(&places).1, std::slice::from_ref(&back), "the index has its new name");
        // And it can go and come back under that one.
        put(&mut library, &places, &back).unwrap();
        assert_eq!(restore(&mut library, &places, std::slice::from_ref(&back)).remove(0).unwrap(), back);
        assert!(binned(&places).is_empty());
    }

    /// Only the file that the user saw in the gallery goes to the bin.
    pub(crate) fn changed_since() {
        let (_folder, places) = places();
        let (mut library, _) = open(&places);
        let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
        let path = places.file(&entry);
        let bytes = fs::read(&path).unwrap();
        let refused = |library: &mut Library| {
            let error = put(library, &places, &entry).unwrap_err();
            assert!(matches!(error, Error::Changed { .. }), "{error}");
            assert!(!error.hint().is_empty());
            assert!(path.symlink_metadata().is_ok());
        };
        fs::write(&path, "longer by far, or shorter").unwrap();
        refused(&mut library);
        fs::write(&path, &bytes).unwrap();
        fs::File::options().write(true).open(&path).unwrap().set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        refused(&mut library);
        fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink(places.root.join("elsewhere"), &path).unwrap();
        refused(&mut library);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        refused(&mut library);
        // That it cannot be looked at does not mean that it is gone.
        let day = path.parent().unwrap();
        fs::remove_dir_all(day).unwrap();
        fs::write(day, "no folder").unwrap();
        let error = put(&mut library, &places, &entry).unwrap_err();
        assert!(matches!(error, Error::Io { .. }), "{error}");
        assert_eq!(open(&places).1, std::slice::from_ref(&entry));
        assert!(binned(&places).is_empty());
    }

    /// The name of what went to the bin is free at once, before the index has heard of it.
    pub(crate) fn name_taken_anew() {
        let (_folder, places) = places();
        let (mut library, _) = open(&places);
        let old = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
        Bin::of(places.clone()).put(&old).unwrap();
        let new = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
        assert_eq!(old.file, new.file);
        library.forget(&[old]);
        assert_eq!(open(&places).1, [new]);
    }

    /// What comes back while the folder is compared with the index is not taken for gone.
    pub(crate) fn back_while_walked() {
        let (_folder, places) = places();
        let (mut library, _) = open(&places);
        let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
        Bin::of(places.clone()).put(&entry).unwrap();
        let mut walk = library.refresh().unwrap();
        library.forget(std::slice::from_ref(&entry));
        restore(&mut library, &places, std::slice::from_ref(&entry)).remove(0).unwrap();
        let changes = library.step(&mut walk).unwrap().unwrap();
        assert_eq!(changes.removed, []);
        assert_eq!(open(&places).1, [entry]);
    }

    pub(crate) fn deleted_twice() {
        let (_folder, places) = places();
        let (mut library, _) = open(&places);
        let small = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
        put(&mut library, &places, &small).unwrap();
        let large = library.add(&picture(Format::Jpeg, 256, 256), &meta("fox")).unwrap();
        assert_eq!(small.file, large.file, "the name was free again");
        put(&mut library, &places, &large).unwrap();
        // Within one second, so that the bin's clock does not tell them apart.
        assert_eq!(restore(&mut library, &places, std::slice::from_ref(&large)).remove(0).unwrap(), large);
        fs::rename(places.file(&large), places.root.join("elsewhere.jpg")).unwrap();
        assert_eq!(restore(&mut library, &places, std::slice::from_ref(&small)).remove(0).unwrap(), small);
    }

    pub(crate) fn emptied() {
        let (_folder, places) = places();
        let (mut library, _) = open(&places);
        let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
        put(&mut library, &places, &entry).unwrap();
        os_limited::purge_all(binned(&places)).unwrap();
        let error = restore(&mut library, &places, std::slice::from_ref(&entry)).remove(0).unwrap_err();
        assert!(matches!(error, Error::NotInBin { .. }), "{error}");
        assert!(!error.hint().is_empty());

        // What somebody else deleted is only taken out.
        let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta("hare")).unwrap();
        fs::remove_file(places.file(&entry)).unwrap();
        assert_eq!(put(&mut library, &places, &entry).unwrap(), Binned::WasGone);
        assert_eq!(open(&places).1, []);

        // But not when the whole folder went away with its disk.
        let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta("owl")).unwrap();
        fs::rename(&places.root, places.root.with_extension("away")).unwrap();
        let error = put(&mut library, &places, &entry).unwrap_err();
        assert!(matches!(error, Error::Gone { .. }), "{error}");
        let error = restore(&mut library, &places, std::slice::from_ref(&entry)).remove(0).unwrap_err();
        assert!(matches!(error, Error::Gone { .. }), "{error}");
        fs::rename(places.root.with_extension("away"), &places.root).unwrap();
        assert_eq!(open(&places).1, [entry]);
    }

    pub(crate) fn no_bin() {
        let (_folder, places) = places();
        let (mut library, _) = open(&places);
        let entry = library.add(&picture(Format::Jpeg, 64, 48), &meta("fox")).unwrap();
        let error = put(&mut library, &places, &entry).unwrap_err();
        assert!(matches!(error, Error::NoBin { .. }), "{error}");
        assert!(error.to_string().contains("fox.jpg") && !error.hint().is_empty(), "{error}");
        assert!(places.file(&entry).exists(), "never for good");
        library::thumbnail(&places, &entry, Thumb::Small).unwrap();
        assert_eq!(open(&places).1, [entry]);
    }
}
