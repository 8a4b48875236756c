//! Pictures go to the system's bin and come back from it, in steps, between which the library saves what arrives.

use std::{mem, sync::Arc};

use library::{Entry, Library, PictureId};

use super::{Shared, locked};
use crate::{effect::DeletionId, event::Event, failure::Failure};

/// Pictures in one step: a few hundredths of a second.
const STEP: usize = 32;

/// Answers for each, in order.
type Work<T> = fn(&mut Library, &[Entry]) -> Vec<Result<T, library::Error>>;

/// Starts `work`, which a closing program waits for: what the user deleted must not be there again at the next start.
pub(super) fn start(shared: &Shared, work: impl Future<Output = ()> + Send + 'static) {
    let mut deletions = locked(&shared.deletions);
    while deletions.try_join_next().is_some() {}
    deletions.spawn(work);
}

/// Waits for what was started.
pub(super) async fn finish(shared: &Shared) {
    let mut deletions = mem::take(&mut *locked(&shared.deletions));
    while deletions.join_next().await.is_some() {}
}

pub(super) async fn bin(shared: Arc<Shared>, id: DeletionId, entries: Vec<Entry>) {
    let (_, failed) = in_steps(&shared, entries, Library::bin).await;
    shared.outbox.send(Event::Binned { id, failed }).await;
}

pub(super) async fn restore(shared: Arc<Shared>, id: DeletionId, entries: Vec<Entry>) {
    let (restored, failed) = in_steps(&shared, entries, Library::restore).await;
    shared.outbox.send(Event::Restored { id, restored, failed }).await;
}

async fn in_steps<T: Send + 'static>(
    shared: &Shared,
    entries: Vec<Entry>,
    work: Work<T>,
) -> (Vec<T>, Vec<(PictureId, Failure)>) {
    let (mut done, mut failed) = (Vec::new(), Vec::new());
    for step in entries.chunks(STEP) {
        let entries = step.to_vec();
        // What a look at the folder found before this is told before its end is.
        let _told = shared.told.lock().await;
        let answers = shared.library.call(move |library| work(library, &entries)).await;
        let answers: Vec<Result<T, Failure>> = match answers {
            Ok(answers) => answers.into_iter().map(|answer| answer.map_err(Failure::from)).collect(),
            Err(gone) => step.iter().map(|_| Err(gone.into())).collect(),
        };
        for (entry, answer) in step.iter().zip(answers) {
            match answer {
                Ok(value) => done.push(value),
                Err(failure) => failed.push((entry.id, failure)),
            }
        }
    }
    (done, failed)
}
