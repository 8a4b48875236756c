//! Windows's Credential Manager: entries are named `HOST 0123456789abcdef.Easel`, open to whoever is logged in, and go along with a
//! roaming profile, as the settings do. It holds nothing.

use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Result, error::PlatformError};
use windows_native_keyring_store::Store;

pub(super) fn open() -> Result<Arc<CredentialStore>> {
    Ok(Store::new()?)
}

pub(super) fn entry(store: &CredentialStore, service: &str, user: &str) -> Result<Entry> {
    store.build(service, user, None)
}

pub(super) fn keep(entry: &Entry, key: &str) -> Result<()> {
    entry.set_password(key)
}

/// It never asks.
pub(super) fn is_refusal(_why: &PlatformError) -> bool {
    false
}
