//! Connections as `settings.toml` has them: without their keys, which are in the system's keychain.

use contract::{AccountId, Model};
use remote::Address;
use serde::{Deserialize, Serialize};

use crate::connection::{Connection, ConnectionId, ConnectionKind, PARALLEL, USUAL_PARALLEL};

/// Connections beside the painter; no more are added.
pub const MAX_CONNECTIONS: usize = 100;
/// Characters; a longer name is cut.
pub(crate) const LONGEST_NAME: usize = 80;

/// One entry of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Saved {
    /// A connection.
    Connection(SavedConnection),
    /// What a newer version wrote and this one does not know, or a slip of the pen; kept as it is.
    Other(toml::Value),
}

/// A connection, without its key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SavedConnection {
    /// Its name for good, by which, and by its place, the keychain has its key.
    pub id: ConnectionId,
    /// As the user calls it.
    pub name: String,
    /// The address of a service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The id of an account at Cloudflare.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The ids of a service's models, the default first, as it said them last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<String>,
    /// Whether it stands in for others.
    #[serde(default)]
    pub stands_in: bool,
    /// Requests under way over it at once.
    #[serde(default = "usual_parallel")]
    pub parallel: u8,
    /// What a newer version wrote and this one does not know; kept for it.
    #[serde(flatten)]
    pub others: toml::Table,
}

fn usual_parallel() -> u8 {
    USUAL_PARALLEL
}

impl Saved {
    /// `None` for the painter, which is always there. `before`: the list so far, for what only a newer version knows.
    pub(crate) fn of(connection: &Connection, before: &[Self]) -> Option<Self> {
        let (service, account) = match &connection.kind {
            ConnectionKind::BuiltIn => return None,
            ConnectionKind::Service(address) => (Some(address.to_string()), None),
            ConnectionKind::Account(id) => (None, Some(id.as_str().to_owned())),
        };
        let ids = connection.models.iter().filter(|_| service.is_some()).map(|model| model.id.to_owned());
        Some(Self::Connection(SavedConnection {
            id: connection.id,
            name: connection.name.clone(),
            models: ids.collect(),
            service,
            account,
            stands_in: connection.stands_in,
            parallel: connection.parallel,
            others: before.iter().find_map(|saved| saved.others(connection.id)).cloned().unwrap_or_default(),
        }))
    }

    fn others(&self, id: ConnectionId) -> Option<&toml::Table> {
        match self {
            Self::Connection(saved) if saved.id == id => Some(&saved.others),
            Self::Connection(_) | Self::Other(_) => None,
        }
    }

    /// The connection, if it is one that could have been saved: a file says what it likes.
    pub(crate) fn connection(&self) -> Option<Connection> {
        let Self::Connection(saved) = self else { return None };
        let kind = match (&saved.service, &saved.account) {
            (Some(address), None) => ConnectionKind::Service(Address::parse(address).ok()?),
            (None, Some(account)) => ConnectionKind::Account(AccountId::parse(account).ok()?),
            _ => return None,
        };
        if saved.id == ConnectionId::BUILT_IN {
            return None;
        }
        let connection = Connection::new(saved.id, name(&saved.name, &kind), kind);
        let models: Vec<_> = saved.models.iter().filter_map(|id| Model::find(id)).collect();
        let models = if connection.models.is_empty() { models } else { connection.models };
        let parallel = saved.parallel.clamp(*PARALLEL.start(), *PARALLEL.end());
        Some(Connection { models, stands_in: saved.stands_in, parallel, ..connection })
    }
}

/// `typed`, on one line and bounded; where it is blank, what the place is called.
pub(crate) fn name(typed: &str, kind: &ConnectionKind) -> String {
    let typed: String = typed.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_NAME).collect();
    if !typed.is_empty() {
        return typed;
    }
    match kind {
        ConnectionKind::BuiltIn => Connection::PAINTER.to_owned(),
        ConnectionKind::Service(address) => address.host().chars().take(LONGEST_NAME).collect(),
        ConnectionKind::Account(id) => format!("Workers AI {}", id.as_str().get(..6).unwrap_or_default()),
    }
}
