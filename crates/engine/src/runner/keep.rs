//! A whole picture goes into the library, and then its job is closed. A picture that cannot be saved is held in memory until
//! it can: it was paid for.

use std::sync::Arc;

use contract::Billed;
use library::{Entry, PictureId};

use super::{Arrived, Shared};
use crate::{event::Event, failure::Failure};

pub(super) async fn keep(shared: Arc<Shared>, arrived: Arc<Arrived>) {
    let id = arrived.meta.id;
    let event = match try_keep(&shared, arrived).await {
        Ok(entry) => Event::Arrived(Box::new(entry)),
        Err(failure) => Event::Failed(id, failure),
    };
    shared.outbox.send(event).await;
}

pub(super) async fn keep_again(shared: Arc<Shared>, id: PictureId) {
    let arrived = shared.unsaved().remove(&id);
    if let Some(arrived) = arrived {
        keep(shared, arrived).await;
    }
}

async fn try_keep(shared: &Arc<Shared>, arrived: Arc<Arrived>) -> Result<Entry, Failure> {
    let id = arrived.meta.id;
    // Held here as well, so that nothing that happens to the library's thread loses it.
    let held = Arc::clone(&arrived);
    let failure = match shared.library.call(move |library| library.add(&held.bytes, &held.meta)).await {
        Ok(Ok(entry)) => {
            // An attempt before this one may have left its own.
            shared.unsaved().remove(&id);
            // Were this lost, the next start finds the picture in the library and closes the job then.
            shared.note(move |journal| journal.done(id)).await;
            return Ok(entry);
        }
        Ok(Err(error)) => Failure::from(error),
        Err(gone) => gone.into(),
    };
    let failure = Failure { billed: cost(&arrived), ..failure };
    shared.unsaved().insert(id, arrived);
    Err(failure)
}

/// The picture was made: what has a price was billed.
fn cost(arrived: &Arrived) -> Billed {
    if arrived.meta.estimate.is_some() { Billed::Yes } else { Billed::No }
}
