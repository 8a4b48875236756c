//! The one keychain of tests, in memory: whoever holds a handle sees what is in it, and says how it behaves. The window's tests use this
//! file too.

use std::{
    collections::BTreeMap,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

use contract::Key;
use engine::{ConnectionId, Keychain, KeychainError, KeychainFault, KeychainPatience};

/// How a keychain behaves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Mood {
    /// It does what it is asked.
    #[default]
    Willing,
    /// It refuses so: absent, locked, or anything else.
    Refusing(KeychainFault),
    /// It does what it is asked, and takes its time.
    Slow,
    /// It does not answer until it has another mood.
    Silent,
    /// It takes keys, and has none of them.
    Forgetful,
    /// It takes keys, and gives others back.
    Mistaken,
}

/// A handle to the keychain. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct TestKeychain(Arc<Shared>);

#[derive(Default)]
struct Shared {
    inside: Mutex<Inside>,
    changed: Condvar,
}

#[derive(Default)]
struct Inside {
    keys: BTreeMap<String, Key>,
    mood: Mood,
    patience: KeychainPatience,
}

impl TestKeychain {
    /// For a session. It is the same keychain for the next one.
    pub(crate) fn boxed(&self) -> Box<dyn Keychain> {
        Box::new(self.clone())
    }

    pub(crate) fn be(&self, mood: Mood) {
        self.inside().mood = mood;
        self.0.changed.notify_all();
    }

    /// Sessions that are opened from now on wait for it no longer than a moment.
    pub(crate) fn make_impatient(&self) {
        self.inside().patience =
            KeychainPatience { quiet: Duration::from_millis(5), silent: Duration::from_millis(30) };
    }

    /// What it has for this connection.
    pub(crate) fn key(&self, id: ConnectionId) -> Option<String> {
        let inside = self.inside();
        let (_, key) = inside.keys.iter().find(|(name, _)| name.ends_with(&format!(" {id}")))?;
        Some(key.expose().to_owned())
    }

    /// All that it has, in no order that means anything.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.inside().keys.values().map(|key| key.expose().to_owned()).collect()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Its inside, once it answers at all.
    fn asked(&self) -> Result<MutexGuard<'_, Inside>, KeychainError> {
        let inside = self.0.changed.wait_while(self.inside(), |inside| inside.mood == Mood::Silent);
        let inside = inside.unwrap_or_else(PoisonError::into_inner);
        match inside.mood {
            Mood::Slow => {
                drop(inside);
                thread::sleep(Duration::from_millis(300));
                Ok(self.inside())
            }
            Mood::Refusing(fault) => Err(KeychainError { fault, detail: Some("in the system's words".to_owned()) }),
            _ => Ok(inside),
        }
    }
}

impl Keychain for TestKeychain {
    fn read(&mut self, name: &str) -> Result<Option<Key>, KeychainError> {
        let inside = self.asked()?;
        let other = || Key::parse("another-key-than-was-kept").ok();
        Ok(inside.keys.get(name).cloned().and_then(|key| match inside.mood {
            Mood::Mistaken => other(),
            _ => Some(key),
        }))
    }

    fn write(&mut self, name: &str, key: &Key) -> Result<(), KeychainError> {
        let mut inside = self.asked()?;
        if inside.mood != Mood::Forgetful {
            inside.keys.insert(name.to_owned(), key.clone());
        }
        Ok(())
    }

    fn remove(&mut self, name: &str) -> Result<(), KeychainError> {
        self.asked()?.keys.remove(name);
        Ok(())
    }

    fn patience(&self) -> KeychainPatience {
        self.inside().patience
    }
}
