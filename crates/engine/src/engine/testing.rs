//! What tests and the keychain say of connections: where their keys are, whether all is right, and what that sets going.

use remote::Checked;

use super::{Engine, Now, fit_model};
use crate::{
    connection::{Connection, ConnectionId, ConnectionKind, KeyState, Link},
    effect::Effect,
    failure::Failure,
    state::Notice,
};

impl Engine {
    /// Unless it is at work already.
    pub(super) fn test(&mut self, id: ConnectionId) -> Vec<Effect> {
        let Some(connection) = self.state.connection_mut(id) else { return Vec::new() };
        if connection.kind == ConnectionKind::BuiltIn || connection.link == Link::Checking {
            return Vec::new();
        }
        connection.link = Link::Checking;
        vec![Effect::Test(connection.target())]
    }

    /// Again, or for the first time in this run.
    pub(super) fn ask_keychain(&mut self, id: ConnectionId) -> Option<Effect> {
        let connection = self.state.connection_mut(id)?;
        if matches!(connection.key, KeyState::Needless | KeyState::Asked) {
            return None;
        }
        connection.key = KeyState::Asked;
        Some(Effect::AskKeychain(connection.target()))
    }

    pub(super) fn keep_for_session(&mut self, id: ConnectionId) -> Vec<Effect> {
        let Some(connection) = self.state.connection_mut(id) else { return Vec::new() };
        if !matches!(connection.key, KeyState::Failed(_)) {
            return Vec::new();
        }
        connection.key = KeyState::Asked;
        vec![Effect::KeepForSession(connection.target())]
    }

    pub(super) fn key_told(&mut self, id: ConnectionId, key: KeyState, now: Now) -> Vec<Effect> {
        let Some(connection) = self.state.connection_mut(id) else { return Vec::new() };
        connection.key = key;
        match &connection.key {
            KeyState::Known { .. } => {}
            KeyState::Failed(failure) => {
                let failure = failure.clone();
                return self.connection_told(id, Err(failure), now);
            }
            KeyState::Needless | KeyState::Unread | KeyState::Asked | KeyState::Missing => return Vec::new(),
        }
        // A new key is tried at once, whatever was said of the old one; one that was only read has been right before.
        let mut effects = if self.saved.remove(&id) {
            self.wake(id);
            self.test(id)
        } else {
            self.forgive(id);
            // What today has used is shown from the start.
            let count = self.state.find_connection(id).and_then(|known| self.state.usage.count(&known.kind));
            let is_first = self.state.current == id && count.is_none_or(|count| count.asked.is_none());
            Vec::from_iter(is_first.then(|| self.pull(id, now)).flatten())
        };
        effects.extend(self.start_waiting(now));
        effects
    }

    /// A test that is no longer waited for was one of another key.
    pub(super) fn connected(&mut self, id: ConnectionId, checked: Checked, now: Now) -> Vec<Effect> {
        let Some(connection) = self.checking(id) else { return Vec::new() };
        connection.link = Link::Ready;
        connection.models = checked.models;
        (connection.unknown_models, connection.texts) = (checked.unknown_models, checked.texts);
        if connection.is_usable() && self.awaited == Some(id) {
            self.awaited = None;
            self.state.current = id;
            self.notice(Notice::Connected(id));
        }
        fit_model(&mut self.state);
        self.is_reached(id);
        let mut effects = vec![self.save_connections()];
        effects.extend(self.connection_told(id, Ok(()), now));
        effects.extend(self.pull(id, now));
        effects.extend(self.start_waiting(now));
        effects
    }

    pub(super) fn not_connected(&mut self, id: ConnectionId, failure: &Failure, now: Now) -> Vec<Effect> {
        let Some(connection) = self.checking(id) else { return Vec::new() };
        connection.link = Link::Failed(failure.clone());
        let mut effects = self.connection_told(id, Err(failure.clone()), now);
        effects.extend(self.still_unreachable(id, failure, now));
        effects
    }

    fn checking(&mut self, id: ConnectionId) -> Option<&mut Connection> {
        self.state.connection_mut(id).filter(|connection| connection.link == Link::Checking)
    }
}
