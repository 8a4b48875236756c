//! What the tests of the runner stand on: all its parts, in a folder of their own. Nothing of it asks the network or the
//! user's desktop.

use std::{path::Path, sync::Arc, task::Waker};

use contract::Key;
use home::{BuiltIn, OwnerThread};
use library::{Bin, Library, Places};
use remote::{Address, Https};

use tokio::sync::mpsc;

use super::{EVENTS, Means, Parts, Revealer, Shared, bin, keys};
use crate::{
    event::Event,
    journal::Journal,
    keychain::{Keychain, KeychainError, KeychainFault, KeychainPatience},
};

/// A computer without a keychain.
struct NoKeychain;

impl Keychain for NoKeychain {
    fn read(&mut self, _: &str) -> Result<Option<Key>, KeychainError> {
        Err(KeychainError::new(KeychainFault::Absent))
    }

    fn write(&mut self, _: &str, _: &Key) -> Result<(), KeychainError> {
        Err(KeychainError::new(KeychainFault::Absent))
    }

    fn remove(&mut self, _: &str) -> Result<(), KeychainError> {
        Err(KeychainError::new(KeychainFault::Absent))
    }
}

pub(super) fn places(folder: &Path) -> Places {
    Places { root: folder.join("library"), index: folder.join("index.db"), thumbnails: folder.join("thumbnails") }
}

/// A runner without its tasks, and what it tells.
pub(super) fn shared(folder: &Path) -> (Arc<Shared>, mpsc::Receiver<Event>) {
    let (events, outlet) = mpsc::channel(EVENTS);
    let (deletions, _) = bin::Queue::new();
    let parts = parts(folder);
    let (keys, _) = keys::Keys::new(&parts);
    (Arc::new(Shared::new(parts, deletions, keys, events)), outlet)
}

pub(super) fn parts(folder: &Path) -> Parts {
    let (places, state) = (places(folder), folder.join("state.db"));
    Parts {
        built_in: BuiltIn::open(&state).unwrap(),
        journal: OwnerThread::start("journal", Journal::open(&state).unwrap()).unwrap(),
        library: OwnerThread::start("library", Library::open(places.clone()).unwrap().0).unwrap(),
        bin: OwnerThread::start("bin", Bin::of(places.clone())).unwrap(),
        exporter: OwnerThread::start("export", places.clone()).unwrap(),
        revealer: Revealer::new(|_| Ok(())),
        root: places.root,
        keychain: OwnerThread::start("keychain", Box::new(NoKeychain) as Box<dyn Keychain>).unwrap(),
        patience: KeychainPatience::default(),
        cloudflare: Address::cloudflare(),
        https: Arc::new(Https::new().unwrap()),
        means: Means::default(),
        settings_file: folder.join("settings.toml"),
        waker: Waker::noop().clone(),
    }
}
