//! Stands in for the system's keychain until it is there: it says that this computer has none. The window gives it to the
//! engine.

use contract::Key;
use engine::{ConnectionId, Keychain, KeychainError, KeychainFault};

/// The keychain of this computer.
#[derive(Debug, Default)]
pub struct SystemKeychain;

impl SystemKeychain {
    /// Touches nothing yet.
    pub fn new() -> Self {
        Self
    }
}

impl Keychain for SystemKeychain {
    fn read(&mut self, _: ConnectionId) -> Result<Option<Key>, KeychainError> {
        Err(KeychainError::new(KeychainFault::Absent))
    }

    fn write(&mut self, _: ConnectionId, _: &Key) -> Result<(), KeychainError> {
        Err(KeychainError::new(KeychainFault::Absent))
    }

    fn remove(&mut self, _: ConnectionId) -> Result<(), KeychainError> {
        Err(KeychainError::new(KeychainFault::Absent))
    }
}
