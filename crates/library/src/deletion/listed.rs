//! Bins that programs can look into: those of Linux and the BSDs, by the Freedesktop specification, and of Windows. What was
//! deleted is found there by the place that it came from.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use trash::{TrashItem, TrashItemSize, os_limited};

use super::refused;
use crate::{Entry, Error};

pub(super) fn put(_root: &Path, path: &Path) -> Result<(), Error> {
    trash::delete(path).map_err(|error| refused(path, error))
}

/// Brings the files of `entries` back to their places below `root`. The bin is read once for all of them.
pub(super) fn bring_back(root: &Path, entries: &[Entry]) -> Vec<Result<(), Error>> {
    // As the bin noted it: without links on the way.
    let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let mut items: HashMap<PathBuf, Vec<TrashItem>> = HashMap::new();
    let listed = os_limited::list().map(|all| {
        for item in all.into_iter().filter(|item| item.original_parent.starts_with(&root)) {
            items.entry(item.original_path()).or_default().push(item);
        }
    });
    let back = |entry: &Entry| {
        fs::metadata(&root).map_err(Error::at(&root))?;
        let path = root.join(&entry.file);
        match (items.remove(&path), &listed) {
            (Some(items), _) => bring_back_one(items, &path, entry.len),
            (None, Ok(())) => Err(Error::NotInBin { path }),
            (None, Err(error)) => Err(Error::NoBin { path, reason: error.to_string() }),
        }
    };
    entries.iter().map(back).collect()
}

/// `items`: all that was deleted at `path`; `len`: of the file that is wanted.
fn bring_back_one(items: Vec<TrashItem>, path: &Path, len: u64) -> Result<(), Error> {
    let is_wanted =
        |item: &TrashItem| matches!(os_limited::metadata(item), Ok(about) if about.size == TrashItemSize::Bytes(len));
    // The length first: a second has room for two deletions, and the bin counts in seconds.
    let newest = items.into_iter().max_by_key(|item| (is_wanted(item), item.time_deleted));
    let item = newest.ok_or_else(|| Error::NotInBin { path: path.to_owned() })?;
    if path.symlink_metadata().is_ok() {
        return Err(Error::Taken { path: path.to_owned() });
    }
    match os_limited::restore_all([item.clone()]) {
        Ok(()) => Ok(()),
        Err(trash::Error::RestoreCollision { .. }) => Err(Error::Taken { path: path.to_owned() }),
        Err(error) => bring_copy(&item, path, error),
    }
}

#[cfg(windows)]
fn bring_copy(_item: &TrashItem, path: &Path, error: trash::Error) -> Result<(), Error> {
    Err(refused(path, error))
}

/// Where a folder's own disk gives no bin, its files are in the one of the home folder, on another disk: from there nothing
/// can be renamed, only copied. `error`: why it was not renamed.
#[cfg(unix)]
fn bring_copy(item: &TrashItem, path: &Path, error: trash::Error) -> Result<(), Error> {
    use crate::write;

    // The crate reserves the name with an empty file, and leaves it there when it gives up.
    if fs::symlink_metadata(path).is_ok_and(|about| about.is_file() && about.len() == 0) {
        fs::remove_file(path).map_err(Error::at(path))?;
    }
    // By the specification: `info/fox.jpg.trashinfo` tells about `files/fox.jpg`.
    let info = Path::new(&item.id);
    let bin = info.parent().and_then(Path::parent);
    let Some((bin, name)) = bin.zip(info.file_stem()) else { return Err(refused(path, error)) };
    let binned = bin.join("files").join(name);
    let (bytes, about) = (fs::read(&binned), fs::metadata(&binned));
    let (Ok(bytes), Ok(about)) = (bytes, about) else { return Err(refused(path, error)) };

    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(Error::at(folder))?;
    let file = write::synced(folder, &bytes)?;
    let same_time = about.modified().and_then(|time| file.as_file().set_modified(time));
    if let Err(error) = same_time {
        tracing::warn!(path = %path.display(), %error, "the picture that is back has a new time");
    }
    write::name(file, path).map_err(|failed| Error::at(path)(failed.error))?;
    write::sync_folder(folder);
    if let Err(error) = os_limited::purge_all([item]) {
        tracing::warn!(path = %path.display(), %error, "the bin keeps a copy of the picture that is back");
    }
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// The one thing that takes two disks to happen: a bin that nothing can be renamed from.
    #[test]
    fn a_copy_comes_back_from_the_bin_of_another_disk_and_replaces_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (bin, pictures) = (folder.path().join("Trash"), folder.path().join("pictures"));
        let (binned, info) = (bin.join("files/fox.jpg.2"), bin.join("info/fox.jpg.2.trashinfo"));
        for new in [bin.join("files"), bin.join("info"), pictures.clone()] {
            fs::create_dir_all(new).unwrap();
        }
        fs::write(&binned, "a fox").unwrap();
        fs::write(&info, "[Trash Info]").unwrap();
        let item = TrashItem {
            id: info.clone().into(),
            name: "fox.jpg".into(),
            original_parent: pictures.clone(),
            time_deleted: 0,
        };
        let path = pictures.join("fox.jpg");
        let error = || trash::Error::Unknown { description: "another disk".to_owned() };
        fs::write(&path, "a hare").unwrap();
        bring_copy(&item, &path, error()).unwrap_err();
        assert_eq!(fs::read(&path).unwrap(), b"a hare");
        assert!(binned.exists());

        fs::write(&path, "").unwrap();
        let before = fs::metadata(&binned).unwrap().modified().unwrap();
        bring_copy(&item, &path, error()).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"a fox");
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
        assert!(!binned.exists() && !info.exists());

        assert!(matches!(bring_copy(&item, &path, error()), Err(Error::NoBin { .. })), "it is no longer there");
        assert_eq!(fs::read(&path).unwrap(), b"a fox");
    }
}
