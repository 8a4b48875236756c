//! Connections as `settings.toml` has them: without their keys, which are in the system's keychain.

use contract::{AccountId, Model, TextModel, Texts};
use remote::{Address, WorkerName};
use serde::{Deserialize, Serialize};

use crate::connection::{Connection, ConnectionId, ConnectionKind, Deployed, PARALLEL, USUAL_PARALLEL};

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
    /// The id of what translates prompts there, as it said last; empty where nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_model: Option<String>,
    /// Whether it stands in for others.
    #[serde(default)]
    pub stands_in: bool,
    /// Requests under way over it at once.
    #[serde(default = "usual_parallel")]
    pub parallel: u8,
    /// Where its Worker is at Cloudflare, if this program has deployed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployed: Option<SavedDeployment>,
    /// What a newer version wrote and this one does not know; kept for it.
    #[serde(flatten)]
    pub others: toml::Table,
}

/// A Worker that this program has deployed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedDeployment {
    /// The account's id.
    pub account: String,
    /// The Worker's name.
    pub worker: String,
}

impl SavedDeployment {
    fn of(deployed: &Deployed) -> Self {
        Self { account: deployed.account.as_str().to_owned(), worker: deployed.worker.as_str().to_owned() }
    }

    /// If it is one that could have been saved.
    fn deployed(&self) -> Option<Deployed> {
        Some(Deployed { account: AccountId::parse(&self.account).ok()?, worker: WorkerName::parse(&self.worker).ok()? })
    }
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
            text_model: service.is_some().then(|| said(connection.texts)).flatten(),
            service,
            account,
            stands_in: connection.stands_in,
            parallel: connection.parallel,
            deployed: connection.deployed.as_ref().map(SavedDeployment::of),
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
        let said = saved.text_model.as_deref().filter(|_| saved.service.is_some());
        let texts = said.map_or(connection.texts, texts);
        let deployed = saved.deployed.as_ref().and_then(SavedDeployment::deployed);
        Some(Connection { models, texts, stands_in: saved.stands_in, parallel, deployed, ..connection })
    }
}

/// As the file has it.
fn said(texts: Texts) -> Option<String> {
    match texts {
        Texts::Unsaid => None,
        Texts::Absent => Some(String::new()),
        Texts::By(model) => Some(model.id.to_owned()),
    }
}

/// The other way.
fn texts(said: &str) -> Texts {
    if said.is_empty() { Texts::Absent } else { TextModel::find(said).map_or(Texts::Unsaid, Texts::By) }
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
