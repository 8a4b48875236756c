//! Bins that programs can look into: those of Linux and the BSDs, by the Freedesktop specification, and of Windows. What was
//! deleted is found there by the place that it came from, and by its length.

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
};

use trash::{TrashItem, TrashItemSize, os_limited};

use super::refused;
use crate::{Entry, Error, guard};

/// What the bin has of the pictures that are wanted.
#[derive(Debug)]
pub(super) struct Found {
    root: PathBuf,
    /// The root as the bin notes it.
    noted: PathBuf,
    items: HashMap<PathBuf, Vec<TrashItem>>,
    /// `None` where the bin could not be read.
    listed: Option<()>,
}

pub(super) fn put(_root: &Path, path: &Path) -> Result<(), Error> {
    trash::delete(path).map_err(|error| refused(path, error))
}

pub(super) fn look(root: &Path, entries: &[Entry]) -> Found {
    // The bin notes places without links on the way. On Windows that would bring a spelling that the bin does not have.
    let noted = if cfg!(windows) { std::path::absolute(root) } else { fs::canonicalize(root) };
    let noted = noted.unwrap_or_else(|_| root.to_owned());
    let wanted: HashSet<PathBuf> = entries.iter().map(|entry| key(&noted.join(&entry.file))).collect();
    let mut items: HashMap<PathBuf, Vec<TrashItem>> = HashMap::new();
    let listed = guard::caught(os_limited::list)
        .and_then(|listed| listed.inspect_err(|error| tracing::warn!(%error, "the bin cannot be read")).ok());
    let listed = listed.map(|all| {
        for item in all {
            let key = key(&item.original_path());
            if wanted.contains(&key) {
                items.entry(key).or_default().push(item);
            }
        }
    });
    Found { root: root.to_owned(), noted, items, listed }
}

impl Found {
    /// The newest file of `len` bytes that was deleted at `path`.
    pub(super) fn take(&mut self, path: &Path, len: u64) -> Result<TrashItem, Error> {
        self.listed.ok_or_else(|| Error::NoBin { path: path.to_owned(), reason: None })?;
        let file = path.strip_prefix(&self.root).unwrap_or(path);
        let items = self.items.remove(&key(&self.noted.join(file))).unwrap_or_default();
        // A bin that does not know how long a file is may have the right one all the same.
        let length = |item: &TrashItem| os_limited::metadata(item).map(|about| about.size == TrashItemSize::Bytes(len));
        let looked = items.into_iter().map(|item| (length(&item).ok(), item)).filter(|(same, _)| *same != Some(false));
        let newest = looked.max_by_key(|(same, item)| (*same, item.time_deleted));
        newest.map(|(_, item)| item).ok_or_else(|| Error::NotInBin { path: path.to_owned() })
    }
}

/// Brings `item`, a file of `len` bytes, back to `path`, in the folder that it came from.
pub(super) fn bring_back(item: &TrashItem, path: &Path, len: u64) -> Result<(), Error> {
    if path.symlink_metadata().is_ok() {
        return Err(Error::Taken { path: path.to_owned() });
    }
    let name = path.file_name().unwrap_or(&item.name).to_owned();
    match os_limited::restore_all([TrashItem { name, ..item.clone() }]) {
        Ok(()) => Ok(()),
        Err(trash::Error::RestoreCollision { .. }) => Err(Error::Taken { path: path.to_owned() }),
        Err(error) => bring_copy(item, path, len, error),
    }
}

/// How places are compared.
#[cfg(not(windows))]
fn key(path: &Path) -> PathBuf {
    path.to_owned()
}

#[cfg(windows)]
fn key(path: &Path) -> PathBuf {
    spelled(&path.to_string_lossy()).into()
}

/// One spelling of a place on Windows, which has many: `\\?\C:\Users` is `c:\users`.
#[cfg(any(windows, test))]
fn spelled(path: &str) -> String {
    let plain = match path.strip_prefix(r"\\?\UNC\") {
        Some(share) => format!(r"\\{share}"),
        None => path.strip_prefix(r"\\?\").unwrap_or(path).to_owned(),
    };
    plain.replace('/', r"\").to_lowercase()
}

#[cfg(windows)]
fn bring_copy(_item: &TrashItem, path: &Path, _len: u64, error: trash::Error) -> Result<(), Error> {
    Err(refused(path, error))
}

/// Where a folder's own disk gives no bin, its files are in the one of the home folder, on another disk: from there nothing
/// can be renamed, only copied. `error`: why it was not renamed.
#[cfg(unix)]
fn bring_copy(item: &TrashItem, path: &Path, len: u64, error: trash::Error) -> Result<(), Error> {
    use std::io::{self, Read as _};

    use crate::write;

    // By the specification: `info/fox.jpg.trashinfo` tells about `files/fox.jpg`.
    let info = Path::new(&item.id);
    let bin = info.parent().and_then(Path::parent);
    let Some((bin, name)) = bin.zip(info.file_stem()) else { return Err(refused(path, error)) };
    let binned = bin.join("files").join(name);
    let is_it = |path: &Path| fs::symlink_metadata(path).is_ok_and(|about| about.is_file() && about.len() == len);
    if is_it(path) && fs::symlink_metadata(&binned).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        tracing::warn!(path = %path.display(), ?error, "the picture is back, and the bin still has a note of it");
        return Ok(());
    }
    // The crate reserves the name with an empty file, and leaves it there when it gives up.
    if fs::symlink_metadata(path).is_ok_and(|about| about.is_file() && about.len() == 0) {
        fs::remove_file(path).map_err(Error::at(path))?;
    }
    if !is_it(&binned) {
        return Err(refused(path, error));
    }

    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(Error::at(folder))?;
    let from = fs::File::open(&binned).map_err(Error::at(&binned))?;
    let time = from.metadata().and_then(|about| about.modified());
    let file = write::temporary(folder, &[])?;
    // One byte more shows a file that grows.
    let copied = io::copy(&mut from.take(len.saturating_add(1)), &mut file.as_file()).map_err(Error::at(path))?;
    if copied != len {
        return Err(Error::Changed { path: binned });
    }
    if let Err(error) = time.and_then(|time| file.as_file().set_modified(time)) {
        tracing::warn!(path = %path.display(), %error, "the picture that is back has a new time");
    }
    file.as_file().sync_all().map_err(Error::at(path))?;
    write::name(file, path).map_err(|failed| match failed.error.kind() {
        io::ErrorKind::AlreadyExists => Error::Taken { path: path.to_owned() },
        _ => Error::at(path)(failed.error),
    })?;
    write::sync_folder(folder);
    if let Err(error) = os_limited::purge_all([item]) {
        tracing::warn!(path = %path.display(), %error, "the bin keeps a copy of the picture that is back");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_windows_is_found_however_it_is_spelled() {
        let noted = spelled(r"C:\Users\Ann\Pictures\2026-11-21\140322 fox.jpg");
        assert_eq!(spelled(r"\\?\C:\Users\Ann\Pictures\2026-11-21\140322 fox.jpg"), noted);
        assert_eq!(spelled(r"c:\users\ann/Pictures\2026-11-21\140322 FOX.jpg"), noted);
        assert_eq!(spelled(r"\\?\UNC\nas\art\fox.jpg"), spelled(r"\\nas\art\fox.jpg"));
        assert_ne!(spelled(r"D:\Users\Ann\Pictures\2026-11-21\140322 fox.jpg"), noted);
    }

    #[cfg(unix)]
    fn error() -> trash::Error {
        trash::Error::Unknown { description: "another disk".to_owned() }
    }

    /// A bin with a fox of five bytes in it, which came from `pictures`.
    #[cfg(unix)]
    fn fox(folder: &Path) -> (PathBuf, TrashItem, PathBuf) {
        let (bin, pictures) = (folder.join("Trash"), folder.join("pictures"));
        let (binned, info) = (bin.join("files/fox.jpg.2"), bin.join("info/fox.jpg.2.trashinfo"));
        for new in [bin.join("files"), bin.join("info"), pictures.clone()] {
            fs::create_dir_all(new).unwrap();
        }
        fs::write(&binned, "a fox").unwrap();
        fs::write(&info, "[Trash Info]").unwrap();
        let (id, original_parent) = (info.into(), pictures.clone());
        (binned, TrashItem { id, name: "fox.jpg".into(), original_parent, time_deleted: 0 }, pictures.join("fox.jpg"))
    }

    /// The one thing that takes two disks to happen: a bin that nothing can be renamed from.
    #[cfg(unix)]
    #[test]
    fn a_copy_comes_back_from_the_bin_of_another_disk_and_replaces_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (binned, item, path) = fox(folder.path());
        fs::write(&path, "a hare").unwrap();
        assert!(matches!(bring_copy(&item, &path, 5, error()), Err(Error::Taken { .. })));
        assert_eq!(fs::read(&path).unwrap(), b"a hare");
        assert!(binned.exists());

        fs::write(&path, "").unwrap();
        let before = fs::metadata(&binned).unwrap().modified().unwrap();
        bring_copy(&item, &path, 5, error()).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"a fox");
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
        assert!(!binned.exists() && !Path::new(&item.id).exists());

        // As when it was renamed, and only the note about it could not be removed.
        bring_copy(&item, &path, 5, error()).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(matches!(bring_copy(&item, &path, 5, error()), Err(Error::NoBin { .. })), "it is no longer there");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_file_that_was_deleted_is_copied_back() {
        let folder = tempfile::tempdir().unwrap();
        let (binned, item, path) = fox(folder.path());
        assert!(matches!(bring_copy(&item, &path, 4, error()), Err(Error::NoBin { .. })), "another length");
        let secret = folder.path().join("secret");
        fs::rename(&binned, &secret).unwrap();
        std::os::unix::fs::symlink(&secret, &binned).unwrap();
        assert!(matches!(bring_copy(&item, &path, 5, error()), Err(Error::NoBin { .. })), "a link");
        assert!(!path.exists() && secret.exists());
    }
}
