//! Deleting: a picture's file goes to the system's bin and can be brought back from there, out of and into the index. The
//! engine uses it for Delete and Undo. Nothing here deletes a picture for good, and nothing replaces a file.

use std::{fs, path::Path};

use crate::{Entry, Error, Library, refresh::changed, thumbnail};

#[cfg(not(target_os = "macos"))]
#[path = "deletion/listed.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "deletion/macos.rs"]
mod system;

#[cfg(target_os = "macos")]
pub(crate) use system::forget_kept;

impl Library {
    /// Moves pictures to the system's bin, and takes them out of the index and the thumbnails. Answers for each, in order:
    /// where the bin refuses it, the picture stays as it is. One whose file is gone already is only taken out.
    pub fn bin(&mut self, entries: &[Entry]) -> Vec<Result<(), Error>> {
        let answers: Vec<_> = entries.iter().map(|entry| self.move_to_bin(entry)).collect();
        let moved = entries.iter().zip(&answers).filter(|(_, answer)| answer.is_ok()).map(|(entry, _)| entry);
        let files: Vec<String> = moved.clone().filter_map(|entry| entry.file.to_str().map(str::to_owned)).collect();
        if let Err(error) = self.index.change(&files, &[]) {
            tracing::warn!(%error, "the pictures are in the bin, and still in the index");
        }
        for entry in moved {
            thumbnail::forget(&self.places, entry.id);
        }
        answers
    }

    /// Brings pictures back from the system's bin to where they were. Answers for each, in order. A file that has taken the
    /// place in between stays there, and the picture in the bin.
    pub fn restore(&mut self, entries: &[Entry]) -> Vec<Result<Entry, Error>> {
        let back = system::bring_back(&self.places.root, entries);
        let answers: Vec<_> =
            entries.iter().zip(back).map(|(entry, back)| back.and_then(|()| self.as_it_is_now(entry))).collect();
        let restored: Vec<Entry> = answers.iter().flatten().cloned().collect();
        if let Err(error) = self.index.change(&[], &restored) {
            tracing::warn!(%error, "the pictures are back, but not in the index");
        }
        answers
    }

    fn move_to_bin(&self, entry: &Entry) -> Result<(), Error> {
        let path = self.places.file(entry);
        // That the whole folder went away, with its disk, says nothing about the picture.
        fs::metadata(&self.places.root).map_err(Error::at(&self.places.root))?;
        if is_file(&path) { system::put(&self.places.root, &path) } else { Ok(()) }
    }

    /// A bin on another disk gives a copy, which may have another time.
    fn as_it_is_now(&self, entry: &Entry) -> Result<Entry, Error> {
        let path = self.places.file(entry);
        let about = fs::metadata(&path).map_err(Error::at(&path))?;
        Ok(Entry { len: about.len(), mtime: changed(&about).map_err(Error::at(&path))?, ..entry.clone() })
    }
}

fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|about| about.is_file())
}

/// What the crate's error means for the file at `path`.
fn refused(path: &Path, error: trash::Error) -> Error {
    let reason = match error {
        #[cfg(all(unix, not(target_os = "macos")))]
        trash::Error::FileSystem { path: at, source } => match Error::at(&at)(source) {
            full @ Error::Full { .. } => return full,
            other => other.to_string(),
        },
        trash::Error::Unknown { description } | trash::Error::Os { description, .. } => description,
        other => format!("{other:?}"),
    };
    Error::NoBin { path: path.to_owned(), reason }
}
