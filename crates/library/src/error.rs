//! What can go wrong with the folder of pictures, in words for the tile or the status bar, and what to do about it.

use std::{
    io,
    path::{Path, PathBuf},
};

use contract::Size;

use crate::pixels::MAX_PIXELS;

/// A failure of the library. None of them loses a picture: what was being added stays where the caller has it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No room, or a file larger than the system or the user's quota allows.
    #[error("the disk is full, writing {}", .path.display())]
    Full {
        /// What was being written.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// No permission, or a disk that only reads.
    #[error("no permission for {}", .path.display())]
    Denied {
        /// What was being read or written.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// The file or folder is not there any more.
    #[error("{} is gone", .path.display())]
    Gone {
        /// What was looked for.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// Any other failure of the disk.
    #[error("{}: {source}", .path.display())]
    Io {
        /// What was being read or written.
        path: PathBuf,
        /// The system's word.
        source: io::Error,
    },
    /// Bytes that are neither JPEG, PNG nor WebP.
    #[error("this is no picture: neither JPEG, PNG nor WebP")]
    NotAPicture,
    /// A picture by its first bytes, and not by the rest.
    #[error("the picture is broken: {0}")]
    Broken(String),
    /// More pixels than are ever decoded.
    #[error("the picture is too large: {0} pixels, and the most is {max} million", max = MAX_PIXELS >> 20)]
    TooLarge(Size),
    /// More bytes than are ever read.
    #[error("the file is too large: {bytes} bytes")]
    TooLong {
        /// Its length.
        bytes: u64,
    },
    /// The system has no bin for this file, or none that can be written. The picture stays where it is.
    #[error("no bin takes {}: {}", .path.display(), .reason.as_deref().unwrap_or("it does not say why"))]
    NoBin {
        /// What was to be deleted.
        path: PathBuf,
        /// The system's word, where it has one.
        reason: Option<String>,
    },
    /// The file is not what it was when it was last looked at. It stays where it is.
    #[error("{} has changed", .path.display())]
    Changed {
        /// Which.
        path: PathBuf,
    },
    /// The bin does not hold it: it was emptied, or somebody put the file back.
    #[error("{} is no longer in the bin", .path.display())]
    NotInBin {
        /// Where it was.
        path: PathBuf,
    },
    /// Another file has its place, and is never replaced.
    #[error("another file is at {} now", .path.display())]
    Taken {
        /// The place.
        path: PathBuf,
    },
    /// The index cannot be read or written.
    #[error("the index of the library failed: {0}")]
    Index(#[from] rusqlite::Error),
}

impl Error {
    /// For `map_err`: a failure of the disk at `path`.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full { path, source }
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::Denied { path, source },
            io::ErrorKind::NotFound => Self::Gone { path, source },
            _ => Self::Io { path, source },
        }
    }

    /// For `map_err`: a decoder or encoder gave up.
    pub(crate) fn broken(error: impl std::fmt::Display) -> Self {
        Self::Broken(error.to_string())
    }

    /// What to do about it, for people.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Full { .. } => "Make room on the disk and try again.",
            Self::Denied { .. } => "Choose a folder that you may write to, or change its permissions.",
            Self::Gone { .. } => "It may have been moved, or its disk is not connected.",
            Self::Io { .. } => "Check the disk and the folder, then try again.",
            Self::NotAPicture => "Only JPEG, PNG and WebP are handled.",
            Self::Broken(_) => "The file may have been cut off. Look for another copy of it.",
            Self::TooLarge(_) | Self::TooLong { .. } => "Make a smaller copy of it in another program.",
            Self::NoBin { .. } => {
                "The picture stays where it is. Delete its file in your file manager if you are sure."
            }
            Self::Changed { .. } => "Look through the folder again, then try again.",
            Self::NotInBin { .. } => "Look for it in the bin, or in the folder of pictures.",
            Self::Taken { .. } => "Move that file away, then put the picture back from the bin.",
            Self::Index(_) => "The pictures are safe. The index is made again from them at the next start.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Linux's numbers, which are the ones that a full or read-only disk really gives.
    #[cfg(target_os = "linux")]
    #[test]
    fn the_systems_word_becomes_ours() {
        let of = |number| Error::at(Path::new("/pictures/a.jpg"))(io::Error::from_raw_os_error(number));
        for full in [28, 27, 122] {
            assert!(matches!(of(full), Error::Full { .. }), "{full}");
            assert!(of(full).hint().contains("room"));
        }
        for denied in [13, 1, 30] {
            assert!(matches!(of(denied), Error::Denied { .. }), "{denied}");
        }
        assert!(matches!(of(2), Error::Gone { .. }));
        assert!(matches!(of(5), Error::Io { .. }));
        assert_eq!(of(28).to_string(), "the disk is full, writing /pictures/a.jpg");
    }
}
