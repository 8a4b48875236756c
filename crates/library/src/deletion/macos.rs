//! The bin of macOS: files can be moved there, but no program can ask what is in it or take something out. So each deleted
//! picture keeps a second name (a hard link) in a hidden folder of the library until the next start, and Undo gives it its
//! first name again. The name in the bin stays, and is the user's to empty: it is the same file there, so that emptying the
//! bin takes nothing from a picture that is back, and gives no room before the second name is gone, too.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use trash::{
    TrashContext,
    macos::{DeleteMethod, TrashContextExtMacos as _},
};

use super::refused;
use crate::{Entry, Error};

/// Second names, in the root: hidden, and on the same disk as the pictures. It is removed whole, so that its name is ours.
const KEPT: &str = ".easel-bin";

/// Removes what an earlier run kept; the bin still has it all.
pub(crate) fn forget_kept(root: &Path) {
    let kept = root.join(KEPT);
    if let Err(error) = fs::remove_dir_all(&kept)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(path = %kept.display(), %error, "second names of deleted pictures were not removed");
    }
}

pub(super) fn put(root: &Path, path: &Path) -> Result<(), Error> {
    let kept = kept(root, path);
    // A disk without hard links has a bin all the same; what is in it can be put back by hand.
    if let Err(error) = keep(path, &kept) {
        tracing::warn!(path = %path.display(), %error, "deleting this picture cannot be undone from here");
    }
    let mut bin = TrashContext::new();
    // The Finder would ask for permission, and make a sound for each picture.
    bin.set_delete_method(DeleteMethod::NsFileManager);
    bin.delete(path).map_err(|error| {
        drop(fs::remove_file(&kept));
        refused(path, error)
    })
}

/// The library's folder, where the second names are.
#[derive(Debug)]
pub(super) struct Found {
    root: PathBuf,
}

pub(super) fn look(root: &Path, _entries: &[Entry]) -> Found {
    Found { root: root.to_owned() }
}

impl Found {
    /// The second name of what was deleted at `path`.
    pub(super) fn take(&mut self, path: &Path, _len: u64) -> Result<PathBuf, Error> {
        Ok(kept(&self.root, path))
    }
}

/// Gives the file with the second name `kept` the name `path`.
pub(super) fn bring_back(kept: &Path, path: &Path, _len: u64) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(Error::at(folder))?;
    match fs::hard_link(kept, path) {
        Ok(()) => {
            if let Err(error) = fs::remove_file(kept) {
                tracing::warn!(path = %kept.display(), %error, "the second name of a picture that is back stays");
            }
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Error::Taken { path: path.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::NotInBin { path: path.to_owned() }),
        Err(error) => Err(Error::at(path)(error)),
    }
}

/// Only the newest of those that were deleted at one place: the one that Undo is about.
fn keep(path: &Path, kept: &Path) -> io::Result<()> {
    fs::create_dir_all(kept.parent().unwrap_or(kept))?;
    match fs::remove_file(kept) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => fs::hard_link(path, kept),
    }
}

fn kept(root: &Path, path: &Path) -> PathBuf {
    root.join(KEPT).join(path.strip_prefix(root).unwrap_or(path))
}
