//! A file is written under a hidden name, synced, and only then given its name: nobody ever sees half of one.

use std::{fs::File, io::Write as _, path::Path};

use tempfile::NamedTempFile;

use crate::Error;

/// A new file in `folder` with `bytes` in it, not yet synced; it is removed again unless it is given a name.
pub(crate) fn temporary(folder: &Path, bytes: &[u8]) -> Result<NamedTempFile, Error> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".easel-").suffix(".tmp");
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

/// Makes the names in `folder` safe on the disk. On Windows names need no such care, and a folder cannot be opened.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), Error> {
    if cfg!(unix) {
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(Error::at(folder))?;
    }
    Ok(())
}
