//! Why a picture is not there: in the user's words, with what it may have cost and what can be done.

use contract::Billed;
use serde::{Deserialize, Serialize};

/// Why a picture is not there. Kept in the journal, so it holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// What happened.
    pub message: String,
    /// What to do next.
    #[serde(default)]
    pub hint: Option<String>,
    /// Whether it may have cost anything.
    pub billed: Billed,
    /// What Retry does.
    pub again: Again,
}

/// What Retry does, so that nothing is paid twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// Asks under the same key: no answer came, and a service of ours never runs a key twice.
    SameKey,
    /// Asks under a new key: the service answered, and would give the same answer.
    NewKey,
    /// Saves the picture, which is held in memory.
    Save,
}

impl Failure {
    /// A failure of which nothing more is known.
    pub fn new(message: impl Into<String>, billed: Billed, again: Again) -> Self {
        Self { message: message.into(), hint: None, billed, again }
    }

    /// Says what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl From<remote::Error> for Failure {
    fn from(error: remote::Error) -> Self {
        let again = match error.kind {
            remote::Kind::Refused(_) => Again::NewKey,
            _ => Again::SameKey,
        };
        Self { message: error.message, hint: error.hint, billed: error.billed, again }
    }
}
