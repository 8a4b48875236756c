//! Pictures go to the system's bin and come back from it: one wish of the user after another, in steps, on the bin's own
//! thread. A bin that hangs or fails keeps nothing but other deletions waiting. The end of the program waits for the wishes
//! that it has heard: what was deleted must not be there again at the next start, nor what was undone be gone.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex},
};

use home::ThreadGone;
use library::{Binned, Entry, Library, PictureId};
use tokio::sync::{mpsc, oneshot};

use super::{Shared, locked};
use crate::{effect::DeletionId, event::Event, failure::Failure};

/// Pictures in one step: a few hundredths of a second.
const STEP: usize = 32;

pub(super) enum Wish {
    Bin(DeletionId, Vec<Entry>),
    Restore(DeletionId, Vec<Entry>),
    /// Say when the wishes before this are done.
    Tell(oneshot::Sender<()>),
}

/// What the bin is asked for.
pub(super) struct Queue {
    wishes: mpsc::UnboundedSender<Wish>,
    /// Deletions that are to be brought back, so that they stop where they are.
    undone: Mutex<HashSet<DeletionId>>,
}

impl Queue {
    #[expect(
        clippy::disallowed_methods,
        reason = "each wish is a press of a key; a bin that hangs must keep no other effect waiting"
    )]
    pub(super) fn new() -> (Self, mpsc::UnboundedReceiver<Wish>) {
        let (wishes, inbox) = mpsc::unbounded_channel();
        (Self { wishes, undone: Mutex::default() }, inbox)
    }

    pub(super) fn bin(&self, id: DeletionId, entries: Vec<Entry>) {
        self.ask(Wish::Bin(id, entries));
    }

    pub(super) fn restore(&self, id: DeletionId, entries: Vec<Entry>) {
        locked(&self.undone).insert(id);
        self.ask(Wish::Restore(id, entries));
    }

    /// Waits for all that was asked.
    pub(super) async fn finish(&self) {
        let (tell, told) = oneshot::channel();
        self.ask(Wish::Tell(tell));
        drop(told.await);
    }

    fn ask(&self, wish: Wish) {
        if self.wishes.send(wish).is_err() {
            tracing::error!("nobody does what the bin is asked for");
        }
    }
}

pub(super) async fn work(shared: Arc<Shared>, mut wishes: mpsc::UnboundedReceiver<Wish>) {
    while let Some(wish) = wishes.recv().await {
        match wish {
            Wish::Bin(id, entries) => bin(&shared, id, &entries).await,
            Wish::Restore(id, entries) => restore(&shared, id, entries).await,
            // An error means that nobody waits any more.
            Wish::Tell(tell) => drop(tell.send(())),
        }
    }
}

async fn bin(shared: &Shared, id: DeletionId, entries: &[Entry]) {
    let (mut gone, mut failed) = (Vec::new(), Vec::new());
    for step in entries.chunks(STEP) {
        if locked(&shared.deletions.undone).contains(&id) {
            break;
        }
        let asked = step.to_vec();
        let answers = shared.bin.call(move |bin| asked.iter().map(|entry| bin.put(entry)).collect::<Vec<_>>()).await;
        let answers = answers.unwrap_or_else(|stopped| {
            failed.extend(step.iter().map(|entry| (entry.id, Failure::from(stopped))));
            Vec::new()
        });
        let mut left = Vec::new();
        for (entry, answer) in step.iter().zip(answers) {
            match answer {
                Ok(Binned::There) => left.push(entry.clone()),
                Ok(Binned::WasGone) => {
                    gone.push(entry.id);
                    left.push(entry.clone());
                }
                Err(error) => failed.push((entry.id, error.into())),
            }
        }
        note(shared, left, Library::forget).await;
    }
    shared.outbox.send(Event::Binned { id, gone, failed }).await;
}

async fn restore(shared: &Shared, id: DeletionId, entries: Vec<Entry>) {
    locked(&shared.deletions.undone).remove(&id);
    let mut waiting: HashSet<PictureId> = entries.iter().map(|entry| entry.id).collect();
    let (mut restored, mut failed) = (Vec::new(), Vec::new());
    let end = bring_back(shared, entries, |entry, answer| {
        waiting.remove(&entry.id);
        match answer {
            Ok(entry) => restored.push(entry),
            Err(error) => failed.push((entry.id, Failure::from(error))),
        }
    });
    if let Err(stopped) = end.await {
        failed.extend(waiting.into_iter().map(|id| (id, Failure::from(stopped))));
    }
    shared.outbox.send(Event::Restored { id, restored, failed }).await;
}

async fn bring_back(
    shared: &Shared,
    entries: Vec<Entry>,
    mut answered: impl FnMut(Entry, Result<Entry, library::Error>),
) -> Result<(), ThreadGone> {
    let mut returning = shared.bin.call(move |bin| bin.look(entries)).await?;
    loop {
        let (step, rest) = shared.bin.call(move |_| (returning.step(STEP), returning)).await?;
        if step.is_empty() {
            return Ok(());
        }
        returning = rest;
        let back = step.iter().filter_map(|(_, back)| back.as_ref().ok().cloned()).collect();
        note(shared, back, Library::take_back).await;
        for (entry, back) in step {
            answered(entry, back);
        }
    }
}

/// In the index, which can be lost: a library that has stopped is told by those who need it.
async fn note(shared: &Shared, entries: Vec<Entry>, change: fn(&mut Library, &[Entry])) {
    if entries.is_empty() {
        return;
    }
    // A look at the folder that saw the files where they were is told before the end of this is.
    let _told = shared.told.lock().await;
    if let Err(gone) = shared.library.call(move |library| change(library, &entries)).await {
        tracing::error!(%gone, "what the bin did is not in the index");
    }
}

#[cfg(test)]
mod tests {
    use std::{path::Path, sync::mpsc as std_mpsc};

    use contract::{Billed, GenerateRequest, Record, Size};
    use jiff::Timestamp;
    use library::Meta;

    use super::*;
    use crate::{
        draft::Draft,
        failure::Again,
        journal::Journal,
        runner::{Arrived, keep::keep, keys::Keys, stage::parts},
    };

    fn shared(folder: &Path) -> (Arc<Shared>, mpsc::UnboundedReceiver<Wish>, mpsc::Receiver<Event>) {
        let (deletions, wishes) = Queue::new();
        let (events, outlet) = mpsc::channel(16);
        let parts = parts(folder);
        let (keys, _) = Keys::new(&parts);
        (Arc::new(Shared::new(parts, deletions, keys, events)), wishes, outlet)
    }

    fn arrived() -> Arc<Arrived> {
        let made = Timestamp::now();
        let draft = Draft { prompt: "paid for".to_owned(), ..Draft::default() };
        let record = Record::of(&GenerateRequest::try_from(&draft).unwrap(), Size::new(256, 256));
        let id = PictureId::new(made, 1);
        let meta = Meta {
            id,
            made,
            record,
            by: "a service".to_owned(),
            job: "job".to_owned(),
            origin: None,
            estimate: Some(7.0),
        };
        Arc::new(Arrived { bytes: home::painter::paint("anything", 256, 256, 1).unwrap(), meta })
    }

    #[tokio::test]
    async fn pictures_are_saved_while_the_bin_hangs_and_after_it_has_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let (shared, wishes, mut events) = shared(folder.path());
        let (release, held) = std_mpsc::sync_channel::<()>(1);
        let bin = shared.bin.clone();
        // As a disk that does not answer, and then as code of others that does worse.
        let hanging = tokio::spawn(async move {
            bin.call(move |_| {
                held.recv().unwrap();
                panic!("a test's panic")
            })
            .await
        });
        tokio::spawn(work(Arc::clone(&shared), wishes));

        keep(Arc::clone(&shared), arrived()).await;
        let Some(Event::Arrived(entry)) = events.recv().await else { panic!("it was not saved") };
        shared.deletions.bin(DeletionId(1), vec![(*entry).clone()]);
        let journal = Journal::open(&folder.path().join("state.db")).unwrap();
        assert!(journal.left().unwrap().is_empty());

        release.send(()).unwrap();
        assert!(hanging.await.unwrap().is_err());
        let Some(Event::Binned { failed, .. }) = events.recv().await else { panic!("the deletion has no end") };
        assert_eq!(failed[0].0, entry.id);
        shared.deletions.restore(DeletionId(1), vec![(*entry).clone()]);
        let Some(Event::Restored { failed, .. }) = events.recv().await else { panic!("the undoing has no end") };
        assert_eq!(failed[0].0, entry.id);
        shared.deletions.finish().await;
        keep(Arc::clone(&shared), arrived()).await;
        assert!(matches!(events.recv().await, Some(Event::Arrived(_))));
    }

    #[tokio::test]
    async fn a_picture_that_finds_no_library_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let (shared, _wishes, mut events) = shared(folder.path());
        let stopped: Result<(), _> = shared.library.call(|_| panic!("a test's panic")).await;
        stopped.unwrap_err();
        let arrived = arrived();
        keep(Arc::clone(&shared), Arc::clone(&arrived)).await;
        let Some(Event::Failed(_, failure)) = events.recv().await else { panic!("nothing was told") };
        assert_eq!((failure.billed, failure.again), (Billed::Yes, Again::Save));
        assert_eq!(shared.unsaved().get(&arrived.meta.id).unwrap().bytes, arrived.bytes);
    }

    #[tokio::test]
    async fn a_deletion_that_is_undone_stops_and_is_brought_back_before_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let (shared, wishes, mut events) = shared(folder.path());
        keep(Arc::clone(&shared), arrived()).await;
        let Some(Event::Arrived(entry)) = events.recv().await else { panic!("it was not saved") };
        // Both wishes are there before the first is begun: nothing goes to the bin of whoever runs this.
        shared.deletions.bin(DeletionId(1), vec![(*entry).clone()]);
        shared.deletions.restore(DeletionId(1), vec![(*entry).clone()]);
        tokio::spawn(work(Arc::clone(&shared), wishes));
        shared.deletions.finish().await;
        assert!(
            matches!(events.recv().await, Some(Event::Binned { gone, failed, .. }) if gone.is_empty() && failed.is_empty())
        );
        let Some(Event::Restored { restored, .. }) = events.recv().await else { panic!("the undoing has no end") };
        assert_eq!(restored, [*entry]);
    }
}
