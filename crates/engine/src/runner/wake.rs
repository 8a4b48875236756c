//! The time, told to an engine that has no clock of its own: one timer, which a new wish sets anew.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::{sync::watch, time::timeout};

use super::Shared;
use crate::event::Event;

/// The longest sleep: a timer stands still while the computer sleeps, and its clock may be set.
const NAP: Duration = Duration::from_secs(20);

/// Until the program ends. Told once for each wish that is not replaced before; and whenever the clock is set back, since what
/// is wished for may be hours away then. (One that is set back by less than a nap makes it late by that, and no more.)
pub(super) async fn work(shared: Arc<Shared>, mut wishes: watch::Receiver<Timestamp>) {
    while wishes.changed().await.is_ok() {
        let mut before = Timestamp::MIN;
        loop {
            let now = Timestamp::now();
            let left = Duration::try_from(wishes.borrow_and_update().duration_since(now)).unwrap_or_default();
            if left.is_zero() || now < before {
                shared.outbox.send(Event::Time).await;
            }
            if left.is_zero() {
                break;
            }
            before = now;
            // Another wish ends the nap.
            if let Ok(Err(_nobody_wishes)) = timeout(left.min(NAP), wishes.changed()).await {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runner::stage::shared;

    #[test]
    fn a_later_wish_replaces_an_earlier_one() {
        let folder = tempfile::tempdir().unwrap();
        let (shared, mut events) = shared(folder.path());
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let timer = tokio::spawn(work(Arc::clone(&shared), shared.alarm.subscribe()));
            shared.alarm.send_replace(Timestamp::MAX);
            tokio::task::yield_now().await;
            shared.alarm.send_replace(Timestamp::now());
            assert!(matches!(events.recv().await, Some(Event::Time)));
            tokio::task::yield_now().await;
            assert!(events.try_recv().is_err(), "told once");
            timer.abort();
        });
    }
}
