//! macOS's keychain: the login keychain, as Keychain Access shows it. Signed programs are asked about once, others after each
//! build. It holds nothing.

use std::sync::Arc;

use apple_native_keyring_store::keychain::Store;
use keyring_core::{CredentialStore, Entry, Result, error::PlatformError};

/// `errSecUserCanceled`, `errSecAuthFailed`, `errSecInteractionNotAllowed`, `errSecInteractionRequired`.
const REFUSALS: [i32; 4] = [-128, -25_293, -25_308, -25_315];

pub(super) fn open() -> Result<Arc<CredentialStore>> {
    Ok(Store::new()?)
}

pub(super) fn entry(store: &CredentialStore, service: &str, user: &str) -> Result<Entry> {
    store.build(service, user, None)
}

pub(super) fn keep(entry: &Entry, key: &str) -> Result<()> {
    entry.set_password(key)
}

/// Whether somebody, or nobody, was asked and did not say yes.
pub(super) fn is_refusal(why: &PlatformError) -> bool {
    let error = why.downcast_ref::<security_framework::base::Error>();
    error.is_some_and(|error| REFUSALS.contains(&error.code()))
}
