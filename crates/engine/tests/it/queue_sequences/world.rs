//! The world around the engine: what is under way in the runner, what the journal and the memory hold, the clock and its one
//! timer. It does what the runner would, and looks after each call at what must always be so.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use contract::{Billed, Model};
use engine::{
    Again, Cause, Command, Connection, ConnectionId, Effect, Engine, Event, Failure, Job, JobState, Now, Pause,
    RestReason, State, USUAL_PARALLEL,
};
use jiff::{SignedDuration, Timestamp};
use library::PictureId;
use remote::Checked;

use super::steps::{failure, unsaved};
use crate::pure::{NOW, connect, engine, entry};

/// One that is under way.
struct Request {
    connection: Option<ConnectionId>,
    /// What it may have cost when its end is not known.
    lost: Billed,
    /// Whether only its end is listened to.
    cancelled: bool,
    /// Whether it has brought a picture, which is being saved again.
    saving: bool,
    /// Whether the service may have it.
    has_left: bool,
}

pub(super) struct World {
    pub(super) engine: Engine,
    pub(super) now: Now,
    pub(super) services: [ConnectionId; 2],
    pub(super) has_recovered: bool,
    under_way: BTreeMap<PictureId, Request>,
    /// As the journal has them: those that have no ending.
    open: BTreeSet<PictureId>,
    /// Jobs whose last attempt may have cost something, and that were not asked for again by the user since.
    paid: BTreeSet<PictureId>,
    /// Pictures that could not be saved.
    held: BTreeSet<PictureId>,
    /// Connections that are being tested.
    tests: BTreeSet<ConnectionId>,
    /// When the time is told.
    alarm: Option<Timestamp>,
    /// Whether the user has to say that the queue goes on.
    is_stopped: bool,
    /// What the runner has to tell once it has done the work of a call.
    told: VecDeque<Event>,
}

impl World {
    pub(super) fn new() -> Self {
        let mut engine = engine();
        let services = ["https://one.example", "https://two.example"].map(|address| connect(&mut engine, address));
        let (under_way, open, paid, held, tests, told) = Default::default();
        let (alarm, is_stopped, has_recovered) = (None, false, false);
        let now = NOW;
        Self { engine, now, services, has_recovered, under_way, open, paid, held, tests, alarm, is_stopped, told }
    }

    pub(super) fn state(&self) -> &State {
        self.engine.state()
    }

    fn pass(&mut self) {
        self.now.at += SignedDuration::from_millis(1);
        self.now.random = self.now.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    }

    pub(super) fn command(&mut self, command: Command) {
        self.pass();
        match command {
            Command::Pause => self.is_stopped = true,
            Command::Resume => self.is_stopped = false,
            _ => {}
        }
        let resumes = matches!(command, Command::Resume);
        let asked_again: Vec<PictureId> = match &command {
            Command::Retry(id) => vec![*id],
            Command::RetryFailed => self.state().gallery.jobs().iter().map(|job| job.id).collect(),
            _ => Vec::new(),
        };
        let failed = |job: &Job| matches!(job.state, JobState::Failed(_));
        let failed_before = |id: &PictureId| self.state().gallery.job(*id).is_some_and(failed);
        let asked_again: Vec<PictureId> = asked_again.into_iter().filter(failed_before).collect();
        let was_paused = self.state().pause.is_some() && !resumes;
        let effects = self.engine.command(command, self.now);
        let anew = |effect: &Effect| matches!(effect, Effect::Replace(old, _) if old.iter().any(|old| self.paid.contains(old)));
        assert!(asked_again.is_empty() || !effects.iter().any(anew), "made anew, and nobody wished to pay again");
        // What the user wishes may be sent again, if it is to be.
        for id in asked_again {
            if self.state().gallery.job(id).is_some_and(|job| !failed(job)) {
                self.paid.remove(&id);
            }
        }
        self.take(effects, was_paused);
    }

    pub(super) fn event(&mut self, event: Event) {
        self.pass();
        // A picture that is saved after all ends the trouble with the disk.
        let was_paused = matches!(self.state().pause, Some(Pause::ByUser | Pause::Restarted));
        let effects = self.engine.event(event, self.now);
        self.take(effects, was_paused);
    }

    /// Time passes, and is told when that was wished.
    pub(super) fn pass_until(&mut self, at: Timestamp) {
        while let Some(alarm) = self.alarm.take_if(|alarm| *alarm <= at) {
            self.now.at = self.now.at.max(alarm);
            self.event(Event::Time);
        }
        self.now.at = self.now.at.max(at);
    }

    fn take(&mut self, effects: Vec<Effect>, was_paused: bool) {
        if effects.iter().any(|effect| matches!(effect, Effect::Make { .. })) {
            assert!(!was_paused && !self.is_stopped, "a paused queue sends nothing");
            assert_eq!(self.state().pause, None, "what is sent is sent by a queue that goes on");
        }
        for effect in effects {
            match effect {
                Effect::Queue(jobs) => self.open.extend(jobs.iter().map(|job| job.id)),
                Effect::Replace(old, jobs) => {
                    self.open.retain(|id| !old.contains(id));
                    self.held.retain(|id| !old.contains(id));
                    self.open.extend(jobs.iter().map(|job| job.id));
                }
                Effect::Fail(id, _) => drop(self.open.insert(id)),
                Effect::Forget(ids) => {
                    self.open.retain(|id| !ids.contains(id));
                    self.held.retain(|id| !ids.contains(id));
                }
                Effect::Make { job, lost, .. } => self.make(&job, lost),
                Effect::Keep(id) => self.keep(id),
                Effect::Abort { id, lost } => self.abort(id, lost),
                Effect::Test(target) => drop(self.tests.insert(target.id)),
                Effect::WakeAt(at) => self.alarm = Some(at),
                _ => {}
            }
        }
        self.check();
        if let Some(event) = self.told.pop_front() {
            if let Event::Failed(id, Failure { billed: Billed::No, .. }) = &event {
                self.under_way.remove(id);
            }
            self.event(event);
        }
    }

    fn make(&mut self, job: &Job, lost: Billed) {
        assert!(self.open.contains(&job.id), "written down before it is sent");
        assert!(!self.paid.contains(&job.id), "sent again unasked after it may have been billed");
        let state = self.engine.state();
        assert!(state.editing.as_ref().is_none_or(|editing| editing.id != job.id), "sent while it is being changed");
        let rest = state.rest_of(job, self.now.at).map(|rest| rest.why);
        let takes_none = job.before != Billed::No && rest == Some(RestReason::AllowanceUsed);
        assert!(rest.is_none() || takes_none, "sent over a connection that rests: {rest:?}");
        let order = |job: &Job| (job.turn, job.at, job.id);
        let is_left = |other: &&&Job| {
            other.is_editable()
                && other.connection == job.connection
                && order(other) < order(job)
                && state.editing.as_ref().is_none_or(|editing| editing.id != other.id)
                && state.rest_of(other, self.now.at).is_none()
        };
        let left = state.queue().iter().find(is_left).map(|left| (left.id, left.turn));
        assert_eq!(left, None, "has its turn before {} of {}", job.id, job.turn);
        // One that was cancelled may be under way still: the runner sends nothing beside it.
        let (connection, has_left) = (job.connection, !self.now.random.is_multiple_of(7));
        let new = || Request { connection, lost, cancelled: false, saving: false, has_left };
        let request = self.under_way.entry(job.id).or_insert_with(new);
        (request.connection, request.cancelled) = (connection, false);
        let known = connection.and_then(|id| self.state().find_connection(id));
        let full = known.map_or(USUAL_PARALLEL, |known| known.parallel);
        let over = |request: &&Request| request.connection == connection && !request.cancelled && !request.saving;
        assert!(self.under_way.values().filter(over).count() <= full.into(), "more than {full} at once");
    }

    fn keep(&mut self, id: PictureId) {
        assert!(self.held.remove(&id), "nothing of it is in memory");
        let lost = self.state().gallery.job(id).unwrap().before;
        let request = Request { connection: None, lost, cancelled: false, saving: true, has_left: true };
        self.under_way.insert(id, request);
    }

    /// As the runner does: what is being saved goes on, and what may be billed is listened to.
    fn abort(&mut self, id: PictureId, lost: Billed) {
        let Some(request) = self.under_way.get_mut(&id).filter(|request| !request.saving) else { return };
        request.cancelled = true;
        let billed = if request.has_left { lost } else { Billed::No };
        if billed != Billed::No {
            self.paid.insert(id);
        }
        self.told.push_back(Event::Failed(id, Failure::new(Cause::Cancelled, billed, Again::SameKey)));
    }

    fn check(&self) {
        let state = self.state();
        let jobs: BTreeSet<PictureId> = state.gallery.jobs().iter().map(|job| job.id).collect();
        assert_eq!(jobs.len(), state.gallery.jobs().len(), "each once");
        // Lost would be one that the journal has open and nobody sees; at the next start it would appear from nowhere.
        assert_eq!(jobs, self.open, "what is seen is what the journal has");
        for job in state.gallery.jobs() {
            if matches!(job.state, JobState::Running { .. }) {
                assert!(self.under_way.contains_key(&job.id), "it runs, and nobody works at it");
            }
        }
        let in_order = state.gallery.jobs().windows(2).all(|two| (two[0].at, two[0].id) < (two[1].at, two[1].id));
        assert!(in_order, "the gallery has the order asked");
        assert!(!self.is_stopped || state.pause.is_some(), "only its user lets a stopped queue go on");
        for job in state.queue() {
            assert!(self.waits_for_something(job), "nothing keeps it back, and it is not sent: {job:?}");
        }
    }

    /// Whatever waits goes on by itself, or its user is told what to do.
    fn waits_for_something(&self, job: &Job) -> bool {
        let state = self.state();
        let is_edited = state.editing.as_ref().is_some_and(|editing| editing.id == job.id);
        if state.pause.is_some() || is_edited || self.alarm.is_some_and(|alarm| alarm <= self.now.at) {
            return true;
        }
        let runs = |other: &&Job| other.connection == job.connection && matches!(other.state, JobState::Running { .. });
        let known = job.connection.and_then(|id| state.find_connection(id));
        let full = known.map_or(USUAL_PARALLEL, |known| known.parallel);
        match state.rest_of(job, self.now.at) {
            Some(rest) => rest.until.is_none_or(|until| {
                let is_tested = job.connection.is_some_and(|id| self.tests.contains(&id));
                is_tested || self.alarm.is_some_and(|alarm| alarm <= until)
            }),
            None => state.gallery.jobs().iter().filter(runs).count() >= full.into(),
        }
    }

    pub(super) fn requests(&self) -> Vec<PictureId> {
        self.under_way.keys().copied().collect()
    }

    pub(super) fn tests(&self) -> Vec<ConnectionId> {
        self.tests.iter().copied().collect()
    }

    pub(super) fn alarm(&self) -> Option<Timestamp> {
        self.alarm
    }

    /// However a request ends: no rest gives way to a weaker one, and a picture shows only that its service is reached.
    fn ended(&mut self, event: Event) {
        let after = self.now.at + SignedDuration::from_millis(1);
        let arrived = matches!(event, Event::Arrived(_));
        let stays = |why: RestReason| !arrived || matches!(why, RestReason::Busy | RestReason::AllowanceUsed);
        let rest = |known: &Connection| Some((known.id, known.rest_at(after).filter(|rest| stays(rest.why))?.why));
        let rests: Vec<(ConnectionId, RestReason)> = self.state().connections.iter().filter_map(rest).collect();
        self.event(event);
        for (id, why) in rests {
            let rest = self.state().find_connection(id).and_then(|known| known.rest_at(after));
            assert!(rest.is_some_and(|rest| rest.why >= why), "{why:?} gave way to {rest:?}");
        }
    }

    /// A request ends so, or with a picture.
    pub(super) fn end(&mut self, id: PictureId, end: Option<u8>) {
        let Some(request) = self.under_way.remove(&id) else { return };
        let Some(number) = end else {
            let pictures = self.state().gallery.pictures().len();
            // The runner closes it in the journal itself.
            self.open.remove(&id);
            self.ended(Event::Arrived(Box::new(entry(id))));
            assert_eq!(self.state().gallery.pictures().len(), pictures + 1, "whatever became of its job");
            return;
        };
        let mut failure = if request.saving { unsaved() } else { failure(number) };
        if request.lost == Billed::No {
            failure.billed = Billed::No;
        }
        if failure.billed != Billed::No {
            self.paid.insert(id);
        }
        let is_held = failure.again == Again::Save;
        if is_held {
            self.held.insert(id);
        }
        // The painter's is not missed by the one who has cancelled it.
        let is_missed = is_held && request.lost != Billed::No;
        self.ended(Event::Failed(id, failure));
        let shows = |job: &Job| matches!(&job.state, JobState::Failed(failure) if failure.again == Again::Save);
        assert!(
            !is_missed || self.state().gallery.job(id).is_some_and(shows),
            "nobody knows of what is held in memory"
        );
    }

    /// A test finds this, or that all is well.
    pub(super) fn tested(&mut self, id: ConnectionId, found: Option<u8>) {
        self.tests.remove(&id);
        let models = vec![Model::find("flux-2-klein-4b").unwrap()];
        self.event(match found {
            None => Event::Connected(id, Checked { models, ..Checked::default() }),
            Some(number) => Event::NotConnected(id, Failure { billed: Billed::No, ..failure(number) }),
        });
    }

    /// An earlier run has left these.
    pub(super) fn recover(&mut self, jobs: Vec<Job>) {
        self.open.extend(jobs.iter().map(|job| job.id));
        let is_paid = |job: &&Job| job.before != Billed::No && job.state != JobState::Waiting;
        self.paid.extend(jobs.iter().filter(is_paid).map(|job| job.id));
        let paints = |job: &Job| job.connection == Some(ConnectionId::BUILT_IN) && job.before == Billed::No;
        let costly: Vec<PictureId> = jobs.iter().filter(|job| !paints(job)).map(|job| job.id).collect();
        let unknown = jobs.iter().filter(|job| job.before != Billed::No).count();
        self.event(Event::Recovered { jobs, unknown });
        let waits = |id: PictureId| self.state().gallery.job(id).is_some_and(|job| job.state == JobState::Waiting);
        self.is_stopped |= costly.into_iter().any(waits);
        self.check();
    }
}
