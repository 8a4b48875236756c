//! What is typed on the page of connections, until it is saved and found right, or another connection is shown: neither a refusal
//! nor leaving the page costs anything that was typed. It never leaves this place but as a command.

use std::collections::BTreeSet;

use contract::{Account, AccountId, account::AccountError};
use eframe::egui::Id;
use engine::{
    Address, AddressError, Connection, ConnectionEdit, ConnectionId, ConnectionKind, Keep, KeyState, Link,
    MAX_CONNECTIONS, State,
};

use crate::panels::secret_field::Secret;

/// The page of connections, while it is open.
pub(crate) struct ConnectionsPage {
    pub(crate) form: ConnectionForm,
    /// What gets the keyboard when it is drawn next.
    pub(crate) focus: Option<Focus>,
    /// What had the keyboard before the page came.
    pub(crate) back_to: Option<Id>,
}

/// What the keyboard can be put on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Focus {
    List,
    Field(Field),
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Field {
    Name,
    Place,
    Key,
}

/// What a connection leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Worker,
    WorkersAi,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldProblem {
    Address(AddressError),
    AccountId,
    NoKey,
    Key(Way),
}

/// One connection, as it is typed.
pub(crate) struct ConnectionForm {
    /// Which one it changes; `None`: a new one.
    of: Option<ConnectionId>,
    pub(crate) way: Way,
    pub(crate) name: String,
    /// An address, or an account's id.
    pub(crate) place: String,
    pub(crate) key: Secret,
    /// For how long the key is kept, where that was said.
    pub(crate) keep: Option<Keep>,
    /// A list of accounts that was pasted. It stands in place of the fields until it is added or put away.
    pub(crate) pasted: Option<Result<Vec<Account>, AccountError>>,
    /// Whose problems are told: they were left, or Save was tried.
    left: BTreeSet<Field>,
    /// The key was to be kept for the session, and the keychain may have to be done without.
    wants_key: bool,
    progress: Progress,
}

/// How far the form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Typing,
    /// It was sent in the last pass: what the engine shows now is what it became.
    Sent,
    /// It waits to be found right.
    Saved,
}

impl ConnectionForm {
    /// As the connection that is shown has it; empty for a new one.
    pub(crate) fn new(shown: Option<&Connection>) -> Self {
        let (way, place) = match shown.map(|shown| &shown.kind) {
            Some(ConnectionKind::Service(address)) => (Way::Worker, address.to_string()),
            Some(ConnectionKind::Account(id)) => (Way::WorkersAi, id.as_str().to_owned()),
            Some(ConnectionKind::BuiltIn) | None => (Way::WorkersAi, String::new()),
        };
        Self {
            of: shown.map(|shown| shown.id),
            way,
            name: shown.map(|shown| shown.name.clone()).unwrap_or_default(),
            place,
            key: Secret::default(),
            keep: None,
            pasted: None,
            left: BTreeSet::new(),
            wants_key: false,
            progress: Progress::Typing,
        }
    }

    /// Which connection it changes; `None`: a new one.
    pub(crate) fn of(&self) -> Option<ConnectionId> {
        self.of
    }

    /// For how long a key that is typed now is kept: as the one before it, unless something else was said.
    pub(crate) fn keep(&self, shown: Option<&Connection>) -> Keep {
        self.keep.unwrap_or(match shown.map(|shown| &shown.key) {
            Some(KeyState::Known { keep, .. }) => *keep,
            _ => Keep::Keychain,
        })
    }

    /// The key is needed here: the keychain may not give the one that it has.
    pub(crate) fn want_key(&mut self) {
        self.wants_key = true;
    }

    /// Another connection is shown, or what was saved is found right.
    pub(crate) fn follow(&mut self, shown: Option<&Connection>) {
        let id = shown.map(|shown| shown.id);
        if self.progress == Progress::Sent {
            (self.of, self.progress) = (id, Progress::Saved);
        }
        let is_done = self.progress == Progress::Saved && shown.is_some_and(is_right);
        if self.of != id || is_done {
            *self = Self::new(shown);
        }
    }

    /// Something was typed.
    pub(super) fn typed(&mut self) {
        self.progress = Progress::Typing;
    }

    /// The keyboard has left a field that holds something.
    pub(super) fn leave(&mut self, field: Field) {
        self.left.insert(field);
    }

    pub(super) fn choose(&mut self, way: Way) {
        if self.way != way {
            // A key of one is none of the other's.
            *self = Self { way, name: std::mem::take(&mut self.name), keep: self.keep, ..Self::new(None) };
        }
    }

    /// What is typed, as what a connection leads to.
    fn kind(&self) -> Result<ConnectionKind, FieldProblem> {
        match self.way {
            Way::Worker => Address::parse(&self.place).map(ConnectionKind::Service).map_err(FieldProblem::Address),
            Way::WorkersAi => match AccountId::parse(&self.place) {
                Ok(id) => Ok(ConnectionKind::Account(id)),
                Err(_only_one_reason) => Err(FieldProblem::AccountId),
            },
        }
    }

    /// Whether it leads elsewhere than `shown`, or nowhere yet.
    pub(super) fn is_moved(&self, shown: Option<&Connection>) -> bool {
        shown.is_none_or(|shown| self.kind().as_ref() != Ok(&shown.kind))
    }

    /// Whether it holds what would have to be typed or pasted again.
    pub(crate) fn is_typed(&self, shown: Option<&Connection>) -> bool {
        let before = Self::new(shown);
        self.name != before.name || self.place != before.place || !self.key.is_empty() || self.pasted.is_some()
    }

    /// Whether there is something to save.
    pub(crate) fn is_changed(&self, shown: Option<&Connection>) -> bool {
        let is_named = shown.is_some_and(|shown| shown.name == self.name);
        !is_named || !self.key.is_empty() || self.is_moved(shown)
    }

    fn wrong(&self, field: Field, shown: Option<&Connection>) -> Option<FieldProblem> {
        match field {
            Field::Name => None,
            Field::Place => self.kind().err(),
            Field::Key if self.key.is_empty() => self.is_moved(shown).then_some(FieldProblem::NoKey),
            Field::Key => self.key.key().is_err().then_some(FieldProblem::Key(self.way)),
        }
    }

    /// What is wrong with a field, once it is time to say so.
    pub(super) fn problem(&self, field: Field, shown: Option<&Connection>) -> Option<FieldProblem> {
        let told = self.wrong(field, shown).filter(|_| self.left.contains(&field));
        let is_shut = shown.is_some_and(|shown| matches!(shown.key, KeyState::Failed(_)));
        let wanted = field == Field::Key && self.key.is_empty() && self.wants_key && is_shut;
        told.or(wanted.then_some(FieldProblem::NoKey))
    }

    /// What to save, or the field that hinders it; from now on all problems are told.
    pub(crate) fn save(&mut self, shown: Option<&Connection>) -> Result<ConnectionEdit, Field> {
        self.left.extend([Field::Place, Field::Key]);
        if let Some(field) = [Field::Place, Field::Key].into_iter().find(|field| self.wrong(*field, shown).is_some()) {
            return Err(field);
        }
        let kind = self.kind().map_err(|_told_above| Field::Place)?;
        self.progress = Progress::Sent;
        let (key, keep) = (self.key.key().ok(), self.keep(shown));
        Ok(ConnectionEdit { id: self.of, name: self.name.clone(), kind, key, keep })
    }
}

fn is_right(connection: &Connection) -> bool {
    matches!((&connection.key, &connection.link), (KeyState::Known { .. }, Link::Ready))
}

impl ConnectionsPage {
    /// `back_to`: what has the keyboard now.
    pub(crate) fn new(form: ConnectionForm, back_to: Option<Id>) -> Self {
        let focus = if form.of().is_some() { Focus::List } else { Focus::Field(Field::Place) };
        Self { form, focus: Some(focus), back_to }
    }

    /// Whether this is what gets the keyboard now.
    pub(super) fn takes_focus(&mut self, focus: Focus) -> bool {
        self.focus.take_if(|wanted| *wanted == focus).is_some()
    }
}

/// How many more connections there can be.
pub(crate) fn room(state: &State) -> usize {
    // The painter is none of them.
    (MAX_CONNECTIONS + 1).saturating_sub(state.connections.len())
}

/// The connection that the page shows; `None`: the form for a new one.
pub(crate) fn shown(state: &State) -> Option<&Connection> {
    state.shown.and_then(|id| state.find_connection(id))
}
