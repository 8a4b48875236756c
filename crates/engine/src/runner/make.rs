//! One picture from its request to its last byte: its connection's key had, noted as sent, asked for, received, checked. Each
//! step's failure says whether the picture may have cost something. What arrived is handed on, so that a cancelling that
//! comes too late loses nothing.

use std::sync::Arc;

use contract::{Billed, Format, Record};
use library::{Meta, PictureId};
use remote::Incoming;

use super::{Arrived, Request, Shared, keep::keep, keys::Linking};
use crate::{
    cause::Cause,
    connection::Target,
    event::Event,
    failure::{Again, Failure},
    job::Job,
};

/// What was sent and may be billed is listened to all the same. Nothing is said of a job that has ended by itself meanwhile.
pub(super) async fn abort(shared: &Shared, id: PictureId, lost: Billed) {
    let billed = {
        let mut running = shared.running();
        let Some(request) = running.get(&id) else { return };
        if request.has_left && lost != Billed::No {
            lost
        } else {
            request.task.abort();
            running.remove(&id);
            Billed::No
        }
    };
    shared.outbox.send(Event::Failed(id, Failure::cancelled(billed))).await;
}

pub(super) fn start(shared: &Arc<Shared>, job: Job, target: Option<Target>, lost: Billed) {
    // Asked for here, so that it is the key of this moment, whatever is wished next.
    let linking = shared.keys.link(target);
    // Locked first, so that a task that ends at once is put in before it takes itself out.
    let mut running = shared.running();
    // One that was cancelled, and is asked for again while its request is still listened to.
    if running.contains_key(&job.id) {
        return;
    }
    let id = job.id;
    let task = tokio::spawn(make(Arc::clone(shared), job, linking, lost)).abort_handle();
    running.insert(id, Request { task, has_left: false });
}

/// `linking`: whom to ask. `lost`: what it may have cost when nothing more is heard of it.
pub(super) async fn make(shared: Arc<Shared>, job: Job, linking: Linking, lost: Billed) {
    let id = job.id;
    let result = fetch(&shared, job, linking, lost).await;
    // From here on it cannot be aborted.
    let was_there = shared.running().remove(&id).is_some();
    match result {
        Ok(arrived) => {
            shared.outbox.send(Event::Spent(id, neurons(&arrived.meta.record))).await;
            drop(tokio::spawn(keep(shared, Arc::new(arrived))));
        }
        Err(failure) if was_there => shared.outbox.send(Event::Failed(id, failure)).await,
        // It was aborted just now, and that has been told.
        Err(_) => {}
    }
}

async fn fetch(shared: &Arc<Shared>, job: Job, linking: Linking, lost: Billed) -> Result<Arrived, Failure> {
    // Before it is noted as sent: the keychain may take its time, and a job that waits for it was surely not billed.
    let client = linking.client().await?;
    let sent = job.clone();
    match shared.running().get_mut(&job.id) {
        Some(request) => request.has_left = true,
        // Aborted, and told to cost nothing: that must stay true.
        None => return Err(Failure::cancelled(Billed::No)),
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

/// What a picture cost, with its prompt; `None` where the service did not say.
fn neurons(record: &Record) -> Option<f64> {
    if record.cached { Some(0.0) } else { Some(record.neurons? + record.prompt_neurons.unwrap_or_default()) }
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
        origin: job.origin.clone(),
        estimate: Some(job.request.estimate().likely).filter(|neurons| *neurons > 0.0),
    }
}

#[cfg(test)]
mod tests {
    use contract::{Fields, model::PAINTER};
    use jiff::Timestamp;
    use library::PictureId;

    use super::*;
    use crate::{
        connection::{Connection, ConnectionId},
        job::JobState,
        journal::{Journal, LeftEnd},
        runner::stage::shared,
    };

    #[test]
    fn one_that_is_aborted_before_it_leaves_is_not_noted_as_sent() {
        let folder = tempfile::tempdir().unwrap();
        let (shared, mut events) = shared(folder.path());
        let fields = Fields { prompt: Some("a".to_owned()), ..Fields::default() };
        let painter = Connection::built_in(vec![&PAINTER]);
        let mut job = Job {
            id: PictureId::new(Timestamp::UNIX_EPOCH, 1),
            request: contract::GenerateRequest::parse(fields, &PAINTER).unwrap(),
            origin: None,
            at: Timestamp::UNIX_EPOCH,
            turn: 0,
            connection: Some(ConnectionId::BUILT_IN),
            over: String::new(),
            place: String::new(),
            texts: contract::Texts::Unsaid,
            before: Billed::No,
            state: JobState::Waiting,
        };
        job.go_over(&painter);
        let left = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
            let jobs = vec![job.clone()];
            shared.note(move |journal| journal.queue(&jobs)).await;
            // None of those that run: it is aborted, and has not come to where that ends it.
            let linking = shared.keys.link(Some(painter.target()));
            make(Arc::clone(&shared), job, linking, Billed::Maybe).await;
            shared.journal.call(|journal: &mut Journal| journal.left().unwrap()).await.unwrap()
        });
        assert!(matches!(left[0].end, LeftEnd::Waiting), "noted as sent");
        assert!(events.try_recv().is_err(), "its end has been told by whoever aborted it");
    }
}
