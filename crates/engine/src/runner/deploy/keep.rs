//! The token between deployments, where its user wants that: in the keychain, under the account's name, and nowhere else.

use std::sync::Arc;

use contract::{AccountId, Key};

use super::{Shared, locked};
use crate::{deploy::token_entry, event::Event};

/// The one that was kept. A keychain that cannot be asked has none: the token is typed then.
pub(super) async fn kept_token(shared: &Shared, account: &AccountId) -> Option<Key> {
    shared.keys.read_entry(token_entry(account)).await.ok().flatten()
}

/// Puts the token there, or takes it out. Whatever becomes of the deployment, this goes on; that it failed is told.
pub(super) fn keep_token(shared: &Arc<Shared>, account: &AccountId, keeps: bool) {
    let token = locked(&shared.deploying.hand).token.clone().filter(|_| keeps);
    if keeps && token.is_none() {
        return;
    }
    let (shared, entry) = (Arc::clone(shared), token_entry(account));
    tokio::spawn(async move {
        if let Err(failure) = shared.keys.keep_entry(entry, token).await {
            shared.outbox.send(Event::Trouble(failure)).await;
        }
    });
}
