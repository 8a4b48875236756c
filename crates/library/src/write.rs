//! A file is written under a hidden name, synced, and only then given its name: nobody ever sees half of one.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{self, Write as _},
    path::Path,
};

use tempfile::{NamedTempFile, PersistError};

use crate::Error;

/// How the hidden names begin.
const PREFIX: &str = ".easel-";
/// And end.
const SUFFIX: &str = ".tmp";

/// A new file in `folder` with `bytes` in it, not yet synced; it is removed again unless it is given a name.
pub(crate) fn temporary(folder: &Path, bytes: &[u8]) -> Result<NamedTempFile, Error> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX);
    // As any new file; by itself the crate makes files that only their owner reads.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder).map_err(Error::at(folder))?;
    file.write_all(bytes).map_err(Error::at(file.path()))?;
    Ok(file)
}

/// The same, safe on the disk.
pub(crate) fn synced(folder: &Path, bytes: &[u8]) -> Result<NamedTempFile, Error> {
    let file = temporary(folder, bytes)?;
    file.as_file().sync_all().map_err(Error::at(file.path()))?;
    Ok(file)
}

/// Whether `name` is a hidden name of [`temporary`]'s.
pub(crate) fn is_hidden_name(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(PREFIX.as_bytes()) && name.ends_with(SUFFIX.as_bytes())
}

/// Names `file` `path`, and never over another file.
pub(crate) fn name(file: NamedTempFile, path: &Path) -> Result<(), PersistError> {
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => Err(taken),
        Err(other) => name_reserved(other.file, path),
    }
}

/// The same on a mount that has neither hard links nor a rename that replaces nothing: the name is taken by an empty file,
/// and that one is replaced.
fn name_reserved(file: NamedTempFile, path: &Path) -> Result<(), PersistError> {
    if let Err(error) = File::create_new(path) {
        return Err(PersistError { error, file });
    }
    file.persist(path).map(drop).inspect_err(|_| {
        if let Err(error) = fs::remove_file(path) {
            tracing::warn!(path = %path.display(), %error, "an empty file was left behind");
        }
    })
}

/// Makes the names in `folder` safe on the disk, as far as the disk can: the files have their names by now, so that this is
/// no reason to say that they are not there. On Windows names need no such care, and a folder cannot be opened.
pub(crate) fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Err(error) = File::open(folder).and_then(|folder| folder.sync_all())
    {
        tracing::warn!(path = %folder.display(), %error, "a crash of the computer could still lose the newest names");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_given_once_on_any_mount() {
        let folder = tempfile::tempdir().unwrap();
        for (name, path) in [(name as fn(_, &Path) -> _, "a"), (name_reserved, "b")] {
            let path = folder.path().join(path);
            let new = || synced(folder.path(), b"new").unwrap();
            name(new(), &path).unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"new");

            fs::write(&path, "another file").unwrap();
            let taken = name(new(), &path).unwrap_err();
            assert_eq!(taken.error.kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(fs::read(&path).unwrap(), b"another file");
            assert_eq!(fs::read(taken.file.path()).unwrap(), b"new", "nothing is lost");
        }
    }

    #[test]
    fn a_reserved_name_that_cannot_be_used_is_free_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let file = synced(folder.path(), b"new").unwrap();
        fs::remove_file(file.path()).unwrap();
        assert!(name_reserved(file, &path).is_err());
        assert!(!path.exists());
    }
}
