//! Where things are kept, and the lock that says whose they are. Only its holder writes and recovers jobs.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use library::Places;

/// The program's folders, locked for this process until dropped.
#[derive(Debug)]
pub struct DataFolder {
    places: Paths,
    _lock: File,
}

/// What `easel serve` keeps: a ledger and a shelf apart from the window's, so that both can run. Locked until dropped.
#[derive(Debug)]
pub struct ServeFolder {
    state: PathBuf,
    _lock: File,
}

/// Each thing's own path.
#[derive(Debug, Clone)]
struct Paths {
    state: PathBuf,
    settings: PathBuf,
    instance: PathBuf,
    library: Places,
}

/// Why the folders cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another process has them; it listens where this file says.
    #[error("Easel is already open with this data")]
    Taken {
        /// See [`crate::raise`].
        instance: PathBuf,
    },
    /// The system does not say where a user's data go.
    #[error("this system does not say where your files are kept")]
    NoHome,
    /// A folder cannot be made or written.
    #[error("cannot use the folder {path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl FolderError {
    /// What to do about it, for people.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Taken { .. } => "Use the window that is open.",
            Self::NoHome => "Start Easel with --data-dir DIR.",
            Self::Io { .. } => {
                "Check that you may write there and that the disk has room, or start Easel with --data-dir DIR."
            }
        }
    }
}

impl DataFolder {
    /// Makes and locks the folders. `data_dir`: keeps everything under one folder; `None` takes the system's own places.
    pub fn open(data_dir: Option<&Path>) -> Result<Self, FolderError> {
        let paths = Paths::find(data_dir)?;
        let library = &paths.library;
        let folders =
            [paths.state.parent(), paths.settings.parent(), library.index.parent(), Some(library.root.as_path())];
        for folder in folders.into_iter().flatten() {
            fs::create_dir_all(folder).map_err(|source| io_error(folder, source))?;
        }
        let lock = lock(&paths.state, &paths.instance)?;
        Ok(Self { places: paths, _lock: lock })
    }

    /// The journal, ledger and shelf.
    pub fn state(&self) -> &Path {
        &self.places.state
    }

    /// `settings.toml`.
    pub fn settings(&self) -> &Path {
        &self.places.settings
    }

    /// Where the pictures, their index and their thumbnails are.
    pub fn library(&self) -> &Places {
        &self.places.library
    }

    /// Where copies are offered to be saved: beside the library.
    pub fn copies(&self) -> &Path {
        self.places.library.root.parent().unwrap_or(&self.places.library.root)
    }

    pub(crate) fn instance(&self) -> &Path {
        &self.places.instance
    }
}

impl ServeFolder {
    /// Makes and locks it, in the same place as the window's.
    pub fn open(data_dir: Option<&Path>) -> Result<Self, FolderError> {
        let paths = Paths::find(data_dir)?;
        let state = paths.state.with_file_name("serve.db");
        if let Some(folder) = state.parent() {
            fs::create_dir_all(folder).map_err(|source| io_error(folder, source))?;
        }
        Ok(Self { _lock: lock(&state, &paths.instance)?, state })
    }

    /// The ledger and the shelf.
    pub fn state(&self) -> &Path {
        &self.state
    }
}

impl Paths {
    fn find(data_dir: Option<&Path>) -> Result<Self, FolderError> {
        data_dir.map(Self::under).or_else(Self::of_system).ok_or(FolderError::NoHome)
    }

    fn under(dir: &Path) -> Self {
        let cache = dir.join("cache");
        Self {
            state: dir.join("state.db"),
            settings: dir.join("settings.toml"),
            instance: dir.join("instance"),
            library: Places {
                root: dir.join("library"),
                index: cache.join("index.db"),
                thumbnails: cache.join("thumbnails"),
            },
        }
    }

    fn of_system() -> Option<Self> {
        let project = directories::ProjectDirs::from("", "", "easel")?;
        let pictures = directories::UserDirs::new()?.picture_dir().map(|pictures| pictures.join("Easel"));
        let cache = project.cache_dir();
        Some(Self {
            state: project.data_dir().join("state.db"),
            settings: project.config_dir().join("settings.toml"),
            instance: project.data_dir().join("instance"),
            library: Places {
                root: pictures.unwrap_or_else(|| project.data_dir().join("library")),
                index: cache.join("index.db"),
                thumbnails: cache.join("thumbnails"),
            },
        })
    }
}

fn lock(state: &Path, instance: &Path) -> Result<File, FolderError> {
    let path = state.with_extension("lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|source| io_error(&path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(FolderError::Taken { instance: instance.to_owned() }),
        Err(TryLockError::Error(source)) => Err(io_error(&path, source)),
    }
}

fn io_error(path: &Path, source: io::Error) -> FolderError {
    FolderError::Io { path: path.to_owned(), source }
}
