//! The keychain of a Linux or BSD desktop: whatever answers to `org.freedesktop.secrets` on the session bus, as GNOME Keyring,
//! `KWallet` and `KeePassXC` do. Keys cross the bus enciphered. It holds nothing and never falls back to anything.

use std::{collections::HashMap, sync::Arc};

use keyring_core::{CredentialStore, Entry, Error, Result, error::PlatformError};
use secret_service::{EncryptionType, blocking::SecretService};
use zbus_secret_service_keyring_store::Store;

pub(super) fn open() -> Result<Arc<CredentialStore>> {
    Ok(Store::new()?)
}

/// Under a label that people read in their keyring's own window.
pub(super) fn entry(store: &CredentialStore, service: &str, user: &str) -> Result<Entry> {
    let label = format!("{service}: the key of {user}");
    store.build(service, user, Some(&HashMap::from([("label", label.as_str())])))
}

/// Keeps a key. Where nobody ever typed a password to log in there is no keyring yet: then one is made, as libsecret does, and
/// the system asks for its password.
pub(super) fn keep(entry: &Entry, key: &str) -> Result<()> {
    match entry.set_password(key) {
        Err(Error::NoStorageAccess(why)) if said(&why, |why| matches!(why, secret_service::Error::NoResult)) => {
            make_keyring().map_err(|why| Error::PlatformFailure(Box::new(why)))?;
            entry.set_password(key)
        }
        kept => kept,
    }
}

fn make_keyring() -> std::result::Result<(), secret_service::Error> {
    SecretService::connect(EncryptionType::Dh)?.create_collection("Default keyring", "default").map(drop)
}

/// Whether somebody, or nobody, was asked and did not say yes.
pub(super) fn is_refusal(why: &PlatformError) -> bool {
    use secret_service::Error::{Locked, Prompt, PromptDisconnected};
    said(why, |why| matches!(why, Locked | Prompt | PromptDisconnected))
}

fn said(why: &PlatformError, it: impl Fn(&secret_service::Error) -> bool) -> bool {
    why.downcast_ref().is_some_and(it)
}
