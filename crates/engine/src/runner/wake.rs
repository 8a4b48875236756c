//! The time, told to an engine that has no clock of its own.

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;
use tokio::time::sleep;

use super::Shared;
use crate::event::Event;

/// The longest sleep: a timer stands still while the computer sleeps, and its clock may be set.
const NAP: Duration = Duration::from_secs(20);

pub(super) async fn wake(shared: Arc<Shared>, at: Timestamp) {
    while let Ok(left) = Duration::try_from(at.duration_since(Timestamp::now()))
        && left > Duration::ZERO
    {
        sleep(left.min(NAP)).await;
    }
    shared.outbox.send(Event::Time).await;
}
