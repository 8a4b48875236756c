//! Does the work that the engine decides. Effects are taken in order, so that a job is in the journal before it is sent;
//! what takes long runs beside the others. Each end is sent as an event first, and the window woken after.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::Waker,
    time::Duration,
};

use contract::Billed;
use home::{BuiltIn, OwnerThread};
use jiff::Timestamp;
use library::{Bin, Library, Meta, PictureId, Places};
use remote::{Address, Https};
use tokio::{
    runtime::Runtime,
    sync::{mpsc, watch},
    task::{AbortHandle, JoinHandle},
};

use crate::{
    cause::{Cause, Kept},
    draft::Draft,
    effect::Effect,
    event::Event,
    failure::{Again, Failure},
    journal::{Journal, Left},
    keychain::{Keychain, KeychainPatience},
    settings::Settings,
};

pub use deploy::Means;
pub(crate) use reveal::Revealer;
pub use reveal::{Show, show_in_file_manager};

mod bin;
mod deploy;
mod describe;
mod export;
mod keep;
mod keys;
mod make;
mod recover;
mod reveal;
mod rewriting;
mod saver;
#[cfg(test)]
mod stage;
mod usage;
mod wake;

/// Effects that wait for the runner; a queue of 500 is queued in one effect.
const EFFECTS: usize = 1024;
/// How long a closing window waits for what is still to be written; a disk that is slower than this is broken.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// Events that wait for the window.
const EVENTS: usize = 1024;

/// The runtime and everything that effects need.
pub(crate) struct Runner {
    /// `None` once it is being dropped, like the runtime.
    effects: Option<mpsc::Sender<Effect>>,
    taking: Option<JoinHandle<()>>,
    runtime: Option<Runtime>,
}

/// What the runner is made of.
pub(crate) struct Parts {
    pub(crate) journal: OwnerThread<Journal>,
    pub(crate) library: OwnerThread<Library>,
    pub(crate) bin: OwnerThread<Bin>,
    pub(crate) exporter: OwnerThread<Places>,
    pub(crate) revealer: Revealer,
    /// The library's folder.
    pub(crate) root: PathBuf,
    pub(crate) built_in: BuiltIn,
    pub(crate) keychain: OwnerThread<Box<dyn Keychain>>,
    /// How long that is waited for.
    pub(crate) patience: KeychainPatience,
    /// Where Cloudflare's API is.
    pub(crate) cloudflare: Address,
    /// One for the program.
    pub(crate) https: Arc<Https>,
    /// What deployments need.
    pub(crate) means: Means,
    pub(crate) settings_file: PathBuf,
    pub(crate) waker: Waker,
}

struct Shared {
    journal: OwnerThread<Journal>,
    library: OwnerThread<Library>,
    /// Waits for the system's bin.
    bin: OwnerThread<Bin>,
    /// Knows what was counted here.
    built_in: BuiltIn,
    /// Makes copies, beside the library's thread.
    exporter: OwnerThread<Places>,
    revealer: Revealer,
    root: PathBuf,
    /// Held from a change of the library until it is told, where the order matters.
    told: tokio::sync::Mutex<()>,
    /// What goes to the system's bin, or comes back.
    deletions: bin::Queue,
    stop_refresh: AtomicBool,
    /// Keys, and what requests go over.
    keys: keys::Keys,
    /// What is held for a deployment.
    deploying: deploy::Deploying,
    running: Mutex<HashMap<PictureId, Request>>,
    /// Pictures that arrived and could not be saved; they are held until they are, or are put away.
    unsaved: Mutex<HashMap<PictureId, Arc<Arrived>>>,
    /// When the time is to be told.
    alarm: watch::Sender<Timestamp>,
    draft: watch::Sender<Option<Draft>>,
    settings: watch::Sender<Option<Settings>>,
    settings_file: PathBuf,
    outbox: Outbox,
}

/// A request that is under way.
struct Request {
    task: AbortHandle,
    /// Whether it may have reached its service.
    has_left: bool,
}

/// A whole picture that is not on disk yet.
struct Arrived {
    bytes: Vec<u8>,
    meta: Meta,
}

struct Outbox {
    events: mpsc::Sender<Event>,
    waker: Waker,
}

impl Outbox {
    async fn send(&self, event: Event) {
        // An error means that the session is gone, and nobody is left to tell.
        if self.events.send(event).await.is_ok() {
            self.waker.wake_by_ref();
        }
    }
}

impl Runner {
    /// Starts the runtime, and the recovery of `left`: jobs that an earlier run left without an ending.
    pub(crate) fn start(parts: Parts, left: Vec<Left>) -> std::io::Result<(Self, mpsc::Receiver<Event>)> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("easel-network")
            .enable_all()
            .build()?;
        let (effects, mut inbox) = mpsc::channel(EFFECTS);
        let (events, outlet) = mpsc::channel(EVENTS);
        let (deletions, wishes) = bin::Queue::new();
        let (keys, key_wishes) = keys::Keys::new(&parts);
        let shared = Arc::new(Shared::new(parts, deletions, keys, events));
        runtime.spawn(keys::work(Arc::clone(&shared), key_wishes));
        runtime.spawn(bin::work(Arc::clone(&shared), wishes));
        runtime.spawn(wake::work(Arc::clone(&shared), shared.alarm.subscribe()));
        runtime.spawn(saver::drafts(Arc::clone(&shared), shared.draft.subscribe()));
        runtime.spawn(saver::settings(Arc::clone(&shared), shared.settings.subscribe()));
        runtime.spawn(recover::recover(Arc::clone(&shared), left));
        let taking = runtime.spawn(async move {
            while let Some(effect) = inbox.recv().await {
                run(&shared, effect).await;
            }
            saver::last(&shared).await;
        });
        Ok((Self { effects: Some(effects), taking: Some(taking), runtime: Some(runtime) }, outlet))
    }

    /// Takes the effect; waits only when a thousand are waiting.
    pub(crate) fn run(&self, effect: Effect) {
        if self.effects.as_ref().is_none_or(|effects| effects.blocking_send(effect).is_err()) {
            tracing::error!("the runner has stopped; work was dropped");
        }
    }
}

impl Drop for Runner {
    /// What was decided is written, the last words of the draft too. Jobs in flight are in the journal: they are not waited
    /// for.
    fn drop(&mut self) {
        drop(self.effects.take());
        if let (Some(runtime), Some(taking)) = (self.runtime.take(), self.taking.take()) {
            if runtime.block_on(async { tokio::time::timeout(LAST_WORDS, taking).await }).is_err() {
                tracing::warn!("closed before everything was written");
            }
            runtime.shutdown_background();
        }
    }
}

#[expect(clippy::too_many_lines, reason = "a table: one arm an effect")]
async fn run(shared: &Arc<Shared>, effect: Effect) {
    match effect {
        Effect::Queue(jobs) => shared.note(move |journal| journal.queue(&jobs)).await,
        Effect::Replace(old, jobs) => {
            shared.let_go(&old);
            shared.note(move |journal| journal.replace(&old, &jobs)).await;
        }
        Effect::Fail(job, failure) => shared.note(move |journal| journal.fail(job, &failure)).await,
        Effect::Forget(ids) => {
            shared.let_go(&ids);
            shared.note(move |journal| journal.forget(&ids)).await;
        }
        Effect::Make { job, target, lost } => make::start(shared, job, target, lost),
        Effect::Keep(id) => {
            tokio::spawn(keep::keep_again(Arc::clone(shared), id));
        }
        Effect::Abort { id, lost } => make::abort(shared, id, lost).await,
        Effect::Turns(turns) => shared.note(move |journal| journal.order(&turns)).await,
        Effect::WakeAt(at) => {
            shared.alarm.send_replace(at);
        }
        Effect::Export { entry, target, format } => {
            tokio::spawn(export::export(Arc::clone(shared), entry, target, format));
        }
        Effect::Bin(id, entries) => shared.deletions.bin(id, entries),
        Effect::Restore(id, entries) => shared.deletions.restore(id, entries),
        Effect::Decode(entry) => {
            tokio::spawn(export::decode(Arc::clone(shared), entry));
        }
        Effect::Reveal(path) => {
            tokio::spawn(reveal::reveal(Arc::clone(shared), path));
        }
        Effect::Refresh => {
            shared.stop_refresh.store(false, Ordering::Relaxed);
            tokio::spawn(recover::compare(Arc::clone(shared)));
        }
        Effect::StopIndexing => shared.stop_refresh.store(true, Ordering::Relaxed),
        Effect::Describe(entry) => {
            tokio::spawn(describe::describe(Arc::clone(shared), entry));
        }
        Effect::Test(target) => shared.keys.wish(|ring| ring.test(target)),
        Effect::AskKeychain(target) => shared.keys.wish(|ring| ring.ask_keychain(target)),
        Effect::KeepKey { target, key, keep } => shared.keys.wish(move |ring| ring.keep(target, key, keep)),
        Effect::KeepForSession(target) => shared.keys.wish(|ring| ring.keep_for_session(target)),
        Effect::CopyKey { from, to } => shared.keys.wish(move |ring| ring.copy(&from, to)),
        Effect::DropKey(target) => shared.keys.wish(|ring| ring.take_out(target)),
        Effect::BringKey(target) => shared.keys.wish(|ring| ring.bring_back(target)),
        Effect::ForgetKey(entry) => shared.keys.wish(|ring| ring.forget(entry)),
        Effect::Rewrite { id, target, prompt, task } => {
            // Asked for here, so that it is the key of this moment.
            let linking = shared.keys.link(Some(target.clone()));
            tokio::spawn(rewriting::rewrite(Arc::clone(shared), id, target, linking, prompt, task));
        }
        Effect::PullUsage { target, days, today } => {
            // Asked for here, so that it is the key of this moment.
            let linking = shared.keys.link(Some(target.clone()));
            tokio::spawn(usage::pull(Arc::clone(shared), target, linking, days, today));
        }
        Effect::KeepUsage(place, count) => shared.note(move |journal| journal.keep_usage(&place, &count)).await,
        Effect::Deploy(run, work) => deploy::work(shared, run, *work),
        Effect::SaveText { text, target } => {
            tokio::spawn(export::save_text(Arc::clone(shared), text, target));
        }
        Effect::SaveDraft(draft) => {
            shared.draft.send_replace(Some(draft));
        }
        Effect::SaveSettings(settings) => {
            shared.settings.send_replace(Some(settings));
        }
    }
}

impl Shared {
    fn new(parts: Parts, deletions: bin::Queue, keys: keys::Keys, events: mpsc::Sender<Event>) -> Self {
        Self {
            deploying: deploy::Deploying::new(&parts),
            journal: parts.journal,
            library: parts.library,
            bin: parts.bin,
            built_in: parts.built_in,
            exporter: parts.exporter,
            revealer: parts.revealer,
            root: parts.root,
            told: tokio::sync::Mutex::default(),
            deletions,
            stop_refresh: AtomicBool::new(false),
            keys,
            running: Mutex::default(),
            unsaved: Mutex::default(),
            alarm: watch::Sender::new(Timestamp::MIN),
            draft: watch::Sender::new(None),
            settings: watch::Sender::new(None),
            settings_file: parts.settings_file,
            outbox: Outbox { events, waker: parts.waker },
        }
    }

    fn running(&self) -> MutexGuard<'_, HashMap<PictureId, Request>> {
        locked(&self.running)
    }

    fn unsaved(&self) -> MutexGuard<'_, HashMap<PictureId, Arc<Arrived>>> {
        locked(&self.unsaved)
    }

    /// Pictures that could not be saved, and are not wanted any more.
    fn let_go(&self, ids: &[PictureId]) {
        self.unsaved().retain(|id, _| !ids.contains(id));
    }

    /// Writes to the journal, and tells the user when that fails.
    async fn note(&self, write: impl FnOnce(&mut Journal) -> rusqlite::Result<()> + Send + 'static) {
        let written = self.journal.call(write).await;
        self.trouble(written, Kept::Journal).await;
    }

    /// Tells the user when something could not be kept; the program goes on.
    async fn trouble<T, E: std::fmt::Display, G: std::fmt::Display>(
        &self,
        result: Result<Result<T, E>, G>,
        what: Kept,
    ) {
        let reason = match result {
            Ok(Ok(_)) => return,
            Ok(Err(error)) => error.to_string(),
            Err(gone) => gone.to_string(),
        };
        tracing::error!(reason, ?what, "something could not be kept");
        let failure = Failure::new(Cause::NotKept(what), Billed::No, Again::SameKey).detail(reason);
        self.outbox.send(Event::Trouble(failure)).await;
    }
}

/// No code panics while it holds one of these locks; were it so, a map would still be whole.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
