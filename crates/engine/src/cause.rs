//! Why something failed: a closed list, so that the window can say each in the user's language, and the compiler finds the
//! one that it forgot. The journal keeps causes by these names: a name may be added, and none may change.

use std::path::Path;

use contract::Size;
use library::Error as Library;
use remote::{AddressError, Kind};
use serde::{Deserialize, Serialize};

use crate::keychain::KeychainFault;

/// Why something failed. Paths are text, since a journal in JSON takes no others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A request to a service brought no picture, or no answer that can be used. The failure's detail is what only the
    /// other end knows: a refusal's own words, what is wrong with its certificate, the host that its reply points to, its
    /// status, its version of the API.
    Service {
        /// The connection's name.
        service: String,
        /// What went wrong.
        kind: Kind,
    },
    /// The connection that it should go over is not there.
    NoConnection,
    /// There is no key for this connection.
    NoKey {
        /// The connection's name.
        service: String,
    },
    /// The system's keychain cannot be used; the detail is the system's word.
    Keychain(KeychainFault),
    /// What was typed is no address.
    Address(AddressError),
    /// The reply ended before the picture was whole.
    CutShort,
    /// It was cancelled after it was sent.
    Cancelled,
    /// Easel was closed after it was sent and before a reply came.
    Unknown {
        /// Where it was sent to.
        service: String,
    },
    /// The journal cannot be written, so that nothing was sent.
    Unsent,
    /// Something could not be kept; the detail is the system's word.
    NotKept(Kept),
    /// A file or folder that cannot be used.
    File(FileFault),
    /// The index cannot be read or written; the detail is the database's word.
    Index,
    /// No file manager shows this folder.
    NotRevealed {
        /// The folder.
        folder: String,
    },
    /// The Worker cannot be packed, made or replaced from here.
    Worker(WorkerFault),
    /// A part of Easel has stopped; the detail is its name.
    ThreadGone,
    /// In the words of another version of Easel; empty when there are none. The detail is what it said to do.
    Other(String),
}

/// Why a file or folder cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFault {
    /// No room on the disk.
    Full {
        /// What was being written.
        path: String,
    },
    /// No permission, or a disk that only reads.
    Denied {
        /// What was being read or written.
        path: String,
    },
    /// The file or folder is not there any more.
    Gone {
        /// What was looked for.
        path: String,
    },
    /// Any other failure of the disk; the detail is the system's word.
    Disk {
        /// What was being read or written.
        path: String,
    },
    /// The system has no bin that takes this file; the detail is the system's word.
    NoBin {
        /// What was to be deleted.
        path: String,
    },
    /// The file is not what it was when it was last looked at, and was left alone.
    Changed {
        /// Which.
        path: String,
    },
    /// The bin no longer holds it.
    NotInBin {
        /// Where it was.
        path: String,
    },
    /// Another file has its place.
    Taken {
        /// The place.
        path: String,
    },
    /// Bytes that are neither JPEG, PNG nor WebP.
    NotAPicture,
    /// A picture that cannot be decoded; the detail is the decoder's word.
    Broken,
    /// More pixels than are ever decoded.
    TooManyPixels(Size),
    /// More bytes than are ever read.
    TooManyBytes {
        /// How many.
        bytes: u64,
    },
}

/// Why the Worker cannot be packed, made or replaced from here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkerFault {
    /// The packed Worker is not there.
    NoBundle,
    /// What lies there is no packed Worker; the detail says what is wrong with it.
    BrokenBundle,
    /// Cargo, which packs it, is not on this computer.
    NoCargo,
    /// It could not be packed; the detail is what was said last.
    NotPacked,
    /// The version from before still answers; the detail is its number.
    OldVersion,
    /// The system gives no random numbers to make a key from.
    NoRandomness,
}

/// What could not be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// How far the pictures are that were asked for.
    Journal,
    /// The request that is being written.
    Draft,
    /// The settings.
    Settings,
}

impl Cause {
    /// A library's failure, and what only the system knows of it.
    pub(crate) fn of_library(error: &Library) -> (Self, Option<String>) {
        let text = |path: &Path| path.display().to_string();
        let (fault, detail) = match error {
            Library::Full { path, .. } => (FileFault::Full { path: text(path) }, None),
            Library::Denied { path, .. } => (FileFault::Denied { path: text(path) }, None),
            Library::Gone { path, .. } => (FileFault::Gone { path: text(path) }, None),
            Library::Io { path, source } => (FileFault::Disk { path: text(path) }, Some(source.to_string())),
            Library::NoBin { path, reason } => (FileFault::NoBin { path: text(path) }, reason.clone()),
            Library::Changed { path } => (FileFault::Changed { path: text(path) }, None),
            Library::NotInBin { path } => (FileFault::NotInBin { path: text(path) }, None),
            Library::Taken { path } => (FileFault::Taken { path: text(path) }, None),
            Library::NotAPicture => (FileFault::NotAPicture, None),
            Library::Broken(why) => (FileFault::Broken, Some(why.clone())),
            Library::TooLarge(size) => (FileFault::TooManyPixels(*size), None),
            Library::TooLong { bytes } => (FileFault::TooManyBytes { bytes: *bytes }, None),
            Library::Index(error) => return (Self::Index, Some(error.to_string())),
        };
        (Self::File(fault), detail)
    }
}
