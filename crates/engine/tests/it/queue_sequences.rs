//! Any sequence of what a user does and of how requests end: no job is lost, none is sent twice, the order is kept, a paused
//! queue sends nothing, and whatever waits is sent in the end.

mod steps;
mod world;

use contract::{Billed, Fields, GenerateRequest, Model};
use engine::{
    Again, Cause, Command, ConnectionId, DraftEdit, Event, Failure, Job, JobState, Keep, KeyState, KeychainFault,
    RestReason, Setting,
};
use jiff::SignedDuration;
use library::PictureId;
use proptest::{prelude::*, sample::Index};

use crate::pure::NOW;
use steps::{Step, steps};
use world::World;

fn step(world: &mut World, step: &Step) {
    let service = |which: &bool| world.services[usize::from(*which)];
    match step {
        Step::Generate(count) => {
            world.command(Command::Edit(DraftEdit::Prompt("a prompt".to_owned())));
            world.command(Command::Edit(DraftEdit::Count((*count).into())));
            world.command(Command::Generate);
        }
        Step::Use(which) => world.command(Command::Use(service(which))),
        Step::Pause => world.command(Command::Pause),
        Step::Resume => world.command(Command::Resume),
        Step::Undo => world.command(Command::Undo),
        Step::Allow(allow) => world.command(Command::Set(Setting::ResumeAfterReset(*allow))),
        Step::Parallel(parallel) => world.command(Command::Parallel(world.services[0], *parallel)),
        Step::CancelWaiting => world.command(Command::CancelWaiting),
        Step::RetryFailed => world.command(Command::RetryFailed),
        Step::Clear => world.command(Command::ClearQueue),
        Step::LeaveJob => world.command(Command::LeaveJob),
        Step::Do(command, index) => on_job(world, *command, *index),
        Step::TakeOut(index, count) => {
            let jobs: Vec<PictureId> = world.state().gallery.jobs().iter().map(|job| job.id).collect();
            if !jobs.is_empty() {
                let first = index.index(jobs.len());
                world.command(Command::TakeOut(jobs.into_iter().skip(first).take(*count).collect()));
            }
        }
        Step::Move(index, to) => move_job(world, *index, *to),
        Step::End(index, end) => {
            let requests = world.requests();
            if !requests.is_empty() {
                world.end(*index.get(&requests), *end);
            }
        }
        Step::Pass(seconds) => world.pass_until(world.now.at + SignedDuration::from_secs((*seconds).into())),
        Step::Test(which) => world.command(Command::TestConnection(service(which))),
        Step::Tested(index, found) => {
            let tests = world.tests();
            if !tests.is_empty() {
                world.tested(*index.get(&tests), *found);
            }
        }
        Step::Key(which, known) => world.event(Event::Key(service(which), key(*known))),
        Step::Remove(which) => world.command(Command::RemoveConnection(service(which))),
        Step::StandIn(which, on) => world.command(Command::StandIn(service(which), *on)),
        Step::Recovered(left) => {
            if !std::mem::replace(&mut world.has_recovered, true) {
                world.recover(left.iter().zip(0..).map(|(kind, n)| job(world, *kind, n)).collect());
            }
        }
    }
}

fn key(is_known: bool) -> KeyState {
    if is_known {
        return KeyState::Known { tail: String::new(), keep: Keep::Keychain };
    }
    KeyState::Failed(Failure::new(Cause::Keychain(KeychainFault::Locked), Billed::No, Again::SameKey))
}

/// Of an earlier run, the nth.
fn job(world: &World, kind: u8, n: u64) -> Job {
    let fields = Fields { prompt: Some("earlier".to_owned()), ..Fields::default() };
    let place = ["https://one.example", "https://two.example"];
    let (connection, place) = match kind % 4 {
        0 => (ConnectionId::BUILT_IN, ""),
        1 => (ConnectionId(4711), "https://gone.example"),
        which => (world.services[usize::from(which - 2)], place[usize::from(which - 2)]),
    };
    let model = if connection == ConnectionId::BUILT_IN { "painter" } else { "flux-2-klein-4b" };
    let at = world.now.at + SignedDuration::from_micros(n.cast_signed());
    let before = if (kind / 4).is_multiple_of(2) { Billed::No } else { Billed::Maybe };
    let unknown = Cause::Unknown { service: "earlier".to_owned() };
    let state = match kind / 8 % 2 {
        0 => JobState::Waiting,
        _ => JobState::Failed(Failure::new(unknown, before, Again::SameKey)),
    };
    Job {
        id: PictureId::new(NOW.at, n + 1),
        request: GenerateRequest::parse(fields, Model::find(model).unwrap()).unwrap(),
        origin: None,
        at,
        turn: at.as_microsecond(),
        connection: Some(connection),
        over: place.to_owned(),
        place: place.to_owned(),
        texts: contract::Texts::Unsaid,
        before,
        state,
    }
}

fn on_job(world: &mut World, command: u8, index: Index) {
    let jobs = world.state().gallery.jobs();
    if jobs.is_empty() {
        return;
    }
    let id = index.get(jobs).id;
    world.command(match command % 8 {
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

fn move_job(world: &mut World, index: Index, to: Index) {
    let queue = |world: &World| -> Vec<PictureId> { world.state().queue().iter().map(|job| job.id).collect() };
    let before = queue(world);
    if before.is_empty() {
        return;
    }
    let (id, to) = (*index.get(&before), to.index(before.len()));
    // Nothing may start in between, so that the order can be looked at.
    world.command(Command::Pause);
    let mut wanted = queue(world);
    wanted.retain(|other| *other != id);
    wanted.insert(to.min(wanted.len()), id);
    world.command(Command::MoveJobs { ids: vec![id], to });
    assert_eq!(queue(world), wanted, "only what is moved is moved");
}

/// All ends well now, and whatever asks for its user is answered: true when nothing is left to do.
fn go_on(world: &mut World) -> bool {
    if world.state().editing.is_some() {
        world.command(Command::LeaveJob);
    } else if world.state().pause.is_some() {
        world.command(Command::Resume);
    } else if let Some(id) = world.requests().first() {
        world.end(*id, None);
    } else if let Some(id) = world.tests().first() {
        world.tested(*id, None);
    } else if let Some(at) = world.alarm() {
        world.pass_until(at);
    } else if let Some(job) = world.state().queue().first() {
        match world.state().rest_of(job, world.now.at).map(|rest| (rest.why, job.connection)) {
            Some((RestReason::Refused, Some(over))) => world.command(Command::TestConnection(over)),
            _ => world.command(Command::Resume),
        }
    } else {
        return true;
    }
    false
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_keeps_every_job_and_sends_none_twice(steps in steps()) {
        let mut world = World::new();
        for happens in &steps {
            step(&mut world, happens);
        }
        let ends = (0..5000).any(|_| go_on(&mut world));
        prop_assert!(ends, "{:?} {:?}", world.state().pause, world.state().queue());
    }
}
