//! The ways to a service: the built-in one, or a service at an address. What is shown of them stands in the state; their
//! keys do not, they go straight to the runner.

use contract::{Billed, Model};
use remote::Address;

/// Names a connection within a run of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConnectionId(pub u32);

impl ConnectionId {
    /// The built-in service, which is always there.
    pub const BUILT_IN: Self = Self(0);
}

/// A way to a service.
#[derive(Debug, Clone)]
pub struct Connection {
    /// Its name within this run.
    pub id: ConnectionId,
    /// What it is.
    pub kind: ConnectionKind,
    /// Whether it can be used.
    pub link: Link,
    /// The models it has, the default first; empty until it answered.
    pub models: Vec<&'static Model>,
}

/// What a connection leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConnectionKind {
    /// The painter, in this process.
    BuiltIn,
    /// A service at an address: an own Worker, or this program on another machine's loopback.
    Service(Address),
}

/// Whether a connection can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// It was asked for its models and has not answered yet.
    Checking,
    /// It answered.
    Ready,
}

impl Connection {
    /// The built-in service with `models`.
    pub fn built_in(models: Vec<&'static Model>) -> Self {
        Self { id: ConnectionId::BUILT_IN, kind: ConnectionKind::BuiltIn, link: Link::Ready, models }
    }

    /// Whether this model can be asked over it: it is there, and does not need a picture, which a draft has not.
    pub fn draws(&self, model: &'static Model) -> bool {
        self.models.contains(&model) && !model.needs_references()
    }

    /// Whether a request that left over it, and whose end is not known, may have cost something.
    pub fn billed_when_lost(&self) -> Billed {
        match self.kind {
            ConnectionKind::BuiltIn => Billed::No,
            ConnectionKind::Service(_) => Billed::Maybe,
        }
    }

    /// What records call the built-in painter, in every language.
    pub const PAINTER: &'static str = "Easel's painter";

    /// A name for records and the status bar, the same in every language.
    pub fn label(&self) -> String {
        match &self.kind {
            ConnectionKind::BuiltIn => Self::PAINTER.to_owned(),
            ConnectionKind::Service(address) => address.to_string(),
        }
    }
}
