//! A picture that is not there yet. Its id is the picture's own from the start: the tile stays where it is when the picture
//! arrives, and the id is the key under which the service is asked.

use std::time::Duration;

use contract::{Billed, GenerateRequest, JobKey, Origin, Texts, price::Estimate};
use jiff::Timestamp;
use library::PictureId;

use crate::{
    connection::{Connection, ConnectionId},
    failure::{Again, Failure},
};

/// A picture that is not there yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// The id that the picture will have.
    pub id: PictureId,
    /// What was asked for.
    pub request: GenerateRequest,
    /// Where its prompt came from, if a text model wrote it and the user took it.
    pub origin: Option<Origin>,
    /// Where it stands in the gallery: when it was asked for, or when the program started, for one from an earlier run.
    pub at: Timestamp,
    /// Those that wait are sent in this order, then in that of the gallery: microseconds since 1970 when it was asked for, until it
    /// is moved.
    pub turn: i64,
    /// Over which connection it goes; `None` where an earlier version did not say.
    pub connection: Option<ConnectionId>,
    /// That connection's name.
    pub over: String,
    /// Where that leads, as [`crate::ConnectionKind::place`] has it: its key is known there, whatever connection leads there.
    /// Empty for the painter's, and where an earlier version did not say.
    pub place: String,
    /// What translates its prompt there, as far as is known.
    pub texts: Texts,
    /// What earlier attempts under this key may have cost. Never forgotten by a later attempt that cost nothing.
    pub before: Billed,
    /// How far it is.
    pub state: JobState,
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq)]
pub enum JobState {
    /// Its turn has not come.
    Waiting,
    /// It was sent, or is about to be.
    Running {
        /// When its turn came.
        since: Timestamp,
    },
    /// It ended without a picture.
    Failed(Failure),
}

impl Job {
    /// What it will cost, with its prompt where that is still to be translated.
    pub fn estimate(&self) -> Estimate {
        let text = self.texts.model().map_or(Estimate::ZERO, |model| self.request.text_estimate(model));
        self.request.estimate().plus(text)
    }

    /// The key under which the service is asked.
    pub fn key(&self) -> JobKey {
        key(self.id)
    }

    /// How long it has been under way, if it is; nothing, when the clock was put back.
    pub fn age(&self, now: Timestamp) -> Option<Duration> {
        let JobState::Running { since } = self.state else { return None };
        Some(now.duration_since(since).try_into().unwrap_or_default())
    }

    /// Whether it can still be changed: no service has seen it, or none to whom it may have cost something.
    pub fn is_editable(&self) -> bool {
        self.state == JobState::Waiting && self.before == Billed::No
    }

    /// Whether its picture is there, and is held in memory only, since it could not be saved.
    pub fn is_only_in_memory(&self) -> bool {
        matches!(&self.state, JobState::Failed(failure) if failure.again == Again::Save)
    }

    /// The order in which those that wait are sent: that of their turns, then that of the gallery.
    pub fn order(&self) -> (i64, Timestamp, PictureId) {
        (self.turn, self.at, self.id)
    }

    /// Whether [`crate::Command::Retry`] does something: it failed, and another attempt costs nothing twice.
    pub fn can_be_retried(&self) -> bool {
        let JobState::Failed(failure) = &self.state else { return false };
        failure.again != Again::NewKey || self.before == Billed::No
    }

    /// Whether [`crate::Command::ClearQueue`] takes it out: it waits, or it failed and is not held in memory, where it was paid for
    /// and nowhere else.
    pub fn can_be_cleared(&self) -> bool {
        !matches!(self.state, JobState::Running { .. }) && !self.is_only_in_memory()
    }

    /// From now on it goes over this connection.
    pub(crate) fn go_over(&mut self, connection: &Connection) {
        self.connection = Some(connection.id);
        self.over.clone_from(&connection.name);
        self.place = connection.kind.place();
        self.texts = connection.texts;
    }
}

/// The key of the job with this id.
pub(crate) fn key(id: PictureId) -> JobKey {
    JobKey::from(id.as_u128())
}
