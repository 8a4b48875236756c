//! Connections: added, changed, chosen, taken away. Where their keys are is told by the runner; here is only what is shown of
//! them. The settings follow each change.

use contract::{Account, Key};

use super::{
    Engine, Now, fit_model,
    undo::{self, Before},
};
use crate::{
    command::ConnectionEdit,
    connection::{Connection, ConnectionId, ConnectionKind, Keep, KeyState, Link, PARALLEL},
    effect::Effect,
    gallery::Towards,
    settings::{LONGEST_NAME, MAX_CONNECTIONS, Saved, Settings, connection_name},
    state::Notice,
};

/// More than [`MAX_CONNECTIONS`], since undo brings back what was removed from a list that was filled again.
const MOST_READ: usize = MAX_CONNECTIONS + undo::MOST;

/// The painter, and those that the settings name; and what else is in their list.
pub(super) fn of_settings(painter: Connection, settings: &Settings) -> (Vec<Connection>, Vec<Saved>) {
    let (mut connections, mut untaken) = (vec![painter], Vec::new());
    for saved in &settings.connections {
        match saved.connection() {
            Some(connection)
                if connections.iter().all(|known| known.id != connection.id) && connections.len() <= MOST_READ =>
            {
                connections.push(connection);
            }
            _ => untaken.push(saved.clone()),
        }
    }
    (connections, untaken)
}

impl Engine {
    /// What to begin with: the key of the connection in use, so that the first picture need not wait for it; and those that the
    /// last run could not take out of the keychain.
    pub fn begin(&mut self) -> Vec<Effect> {
        let mut effects = Vec::from_iter(self.ask_keychain(self.state.current));
        effects.extend(self.forget_again());
        effects
    }

    pub(super) fn use_connection(&mut self, id: ConnectionId) -> Vec<Effect> {
        let Some(connection) = self.state.find_connection(id) else { return Vec::new() };
        if !connection.is_usable() {
            self.awaited = Some(id);
            return self.test(id);
        }
        self.awaited = None;
        let unread = connection.key == KeyState::Unread;
        let mut effects = Vec::from_iter(unread.then(|| self.ask_keychain(id)).flatten());
        self.state.current = id;
        fit_model(&mut self.state);
        effects.extend([self.save_connections(), Effect::SaveDraft(self.state.draft.clone())]);
        effects
    }

    /// The next one that can be used; after the last comes the first.
    pub(super) fn use_next(&mut self, towards: Towards) -> Vec<Effect> {
        let usable = self.state.connections.iter().filter(|connection| connection.is_usable());
        let usable: Vec<ConnectionId> = usable.map(|connection| connection.id).collect();
        let at = usable.iter().position(|id| *id == self.state.current).unwrap_or_default();
        let next = match towards {
            Towards::Older => at + 1,
            Towards::Newer => at + usable.len().saturating_sub(1),
        };
        let next = usable.get(next.checked_rem(usable.len()).unwrap_or_default()).copied();
        next.map_or_else(Vec::new, |next| self.use_connection(next))
    }

    pub(super) fn save_connection(&mut self, edit: ConnectionEdit, now: Now) -> Vec<Effect> {
        if edit.kind == ConnectionKind::BuiltIn {
            return Vec::new();
        }
        match edit.id.and_then(|id| self.state.find_connection(id)).cloned() {
            Some(old) if old.kind == edit.kind => self.change(&old, edit),
            Some(old) => self.move_to(&old, edit, now),
            None => match (edit.key, self.is_full()) {
                (Some(key), false) => self.add(&edit.name, edit.kind, key, edit.keep, now),
                _ => Vec::new(),
            },
        }
    }

    /// Another name, another key, or both.
    fn change(&mut self, old: &Connection, edit: ConnectionEdit) -> Vec<Effect> {
        let Some(connection) = self.state.connection_mut(old.id) else { return Vec::new() };
        connection.name = connection_name(&edit.name, &edit.kind);
        let target = connection.target();
        let effect = match edit.key {
            Some(key) => {
                // A test that is under way is one of the old key.
                (connection.key, connection.link) = (KeyState::Asked, Link::Untested);
                self.saved.insert(old.id);
                Effect::KeepKey { target, key, keep: edit.keep }
            }
            None => return [vec![self.save_connections()], self.test(old.id)].concat(),
        };
        vec![self.save_connections(), effect]
    }

    /// To another place, which makes it another connection; the key that was typed for the old place is not sent there.
    fn move_to(&mut self, old: &Connection, edit: ConnectionEdit, now: Now) -> Vec<Effect> {
        let Some(key) = edit.key else { return Vec::new() };
        let place = self.state.connections.iter().position(|known| known.id == old.id).unwrap_or_default();
        // One that nobody uses is not used because it was moved.
        let follows = self.state.current == old.id || self.awaited == Some(old.id);
        self.take_away(old.id);
        self.forget_key(&old.target());
        let awaited = self.awaited;
        let mut effects = vec![Effect::DropKey(old.target())];
        effects.extend(self.forget_token(old));
        effects.extend(self.add(&edit.name, edit.kind, key, edit.keep, now));
        if !follows {
            self.awaited = awaited;
        }
        if let Some(mut moved) = self.state.connections.pop() {
            moved.stands_in = old.stands_in;
            self.state.connections.insert(place, moved);
        }
        self.stepped(Before::Connection { connection: Box::new(as_removed(old.clone())), place });
        effects.push(self.save_connections());
        effects.extend(self.follow(old.id, place));
        effects.extend(self.end_waiting_over(old.id));
        effects.extend(self.start_waiting(now));
        effects
    }

    /// With all that was to become of it.
    fn take_away(&mut self, id: ConnectionId) {
        self.state.connections.retain(|known| known.id != id);
        self.saved.remove(&id);
        self.awaited = self.awaited.filter(|awaited| *awaited != id);
        if self.state.current == id {
            self.state.current = ConnectionId::BUILT_IN;
            fit_model(&mut self.state);
        }
    }

    fn add(&mut self, name: &str, kind: ConnectionKind, key: Key, keep: Keep, now: Now) -> Vec<Effect> {
        let id = self.fresh_id(now);
        let connection = Connection { key: KeyState::Asked, ..Connection::new(id, connection_name(name, &kind), kind) };
        let target = connection.target();
        self.state.connections.push(connection);
        self.state.shown = Some(id);
        self.saved.insert(id);
        self.awaited = Some(id);
        vec![self.save_connections(), Effect::KeepKey { target, key, keep }]
    }

    /// An account that is there already gets the token of the list.
    pub(super) fn add_accounts(&mut self, accounts: Vec<Account>, keep: Keep, now: Now) -> Vec<Effect> {
        let first = self.state.connections.len();
        let mut effects = Vec::new();
        for Account { id, token } in accounts {
            let kind = ConnectionKind::Account(id);
            let known = self.state.connections.iter().find(|known| known.kind == kind).cloned();
            effects.extend(match known {
                Some(known) => {
                    let edit = ConnectionEdit { id: None, name: known.name.clone(), kind, key: Some(token), keep };
                    self.change(&known, edit)
                }
                None if self.is_full() => Vec::new(),
                None => self.add("", kind, token, keep, now),
            });
        }
        let added = self.state.connections.get(first).map(|added| added.id);
        self.awaited = added.or(self.awaited);
        effects
    }

    pub(super) fn duplicate(&mut self, id: ConnectionId, now: Now) -> Vec<Effect> {
        let place = self.state.connections.iter().position(|known| known.id == id);
        let Some((place, original)) = place.zip(self.state.find_connection(id).cloned()) else { return Vec::new() };
        if original.kind == ConnectionKind::BuiltIn || self.is_full() {
            return Vec::new();
        }
        let copy = Connection {
            id: self.fresh_id(now),
            name: self.free_name(&original),
            key: KeyState::Asked,
            link: Link::Untested,
            stands_in: false,
            // Another key of the Worker would be given to one of them only.
            deployed: None,
            ..original.clone()
        };
        let (from, to) = (original.target(), copy.target());
        self.state.shown = Some(copy.id);
        self.state.connections.insert(place + 1, copy);
        vec![Effect::CopyKey { from, to }, self.save_connections()]
    }

    /// `name 2`, or the next number that is free.
    fn free_name(&self, original: &Connection) -> String {
        let taken = |name: &String| self.state.connections.iter().any(|known| known.name == *name);
        let numbered = |n: usize| {
            let number = format!(" {n}");
            let room = LONGEST_NAME.saturating_sub(number.len());
            let base: String = original.name.chars().take(room).collect();
            connection_name(&(base + &number), &original.kind)
        };
        (2..=MAX_CONNECTIONS + 2).map(numbered).find(|name| !taken(name)).unwrap_or_else(|| original.name.clone())
    }

    pub(super) fn remove_connection(&mut self, id: ConnectionId, now: Now) -> Vec<Effect> {
        let place = self.state.connections.iter().position(|known| known.id == id);
        let known = place.zip(self.state.find_connection(id).cloned());
        let Some((place, connection)) = known.filter(|_| id != ConnectionId::BUILT_IN) else { return Vec::new() };
        let target = connection.target();
        self.take_away(id);
        self.forget_key(&target);
        if self.state.shown == Some(id) {
            let next = self.state.connections.get(place).or(self.state.connections.last());
            self.state.shown = next.map(|next| next.id);
        }
        self.notice(Notice::Removed(connection.name.clone()));
        let mut effects = vec![Effect::DropKey(target)];
        effects.extend(self.forget_token(&connection));
        self.stepped(Before::Connection { connection: Box::new(as_removed(connection)), place });
        effects.push(self.save_connections());
        effects.extend(self.end_waiting_over(id));
        effects.extend(self.start_waiting(now));
        effects
    }

    /// Nothing brings it back: what it led to is gone.
    pub(super) fn remove_for_good(&mut self, id: ConnectionId, now: Now) -> Vec<Effect> {
        let Some(connection) = self.state.find_connection(id).cloned() else { return Vec::new() };
        let target = connection.target();
        self.take_away(id);
        self.forget_key(&target);
        self.state.shown = self.state.shown.filter(|shown| *shown != id);
        let mut effects = vec![Effect::DropKey(target)];
        effects.extend(self.forget_token(&connection));
        effects.push(self.save_connections());
        effects.extend(self.end_waiting_over(id));
        effects.extend(self.start_waiting(now));
        effects
    }

    pub(super) fn stand_in(&mut self, id: ConnectionId, stands_in: bool, now: Now) -> Vec<Effect> {
        let Some(connection) = self.state.connection_mut(id) else { return Vec::new() };
        if connection.kind == ConnectionKind::BuiltIn {
            return Vec::new();
        }
        // What it said of its allowance may have changed: it is asked again.
        (connection.stands_in, connection.rests) = (stands_in, None);
        let mut effects = vec![self.save_connections()];
        effects.extend(self.start_waiting(now));
        effects
    }

    pub(super) fn set_parallel(&mut self, id: ConnectionId, parallel: u8, now: Now) -> Vec<Effect> {
        let Some(connection) = self.state.connection_mut(id) else { return Vec::new() };
        connection.parallel = parallel.clamp(*PARALLEL.start(), *PARALLEL.end());
        let mut effects = vec![self.save_connections()];
        effects.extend(self.start_waiting(now));
        effects
    }

    /// The painter stays the first.
    pub(super) fn move_connection(&mut self, id: ConnectionId, towards: Towards) -> Vec<Effect> {
        let connections = &mut self.state.connections;
        let Some(place) = connections.iter().position(|known| known.id == id) else { return Vec::new() };
        let other = match towards {
            Towards::Newer => place.saturating_sub(1),
            Towards::Older => place + 1,
        };
        if place == 0 || other == 0 || other >= connections.len() {
            return Vec::new();
        }
        connections.swap(place, other);
        vec![self.save_connections()]
    }

    /// Puts the connections into the settings, with what else was in their list.
    pub(super) fn save_connections(&mut self) -> Effect {
        let before = &self.state.settings.connections;
        let known = self.state.connections.iter().filter_map(|connection| Saved::of(connection, before));
        let saved = known.chain(self.untaken.iter().cloned()).collect();
        self.state.settings.connections = saved;
        self.state.settings.connection = Some(self.state.current).filter(|id| *id != ConnectionId::BUILT_IN);
        Effect::SaveSettings(self.state.settings.clone())
    }

    fn is_full(&self) -> bool {
        self.state.connections.len() > MAX_CONNECTIONS
    }

    /// Never that of another connection.
    pub(super) fn fresh_id(&self, now: Now) -> ConnectionId {
        let taken = |id: &ConnectionId| *id == ConnectionId::BUILT_IN || self.state.find_connection(*id).is_some();
        let mut ids = (0_u64..).map(|n| ConnectionId(now.random.wrapping_add(n)));
        ids.find(|id| !taken(id)).unwrap_or(ConnectionId(now.random))
    }
}

/// A test that is under way is not waited for.
fn as_removed(connection: Connection) -> Connection {
    Connection { link: Link::Untested, ..connection }
}
