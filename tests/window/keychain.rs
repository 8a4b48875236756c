//! A keychain in memory, which a test can break, lock or keep waiting. The window's tests give it to the engine in place of the
//! system's.

use std::{
    collections::HashMap,
    sync::{Arc, Condvar, Mutex, MutexGuard},
    time::Duration,
};

use contract::Key;
use engine::{Keychain, KeychainError, KeychainFault, KeychainPatience};

/// Every clone is the same keychain.
#[derive(Clone, Default)]
pub(crate) struct InMemory(Arc<(Mutex<Inside>, Condvar)>);

#[derive(Default)]
struct Inside {
    keys: HashMap<String, Key>,
    mood: Mood,
}

/// What it does when it is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Mood {
    #[default]
    Works,
    Refuses(KeychainFault),
    /// It does not answer until it has another mood.
    Waits,
}

impl InMemory {
    pub(crate) fn set(&self, mood: Mood) {
        self.0.0.lock().unwrap().mood = mood;
        self.0.1.notify_all();
    }

    /// The keys that it holds.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.0.0.lock().unwrap().keys.values().map(|key| key.expose().to_owned()).collect()
    }

    fn asked(&self) -> Result<MutexGuard<'_, Inside>, KeychainError> {
        let inside = self.0.0.lock().unwrap();
        let inside = self.0.1.wait_while(inside, |inside| inside.mood == Mood::Waits).unwrap();
        match inside.mood {
            Mood::Refuses(fault) => Err(KeychainError::new(fault)),
            Mood::Works | Mood::Waits => Ok(inside),
        }
    }
}

impl Keychain for InMemory {
    fn read(&mut self, name: &str) -> Result<Option<Key>, KeychainError> {
        Ok(self.asked()?.keys.get(name).cloned())
    }

    fn write(&mut self, name: &str, key: &Key) -> Result<(), KeychainError> {
        self.asked()?.keys.insert(name.to_owned(), key.clone());
        Ok(())
    }

    fn remove(&mut self, name: &str) -> Result<(), KeychainError> {
        self.asked()?.keys.remove(name);
        Ok(())
    }

    /// It is told at once that it waits, and given up late.
    fn patience(&self) -> KeychainPatience {
        KeychainPatience { quiet: Duration::ZERO, silent: Duration::from_secs(600) }
    }
}
