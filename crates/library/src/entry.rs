//! What is held in memory of each picture, and the three places that the library lives in. The engine keeps 100,000
//! entries, so an entry is small and its clone copies no text.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use contract::Size;
use jiff::Timestamp;

use crate::{PictureId, Thumb};

/// A picture in the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its own id.
    pub id: PictureId,
    /// When it was made; for a picture of another program, when its file was last changed.
    pub made: Timestamp,
    /// Pixels, as the file has them.
    pub size: Size,
    /// Relative to [`Places::root`].
    pub file: Arc<Path>,
    /// Empty for a picture that does not say.
    pub prompt: Arc<str>,
    /// The model's short id; empty for a picture that does not say.
    pub model: Arc<str>,
    /// Bytes of the file.
    pub len: u64,
    /// When the file was last changed.
    pub mtime: Timestamp,
}

impl Entry {
    /// Newest first; the order of the gallery.
    pub fn newest_first(a: &Self, b: &Self) -> std::cmp::Ordering {
        (b.made, b.id).cmp(&(a.made, a.id))
    }
}

/// Where the library lives.
#[derive(Debug, Clone)]
pub struct Places {
    /// The folder of pictures: the truth.
    pub root: PathBuf,
    /// `index.db`; may be deleted at any time.
    pub index: PathBuf,
    /// The cache folder; may be deleted at any time.
    pub thumbnails: PathBuf,
}

impl Places {
    /// The picture's file.
    pub fn file(&self, entry: &Entry) -> PathBuf {
        self.root.join(&entry.file)
    }

    /// `512/ab/<id>.jpg`: 256 folders, since some file systems are slow with many files in one. The id's last digits are
    /// random, its first ones are the time.
    pub(crate) fn thumbnail(&self, id: PictureId, side: Thumb) -> PathBuf {
        let name = id.to_string();
        let folder = name.get(name.len().saturating_sub(2)..).unwrap_or_default();
        self.thumbnails.join(side.pixels().to_string()).join(folder).join(format!("{name}.jpg"))
    }
}
