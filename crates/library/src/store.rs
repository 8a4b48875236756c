//! The library itself: opened once by the holder of the data folder's lock, it is the only one that writes to the folder.
//!
//! Adding a picture makes the file safe first, then the index, then the thumbnails; that one of those two fails is logged
//! and no error, since both come back by themselves.

use std::{
    collections::{BTreeSet, HashSet},
    fmt, fs, io,
    path::{Path, PathBuf},
};

use contract::{Format, Size};
use jiff::tz::TimeZone;
use tempfile::NamedTempFile;

use crate::{
    Changes, Entry, Error, Found, Meta, PictureId, Places, Refresh,
    head::Head,
    index::{Index, Words},
    name, pixels,
    refresh::changed,
    splice, thumbnail, write,
};

/// Where pictures are written before they have a name, in the root: hidden, and on the same disk as the pictures.
const INCOMING: &str = ".incoming";
/// Pictures of one second and one prompt.
pub(crate) const MAX_NAMESAKES: u32 = 9999;
/// Files that one step of a refresh looks into: a tenth of a second's work.
const STEP: usize = 200;

/// The folder of pictures, open.
pub struct Library {
    pub(crate) places: Places,
    pub(crate) index: Index,
    words: Words,
    zone: TimeZone,
    /// The dated folder whose own name this run has made safe on the disk.
    safe: PathBuf,
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Library").field("places", &self.places).finish_non_exhaustive()
    }
}

impl Library {
    /// Opens the library, making its folder where there is none. The entries, newest first, are what the index believes: no
    /// picture is looked at. [`Self::refresh`] brings them up to date, and fills an index that was lost.
    pub fn open(places: Places) -> Result<(Self, Vec<Entry>), Error> {
        fs::create_dir_all(&places.root).map_err(Error::at(&places.root))?;
        // A folder that only reads is a library too: whatever is added makes this one again, and says why it cannot.
        fs::create_dir(places.root.join(INCOMING)).ok();
        #[cfg(target_os = "macos")]
        crate::deletion::forget_kept(&places.root);
        let mut words = Words::default();
        let (index, mut entries) = Index::open(&places.index, &mut words)?;
        entries.sort_unstable_by(Entry::newest_first);
        Ok((Self { places, index, words, zone: TimeZone::system(), safe: PathBuf::new() }, entries))
    }

    /// With file names by the clock of `zone` and not of this computer.
    #[must_use]
    pub fn in_zone(self, zone: TimeZone) -> Self {
        Self { zone, ..self }
    }

    /// Where pictures are written before they have a name: what a crash leaves there whole, [`Self::adopt`] finds.
    pub(crate) fn incoming(&self) -> PathBuf {
        self.places.root.join(INCOMING)
    }

    /// Those of `ids` whose pictures are in the library, safe on the disk: an earlier run may have ended between giving one its
    /// name and syncing that.
    pub fn which_are_there(&self, ids: &[PictureId]) -> Result<HashSet<PictureId>, Error> {
        let there = self.index.which_are_there(ids)?;
        let folders: BTreeSet<&Path> = there.iter().flat_map(|(_, file)| file.ancestors().skip(1)).collect();
        for folder in folders {
            write::sync_folder(&self.places.root.join(folder));
        }
        Ok(there.into_iter().map(|(id, _)| id).collect())
    }

    /// Adds a picture. `bytes`: the whole reply, which stays as it is; `meta` goes beside its pixels, with the size and type
    /// that the bytes really have. Adding it again, with
    /// the same id and time, is adding it once: a crash may have come before the journal heard of it.
    ///
    /// Bytes that are no whole picture, or one that nobody could decode, are refused before anything is written.
    pub fn add(&mut self, bytes: &[u8], meta: &Meta) -> Result<Entry, Error> {
        let format = Format::sniff(bytes).ok_or(Error::NotAPicture)?;
        if !format.is_whole(bytes) {
            return Err(Error::broken("it ends early"));
        }
        let size = pixels::size(format, bytes)?;
        let meta = meta.told_by(format, size);
        let file = splice::with_meta(bytes, format, size, &meta)?;
        self.keep(&file, format, size, &meta)
    }

    /// `bytes`: the whole file, `meta` in it.
    pub(crate) fn keep(&mut self, bytes: &[u8], format: Format, size: Size, meta: &Meta) -> Result<Entry, Error> {
        let file = self.place(bytes, meta, format)?;
        let entry = self.entry(file, meta, size)?;
        if let Err(error) = self.index.change(&[], std::slice::from_ref(&entry)) {
            tracing::warn!(%error, "the picture is safe, but not in the index");
        }
        if let Err(error) = thumbnail::make(&self.places, &entry, bytes) {
            tracing::warn!(%error, "the picture is safe, but has no thumbnails");
        }
        Ok(entry)
    }

    /// All that is known of a picture, from its file. One of another program has no `by` and no `job`.
    pub fn meta(&self, entry: &Entry) -> Result<Meta, Error> {
        let head = Head::open(&self.places.file(entry))?;
        let file = entry.file.to_str().unwrap_or_default();
        Ok(Meta { id: entry.id, ..Meta::of_file(file, entry.mtime, head) })
    }

    /// Walks the folder and compares it with the index; [`Self::step`] then takes over what changed. Pictures may be added
    /// in between.
    pub fn refresh(&self) -> Result<Refresh, Error> {
        Refresh::walk(&self.places.root, self.index.known()?)
    }

    /// Takes over the next 200 files at most. `None` when there is nothing left. An index that cannot be written stops
    /// nothing; that the whole folder went away in between does.
    pub fn step(&mut self, refresh: &mut Refresh) -> Result<Option<Changes>, Error> {
        if refresh.is_done() {
            return Ok(None);
        }
        fs::metadata(&self.places.root).map_err(Error::at(&self.places.root))?;
        let (changes, forget) = refresh.read(&self.places.root, STEP, &mut self.words);
        if let Err(error) = self.index.change(&forget, &changes.added) {
            tracing::warn!(%error, "what changed in the folder is shown, but not in the index");
        }
        for id in &changes.removed {
            thumbnail::forget(&self.places, *id);
        }
        Ok(Some(changes))
    }

    /// Gives the file its name for good: `2026-11-21/140322 a red fox in the snow.jpg`, relative to the root.
    fn place(&mut self, bytes: &[u8], meta: &Meta, format: Format) -> Result<PathBuf, Error> {
        let made = meta.made.to_zoned(self.zone.clone());
        let folder = self.places.root.join(made.strftime("%Y-%m-%d").to_string());
        // That it is there does not say that it is safe: an earlier run may have ended right after making it.
        let is_safe = self.safe == folder && folder.exists();
        fs::create_dir_all(&folder).map_err(Error::at(&folder))?;
        let stem = format!("{} {}", made.strftime("%H%M%S"), name::stem(&meta.record.prompt));
        // Hidden, so that somebody may have tidied it away.
        fs::create_dir_all(self.incoming()).map_err(Error::at(&self.incoming()))?;
        let file = write::synced(&self.incoming(), bytes)?;
        let path = settle(file, &folder, &stem, format.extension(), meta.id)?;
        write::sync_folder(&folder);
        if !is_safe {
            write::sync_folder(&self.places.root);
            self.safe = folder;
        }
        Ok(path.strip_prefix(&self.places.root).map(Path::to_owned).unwrap_or(path))
    }

    fn entry(&mut self, file: PathBuf, meta: &Meta, size: Size) -> Result<Entry, Error> {
        let path = self.places.root.join(&file);
        let about = fs::metadata(&path).map_err(Error::at(&path))?;
        let meta = meta.bounded();
        Ok(Entry {
            id: meta.id,
            made: meta.made,
            size,
            file: file.into(),
            prompt: meta.record.prompt.into(),
            model: self.words.one(&meta.record.model),
            len: about.len(),
            mtime: changed(&about).map_err(Error::at(&path))?,
        })
    }
}

/// Renames `file` to the first of `stem.jpg`, `stem (2).jpg`, … that is free, and never over another file. Where the
/// picture of this `id` is there already, that is its place.
fn settle(
    mut file: NamedTempFile,
    folder: &Path,
    stem: &str,
    extension: &str,
    id: PictureId,
) -> Result<PathBuf, Error> {
    for n in 1..=MAX_NAMESAKES {
        let path = name::namesake(&folder.join(format!("{stem}.{extension}")), n);
        match write::name(file, &path) {
            Ok(()) => return Ok(path),
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                if matches!(crate::read_meta(&path), Ok(Some(Found::Easel(there))) if there.id == id) {
                    return Ok(path);
                }
                file = error.file;
            }
            Err(error) => return Err(Error::at(&path)(error.error)),
        }
    }
    Err(Error::at(folder)(io::ErrorKind::AlreadyExists.into()))
}
