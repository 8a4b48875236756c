//! Why a picture is not there: in the user's words, with what it may have cost and what can be done.

use contract::{Billed, Code};
use remote::Kind;
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
    /// Asks the same service under the same key: no answer came or nothing was run, and a service never runs a key twice.
    SameKey,
    /// Asks under a new key: the service answered, and keeps that answer under the old one.
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
        let (again, hint) = match (error.kind, error.billed) {
            // The service keeps this answer under the key; its hints about keys are for programs.
            (Kind::Refused(Code::ReplyGone | Code::Interrupted | Code::KeyReused), _) => {
                (Again::NewKey, Some("Retry asks for another one, which may be billed again.".to_owned()))
            }
            (Kind::Refused(_), Billed::Maybe | Billed::Yes) => (Again::NewKey, error.hint),
            // What cost nothing is not kept: the key stays good.
            _ => (Again::SameKey, error.hint),
        };
        Self { message: error.message, hint, billed: error.billed, again }
    }
}
