//! The ways to pictures: the painter, an account at Cloudflare, or a service at an address. What is shown of them stands in
//! the state; their keys do not, they go straight to the runner.

use std::{fmt, ops::RangeInclusive, str::FromStr};

use contract::{AccountId, Billed, Key, Model, Texts, model::CATALOGUE, text::TEXT_MODELS};
use jiff::Timestamp;
use remote::{Address, WorkerName};
use serde::{Deserialize, Serialize};

use crate::{failure::Failure, rest::Rest};

/// Requests that may be under way over one connection at once.
pub const PARALLEL: RangeInclusive<u8> = 1..=6;
/// As many, until the user says otherwise.
pub const USUAL_PARALLEL: u8 = 2;

/// Names a connection for good: the settings, the journal and the keychain know it by this. It stands for one place, since the
/// connection's key is good there and nowhere else: a connection to another place is another connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ConnectionId(pub u64);

/// A text that names no connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a connection is named by 16 hex digits")]
pub struct NoConnectionId;

/// A way to pictures.
#[derive(Debug, Clone, PartialEq)]
pub struct Connection {
    /// Its name for good.
    pub id: ConnectionId,
    /// As the user calls it; records have this name too. The painter's is the same in every language.
    pub name: String,
    /// What it is.
    pub kind: ConnectionKind,
    /// Where its key is.
    pub key: KeyState,
    /// What its last test found.
    pub link: Link,
    /// The models it has, the default first; empty until a test has found them.
    pub models: Vec<&'static Model>,
    /// How many others it has, which this program does not know, as far as its last test in this run has found.
    pub unknown_models: usize,
    /// Whether it translates and enhances prompts.
    pub texts: Texts,
    /// Whether it takes over pictures that another such connection has no allowance for, and hands over its own.
    pub stands_in: bool,
    /// Requests under way over it at once, at most; within [`PARALLEL`].
    pub parallel: u8,
    /// Why nothing is sent over it, since it was last tried; it may be over.
    pub rests: Option<Rest>,
    /// What it leads to at Cloudflare, if this program has put it there.
    pub deployed: Option<Deployed>,
}

/// A Worker that this program has deployed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployed {
    /// On this account.
    pub account: AccountId,
    /// Under this name.
    pub worker: WorkerName,
}

/// What a connection leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionKind {
    /// The painter, in this process.
    BuiltIn,
    /// Workers AI by an account's token: the built-in service, in this process.
    Account(AccountId),
    /// A service at an address: an own Worker, or this program on another machine's loopback.
    Service(Address),
}

/// Where a request goes, and under which name it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The connection.
    pub id: ConnectionId,
    /// Its name.
    pub name: String,
    /// What it leads to.
    pub kind: ConnectionKind,
}

/// What the last test of a connection in this run found.
#[derive(Debug, Clone, PartialEq)]
pub enum Link {
    /// There was none.
    Untested,
    /// It is at work.
    Checking,
    /// All is right.
    Ready,
    /// What is wrong.
    Failed(Failure),
}

/// Where a connection's key is.
#[derive(Debug, Clone, PartialEq)]
pub enum KeyState {
    /// It needs none.
    Needless,
    /// In the keychain, as far as is known; nobody has looked in this run.
    Unread,
    /// It is being read or written.
    Asked,
    /// It is known.
    Known {
        /// What is shown of it.
        tail: String,
        /// Until when.
        keep: Keep,
    },
    /// There is none: it has to be typed.
    Missing,
    /// The keychain cannot be used.
    Failed(Failure),
}

/// How long a key is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// In the system's keychain, until the connection is removed.
    Keychain,
    /// In memory, until the program ends.
    Session,
}

impl ConnectionKind {
    /// Where it leads, in a text that is the same for every connection to there: a service's whole address, or an account's id.
    /// Empty for the painter.
    pub fn place(&self) -> String {
        match self {
            Self::BuiltIn => String::new(),
            Self::Account(id) => id.as_str().to_owned(),
            Self::Service(address) => address.to_string(),
        }
    }
}

impl Target {
    /// What the keychain calls its key: the host or the account, then the id. Not by the id alone: whoever writes another host
    /// into the settings under the same id must not be shown the key of the one before.
    pub fn key_name(&self) -> String {
        match &self.kind {
            ConnectionKind::Service(address) => format!("{} {}", address.host(), self.id),
            kind @ (ConnectionKind::BuiltIn | ConnectionKind::Account(_)) => format!("{} {}", kind.place(), self.id),
        }
    }
}

impl ConnectionId {
    /// The built-in painter, which is always there.
    pub const BUILT_IN: Self = Self(0);
}

impl fmt::Display for ConnectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for ConnectionId {
    type Err = NoConnectionId;

    fn from_str(text: &str) -> Result<Self, NoConnectionId> {
        let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(text, 16).ok().filter(|_| digits);
        number.map(Self).ok_or(NoConnectionId)
    }
}

impl From<ConnectionId> for String {
    fn from(id: ConnectionId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for ConnectionId {
    type Error = NoConnectionId;

    fn try_from(text: String) -> Result<Self, NoConnectionId> {
        text.parse()
    }
}

impl Connection {
    /// What records call the built-in painter, in every language.
    pub const PAINTER: &'static str = "Easel's painter";

    /// The painter with `models`.
    pub fn built_in(models: Vec<&'static Model>) -> Self {
        let painter = Self::new(ConnectionId::BUILT_IN, Self::PAINTER.to_owned(), ConnectionKind::BuiltIn);
        Self { key: KeyState::Needless, link: Link::Ready, models, ..painter }
    }

    /// One that nobody has tested. An account has every model of the catalogue, a service those that it will say.
    pub fn new(id: ConnectionId, name: String, kind: ConnectionKind) -> Self {
        let (models, texts) = match kind {
            ConnectionKind::BuiltIn => (Vec::new(), Texts::Absent),
            ConnectionKind::Account(_) => {
                (CATALOGUE.iter().collect(), TEXT_MODELS.first().map_or(Texts::Unsaid, Texts::By))
            }
            ConnectionKind::Service(_) => (Vec::new(), Texts::Unsaid),
        };
        Self {
            id,
            name,
            kind,
            key: KeyState::Unread,
            link: Link::Untested,
            models,
            unknown_models: 0,
            texts,
            stands_in: false,
            parallel: USUAL_PARALLEL,
            rests: None,
            deployed: None,
        }
    }

    /// Whether pictures can be asked for over it, as far as is known.
    pub fn is_usable(&self) -> bool {
        !self.models.is_empty()
    }

    /// Whether this model can be asked over it: it is there, and does not need a picture, which a draft has not.
    pub fn draws(&self, model: &'static Model) -> bool {
        self.models.contains(&model) && !model.needs_references()
    }

    /// What keeps requests back from it now.
    pub fn rest_at(&self, now: Timestamp) -> Option<&Rest> {
        self.rests.as_ref().filter(|rest| rest.holds_at(now))
    }

    /// Whether a request that left over it, and whose end is not known, may have cost something.
    pub fn billed_when_lost(&self) -> Billed {
        match self.kind {
            ConnectionKind::BuiltIn => Billed::No,
            ConnectionKind::Account(_) | ConnectionKind::Service(_) => Billed::Maybe,
        }
    }

    /// Where its requests go.
    pub fn target(&self) -> Target {
        Target { id: self.id, name: self.name.clone(), kind: self.kind.clone() }
    }
}

/// What is shown of a key: its last four characters, or nothing of one so short that they would tell much of it.
pub(crate) fn tail(key: &Key) -> String {
    const SHOWN: usize = 4;
    let key = key.expose();
    let start = key.len().saturating_sub(SHOWN);
    if key.len() < 4 * SHOWN { String::new() } else { key.get(start..).unwrap_or_default().to_owned() }
}
