//! Deleting: a picture's file goes to the system's bin and can be brought back from there. The engine uses it for Delete and
//! Undo, from a thread of its own: the bin of a disk that does not answer blocks nothing but itself, and a panic within it
//! ends nothing. The index hears of it afterwards, on the library's thread.
//!
//! No file is ever replaced, and nothing is deleted for good but what the bin has just got or given. Between two disks the
//! system's bin copies, and removes the first file before the copy is surely on its disk: a computer that fails in that
//! moment may lose the picture. The way back is synced first.

use std::{fs, io, path::Path, vec};

use crate::{
    Entry, Error, Library, Places, guard,
    index::{nanoseconds, number},
    name,
    refresh::changed,
    store::MAX_NAMESAKES,
    thumbnail,
};

#[cfg(not(target_os = "macos"))]
#[path = "deletion/listed.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "deletion/macos.rs"]
mod system;

#[cfg(target_os = "macos")]
pub(crate) use system::forget_kept;

/// The system's bin, as far as it is about one library.
#[derive(Debug)]
pub struct Bin {
    places: Places,
    put: fn(&Path, &Path) -> Result<(), Error>,
}

/// Where a picture is that was to go to the bin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binned {
    /// In the bin.
    There,
    /// Nowhere: somebody had taken its file away before.
    WasGone,
}

/// Pictures on their way back. The bin was read once for all of them; dropping it leaves the rest in the bin.
#[derive(Debug)]
pub struct Returning {
    places: Places,
    found: system::Found,
    todo: vec::IntoIter<Entry>,
}

impl Bin {
    /// For the pictures in `places`.
    pub fn of(places: Places) -> Self {
        Self { places, put: system::put }
    }

    /// Moves a picture to the bin. Where the bin refuses it, or the file is not what `entry` says, it stays as it is.
    pub fn put(&self, entry: &Entry) -> Result<Binned, Error> {
        let (root, path) = (&self.places.root, self.places.file(entry));
        // That the whole folder went away, with its disk, says nothing about the picture.
        fs::metadata(root).map_err(Error::at(root))?;
        match fs::symlink_metadata(&path) {
            Ok(about) if is_still(entry, &about) => {}
            Ok(_) => return Err(Error::Changed { path }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Binned::WasGone),
            Err(error) => return Err(Error::at(&path)(error)),
        }
        let put = guard::caught(|| (self.put)(root, &path));
        put.unwrap_or(Err(Error::NoBin { path, reason: None })).map(|()| Binned::There)
    }

    /// Reads the bin, to bring these pictures back.
    pub fn look(&self, entries: Vec<Entry>) -> Returning {
        let found = system::look(&self.places.root, &entries);
        Returning { places: self.places.clone(), found, todo: entries.into_iter() }
    }
}

impl Returning {
    /// Brings the next `count` pictures back to where they were; where another file has that place, beside it. Answers for
    /// each, in order; nothing when all had their turn. One that never left is back, too.
    pub fn step(&mut self, count: usize) -> Vec<(Entry, Result<Entry, Error>)> {
        let step: Vec<Entry> = self.todo.by_ref().take(count).collect();
        step.into_iter()
            .map(|entry| {
                let back = guard::caught(|| self.bring_back(&entry));
                let path = self.places.file(&entry);
                (entry, back.unwrap_or(Err(Error::NoBin { path, reason: None })))
            })
            .collect()
    }

    fn bring_back(&mut self, entry: &Entry) -> Result<Entry, Error> {
        let (root, path) = (&self.places.root, self.places.file(entry));
        fs::metadata(root).map_err(Error::at(root))?;
        if fs::symlink_metadata(&path).is_ok_and(|about| is_still(entry, &about)) {
            return Ok(entry.clone());
        }
        let item = self.found.take(&path, entry.len)?;
        for n in 1..=MAX_NAMESAKES {
            let file = name::namesake(&entry.file, n);
            match system::bring_back(&item, &root.join(&file), entry.len) {
                Ok(()) => return as_it_is_now(root, Entry { file: file.into(), ..entry.clone() }),
                Err(Error::Taken { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::Taken { path })
    }
}

impl Library {
    /// Takes pictures that are in the bin out of the index and the thumbnails. Where another file has got the place of one,
    /// that one stays.
    pub fn forget(&mut self, entries: &[Entry]) {
        if let Err(error) = self.index.forget(entries) {
            tracing::warn!(%error, "the pictures are in the bin, and still in the index");
        }
        for entry in entries {
            thumbnail::forget(&self.places, entry.id);
        }
    }

    /// Puts pictures that are back from the bin into the index.
    pub fn take_back(&mut self, entries: &[Entry]) {
        if let Err(error) = self.index.change(&[], entries) {
            tracing::warn!(%error, "the pictures are back, but not in the index");
        }
    }
}

/// Whether the file is the one that `entry` tells of: no folder, no link, and not written since.
fn is_still(entry: &Entry, about: &fs::Metadata) -> bool {
    let same_time = |time| nanoseconds(time) == nanoseconds(entry.mtime);
    about.is_file() && number(about.len()) == number(entry.len) && changed(about).is_ok_and(same_time)
}

/// A bin on another disk gives a copy, which may have another time.
fn as_it_is_now(root: &Path, entry: Entry) -> Result<Entry, Error> {
    let path = root.join(&entry.file);
    let about = fs::metadata(&path).map_err(Error::at(&path))?;
    Ok(Entry { len: about.len(), mtime: changed(&about).map_err(Error::at(&path))?, ..entry })
}

/// What the crate's error means for the file at `path`.
fn refused(path: &Path, error: trash::Error) -> Error {
    let reason = match error {
        #[cfg(all(unix, not(target_os = "macos")))]
        trash::Error::FileSystem { path: at, source } => {
            let words = source.to_string();
            match Error::at(&at)(source) {
                full @ Error::Full { .. } => return full,
                _ => Some(words),
            }
        }
        trash::Error::Os { description, .. } => Some(description),
        // In the crate's English: for the log, and not for people who read another language.
        other => {
            tracing::warn!(path = %path.display(), ?other, "the bin refused");
            None
        }
    };
    Error::NoBin { path: path.to_owned(), reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PictureId;

    #[test]
    fn a_bin_that_panics_is_an_error_and_the_picture_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fox.jpg");
        fs::write(&path, "a fox").unwrap();
        let about = fs::metadata(&path).unwrap();
        let entry = Entry {
            id: PictureId::of_place("fox.jpg"),
            made: changed(&about).unwrap(),
            size: contract::Size::new(1, 1),
            file: Path::new("fox.jpg").into(),
            prompt: "".into(),
            model: "".into(),
            len: about.len(),
            mtime: changed(&about).unwrap(),
        };
        let places = Places { root: folder.path().into(), index: path.clone(), thumbnails: path.clone() };
        let bin = Bin { places, put: |_, _| panic!("a test's panic") };
        assert!(matches!(bin.put(&entry), Err(Error::NoBin { reason: None, .. })));
        assert_eq!(fs::read(&path).unwrap(), b"a fox");
    }
}
