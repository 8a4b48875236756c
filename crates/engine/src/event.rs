//! How work ended. The runner sends events; each carries the id of what it answers, and a stale one changes nothing.

use std::{path::PathBuf, sync::Arc};

use contract::{Rewritten, usage::Told};
use library::{Entry, Meta, PictureId, Pixels};
use remote::{Analytics, Checked};

use crate::{
    connection::{ConnectionId, KeyState, Target},
    deploy::Worked,
    effect::DeletionId,
    failure::Failure,
    job::Job,
    rewriting::RewritingId,
};

/// The end of a piece of work, or its progress.
#[derive(Debug, Clone)]
pub enum Event {
    /// A picture is on disk and in the index.
    Arrived(Box<Entry>),
    /// A job ended without a picture.
    Failed(PictureId, Failure),
    /// A connection was tested, and all is right.
    Connected(ConnectionId, Checked),
    /// A connection was tested, and something is wrong.
    NotConnected(ConnectionId, Failure),
    /// Where the key of a connection is now.
    Key(ConnectionId, KeyState),
    /// A key that is not wanted there any more is still in the keychain: its connection was removed, or has another key.
    KeyLeft(Target, Failure),
    /// The keychain does not have this entry any more, whose connection was removed.
    KeyGone(String),
    /// A question to the keychain takes longer than it should, or no longer.
    KeychainWaits(bool),
    /// A copy was saved.
    Saved(PathBuf),
    /// A copy could not be saved.
    NotSaved(Failure),
    /// The folder is being compared with the index.
    Indexing {
        /// Files that were looked at.
        done: usize,
        /// Files in all, as far as is known.
        total: usize,
    },
    /// Pictures that other programs took away, changed or put into the folder.
    Changed {
        /// Pictures that are gone, or not as they were.
        removed: Vec<PictureId>,
        /// Pictures that are new, or new as they are now; in no order.
        added: Vec<Entry>,
    },
    /// The folder was compared with the index, as [`crate::Command::Refresh`] asked.
    Compared,
    /// Pictures are in the system's bin, unless they are wanted back already.
    Binned {
        /// Which deletion.
        id: DeletionId,
        /// Those whose files were gone before.
        gone: Vec<PictureId>,
        /// Those that the bin did not take, and why.
        failed: Vec<(PictureId, Failure)>,
    },
    /// Pictures are back from the system's bin.
    Restored {
        /// Which deletion.
        id: DeletionId,
        /// Those that are back, as they are now.
        restored: Vec<Entry>,
        /// Those that are not, and why.
        failed: Vec<(PictureId, Failure)>,
    },
    /// A picture's pixels, or why there are none.
    Decoded(PictureId, Result<Arc<Pixels>, Failure>),
    /// All that is known of a picture, or why it cannot be read.
    Described(PictureId, Result<Box<Meta>, Failure>),
    /// The folder was compared with the index, and these jobs of an earlier run have no picture.
    Recovered {
        /// All of them.
        jobs: Vec<Job>,
        /// How many of them were sent and have no ending.
        unknown: usize,
    },
    /// A job's picture was made, at this cost; `None` where the service did not say it.
    Spent(PictureId, Option<f64>),
    /// What the service at this place has counted, or why it did not tell.
    Usage(String, Result<Box<Told>, Failure>),
    /// What Cloudflare has counted for the account at this place, or why it did not tell.
    Analytics(String, Result<Box<Analytics>, Failure>),
    /// Another prompt, or why there is none.
    Rewritten(RewritingId, Result<Rewritten, Failure>),
    /// How far a deployment of this number is.
    Deploy(u64, Box<Worked>),
    /// It is the time that [`crate::Effect::WakeAt`] named, or later.
    Time,
    /// Something could not be kept; the program goes on.
    Trouble(Failure),
}
