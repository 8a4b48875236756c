//! Any sequence of what a user does and of how requests end: no job is lost, none is sent twice, the order is kept, and a
//! paused queue sends nothing. The services here are a list of requests that are under way; the test ends them as it likes.

use std::collections::{BTreeMap, BTreeSet};

use contract::{Billed, Code};
use engine::{
    Again, Cause, Command, ConnectionId, DraftEdit, Effect, Engine, Event, Failure, JobState, Kind, Now, Pause, Setting,
};
use jiff::SignedDuration;
use library::PictureId;
use proptest::{prelude::*, sample::Index};

use crate::pure::{NOW, connect, engine, entry};

/// Something that happens. An index chooses among the jobs that there are, or the requests that are under way.
#[derive(Debug, Clone)]
enum Step {
    Generate(u8),
    Use(bool),
    Pause,
    Resume,
    Undo,
    Allow(bool),
    Parallel(u8),
    CancelWaiting,
    RetryFailed,
    Clear,
    /// One of the commands about a job.
    Do(u8, Index),
    Move(Index, Index),
    /// A request ends so, or with a picture.
    End(Index, Option<u8>),
    /// So many seconds pass.
    Pass(u16),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let index = any::<Index>;
    let step = prop_oneof![
        4 => (1_u8..=8).prop_map(Step::Generate),
        1 => any::<bool>().prop_map(Step::Use),
        1 => Just(Step::Pause),
        2 => Just(Step::Resume),
        2 => Just(Step::Undo),
        1 => any::<bool>().prop_map(Step::Allow),
        1 => any::<u8>().prop_map(Step::Parallel),
        1 => Just(Step::CancelWaiting),
        1 => Just(Step::RetryFailed),
        1 => Just(Step::Clear),
        6 => (any::<u8>(), index()).prop_map(|(command, job)| Step::Do(command, job)),
        3 => (index(), index()).prop_map(|(job, to)| Step::Move(job, to)),
        10 => (index(), proptest::option::of(any::<u8>())).prop_map(|(request, end)| Step::End(request, end)),
        3 => (0_u16..5000).prop_map(Step::Pass),
    ];
    proptest::collection::vec(step, 1..120)
}

/// How a request can fail: what it says, what it cost, what may be done.
fn failure(number: u8) -> Failure {
    let service = |kind| Cause::Service { service: "one".to_owned(), kind };
    let (cause, billed, again) = match number % 9 {
        0 => (service(Kind::Offline), Billed::No, Again::SameKey),
        1 => (service(Kind::Refused(Code::RateLimited)), Billed::No, Again::SameKey),
        2 => (service(Kind::Refused(Code::AllowanceUsed)), Billed::No, Again::SameKey),
        3 => (service(Kind::Refused(Code::Unauthorized)), Billed::No, Again::SameKey),
        4 => (service(Kind::Refused(Code::PictureFlagged)), Billed::Yes, Again::NewKey),
        5 => (service(Kind::Broken), Billed::Maybe, Again::SameKey),
        6 => (Cause::Unsent, Billed::No, Again::SameKey),
        7 => (Cause::NotKept(engine::Kept::Journal), Billed::Yes, Again::Save),
        _ => (Cause::CutShort, Billed::Maybe, Again::SameKey),
    };
    Failure::new(cause, billed, again)
}

/// The world around the engine.
struct World {
    engine: Engine,
    now: Now,
    /// Requests that are under way, and what each may have cost when it was sent.
    under_way: BTreeMap<PictureId, Billed>,
    /// As the journal has them: those that have no ending.
    open: BTreeSet<PictureId>,
    /// Jobs whose last attempt may have cost something, and that were not asked for again by the user since.
    paid: BTreeSet<PictureId>,
    /// Requests that have brought a picture, which is being saved again.
    saving: BTreeSet<PictureId>,
    services: [ConnectionId; 2],
}

impl World {
    fn new() -> Self {
        let mut engine = engine();
        let services = ["https://one.example", "https://two.example"].map(|address| connect(&mut engine, address));
        let (under_way, open, paid, saving) = Default::default();
        Self { engine, now: NOW, under_way, open, paid, saving, services }
    }

    fn command(&mut self, command: Command) {
        self.now.at += SignedDuration::from_millis(1);
        self.now.random = self.now.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        // What the user wishes may be sent again.
        match &command {
            Command::Retry(id) => self.paid.retain(|paid| paid != id),
            Command::RetryFailed => self.paid.clear(),
            _ => {}
        }
        let was_paused = self.engine.state().pause.is_some() && !matches!(command, Command::Resume);
        let effects = self.engine.command(command, self.now);
        self.take(effects, was_paused);
    }

    fn event(&mut self, event: Event) {
        self.now.at += SignedDuration::from_millis(1);
        // A picture that is saved after all ends the trouble with the disk.
        let was_paused = matches!(self.engine.state().pause, Some(Pause::ByUser | Pause::Restarted));
        let effects = self.engine.event(event, self.now);
        self.take(effects, was_paused);
    }

    fn take(&mut self, effects: Vec<Effect>, was_paused: bool) {
        for effect in effects {
            match effect {
                Effect::Queue(jobs) => self.open.extend(jobs.iter().map(|job| job.id)),
                Effect::Replace(old, jobs) => {
                    self.open.remove(&old);
                    self.open.extend(jobs.iter().map(|job| job.id));
                }
                Effect::Fail(id, _) => self.open.extend([id]),
                Effect::Forget(ids) => self.open.retain(|id| !ids.contains(id)),
                Effect::Make { job, lost, .. } => {
                    assert!(!was_paused, "a paused queue sends nothing");
                    assert!(self.open.contains(&job.id), "written down before it is sent");
                    assert!(!self.paid.contains(&job.id), "sent again unasked after it may have been billed");
                    let editing = self.engine.state().editing.as_ref();
                    assert!(editing.is_none_or(|editing| editing.id != job.id), "sent while it is being changed");
                    // One that was cancelled may be under way still: the runner sends nothing beside it.
                    self.under_way.insert(job.id, lost);
                }
                Effect::Keep(id) => {
                    self.under_way.insert(id, Billed::Yes);
                    self.saving.insert(id);
                }
                Effect::Abort { id, lost } => {
                    if lost == Billed::No {
                        self.under_way.remove(&id);
                    } else if self.under_way.contains_key(&id) {
                        self.paid.insert(id);
                        let failure = Failure::new(Cause::Cancelled, lost, Again::SameKey);
                        self.event(Event::Failed(id, failure));
                    }
                }
                _ => {}
            }
        }
        self.check();
    }

    fn check(&self) {
        let state = self.engine.state();
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
        for connection in &state.connections {
            let runs = |job: &&engine::Job| {
                job.connection == Some(connection.id)
                    && matches!(job.state, JobState::Running { .. })
                    && !self.saving.contains(&job.id)
            };
            assert!(state.gallery.jobs().iter().filter(runs).count() <= 6);
        }
    }

    fn job(&self, index: Index) -> Option<PictureId> {
        let jobs = self.engine.state().gallery.jobs();
        (!jobs.is_empty()).then(|| index.get(jobs).id)
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Generate(count) => {
                self.command(Command::Edit(DraftEdit::Prompt("a prompt".to_owned())));
                self.command(Command::Edit(DraftEdit::Count((*count).into())));
                self.command(Command::Generate);
            }
            Step::Use(first) => self.command(Command::Use(self.services[usize::from(*first)])),
            Step::Pause => self.command(Command::Pause),
            Step::Resume => self.command(Command::Resume),
            Step::Undo => self.command(Command::Undo),
            Step::Allow(allow) => self.command(Command::Set(Setting::ResumeAfterReset(*allow))),
            Step::Parallel(parallel) => self.command(Command::Parallel(self.services[0], *parallel)),
            Step::CancelWaiting => self.command(Command::CancelWaiting),
            Step::RetryFailed => self.command(Command::RetryFailed),
            Step::Clear => self.command(Command::ClearQueue),
            Step::Do(command, index) => self.on_job(*command, *index),
            Step::Move(index, to) => self.move_job(*index, *to),
            Step::End(index, end) => self.end(*index, *end),
            Step::Pass(seconds) => {
                self.now.at += SignedDuration::from_secs((*seconds).into());
                self.event(Event::Time);
            }
        }
    }

    fn on_job(&mut self, command: u8, index: Index) {
        let Some(id) = self.job(index) else { return };
        self.command(match command % 8 {
            0 => Command::Cancel(id),
            1 => Command::Retry(id),
            2 => Command::Remake(id),
            3 => Command::Reseed(id),
            4 => Command::Forget(id),
            5 => Command::DuplicateJobs(vec![id]),
            6 => Command::EditJob(id),
            _ => Command::TakeRequest(id),
        });
    }

    fn move_job(&mut self, index: Index, to: Index) {
        let before: Vec<PictureId> = self.engine.state().queue().iter().map(|job| job.id).collect();
        if before.is_empty() {
            return;
        }
        let (id, to) = (*index.get(&before), to.index(before.len()));
        // Nothing may start in between, so that the order can be looked at.
        self.command(Command::Pause);
        let mut wanted: Vec<PictureId> = self.engine.state().queue().iter().map(|job| job.id).collect();
        wanted.retain(|other| *other != id);
        wanted.insert(to.min(wanted.len()), id);
        self.command(Command::MoveJobs { ids: vec![id], to });
        let after: Vec<PictureId> = self.engine.state().queue().iter().map(|job| job.id).collect();
        assert_eq!(after, wanted, "only what is moved is moved");
    }

    fn end(&mut self, index: Index, end: Option<u8>) {
        let under_way: Vec<PictureId> = self.under_way.keys().copied().collect();
        if under_way.is_empty() {
            return;
        }
        let id = *index.get(&under_way);
        self.under_way.remove(&id);
        self.saving.remove(&id);
        match end {
            None => {
                let pictures = self.engine.state().gallery.pictures().len();
                // The runner closes it in the journal itself.
                self.open.remove(&id);
                self.event(Event::Arrived(Box::new(entry(id))));
                assert_eq!(self.engine.state().gallery.pictures().len(), pictures + 1, "whatever became of its job");
            }
            Some(number) => {
                let failure = failure(number);
                if failure.billed != Billed::No {
                    self.paid.insert(id);
                }
                self.event(Event::Failed(id, failure));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_keeps_every_job_and_sends_none_twice(steps in steps()) {
        let mut world = World::new();
        for step in &steps {
            world.step(step);
        }
        // At the end all that waits is sent, once nothing keeps it back.
        for _ in 0..400 {
            world.command(Command::LeaveJob);
            world.command(Command::Resume);
            world.command(Command::Resume);
            if world.under_way.is_empty() {
                break;
            }
            let all: Vec<PictureId> = world.under_way.keys().copied().collect();
            for id in all {
                world.under_way.remove(&id);
                world.open.remove(&id);
                world.event(Event::Arrived(Box::new(entry(id))));
            }
        }
        prop_assert!(world.engine.state().queue().is_empty(), "{:?}", world.engine.state().pause);
    }
}
