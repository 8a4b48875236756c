//! A whole picture goes into the library, and then its job is closed. A picture that cannot be saved is held in memory until
//! it can: it was paid for.

use std::sync::Arc;

use contract::Billed;
use library::{Entry, PictureId};

use super::{Arrived, Shared};
use crate::{
    cause::Kept,
    event::Event,
    failure::{Again, Failure},
};

pub(super) async fn keep(shared: Arc<Shared>, arrived: Arrived) {
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

async fn try_keep(shared: &Arc<Shared>, arrived: Arrived) -> Result<Entry, Failure> {
    let id = arrived.meta.id;
    let added = shared.library.call(move |library| (library.add(&arrived.bytes, &arrived.meta), arrived)).await;
    match added {
        Ok((Ok(entry), _)) => {
            // An attempt before this one may have left its own.
            shared.unsaved().remove(&id);
            // Were this lost, the next start finds the picture in the library and closes the job then.
            let closed = shared.journal.call(move |journal| journal.done(id)).await;
            shared.trouble(closed, Kept::Journal).await;
            Ok(entry)
        }
        Ok((Err(error), arrived)) => {
            let failure = Failure { billed: cost(&arrived), ..error.into() };
            shared.unsaved().insert(id, arrived);
            Err(failure)
        }
        Err(gone) => Err(Failure { billed: Billed::Maybe, again: Again::SameKey, ..gone.into() }),
    }
}

/// The picture was made: what has a price was billed.
fn cost(arrived: &Arrived) -> Billed {
    if arrived.meta.estimate.is_some() { Billed::Yes } else { Billed::No }
}
