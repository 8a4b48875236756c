//! How a connection stands, in one line: for its row in the list and for the prompt panel. What hinders comes before what is
//! merely so.

use engine::{Cause, Connection, Failure, KeyState, Link, Rest, State};
use jiff::Timestamp;

/// How a connection stands.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Standing<'a> {
    KeychainWaits,
    KeyMissing,
    Failed(&'a Failure),
    Testing,
    Rests(&'a Rest),
    InUse,
    Ready,
    Untested,
}

impl<'a> Standing<'a> {
    pub(crate) fn of(connection: &'a Connection, state: &State, now: Timestamp) -> Self {
        match (&connection.key, &connection.link) {
            (KeyState::Asked, _) if state.keychain_waits => Self::KeychainWaits,
            (KeyState::Missing, _) => Self::KeyMissing,
            (KeyState::Failed(failure), _) => Self::Failed(failure),
            (_, Link::Checking) => Self::Testing,
            (_, Link::Failed(Failure { cause: Cause::NoKey { .. }, .. })) => Self::KeyMissing,
            (_, Link::Failed(failure)) => Self::Failed(failure),
            _ => match connection.rest_at(now) {
                Some(rest) => Self::Rests(rest),
                None if connection.id == state.current => Self::InUse,
                None if matches!(connection.link, Link::Ready) => Self::Ready,
                None => Self::Untested,
            },
        }
    }

    /// Whether no picture can be made so.
    pub(crate) fn hinders(self) -> bool {
        matches!(self, Self::KeyMissing | Self::Failed(_))
    }

    /// Whether it is worth a line where a connection is only named.
    pub(crate) fn is_told(self) -> bool {
        self.hinders() || matches!(self, Self::KeychainWaits | Self::Rests(_))
    }
}
