//! Keys of connections that were removed, and tokens of accounts on which nothing is deployed any more: the settings name their
//! entries in the keychain until it has given them up, so that one that was locked, or did not answer before the program ended,
//! is asked again by the next run.

use super::Engine;
use crate::{
    connection::{Connection, Target},
    deploy::token_entry,
    effect::Effect,
    settings::MAX_FORGOTTEN,
};

impl Engine {
    /// The connection was removed. Its settings are still to be saved.
    pub(super) fn forget_key(&mut self, target: &Target) {
        self.forget_entry(target.key_name());
    }

    /// The same for the token that may be kept for deployments on its account, where no other one was deployed there.
    pub(super) fn forget_token(&mut self, removed: &Connection) -> Option<Effect> {
        let account = removed.deployed.as_ref().map(|deployed| &deployed.account)?;
        if self.has_deployed_on(account) {
            return None;
        }
        let entry = token_entry(account);
        self.forget_entry(entry.clone());
        Some(Effect::ForgetKey(entry))
    }

    fn forget_entry(&mut self, entry: String) {
        let forgotten = &mut self.state.settings.forget_keys;
        if forgotten.len() >= MAX_FORGOTTEN {
            forgotten.remove(0);
        }
        forgotten.push(entry);
    }

    /// It is back. Its settings are still to be saved.
    pub(super) fn remember_key(&mut self, target: &Target) {
        let entry = target.key_name();
        self.state.settings.forget_keys.retain(|forgotten| *forgotten != entry);
    }

    /// The keychain has an entry no longer.
    pub(super) fn key_gone(&mut self, entry: &str) -> Vec<Effect> {
        let before = self.state.settings.forget_keys.len();
        self.state.settings.forget_keys.retain(|forgotten| forgotten != entry);
        let changed = self.state.settings.forget_keys.len() != before;
        Vec::from_iter(changed.then(|| Effect::SaveSettings(self.state.settings.clone())))
    }

    /// What an earlier run left in the keychain. A file says what it likes: what a connection has now stays.
    pub(super) fn forget_again(&self) -> Vec<Effect> {
        let is_of = |known: &Connection, entry: &String| {
            let token = known.deployed.as_ref().map(|deployed| token_entry(&deployed.account));
            known.target().key_name() == *entry || token.as_ref() == Some(entry)
        };
        let known = |entry: &&String| self.state.connections.iter().any(|known| is_of(known, entry));
        let left = self.state.settings.forget_keys.iter().filter(|entry| !known(entry));
        left.take(MAX_FORGOTTEN).cloned().map(Effect::ForgetKey).collect()
    }
}
