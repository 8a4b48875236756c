//! The system's keychain: macOS's, Windows's Credential Manager, or the Secret Service of a Linux or BSD desktop. The engine asks
//! it on a thread of its own, since a call lasts as long as the system asks its user. This file and those below it are the only
//! ones that name a crate of keychains. Where there is none, keys are kept nowhere: never in a file, never in a stand-in.
//!
//! It is `keyring-core` with the system's own store. The crate `keyring` around them was rejected: it opens the store once, and
//! keeps a failure to do so for as long as the program runs, so that "try again" could not work.

#[cfg_attr(all(unix, not(target_os = "macos")), path = "keychain/secret_service.rs")]
#[cfg_attr(target_os = "macos", path = "keychain/macos.rs")]
#[cfg_attr(windows, path = "keychain/windows.rs")]
mod system;

use std::sync::Arc;

use contract::Key;
use engine::{Keychain, KeychainError, KeychainFault};
use keyring_core::{CredentialStore, Entry, Error};
use zeroize::Zeroizing;

/// What all entries are filed under. They are looked for by this and by [`engine::Target::key_name`], so neither may ever change.
const SERVICE: &str = "Easel";
/// Characters of the system's word that are passed on.
const MOST_DETAIL: usize = 200;

/// The keychain of whoever is logged in. It is opened when it is first asked, and anew when it fails.
#[derive(Debug, Default)]
pub struct SystemKeychain {
    store: Option<Arc<CredentialStore>>,
}

impl SystemKeychain {
    /// Touches nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks about the entry of this name; `None` where there is none.
    fn ask<T>(
        &mut self,
        name: &str,
        question: impl Fn(&Entry) -> keyring_core::Result<T>,
    ) -> Result<Option<T>, KeychainError> {
        let ask = |store: Arc<CredentialStore>| {
            let answer = system::entry(store.as_ref(), SERVICE, name).and_then(|entry| question(&entry));
            (answer.map_err(refusal), store)
        };
        let (answer, store) = match self.store.take().map(ask) {
            // Its service may have been started anew since, and knows nothing of what was agreed with the one before. Each
            // question leaves the same behind when it is asked twice.
            None | Some((Err(Error::PlatformFailure(_)), _)) => ask(system::open().map_err(absent)?),
            Some(answered) => answered,
        };
        self.store = Some(store);
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(fault(error)),
        }
    }
}

impl Keychain for SystemKeychain {
    fn read(&mut self, name: &str) -> Result<Option<Key>, KeychainError> {
        let kept = self.ask(name, |entry| entry.get_password().map(Zeroizing::new))?;
        // What is no key was put there by somebody else.
        kept.map(|text| Key::parse(&text).or(Err(KeychainError::new(KeychainFault::NotKept)))).transpose()
    }

    fn write(&mut self, name: &str, key: &Key) -> Result<(), KeychainError> {
        let written = self.ask(name, |entry| system::keep(entry, key.expose()))?;
        written.ok_or(KeychainError::new(KeychainFault::NotKept))
    }

    fn remove(&mut self, name: &str) -> Result<(), KeychainError> {
        self.ask(name, Entry::delete_credential).map(drop)
    }
}

/// A store may call it a failure that its user said no.
fn refusal(error: Error) -> Error {
    match error {
        Error::PlatformFailure(why) if system::is_refusal(&why) => Error::NoStorageAccess(why),
        error => error,
    }
}

/// A keychain that cannot be opened is none.
fn absent(error: Error) -> KeychainError {
    KeychainError { fault: KeychainFault::Absent, ..fault(error) }
}

/// Never formats an error that carries what is kept: it may be a key, or the half of one. What is formatted here has no key in it,
/// since stores are given one enciphered or as bytes, and answer with names and numbers.
fn fault(error: Error) -> KeychainError {
    let (fault, word) = match error {
        Error::NoStorageAccess(why) => (KeychainFault::Locked, why.to_string()),
        Error::PlatformFailure(why) => (KeychainFault::Failed, why.to_string()),
        Error::BadEncoding(bytes) | Error::BadDataFormat(bytes, _) => {
            drop(Zeroizing::new(bytes));
            return KeychainError::new(KeychainFault::NotKept);
        }
        Error::Ambiguous(entries) => (KeychainFault::Failed, format!("{} entries of this name", entries.len())),
        Error::BadStoreFormat(why) | Error::NotSupportedByStore(why) => (KeychainFault::Failed, why),
        Error::TooLong(what, most) => (KeychainFault::Failed, format!("{what} over {most}")),
        Error::Invalid(what, why) => (KeychainFault::Failed, format!("{what} {why}")),
        _ => return KeychainError::new(KeychainFault::Failed),
    };
    KeychainError { fault, detail: Some(word.chars().take(MOST_DETAIL).collect()) }
}

#[cfg(test)]
mod tests {
    use contract::AccountId;
    use engine::{Address, ConnectionId, ConnectionKind, Target};

    use super::*;

    const KEY: &str = "sesame-7";

    fn with_a_key() -> Vec<u8> {
        KEY.as_bytes().to_vec()
    }

    #[test]
    fn entries_are_found_under_the_names_of_earlier_versions() {
        let account = AccountId::parse(&"a7".repeat(16)).unwrap();
        let service = Address::parse("https://easel.example:8443/a/path").unwrap();
        let user = |kind| Target { id: ConnectionId(0x00c0_ffee), name: "Mine".to_owned(), kind }.key_name();
        assert_eq!(SERVICE, "Easel");
        assert_eq!(user(ConnectionKind::Service(service)), "easel.example:8443 0000000000c0ffee");
        assert_eq!(user(ConnectionKind::Account(account)), format!("{} 0000000000c0ffee", "a7".repeat(16)));
    }

    #[test]
    fn each_failure_of_a_store_has_its_fault() {
        let of = |error| fault(refusal(error)).fault;
        let why = || Box::new(std::io::Error::other("why"));
        assert_eq!(of(Error::NoStorageAccess(why())), KeychainFault::Locked);
        assert_eq!(of(Error::PlatformFailure(why())), KeychainFault::Failed);
        assert_eq!(of(Error::BadEncoding(with_a_key())), KeychainFault::NotKept);
        assert_eq!(absent(Error::PlatformFailure(why())).fault, KeychainFault::Absent);
        assert_eq!(absent(Error::NoDefaultStore).fault, KeychainFault::Absent);
    }

    #[test]
    fn what_is_kept_is_in_no_error_and_what_the_system_says_is_bounded() {
        let why = || Box::new(std::io::Error::other("long ".repeat(1_000)));
        for error in [Error::BadEncoding(with_a_key()), Error::BadDataFormat(with_a_key(), why())] {
            let told = fault(error);
            assert!(!format!("{told} {told:?}").contains(KEY) && told.detail.is_none());
        }
        assert_eq!(fault(Error::PlatformFailure(why())).detail.unwrap().chars().count(), MOST_DETAIL);
    }
}
