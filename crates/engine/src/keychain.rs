//! Where keys are between runs, as the engine asks for them: the operating system's keychain, which the window brings, or a
//! test's own. Never a file of ours.

use std::time::Duration;

use contract::Key;
use serde::{Deserialize, Serialize};

/// A keychain. The engine calls it on a thread of its own, since each call may block for as long as the system likes: a locked
/// keychain asks its owner first. Entries go by the name that [`crate::Target::key_name`] gives them.
pub trait Keychain: Send + 'static {
    /// The key that is kept under this name; `None` where there is none.
    fn read(&mut self, name: &str) -> Result<Option<Key>, KeychainError>;

    /// Keeps a key under this name, in place of the one before.
    fn write(&mut self, name: &str, key: &Key) -> Result<(), KeychainError>;

    /// Forgets the key of this name. That there is none is no error.
    fn remove(&mut self, name: &str) -> Result<(), KeychainError>;

    /// How long each of the above is waited for. Asked once, before any of them.
    fn patience(&self) -> KeychainPatience {
        KeychainPatience::default()
    }
}

/// How long an answer of the keychain is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeychainPatience {
    /// Until the user is told that it is waited for.
    pub quiet: Duration,
    /// Until what needs it goes on without: [`KeychainFault::Silent`]. An answer that comes later counts all the same.
    pub silent: Duration,
}

impl Default for KeychainPatience {
    fn default() -> Self {
        Self { quiet: Duration::from_millis(500), silent: Duration::from_secs(20) }
    }
}

/// Why the keychain cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the system's keychain: {fault:?}")]
pub struct KeychainError {
    /// For programs.
    pub fault: KeychainFault,
    /// What only the system can say. Never a key.
    pub detail: Option<String>,
}

/// Why the keychain cannot be used, for programs. The journal keeps it, by these names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeychainFault {
    /// This computer has none, or it does not run.
    Absent,
    /// It is locked, and was not opened.
    Locked,
    /// It has not answered for too long; it may be asking its owner.
    Silent,
    /// What was kept is not what it gives back.
    NotKept,
    /// Anything else; the detail is the system's word.
    Failed,
}

impl KeychainError {
    /// Without words of the system.
    pub fn new(fault: KeychainFault) -> Self {
        Self { fault, detail: None }
    }
}
