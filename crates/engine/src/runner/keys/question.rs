//! What the keychain is asked, each question as one job of its thread, so that they are done in the order in which they were asked;
//! and how long an answer is waited for.

use std::pin::pin;

use contract::Key;
use home::ThreadGone;
use tokio::time::timeout;

use super::{Wishes, ring::Ring, slot::TakenOut, unsent};
use crate::{
    cause::Cause,
    failure::Failure,
    keychain::{Keychain, KeychainError, KeychainFault, KeychainPatience},
};

/// What the keychain answered.
pub(super) struct Answer {
    /// The key: read or kept, or not kept for what `refused` says.
    pub(super) key: Option<Key>,
    pub(super) refused: Option<Failure>,
}

impl Answer {
    /// None that can be waited for.
    pub(super) fn silent(key: Option<Key>) -> Self {
        Self { key, refused: Some(unsent(Cause::Keychain(KeychainFault::Silent))) }
    }

    fn of(key: Option<Key>, done: Result<(), KeychainError>) -> Self {
        Self { key, refused: done.err().map(refused) }
    }
}

pub(super) fn read(keychain: &mut dyn Keychain, name: &str) -> Answer {
    match keychain.read(name) {
        Ok(key) => Answer { key, refused: None },
        Err(error) => Answer { key: None, refused: Some(refused(error)) },
    }
}

pub(super) fn write(keychain: &mut dyn Keychain, name: &str, key: Key) -> Answer {
    let kept = keychain.write(name, &key).and_then(|()| read_back(keychain, name, &key));
    Answer::of(Some(key), kept)
}

/// What was kept is read again: a keychain may take a key and not have it.
fn read_back(keychain: &mut dyn Keychain, name: &str, key: &Key) -> Result<(), KeychainError> {
    let kept = match keychain.read(name) {
        Ok(Some(read)) if read == *key => return Ok(()),
        Ok(_) => KeychainError::new(KeychainFault::NotKept),
        Err(error) => error,
    };
    // The next start must not take what is there for the key. One that is not removed either has been told already.
    keychain.remove(name).ok();
    Err(kept)
}

pub(super) fn copy(keychain: &mut dyn Keychain, from: &str, to: &str) -> Answer {
    match read(keychain, from) {
        Answer { key: Some(key), refused: None } => write(keychain, to, key),
        none => none,
    }
}

pub(super) fn remove(keychain: &mut dyn Keychain, name: &str) -> Answer {
    Answer::of(None, keychain.remove(name))
}

/// Reads the key first, unless it is in hand. One that cannot be read stays where it is, since it could not be brought back.
pub(super) fn take_out(keychain: &mut dyn Keychain, name: &str, hand: &TakenOut) -> Answer {
    if hand.key().is_none() {
        match keychain.read(name) {
            Ok(Some(key)) => hand.put(key),
            Ok(None) => {}
            Err(error) => return Answer::of(None, Err(error)),
        }
    }
    remove(keychain, name)
}

/// What is in hand is kept again; where nothing is, it may never have left.
pub(super) fn bring_back(keychain: &mut dyn Keychain, name: &str, hand: &TakenOut) -> Answer {
    match hand.key() {
        Some(key) => write(keychain, name, key),
        None => read(keychain, name),
    }
}

/// Waits for an answer and brings it to the ring. When there is none for too long, `held` is all there is; the answer is brought all the
/// same if it comes in the end.
pub(super) async fn wait(
    answer: impl Future<Output = Result<Answer, ThreadGone>>,
    held: Option<Key>,
    patience: KeychainPatience,
    wishes: Wishes,
    then: impl FnOnce(&mut Ring, Answer) + Clone + Send + 'static,
) {
    let hand = held.clone();
    let mut answer = pin!(async {
        answer
            .await
            .unwrap_or_else(|gone| Answer { key: hand, refused: Some(unsent(Cause::ThreadGone).detail(gone.name)) })
    });
    let again = then.clone();
    if let Ok(answer) = timeout(patience.quiet, &mut answer).await {
        return wishes.send(|ring| then(ring, answer));
    }
    wishes.send(Ring::wait);
    let waited = timeout(patience.silent.saturating_sub(patience.quiet), &mut answer).await;
    wishes.send(Ring::wait_no_more);
    match waited {
        Ok(answer) => wishes.send(|ring| then(ring, answer)),
        Err(_elapsed) => {
            wishes.send(|ring| then(ring, Answer::silent(held)));
            let late = answer.await;
            wishes.send(|ring| again(ring, late));
        }
    }
}

/// The system's word is shown as it is; it never has a key in it.
fn refused(error: KeychainError) -> Failure {
    Failure { detail: error.detail, ..unsent(Cause::Keychain(error.fault)) }
}
