//! Keys, and what requests go over: which connection is linked with which key, and what the keychain is asked. One task does one
//! wish after another, in the order of the effects; what asks the keychain or a service goes on beside it, and comes back as
//! a wish of its own. So nothing waits for the keychain but who needs a key. No key is ever in an event or a log.

use std::sync::Arc;

use contract::Billed;
use home::OwnerThread;
use remote::{Client, WorkersAi};
use tokio::sync::{mpsc, oneshot};

use super::{Parts, Shared};
use crate::{
    cause::Cause,
    connection::{ConnectionKind, Target},
    failure::{Again, Failure},
    keychain::{Keychain, KeychainPatience},
};

use link::{Link, Linker};
use ring::Ring;
use slot::Waiter;

mod answers;
mod entry;
mod link;
mod question;
mod ring;
mod slot;
#[cfg(test)]
mod tests;

type Wish = Box<dyn FnOnce(&mut Ring) + Send>;

/// Where wishes are brought.
#[derive(Clone)]
struct Wishes(mpsc::UnboundedSender<Wish>);

/// What the rest of the runner has of it.
pub(crate) struct Keys {
    wishes: Wishes,
    keychain: OwnerThread<Box<dyn Keychain>>,
    /// How long that is waited for.
    patience: KeychainPatience,
    /// It needs no key.
    painter: Link,
}

/// Whom a job asks, once that is known.
pub(super) struct Linking(oneshot::Receiver<Result<Link, Failure>>);

/// What does the wishes.
pub(super) struct Work {
    ring: Ring,
    inbox: mpsc::UnboundedReceiver<Wish>,
}

impl Keys {
    #[expect(
        clippy::disallowed_methods,
        reason = "each wish is a press of a key, or an answer to one; a keychain that hangs must keep no other effect waiting"
    )]
    pub(super) fn new(parts: &Parts) -> (Self, Work) {
        let (wishes, inbox) = mpsc::unbounded_channel();
        let (wishes, keychain) = (Wishes(wishes), parts.keychain.clone());
        let linker = Linker::new(parts.built_in.clone(), parts.cloudflare.clone(), Arc::clone(&parts.https));
        let ring = Ring::new(keychain.clone(), parts.patience, linker, wishes.clone());
        let painter = Link::to_painter(&parts.built_in);
        (Self { wishes, keychain, patience: parts.patience, painter }, Work { ring, inbox })
    }

    pub(super) fn wish(&self, wish: impl FnOnce(&mut Ring) + Send + 'static) {
        self.wishes.send(wish);
    }

    /// What leads to `target`, by the key that it has when the wishes before this are done.
    pub(super) fn link(&self, target: Option<Target>) -> Linking {
        let (told, linked) = oneshot::channel();
        // Whoever is to hear it is there: what is told at once is not lost.
        match target {
            Some(Target { kind: ConnectionKind::BuiltIn, .. }) => drop(told.send(Ok(self.painter.clone()))),
            Some(target) => self.wish(|ring| ring.need(target, Waiter::Request(told))),
            None => drop(told.send(Err(unsent(Cause::NoConnection)))),
        }
        Linking(linked)
    }

    /// Waits until the keychain has done all that was wished.
    pub(super) async fn finish(&self) {
        let (told, heard) = oneshot::channel();
        self.wish(|_| {
            // An error means that nobody waits any more.
            told.send(()).ok();
        });
        if heard.await.is_ok()
            && let Err(gone) = self.keychain.call(|_| ()).await
        {
            tracing::error!(%gone, "closed without the keychain");
        }
    }
}

impl Wishes {
    fn send(&self, wish: impl FnOnce(&mut Ring) + Send + 'static) {
        if self.0.send(Box::new(wish)).is_err() {
            tracing::error!("nobody does what is wished of the keys");
        }
    }
}

impl Linking {
    /// Waits for the key, if it is being asked for.
    pub(super) async fn client(self) -> Result<Client, Failure> {
        Ok(self.link().await?.client)
    }

    /// The same for the account that a connection leads to.
    pub(super) async fn account(self) -> Result<WorkersAi, Failure> {
        self.link().await?.account.ok_or_else(|| unsent(Cause::NoConnection))
    }

    async fn link(self) -> Result<Link, Failure> {
        self.0.await.unwrap_or_else(|_no_answer| Err(unsent(Cause::ThreadGone)))
    }
}

/// Until the program ends. What a wish has to tell is told before the next one is done.
pub(super) async fn work(shared: Arc<Shared>, mut work: Work) {
    while let Some(wish) = work.inbox.recv().await {
        wish(&mut work.ring);
        for event in work.ring.told() {
            shared.outbox.send(event).await;
        }
    }
}

/// Before anything was sent.
fn unsent(cause: Cause) -> Failure {
    Failure::new(cause, Billed::No, Again::SameKey)
}
