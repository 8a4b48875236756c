//! What is known of one connection's key, and who waits for it.

use std::sync::{Arc, Mutex};

use contract::Key;
use tokio::sync::oneshot;

use super::{link::Link, unsent};
use crate::{
    cause::Cause,
    connection::{Keep, KeyState, Target, tail},
    failure::Failure,
    runner::locked,
};

/// One connection's key.
pub(super) struct Slot {
    pub(super) target: Target,
    /// The last question about it. An answer to an earlier one changes nothing.
    pub(super) question: u64,
    pub(super) key: Holding,
    pub(super) waiters: Vec<Waiter>,
}

/// Who waits for a link.
pub(super) enum Waiter {
    /// A picture that is to be asked for, or a question at no cost.
    Request(oneshot::Sender<Result<Link, Failure>>),
    /// A test of the connection.
    Test,
    /// The key itself, which is to open beside another one.
    Key(oneshot::Sender<Result<Option<Key>, Failure>>),
}

/// Where a key is.
pub(super) enum Holding {
    /// Nobody has looked.
    Unread,
    /// The keychain is asked: to give it, or to take this one.
    Asked(Option<Key>),
    /// Requests go out with it.
    Linked(Key, Keep, Box<Link>),
    /// The keychain did not take it. Nothing is sent with it.
    Held(Key, Failure),
    /// It could not be read.
    Refused(Failure),
    /// There is none.
    Missing,
    /// Its connection was removed. It is here for undo, and until when it was kept.
    TakenOut(TakenOut, Keep),
}

/// A key that was taken out of the keychain; still empty where it has yet to be read there.
#[derive(Clone, Default)]
pub(super) struct TakenOut(Arc<Mutex<Option<Key>>>);

impl TakenOut {
    pub(super) fn of(key: Option<Key>) -> Self {
        Self(Arc::new(Mutex::new(key)))
    }

    pub(super) fn put(&self, key: Key) {
        *locked(&self.0) = Some(key);
    }

    pub(super) fn key(&self) -> Option<Key> {
        locked(&self.0).clone()
    }
}

impl Slot {
    pub(super) fn new(target: Target) -> Self {
        Self { target, question: 0, key: Holding::Unread, waiters: Vec::new() }
    }

    /// The link, or why nothing can be sent.
    pub(super) fn link(&self) -> Result<&Link, Failure> {
        match &self.key {
            Holding::Linked(_, _, link) => Ok(link),
            Holding::Held(_, why) | Holding::Refused(why) => Err(why.clone()),
            Holding::TakenOut(..) => Err(unsent(Cause::NoConnection)),
            Holding::Missing | Holding::Unread | Holding::Asked(_) => {
                Err(unsent(Cause::NoKey { service: self.target.name.clone() }))
            }
        }
    }

    /// The key, where it is in memory, and until when it is to be kept.
    pub(super) fn key(&self) -> Option<(Key, Keep)> {
        match &self.key {
            Holding::Linked(key, keep, _) => Some((key.clone(), *keep)),
            Holding::Held(key, _) | Holding::Asked(Some(key)) => Some((key.clone(), Keep::Keychain)),
            Holding::Unread | Holding::Asked(None) | Holding::Refused(_) | Holding::Missing | Holding::TakenOut(..) => {
                None
            }
        }
    }

    /// The key, or that there is none; an error where nobody can say.
    pub(super) fn known_key(&self) -> Result<Option<Key>, Failure> {
        match &self.key {
            Holding::Refused(why) => Err(why.clone()),
            _ => Ok(self.key().map(|(key, _)| key)),
        }
    }

    /// What is told of it; nothing while the keychain is asked.
    pub(super) fn state(&self) -> Option<KeyState> {
        match &self.key {
            Holding::Linked(key, keep, _) => Some(KeyState::Known { tail: tail(key), keep: *keep }),
            Holding::Held(_, why) | Holding::Refused(why) => Some(KeyState::Failed(why.clone())),
            Holding::Missing => Some(KeyState::Missing),
            Holding::Unread | Holding::Asked(_) | Holding::TakenOut(..) => None,
        }
    }
}
