//! The one place that changes the state: a command or an event goes in, effects come out. Pure, so that every sequence of
//! them can be tested without a window, a disk or a network.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    path::PathBuf,
};

use contract::Model;
use jiff::Timestamp;
use library::PictureId;

use crate::{
    command::Command,
    connection::{Connection, ConnectionId},
    draft::Draft,
    effect::Effect,
    event::Event,
    gallery::{Gallery, Towards},
    pace::Pace,
    selection::Selection,
    settings::{Saved, Setting, Settings},
    state::{Finished, Indexing, Notice, State},
    texts::TextBook,
    usage::UsageBook,
};

mod batch;
mod connections;
mod deletion;
mod deploying;
mod drafting;
mod folder;
mod forgetting;
mod jobs;
mod queueing;
mod resting;
mod rewriting;
mod sending;
mod standing_in;
mod testing;
mod trying_again;
mod undo;
mod usage;
mod viewing;

use drafting::fit_model;

pub(crate) use deploying::CLOUDFLARE;

/// The world as far as the engine may know it.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// The time.
    pub at: Timestamp,
    /// A fresh random number, from which ids and seeds are drawn.
    pub random: u64,
}

/// The state, and the only hands that change it.
#[derive(Debug)]
pub struct Engine {
    state: State,
    /// Connections whose key was saved and not tried since.
    saved: BTreeSet<ConnectionId>,
    /// What the settings' list has beside the connections, and keeps: what is none, or one too many.
    untaken: Vec<Saved>,
    /// The connection that is used as soon as a test finds that all is right.
    awaited: Option<ConnectionId>,
    /// The picture whose settings the draft waits for.
    settings_of: Option<PictureId>,
    /// Jobs that failed before: how long their next attempt takes says nothing of the service.
    stumbled: HashSet<PictureId>,
    /// Which connections have refused a job since it was asked for, having no allowance left: it is not sent to any of them again
    /// by itself, however short they said that they would rest.
    refused: BTreeMap<PictureId, Vec<ConnectionId>>,
    /// How often in a row connections could not be reached, or took no more.
    strikes: HashMap<ConnectionId, u32>,
    /// When the time is told next.
    wakes_at: Option<Timestamp>,
    /// What has ended since something was first under way.
    batch: Finished,
    deletions: deletion::Deletions,
    steps: undo::Steps,
}

impl Engine {
    /// `draft`: as it was left; `None` on a first run.
    pub fn new(settings: Settings, draft: Option<Draft>, gallery: Gallery, built_in: Vec<&'static Model>) -> Self {
        let (connections, untaken) = connections::of_settings(Connection::built_in(built_in), &settings);
        let used = settings.connection.filter(|id| connections.iter().any(|known| known.id == *id));
        let mut state = State {
            draft: draft.unwrap_or_default().bounded(),
            draft_revision: 0,
            snapped: None,
            rewriting: None,
            texts: TextBook::default(),
            connections,
            current: used.unwrap_or(ConnectionId::BUILT_IN),
            shown: None,
            keychain_waits: false,
            gallery,
            pause: None,
            editing: None,
            finished: None,
            selection: Selection::default(),
            open: None,
            clipboard: None,
            undoable: None,
            pace: Pace::default(),
            notice: None,
            indexing: Some(Indexing::default()),
            usage: UsageBook::default(),
            let_through: BTreeMap::new(),
            cancelled: BTreeMap::new(),
            deployment: None,
            settings,
        };
        fit_model(&mut state);
        Self {
            state,
            saved: BTreeSet::new(),
            untaken,
            awaited: None,
            settings_of: None,
            stumbled: HashSet::new(),
            refused: BTreeMap::new(),
            strikes: HashMap::new(),
            wakes_at: None,
            batch: Finished::default(),
            deletions: deletion::Deletions::default(),
            steps: undo::Steps::default(),
        }
    }

    /// What is known.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Does what the user wants, as far as it needs no work; says which work to start.
    pub fn command(&mut self, command: Command, now: Now) -> Vec<Effect> {
        self.pass_time(now);
        let mut effects = self.obey(command, now);
        effects.extend(self.go_on(now));
        self.without_edited(effects)
    }

    /// What was being written before is kept, not the job that is in its place for a while.
    fn without_edited(&self, mut effects: Vec<Effect>) -> Vec<Effect> {
        if self.state.editing.is_some() {
            effects.retain(|effect| !matches!(effect, Effect::SaveDraft(_)));
        }
        effects
    }

    #[expect(clippy::too_many_lines, reason = "a table: one line a command")]
    fn obey(&mut self, command: Command, now: Now) -> Vec<Effect> {
        match command {
            Command::Edit(edit) => self.edit(edit),
            Command::Rewrite(task) => self.rewrite(task, now),
            Command::RewriteAgain => self.rewrite_again(now),
            Command::TakeRewriting => self.take_rewriting(),
            Command::LeaveRewriting => {
                self.state.rewriting = None;
                Vec::new()
            }
            Command::Generate => self.generate(now),
            Command::Cancel(id) => self.cancel(id, now),
            Command::TakeOut(ids) => self.take_out_any(&ids, now),
            Command::CancelWaiting => self.cancel_waiting(),
            Command::Retry(id) => self.retry(id, now),
            Command::RetryFailed => self.retry_failed(now),
            Command::Remake(id) => self.remake(id, now),
            Command::Reseed(id) => self.reseed(id, now),
            // The job that was being changed may be sent now.
            Command::TakeRequest(id) => [self.take_request(id), self.start_waiting(now)].concat(),
            Command::Forget(id) => self.forget(id),
            Command::ClearQueue => self.clear_queue(),
            Command::Pause => self.pause(),
            Command::Resume => self.resume(now),
            Command::MoveJobs { ids, to } => self.move_jobs(&ids, to),
            Command::EditJob(id) => [self.edit_job(id), self.start_waiting(now)].concat(),
            Command::LeaveJob => {
                self.leave_job();
                self.start_waiting(now)
            }
            Command::DuplicateJobs(ids) => self.duplicate_jobs(&ids, now),
            Command::FinishedTold => {
                self.state.finished = None;
                Vec::new()
            }
            Command::Open(id) => self.open(id),
            Command::Older => self.step(Towards::Older),
            Command::Newer => self.step(Towards::Newer),
            Command::CloseViewer => {
                self.state.open = None;
                Vec::new()
            }
            Command::SaveAs { picture, target, format } => match self.state.gallery.find(picture) {
                Some(entry) => vec![Effect::Export { entry: Box::new(entry.clone()), target, format }],
                None => Vec::new(),
            },
            Command::Use(id) => self.use_connection(id),
            Command::UseNext(towards) => self.use_next(towards),
            Command::ShowConnection(id) => {
                self.state.shown = id;
                Vec::new()
            }
            Command::SaveConnection(edit) => self.save_connection(edit, now),
            Command::AddAccounts(accounts, keep) => self.add_accounts(accounts, keep, now),
            Command::KeepForSession(id) => self.keep_for_session(id),
            Command::AskKeychain(id) => Vec::from_iter(self.ask_keychain(id)),
            Command::DuplicateConnection(id) => self.duplicate(id, now),
            Command::RemoveConnection(id) => self.remove_connection(id, now),
            Command::TestConnection(id) => self.test(id),
            Command::StandIn(id, stands_in) => self.stand_in(id, stands_in, now),
            Command::Parallel(id, parallel) => self.set_parallel(id, parallel, now),
            Command::MoveConnection(id, towards) => self.move_connection(id, towards),
            Command::Select(select) => {
                self.state.selection.select(select, &self.state.gallery);
                Vec::new()
            }
            Command::Delete(ids) => self.delete(&ids),
            Command::Undo => self.undo(now),
            Command::CopyPicture(id) => self.copy_picture(id),
            Command::ClipboardTaken => {
                self.state.clipboard = None;
                Vec::new()
            }
            Command::ShowInFolder(id) => self.show_in_folder(id),
            Command::ShowLibrary => vec![Effect::Reveal(PathBuf::new())],
            Command::UseSettings(id) => self.use_settings(id),
            Command::Refresh => self.refresh(),
            Command::StopIndexing => self.stop_indexing(),
            Command::TellOfFonts => {
                self.state.settings.told_of_fonts = true;
                self.state.notice = Some(Notice::NoChineseFont);
                vec![Effect::SaveSettings(self.state.settings.clone())]
            }
            Command::PullUsage(id) => self.pull_usage(id, now),
            Command::SetBudget(payer, budget) => self.set_budget(payer, budget, now),
            Command::LetThrough => self.let_through(now),
            Command::SaveText { text, target } => vec![Effect::SaveText { text, target }],
            Command::Deploy(wish) => self.deploy(wish, now),
            Command::Set(setting) => self.set(setting, now),
            Command::ReportCopied => self.notice(Notice::ReportCopied),
            Command::ChartCopied => self.notice(Notice::ChartCopied),
            Command::DismissNotice => {
                self.state.notice = None;
                Vec::new()
            }
        }
    }

    /// Takes note of how work ended.
    pub fn event(&mut self, event: Event, now: Now) -> Vec<Effect> {
        self.pass_time(now);
        let mut effects = self.take_note(event, now);
        self.finish_batch(now);
        effects.extend(self.go_on(now));
        self.without_edited(effects)
    }

    /// What goes on by itself, whatever has happened.
    fn go_on(&mut self, now: Now) -> Vec<Effect> {
        let (mut effects, later) = self.pull_due(now);
        effects.extend(self.wake_up(later, now));
        effects
    }

    fn take_note(&mut self, event: Event, now: Now) -> Vec<Effect> {
        match event {
            Event::Arrived(entry) => self.arrived(*entry, now),
            Event::Failed(id, failure) => self.failed(id, failure, now),
            Event::Connected(id, checked) => self.connected(id, checked, now),
            Event::NotConnected(id, failure) => self.not_connected(id, &failure, now),
            Event::Key(id, key) => self.key_told(id, key, now),
            Event::KeychainWaits(waits) => {
                self.state.keychain_waits = waits;
                Vec::new()
            }
            Event::Saved(target) => {
                let effects = self.counts_saved(&target, now);
                self.notice(Notice::Saved(target));
                effects
            }
            Event::KeyGone(entry) => self.key_gone(&entry),
            Event::KeyLeft(of, failure) => {
                let entry = of.key_name();
                self.notice(Notice::KeyLeft { name: of.name, entry, failure })
            }
            Event::NotSaved(failure) | Event::Trouble(failure) | Event::Decoded(_, Err(failure)) => {
                self.notice(Notice::Trouble(failure))
            }
            Event::Indexing { done, total } => {
                self.state.indexing = Some(Indexing { done, total });
                Vec::new()
            }
            Event::Changed { removed, added } => self.changed(&removed, added),
            Event::Compared => {
                self.state.indexing = None;
                Vec::new()
            }
            Event::Binned { id, gone, failed } => self.binned(id, &gone, failed),
            Event::Restored { id, restored, failed } => self.restored(id, restored, failed),
            Event::Decoded(_, Ok(pixels)) => {
                self.state.clipboard = Some(pixels);
                self.notice(Notice::Copied)
            }
            Event::Described(id, meta) => self.described(id, meta.map(|meta| *meta)),
            Event::Recovered { jobs, unknown } => self.recovered(jobs, unknown, now),
            Event::Spent(id, neurons) => {
                self.spent(id, neurons, now);
                Vec::new()
            }
            Event::Usage(place, told) => self.usage_told(place, told, now),
            Event::Analytics(place, told) => self.analytics_told(place, told, now),
            Event::Rewritten(id, told) => self.rewritten(id, told, now),
            Event::Deploy(run, worked) => self.deploy_worked(run, *worked, now),
            Event::Time => {
                self.wakes_at = None;
                self.start_waiting(now)
            }
        }
    }

    fn notice(&mut self, notice: Notice) -> Vec<Effect> {
        self.state.notice = Some(notice);
        Vec::new()
    }

    fn set(&mut self, setting: Setting, now: Now) -> Vec<Effect> {
        let before = self.state.settings.clone();
        self.state.settings.set(setting);
        let changed = self.state.settings != before;
        let mut effects = Vec::from_iter(changed.then(|| Effect::SaveSettings(self.state.settings.clone())));
        if setting == Setting::ResumeAfterReset(true) {
            // A new day's allowance may be there already.
            self.pass_time(now);
            effects.extend(self.start_waiting(now));
        }
        effects
    }
}
