//! Entries of the keychain that are no connection's key: asked for one at a time, by who waits for the answer.

use contract::Key;
use tokio::time::timeout;

use super::{
    Keys, Waiter,
    question::{self, Answer},
    unsent,
};
use crate::{cause::Cause, connection::Target, failure::Failure, keychain::Keychain};

impl Keys {
    /// The key of a connection, once the wishes before this are done; `None` where it has none.
    pub(in crate::runner) async fn key(&self, target: Target) -> Result<Option<Key>, Failure> {
        let (told, heard) = tokio::sync::oneshot::channel();
        self.wish(|ring| ring.need(target, Waiter::Key(told)));
        heard.await.unwrap_or(Ok(None))
    }

    /// What the keychain has under this name.
    pub(in crate::runner) async fn read_entry(&self, name: String) -> Result<Option<Key>, Failure> {
        let Answer { key, refused } = self.answer(move |keychain| question::read(keychain, &name)).await;
        refused.map_or(Ok(key), Err)
    }

    /// Keeps a key under this name; `None` removes what is there.
    pub(in crate::runner) async fn keep_entry(&self, name: String, key: Option<Key>) -> Result<(), Failure> {
        let done = self.answer(move |keychain| match key {
            Some(key) => question::write(keychain, &name, key),
            None => question::remove(keychain, &name),
        });
        done.await.refused.map_or(Ok(()), Err)
    }

    async fn answer(&self, job: impl FnOnce(&mut dyn Keychain) -> Answer + Send + 'static) -> Answer {
        let Some(asked) = self.keychain.try_call(move |keychain| job(keychain.as_mut())) else {
            return Answer::silent(None);
        };
        match timeout(self.patience.silent, asked).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(gone)) => Answer { key: None, refused: Some(unsent(Cause::ThreadGone).detail(gone.name)) },
            Err(_elapsed) => Answer::silent(None),
        }
    }
}
