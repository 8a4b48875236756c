//! Work to start. The engine decides it, the runner does it.

use std::path::PathBuf;

use contract::{Billed, Format, Key, Prompt, Task};
use jiff::{Timestamp, civil::Date};
use library::{Entry, PictureId};

use crate::{
    connection::{Keep, Target},
    deploy::Work,
    draft::Draft,
    failure::Failure,
    job::Job,
    rewriting::RewritingId,
    settings::Settings,
    usage::Count,
};

/// Names a deletion within a run of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DeletionId(pub u32);

/// A piece of work to start.
#[derive(Debug, Clone)]
#[expect(clippy::large_enum_variant, reason = "effects are few, and each is handed on once or twice")]
pub enum Effect {
    /// Write these jobs to the journal; they wait.
    Queue(Vec<Job>),
    /// Write these jobs to the journal in place of those that are put away; all of it or nothing, so that none is lost or there twice.
    Replace(Vec<PictureId>, Vec<Job>),
    /// Ask for this picture, keep what comes.
    Make {
        /// What to ask for.
        job: Job,
        /// Whom; `None` where the job's connection is gone.
        target: Option<Target>,
        /// What it may have cost when its end is not known.
        lost: Billed,
    },
    /// Save again a picture that arrived and could not be saved.
    Keep(PictureId),
    /// Give up a job that runs: it ends as cancelled. What was sent and may be billed is listened to all the same, since a picture
    /// that arrives is kept.
    Abort {
        /// Which.
        id: PictureId,
        /// What it may have cost when it was sent.
        lost: Billed,
    },
    /// Note these jobs' turns in the journal.
    Turns(Vec<(PictureId, i64)>),
    /// Tell the time then, by [`crate::Event::Time`]. A later one of these replaces an earlier one.
    WakeAt(Timestamp),
    /// Close these jobs in the journal: the user put them away.
    Forget(Vec<PictureId>),
    /// Write how a job ended to the journal.
    Fail(PictureId, Failure),
    /// Save a copy of a picture.
    Export {
        /// Which.
        entry: Box<Entry>,
        /// Where to.
        target: PathBuf,
        /// As what.
        format: Format,
    },
    /// Move these pictures to the system's bin.
    Bin(DeletionId, Vec<Entry>),
    /// Bring these pictures back from the system's bin. A deletion of this name that is still at work stops where it is.
    Restore(DeletionId, Vec<Entry>),
    /// Decode a picture, as large as it is.
    Decode(Box<Entry>),
    /// Show a file in the system's file manager; relative to the library's folder, empty for that folder itself.
    Reveal(PathBuf),
    /// Compare the folder with the index.
    Refresh,
    /// End that comparison after its next step.
    StopIndexing,
    /// Read all that is known of a picture.
    Describe(Box<Entry>),
    /// Test a connection, at no cost; its key is read first, if it was not yet.
    Test(Target),
    /// Read a connection's key from the keychain, or put the one there that it did not take.
    AskKeychain(Target),
    /// Keep this key for this connection, in place of the one before.
    KeepKey {
        /// Whose.
        target: Target,
        /// Held in memory meanwhile.
        key: Key,
        /// For how long.
        keep: Keep,
    },
    /// Use the key of a connection that the keychain did not take, until the program ends.
    KeepForSession(Target),
    /// Keep the key of one connection for another one too, which leads to the same place.
    CopyKey {
        /// Whose key it is.
        from: Target,
        /// Who gets it.
        to: Target,
    },
    /// Take a key out of the keychain. It is held in memory, for undo.
    DropKey(Target),
    /// Put it back.
    BringKey(Target),
    /// Take this entry out of the keychain, whose connection an earlier run has removed.
    ForgetKey(String),
    /// Have a prompt written anew.
    Rewrite {
        /// Which rewriting.
        id: RewritingId,
        /// Whom to ask.
        target: Target,
        /// The prompt.
        prompt: Prompt,
        /// What to do with it.
        task: Task,
    },
    /// Ask what the days have used.
    PullUsage {
        /// Whom.
        target: Target,
        /// The newest days, as many; 1..=400.
        days: u16,
        /// The day that it is, in UTC.
        today: Date,
    },
    /// Remember what the service at this place has counted.
    KeepUsage(String, Box<Count>),
    /// Do this for the deployment of this number.
    Deploy(u64, Box<Work>),
    /// Save a text outside the library.
    SaveText {
        /// What.
        text: String,
        /// Where to.
        target: PathBuf,
    },
    /// Keep the draft.
    SaveDraft(Draft),
    /// Keep the settings.
    SaveSettings(Settings),
}
