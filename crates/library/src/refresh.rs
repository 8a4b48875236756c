//! The folder is walked and the index brought up to date with it: pictures that other programs put there, changed or took
//! away. In small steps, so that a picture that was just paid for is never kept waiting by a folder of 100,000.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
    fs, io,
    path::{MAIN_SEPARATOR, Path, PathBuf},
    vec,
};

use jiff::{SignedDuration, Timestamp};
use walkdir::{DirEntry, WalkDir};

use crate::{
    Entry, Error, Meta, PictureId,
    head::Head,
    index::{Known, Words, nanoseconds, number},
};

/// Endings of the files that are looked into; what they really are, their first bytes say.
const ENDINGS: [&str; 4] = ["jpg", "jpeg", "png", "webp"];

/// A walk through the folder, not yet all taken over into the index. Dropping it leaves the rest for the next one.
#[derive(Debug)]
pub struct Refresh {
    todo: vec::IntoIter<File>,
    /// Files that the index has and the folder has not.
    gone: Vec<(String, PictureId)>,
    unreadable: Vec<(PathBuf, Error)>,
    /// Ids that are taken: a copied file has its original's.
    taken: HashSet<PictureId>,
    total: usize,
}

/// What a step found. `removed` comes first: a file that was moved or changed is in both.
#[derive(Debug, Default)]
pub struct Changes {
    /// Pictures that are gone, or not as they were.
    pub removed: Vec<PictureId>,
    /// Pictures that are new, or new as they are now; in no order.
    pub added: Vec<Entry>,
    /// Files and folders that could not be read, and are not shown.
    pub unreadable: Vec<(PathBuf, Error)>,
}

/// A picture's file that the index does not have as it is.
#[derive(Debug)]
struct File {
    /// Relative to the root.
    path: String,
    len: u64,
    mtime: Timestamp,
    /// What the index had at this place.
    was: Option<PictureId>,
}

impl Refresh {
    /// Walks `root` and compares it with what the index knows.
    pub(crate) fn walk(root: &Path, known: Vec<Known>) -> Result<Self, Error> {
        let mut taken: HashSet<PictureId> = known.iter().map(|known| known.id).collect();
        let mut known: HashMap<String, Known> = known.into_iter().map(|known| (known.file.clone(), known)).collect();
        let (mut todo, mut unreadable, mut unseen) = (Vec::new(), Vec::new(), Vec::new());
        let walk = WalkDir::new(root).into_iter().filter_entry(|entry| entry.depth() == 0 || !is_hidden_folder(entry));
        for entry in walk {
            let looked =
                entry.map_err(place_of).and_then(|entry| look(root, &entry).map_err(|e| (entry.into_path(), e)));
            match looked {
                Ok(None) => {}
                Ok(Some(file)) => match known.remove(&file.path) {
                    Some(same) if (same.len, same.mtime) == (number(file.len), nanoseconds(file.mtime)) => {}
                    was => todo.push(File { was: was.map(|known| known.id), ..file }),
                },
                Err((path, error)) if path == root => return Err(Error::at(root)(error)),
                Err((path, error)) => {
                    unseen.push(path.clone());
                    unreadable.push((path.clone(), Error::at(&path)(error)));
                }
            }
        }
        // What could not be looked at is not gone.
        known.retain(|file, _| !unseen.iter().any(|path| root.join(file).starts_with(path)));
        let mut gone: Vec<(String, PictureId)> = known.into_iter().map(|(file, known)| (file, known.id)).collect();
        gone.sort();
        for id in gone.iter().map(|(_, id)| id).chain(todo.iter().filter_map(|file| file.was.as_ref())) {
            taken.remove(id);
        }
        todo.sort_by_cached_key(File::order);
        Ok(Self { total: todo.len(), todo: todo.into_iter(), gone, unreadable, taken })
    }

    /// Files looked into, and how many there are to look into.
    pub fn progress(&self) -> (usize, usize) {
        (self.total - self.todo.len(), self.total)
    }

    /// Whether pictures that this program made at `since` or later may be among the files that are still to look into: those
    /// of the newest days are met first.
    pub fn may_find_since(&self, since: Timestamp) -> bool {
        // A folder is named by the clock of wherever the computer was then, which is within a day of this one.
        let day = since.checked_sub(SignedDuration::from_hours(24)).unwrap_or(Timestamp::MIN);
        let day = day.strftime("%Y-%m-%d").to_string();
        self.todo.as_slice().first().is_some_and(|file| file.is_dated() && file.path >= day)
    }

    pub(crate) fn is_done(&self) -> bool {
        self.todo.len() == 0 && self.gone.is_empty() && self.unreadable.is_empty()
    }

    /// Looks into up to `count` files. Answers what changed, and the files that the index has to forget.
    pub(crate) fn read(&mut self, root: &Path, count: usize, words: &mut Words) -> (Changes, Vec<String>) {
        // One that came back from the bin since we walked is not gone. A link in its place is no picture.
        let is_there = |file: &str| fs::symlink_metadata(root.join(file)).is_ok_and(|about| about.is_file());
        let gone = std::mem::take(&mut self.gone).into_iter().filter(|(file, _)| !is_there(file));
        let (mut forget, removed) = gone.unzip::<_, _, Vec<_>, _>();
        let mut changes = Changes { removed, added: Vec::new(), unreadable: std::mem::take(&mut self.unreadable) };
        for file in self.todo.by_ref().take(count) {
            changes.removed.extend(file.was);
            let path = root.join(&file.path);
            match Head::open(&path) {
                Ok(head) => changes.added.push(file.entry(head, &mut self.taken, words)),
                Err(error) => {
                    forget.push(file.path);
                    // One that went while we walked is only gone.
                    if !matches!(error, Error::Gone { .. }) {
                        changes.unreadable.push((path, error));
                    }
                }
            }
        }
        (changes, forget)
    }
}

impl File {
    /// Dated folders first, the newest first, and within a folder short names first: a copy is then met after its
    /// original, and the original keeps the id.
    fn order(&self) -> impl Ord + use<> {
        let path = Path::new(&self.path);
        let folder = path.parent().map(Path::as_os_str).unwrap_or_default().to_owned();
        (Reverse(self.is_dated()), Reverse(folder), self.path.len(), self.path.clone())
    }

    /// Whether it is in one of our dated folders, or in one that others named like one.
    fn is_dated(&self) -> bool {
        self.path.contains(['/', MAIN_SEPARATOR]) && self.path.starts_with(|first: char| first.is_ascii_digit())
    }

    fn entry(self, head: Head, taken: &mut HashSet<PictureId>, words: &mut Words) -> Entry {
        let size = head.size;
        let meta = Meta::of_file(&self.path, self.mtime, head);
        let id = if taken.insert(meta.id) { meta.id } else { PictureId::of_place(&self.path) };
        taken.insert(id);
        Entry {
            id,
            made: meta.made,
            size,
            file: Path::new(&self.path).into(),
            prompt: meta.record.prompt.into(),
            model: words.one(&meta.record.model),
            len: self.len,
            mtime: self.mtime,
        }
    }
}

fn is_hidden_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_dir() && entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// What `entry` is to the library: a picture's file, or nothing. Links are not followed: they can lead anywhere.
fn look(root: &Path, entry: &DirEntry) -> io::Result<Option<File>> {
    let name = entry.file_name().to_string_lossy();
    if !entry.file_type().is_file() {
        return Ok(None);
    }
    let ending = Path::new(&*name).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    if name.starts_with('.') || !ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)) {
        return Ok(None);
    }
    let path = entry.path().strip_prefix(root).ok().and_then(Path::to_str);
    let path = path.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidFilename, "its name is not Unicode"))?;
    let about = entry.metadata()?;
    Ok(Some(File { path: path.to_owned(), len: about.len(), mtime: changed(&about)?, was: None }))
}

/// When a file was last changed.
pub(crate) fn changed(about: &fs::Metadata) -> io::Result<Timestamp> {
    Timestamp::try_from(about.modified()?).map_err(io::Error::other)
}

fn place_of(error: walkdir::Error) -> (PathBuf, io::Error) {
    (error.path().unwrap_or(Path::new("")).to_owned(), error.into())
}
