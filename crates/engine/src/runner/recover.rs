//! What an earlier run left: whole pictures that have no name yet are adopted, the folder is compared with the index (which
//! the user may ask for again later), and jobs without an ending are told to the user. Nothing is ever sent from here.

use std::{
    collections::HashSet,
    sync::{Arc, atomic::Ordering},
};

use contract::Billed;
use home::ThreadGone;
use jiff::{SignedDuration, Timestamp};
use library::{Library, PictureId, Refresh};

use super::Shared;
use crate::{
    cause::Cause,
    event::Event,
    failure::{Again, Failure},
    job::{Job, JobState},
    journal::{Left, LeftEnd},
};

#[cfg(test)]
mod tests;

pub(super) async fn recover(shared: Arc<Shared>, left: Vec<Left>) {
    adopt(&shared).await;
    // A job whose turn had not come has no picture.
    let sent = left.iter().filter(|left| !matches!(left.end, LeftEnd::Waiting));
    if let Err(gone) = refresh(&shared, sent.map(|left| left.asked).min()).await {
        tracing::error!(%gone, "the folder was not compared with the index");
    }
    close_or_tell(&shared, left).await;
}

/// The folder again, later in the run.
pub(super) async fn compare(shared: Arc<Shared>) {
    if let Err(gone) = refresh(&shared, None).await {
        shared.outbox.send(Event::Trouble(gone.into())).await;
    }
    shared.outbox.send(Event::Compared).await;
}

/// Pictures whose bytes were all there when the program ended.
async fn adopt(shared: &Arc<Shared>) {
    match shared.library.call(Library::adopt).await {
        Ok(Ok(entries)) if entries.is_empty() => {}
        Ok(Ok(added)) => shared.outbox.send(Event::Changed { removed: Vec::new(), added }).await,
        Ok(Err(error)) => tell(shared, &error).await,
        Err(gone) => tracing::error!(%gone, "no picture of the last run was adopted"),
    }
}

/// In steps, between which pictures that arrive are saved, and after any of which the user may stop it. But where pictures
/// that were asked for at `since` or later may lie is always looked at: one that was saved just before a crash must not be
/// told as lost, and maybe be paid for again.
async fn refresh(shared: &Arc<Shared>, since: Option<Timestamp>) -> Result<(), ThreadGone> {
    let mut refresh = match shared.library.call(|library| library.refresh()).await? {
        Ok(refresh) => refresh,
        Err(error) => {
            tell(shared, &error).await;
            return Ok(());
        }
    };
    while !shared.stop_refresh.load(Ordering::Relaxed) || since.is_some_and(|since| refresh.may_find_since(since)) {
        // Until it is told, so that a picture that is deleted next is not told after it is gone.
        let _told = shared.told.lock().await;
        let (step, back) = shared.library.call(move |library| step(library, refresh)).await?;
        refresh = back;
        match step {
            Ok(Some(changes)) => {
                for (path, error) in &changes.unreadable {
                    tracing::warn!(path = %path.display(), %error, "this file of the library cannot be read");
                }
                let (done, total) = refresh.progress();
                shared.outbox.send(Event::Indexing { done, total }).await;
                shared.outbox.send(Event::Changed { removed: changes.removed, added: changes.added }).await;
            }
            Ok(None) => return Ok(()),
            Err(error) => {
                tell(shared, &error).await;
                return Ok(());
            }
        }
    }
    Ok(())
}

fn step(library: &mut Library, mut refresh: Refresh) -> (Result<Option<library::Changes>, library::Error>, Refresh) {
    (library.step(&mut refresh), refresh)
}

async fn tell(shared: &Arc<Shared>, error: &library::Error) {
    shared.outbox.send(Event::Trouble(error.into())).await;
}

/// A job whose picture is in the library is closed; the others are told.
async fn close_or_tell(shared: &Arc<Shared>, left: Vec<Left>) {
    let started = Timestamp::now();
    let ids: Vec<PictureId> = left.iter().map(|left| left.id).collect();
    let there = shared.library.call(move |library| library.which_are_there(&ids)).await;
    let there: HashSet<PictureId> = match there {
        Ok(Ok(there)) => there,
        // Better told once too often than never.
        Ok(Err(error)) => {
            tell(shared, &error).await;
            HashSet::new()
        }
        Err(gone) => {
            tracing::error!(%gone, "the jobs of the last run were not compared with the library");
            HashSet::new()
        }
    };
    // A microsecond apart, so that they stand in the order asked.
    let mut times = (0_i64..).map(|n| started + SignedDuration::from_micros(n));
    let (mut jobs, mut unknown) = (Vec::new(), 0);
    for left in left {
        if there.contains(&left.id) {
            let id = left.id;
            shared.note(move |journal| journal.done(id)).await;
        } else {
            unknown += usize::from(matches!(left.end, LeftEnd::Sent));
            jobs.push(untold(left, times.next().unwrap_or(started)));
        }
    }
    shared.outbox.send(Event::Recovered { jobs, unknown }).await;
}

fn untold(left: Left, at: Timestamp) -> Job {
    let failure = match left.end {
        LeftEnd::Waiting => None,
        LeftEnd::Sent => Some(Failure::new(Cause::Unknown { service: left.over.clone() }, left.billed, Again::SameKey)),
        // Nobody listens any more.
        LeftEnd::Failed(failure) if failure.cause == Cause::Cancelled => {
            Some(Failure { cause: Cause::Unknown { service: left.over.clone() }, ..failure })
        }
        // What was held in memory is gone; the service may still have it under its key.
        LeftEnd::Failed(failure) if failure.again == Again::Save => Some(Failure { again: Again::SameKey, ..failure }),
        LeftEnd::Failed(failure) => Some(failure),
    };
    let before = left.billed.max(failure.as_ref().map_or(Billed::No, |failure| failure.billed));
    let state = failure.map_or(JobState::Waiting, |failure| JobState::Failed(Failure { billed: before, ..failure }));
    Job {
        id: left.id,
        request: left.request,
        origin: left.origin,
        at,
        turn: left.turn,
        connection: left.connection,
        over: left.over,
        place: left.place,
        texts: contract::Texts::Unsaid,
        before,
        state,
    }
}
