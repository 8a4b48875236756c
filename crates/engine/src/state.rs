//! All that is known. Panels read it and nothing else; only [`crate::Engine::command`] and [`crate::Engine::event`]
//! change it. No secret is ever in here.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use contract::{Field, Task, price::Estimate};
use jiff::Timestamp;
use library::{Entry, Meta, PictureId, Pixels};

use crate::{
    connection::{Connection, ConnectionId},
    deploy::{Deployment, Step},
    draft::Draft,
    failure::Failure,
    gallery::Gallery,
    job::{Job, JobState},
    pace::Pace,
    rest::Pause,
    rewriting::Rewriting,
    selection::Selection,
    settings::Settings,
    texts::TextBook,
    usage::{Payer, UsageBook},
};

/// All that is known.
#[derive(Debug, Clone)]
pub struct State {
    /// The request that is being written.
    pub draft: Draft,
    /// How often the draft's texts were changed other than by typing. The window's fields keep their own strings: when this
    /// is another number than the one that they were filled at, they are filled anew from the draft before they are drawn,
    /// and nothing that they held is sent.
    pub draft_revision: u64,
    /// The last side that was typed and had to be changed, until it is edited again.
    pub snapped: Option<Snapped>,
    /// Another prompt for that of the draft, asked for or proposed.
    pub rewriting: Option<Rewriting>,
    /// The texts that were asked for, whatever became of the wish.
    pub texts: TextBook,
    /// The ways to a service; the built-in one is the first and always there.
    pub connections: Vec<Connection>,
    /// The connection that the next request takes.
    pub current: ConnectionId,
    /// The connection that the page of connections shows; `None`: the form for a new one.
    pub shown: Option<ConnectionId>,
    /// Whether the system's keychain lets us wait: it may be asking its owner.
    pub keychain_waits: bool,
    /// Pictures, and jobs that have none yet.
    pub gallery: Gallery,
    /// Why nothing of what waits is sent, if so.
    pub pause: Option<Pause>,
    /// The job whose request is in the draft, to be changed.
    pub editing: Option<Editing>,
    /// What the last requests have come to, until the window has told it.
    pub finished: Option<Finished>,
    /// What is selected in the gallery.
    pub selection: Selection,
    /// The picture that fills the window, if one does.
    pub open: Option<Opened>,
    /// A picture that waits to be put on the clipboard, until the window has taken it.
    pub clipboard: Option<Arc<Pixels>>,
    /// What [`crate::Command::Undo`] would take back.
    pub undoable: Option<Undoable>,
    /// How long pictures take.
    pub pace: Pace,
    /// The message in the status bar.
    pub notice: Option<Notice>,
    /// How far the comparison of folder and index is, which every start begins with; `None` when it is done.
    pub indexing: Option<Indexing>,
    /// What the days have used.
    pub usage: UsageBook,
    /// Jobs that the user let through past a budget, and whose.
    pub let_through: BTreeMap<PictureId, Payer>,
    /// Jobs that were cancelled while they were under way, as they were then: their tasks listen on, whatever becomes of the jobs.
    pub cancelled: BTreeMap<PictureId, Job>,
    /// The deployment that is under way, or was until its page is left.
    pub deployment: Option<Deployment>,
    /// What is remembered between runs.
    pub settings: Settings,
}

/// The picture that fills the window.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Which.
    pub id: PictureId,
    /// Where it stands, so that it is found without a look at all pictures.
    pub made: Timestamp,
    /// All that is known of it, or why that cannot be read, once it was tried.
    pub meta: Option<Result<Meta, Failure>>,
}

/// A job that waits and is being changed. It keeps its place in the queue and is not sent meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub struct Editing {
    /// Which.
    pub id: PictureId,
    /// What was being written before.
    pub(crate) draft: Draft,
    /// The connection that was used before: while the job is changed, it is the job's.
    pub(crate) current: ConnectionId,
}

/// Nothing is under way any more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Finished {
    /// Pictures that arrived since something was first under way.
    pub pictures: usize,
    /// Jobs that failed since then.
    pub failed: usize,
    /// Jobs that wait, and are kept back.
    pub waiting: usize,
}

/// A typed side that had to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapped {
    /// Which.
    pub field: Field,
    /// Pixels, as typed.
    pub typed: i64,
    /// Pixels, as kept.
    pub kept: u32,
}

/// Something that can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undoable {
    /// Pictures were deleted.
    Deletion {
        /// How many.
        pictures: usize,
    },
    /// The draft gave way to a picture's settings.
    Settings,
    /// Another prompt was taken in place of what was typed.
    Prompt,
    /// A connection was removed.
    Connection,
    /// Something was done to the queue.
    Queue,
}

/// A message in the status bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A copy was saved here.
    Saved(PathBuf),
    /// Pictures were moved to the system's bin, and can be brought back.
    Deleted {
        /// How many.
        pictures: usize,
    },
    /// Some pictures were moved to the system's bin, and can be brought back; others stay where they were.
    DeletedSome {
        /// How many were moved.
        pictures: usize,
        /// How many stay.
        failed: usize,
        /// Why the first of those does.
        failure: Failure,
    },
    /// Deleted pictures are back.
    Restored {
        /// How many.
        pictures: usize,
    },
    /// A picture is on the clipboard.
    Copied,
    /// What is known of a failure is on the clipboard.
    ReportCopied,
    /// The chart of usage is on the clipboard, as a picture.
    ChartCopied,
    /// The draft is what this picture was made from.
    SettingsUsed,
    /// The draft is as it was before a picture's settings were used.
    DraftBack,
    /// Another prompt has taken the place of what was typed, which can be brought back.
    PromptTaken(Task),
    /// What was typed is there again.
    PromptBack,
    /// The text model has left the prompt as it is.
    PromptStays,
    /// The comparison of folder and index was stopped before its end.
    IndexingStopped,
    /// This system has no font for Chinese.
    NoChineseFont,
    /// Pictures of an earlier run were asked for and never arrived.
    Unknown {
        /// How many.
        jobs: usize,
    },
    /// Jobs were taken out of the queue, and can be brought back.
    TakenOut {
        /// How many.
        jobs: usize,
    },
    /// What was done to the queue was taken back.
    QueueBack,
    /// What was done to the queue cannot be taken back: it has gone on.
    TooLate,
    /// A picture may be waiting at this service, which is not connected now: asking another would pay for it again.
    ConnectFirst(String),
    /// All is right with a connection, which is used now.
    Connected(ConnectionId),
    /// A connection of this name was removed, and can be brought back.
    Removed(String),
    /// It is back.
    BroughtBack(String),
    /// The pictures that this connection has no allowance for are made over that one.
    StoodIn {
        /// The name of the one that rests.
        rests: String,
        /// The name of the one that stands in.
        over: String,
    },
    /// A key that is not wanted there any more is still in the system's keychain, which its user has to take it out of.
    KeyLeft {
        /// The name of its connection.
        name: String,
        /// What the keychain calls it.
        entry: String,
        /// Why it is still there.
        failure: Failure,
    },
    /// A deployment was left before its end; these of its steps are done, and stay.
    DeploymentLeft(Vec<Step>),
    /// Something failed that has no tile.
    Trouble(Failure),
}

/// How far the comparison of folder and index is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Indexing {
    /// Files that were looked at.
    pub done: usize,
    /// Files in all, as far as is known.
    pub total: usize,
}

impl State {
    /// The connection that the next request takes.
    pub fn connection(&self) -> Option<&Connection> {
        self.find_connection(self.current)
    }

    pub(crate) fn connection_mut(&mut self, id: ConnectionId) -> Option<&mut Connection> {
        self.connections.iter_mut().find(|connection| connection.id == id)
    }

    /// The connection with this id, while it exists.
    pub fn find_connection(&self, id: ConnectionId) -> Option<&Connection> {
        self.connections.iter().find(|connection| connection.id == id)
    }

    /// Whether this is the job that is being changed.
    pub fn is_edited(&self, id: PictureId) -> bool {
        self.editing.as_ref().is_some_and(|editing| editing.id == id)
    }

    /// The jobs that wait, the next one first: a look at all jobs.
    pub fn queue(&self) -> Vec<&Job> {
        let mut waiting: Vec<&Job> = self.gallery.jobs().iter().filter(|job| job.state == JobState::Waiting).collect();
        waiting.sort_by_key(|job| job.order());
        waiting
    }

    /// The picture that fills the window, while it is there.
    pub fn opened(&self) -> Option<(&Opened, &Entry)> {
        let opened = self.open.as_ref()?;
        Some((opened, self.gallery.picture(opened.made, opened.id)?))
    }

    /// What an action on pictures is about: the open one, or those that are selected, newest first. A look at all tiles when
    /// several are selected, so not for a frame.
    pub fn targets(&self) -> Vec<PictureId> {
        match &self.open {
            Some(opened) => vec![opened.id],
            None => self.selection.ids(&self.gallery),
        }
    }

    /// The pictures among [`Self::targets`].
    pub fn target_pictures(&self) -> Vec<&Entry> {
        match self.opened() {
            Some((_, entry)) => vec![entry],
            None if self.selection.is_empty() => Vec::new(),
            None => self.gallery.pictures().iter().rev().filter(|entry| self.selection.contains(entry.id)).collect(),
        }
    }

    /// What Generate would cost now: each picture has its prompt translated by itself.
    pub fn estimate(&self) -> Estimate {
        self.estimate_of_one().times(self.draft.count)
    }
}
