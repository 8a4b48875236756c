//! One picture from its request to its last byte: its connection's key had, noted as sent, asked for, received, checked. Each step's failure says
//! whether the picture may have cost something. What arrived is handed on, so that a cancelling that comes too late loses
//! nothing.

use std::sync::Arc;

use contract::{Billed, Format, Record};
use library::Meta;
use remote::Incoming;

use super::{Arrived, Shared, keep::keep, keys::Linking};
use crate::{
    cause::Cause,
    event::Event,
    failure::{Again, Failure},
    job::Job,
};

/// `linking`: whom to ask. `lost`: what it may have cost when nothing more is heard of it.
pub(super) async fn make(shared: Arc<Shared>, job: Job, linking: Linking, lost: Billed) {
    let id = job.id;
    let result = fetch(&shared, job, linking, lost).await;
    // From here on it cannot be aborted.
    shared.running().remove(&id);
    match result {
        Ok(arrived) => drop(tokio::spawn(keep(shared, Arc::new(arrived)))),
        Err(failure) => shared.outbox.send(Event::Failed(id, failure)).await,
    }
}

async fn fetch(shared: &Arc<Shared>, job: Job, linking: Linking, lost: Billed) -> Result<Arrived, Failure> {
    // Before it is noted as sent: the keychain may take its time, and a job that waits for it was surely not billed.
    let client = linking.client().await?;
    let sent = job.clone();
    if let Some(request) = shared.running().get_mut(&job.id) {
        request.has_left = true;
    }
    let noted = shared.journal.call(move |journal| journal.sent(&sent, lost)).await;
    if !matches!(noted, Ok(Ok(()))) {
        return Err(Failure::new(Cause::Unsent, Billed::No, Again::SameKey));
    }
    let refused = |error| Failure::of_service(&job.over, error);
    let mut incoming = client.generate(&job.request, &job.key()).await.map_err(refused)?;
    if incoming.uncounted {
        tracing::warn!("{} made picture {} and could not count it: it is in no sum of the day", job.over, job.id);
    }
    let bytes = receive(&mut incoming).await.map_err(refused)?;
    check(&bytes)?;
    Ok(Arrived { bytes, meta: meta(&job, incoming.record) })
}

/// In memory, since the client bounds it; it is written to a temporary file in one piece, with its metadata in place.
async fn receive(incoming: &mut Incoming) -> Result<Vec<u8>, remote::Error> {
    let mut bytes = Vec::new();
    while let Some(chunk) = incoming.chunk().await? {
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn check(bytes: &[u8]) -> Result<(), Failure> {
    let whole = Format::sniff(bytes).is_some_and(|format| format.is_whole(bytes));
    if whole {
        return Ok(());
    }
    Err(Failure::new(Cause::CutShort, Billed::Maybe, Again::SameKey))
}

/// A picture's metadata, as its request and its reply tell it.
fn meta(job: &Job, record: Record) -> Meta {
    Meta {
        id: job.id,
        made: job.at,
        record,
        by: job.over.clone(),
        job: job.key().to_string(),
        estimate: Some(job.request.estimate().likely).filter(|neurons| *neurons > 0.0),
    }
}
