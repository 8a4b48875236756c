//! The queue in the engine by itself: its order, what is done to it, and what is taken back.

use contract::{Billed, Code};
use engine::{
    Again, Cause, Command, ConnectionId, DraftEdit, Effect, Engine, Event, Failure, FileFault, JobState, Kind, Notice,
    Now, Pause, Undoable,
};
use jiff::SignedDuration;
use library::PictureId;

use crate::pure::{NOW, connect, engine, entry, fail, generate};

/// With `count` jobs over a service, asked for one after another; nothing is sent.
fn paused_with(count: usize) -> (Engine, Vec<PictureId>) {
    let mut engine = engine();
    connect(&mut engine, "https://one.example");
    engine.command(Command::Pause, NOW);
    let ids = (0..count).map(|_| generate(&mut engine)).collect();
    (engine, ids)
}

fn queue(engine: &Engine) -> Vec<PictureId> {
    engine.state().queue().iter().map(|job| job.id).collect()
}

fn sent(effects: &[Effect]) -> Vec<PictureId> {
    let made = effects.iter().filter_map(|effect| match effect {
        Effect::Make { job, .. } => Some(job.id),
        _ => None,
    });
    made.collect()
}

fn state_of(engine: &Engine, id: PictureId) -> JobState {
    engine.state().gallery.job(id).unwrap().state.clone()
}

#[test]
fn a_paused_queue_sends_nothing_and_goes_on_where_it_was() {
    let (mut engine, ids) = paused_with(4);
    assert_eq!((queue(&engine), engine.state().pause.clone()), (ids.clone(), Some(Pause::ByUser)));
    let effects = engine.command(Command::Resume, NOW);
    assert_eq!(sent(&effects), ids[..2]);
    engine.command(Command::Pause, NOW);
    let effects = engine.event(Event::Arrived(Box::new(entry(ids[0]))), NOW);
    assert_eq!((sent(&effects), queue(&engine)), (vec![], ids[2..].to_vec()));
    assert_eq!(sent(&engine.command(Command::Resume, NOW)), [ids[2]]);
}

#[test]
fn a_job_is_moved_and_comes_back_while_the_gallery_keeps_the_order_asked() {
    let (mut engine, ids) = paused_with(4);
    let effects = engine.command(Command::MoveJobs { ids: vec![ids[3]], to: 1 }, NOW);
    let moved = vec![ids[0], ids[3], ids[1], ids[2]];
    assert_eq!(queue(&engine), moved);
    assert!(matches!(&effects[..], [Effect::Turns(turns)] if turns.len() == 3), "{effects:?}");
    let shown: Vec<PictureId> = engine.state().gallery.jobs().iter().map(|job| job.id).collect();
    assert_eq!(shown, ids);
    // What is asked for next comes last, and a place beyond the end is the end.
    let last = generate(&mut engine);
    engine.command(Command::MoveJobs { ids: vec![ids[0]], to: 99 }, NOW);
    assert_eq!(queue(&engine), [ids[3], ids[1], ids[2], last, ids[0]]);
    engine.command(Command::Undo, NOW);
    engine.command(Command::Undo, NOW);
    assert_eq!(queue(&engine), [ids.clone(), vec![last]].concat());
    assert!(engine.command(Command::MoveJobs { ids: vec![ids[0]], to: 0 }, NOW).is_empty());
    assert_eq!(sent(&engine.command(Command::Resume, NOW)), ids[..2]);
}

#[test]
fn a_copy_waits_right_after_its_job_has_another_seed_and_can_be_moved() {
    let (mut engine, ids) = paused_with(3);
    engine.command(Command::DuplicateJobs(vec![ids[0]]), Now { at: NOW.at + SignedDuration::from_secs(90), random: 5 });
    let order = queue(&engine);
    let copy = order[1];
    assert_eq!(order, [ids[0], copy, ids[1], ids[2]]);
    let request = |id| engine.state().gallery.job(id).unwrap().request.clone();
    assert_eq!(request(ids[0]).prompt, request(copy).prompt);
    assert_ne!(request(ids[0]).seed, request(copy).seed);
    engine.command(Command::MoveJobs { ids: vec![copy], to: 0 }, NOW);
    assert_eq!(queue(&engine), [copy, ids[0], ids[1], ids[2]]);
    engine.command(Command::Undo, NOW);
    engine.command(Command::Undo, NOW);
    assert_eq!(queue(&engine), ids);
}

#[test]
fn a_job_is_changed_in_its_place_and_what_was_being_written_comes_back() {
    let (mut engine, ids) = paused_with(3);
    engine.command(Command::Edit(DraftEdit::Prompt("being written".to_owned())), NOW);
    engine.command(Command::EditJob(ids[1]), NOW);
    assert_eq!(engine.state().draft.prompt, "a prompt");
    let effects = engine.command(Command::Edit(DraftEdit::Prompt("changed".to_owned())), NOW);
    assert!(effects.is_empty(), "what was being written is what a crash must not lose: {effects:?}");
    // It is not sent meanwhile, though its turn comes.
    let effects = engine.command(Command::Resume, NOW);
    assert_eq!(sent(&effects), [ids[0], ids[2]]);
    let effects = engine.command(Command::Generate, Now { random: 77, ..NOW });
    assert!(matches!(&effects[0], Effect::Replace(old, jobs) if *old == [ids[1]] && jobs.len() == 1), "{effects:?}");
    assert_eq!(engine.state().draft.prompt, "being written");
    let changed = queue(&engine)[0];
    let jobs = engine.state().gallery.jobs();
    assert_eq!((jobs[1].id, jobs[1].request.prompt.as_str()), (changed, "changed"));
    assert_ne!(changed, ids[1], "no service has seen its key with another request");

    engine.command(Command::Undo, NOW);
    assert_eq!((queue(&engine), engine.state().notice.clone()), (vec![ids[1]], Some(Notice::QueueBack)));
}

/// What it costs, and whose allowance it takes, is not changed by the connection that happens to be used.
#[test]
fn a_job_is_changed_and_copied_over_its_own_connection() {
    let (mut engine, ids) = paused_with(1);
    let own = engine.state().current;
    let model = engine.state().gallery.job(ids[0]).unwrap().request.model;
    engine.command(Command::Use(ConnectionId::BUILT_IN), NOW);
    engine.command(Command::DuplicateJobs(ids.clone()), Now { random: 5, ..NOW });
    engine.command(Command::EditJob(ids[0]), NOW);
    assert_eq!((engine.state().current, engine.state().draft.model), (own, model));
    engine.command(Command::Generate, Now { random: 77, ..NOW });
    assert_eq!(engine.state().current, ConnectionId::BUILT_IN);
    let jobs = engine.state().gallery.jobs();
    assert!(jobs.len() == 2 && jobs.iter().all(|job| job.connection == Some(own) && job.request.model == model));
}

#[test]
fn what_is_taken_into_the_draft_does_not_change_a_job_that_is_being_changed() {
    let (mut engine, ids) = paused_with(3);
    engine.command(Command::Edit(DraftEdit::Prompt("older".to_owned())), NOW);
    engine.command(Command::TakeRequest(ids[0]), NOW);
    engine.command(Command::Edit(DraftEdit::Prompt("being written".to_owned())), NOW);
    engine.command(Command::EditJob(ids[1]), NOW);
    // What was replaced before comes back below what is being changed.
    engine.command(Command::Undo, NOW);
    assert_eq!((engine.state().draft.prompt.as_str(), engine.state().editing.is_some()), ("a prompt", true));
    engine.command(Command::TakeRequest(ids[2]), NOW);
    assert!(engine.state().editing.is_none());
    engine.command(Command::Undo, NOW);
    assert_eq!(engine.state().draft.prompt, "older");
    assert_eq!(queue(&engine), ids);
}

#[test]
fn a_job_that_was_being_changed_goes_on_when_a_request_takes_its_place() {
    let (mut engine, ids) = paused_with(1);
    engine.command(Command::EditJob(ids[0]), NOW);
    assert!(sent(&engine.command(Command::Resume, NOW)).is_empty());
    assert_eq!(sent(&engine.command(Command::TakeRequest(ids[0]), NOW)), ids);
}

#[test]
fn a_change_that_is_being_made_cannot_be_taken_back() {
    let (mut engine, ids) = paused_with(1);
    engine.command(Command::EditJob(ids[0]), NOW);
    engine.command(Command::Generate, Now { random: 77, ..NOW });
    engine.command(Command::Resume, NOW);
    let jobs = engine.state().gallery.len();
    engine.command(Command::Undo, NOW);
    assert_eq!((engine.state().gallery.len(), engine.state().notice.clone()), (jobs, Some(Notice::TooLate)));
}

#[test]
fn a_job_that_is_left_or_taken_out_while_it_is_edited_gives_the_draft_back() {
    for command in [|_| Command::LeaveJob, Command::Cancel, |_| Command::CancelWaiting, |_| Command::ClearQueue] {
        let (mut engine, ids) = paused_with(2);
        engine.command(Command::Edit(DraftEdit::Prompt("being written".to_owned())), NOW);
        engine.command(Command::EditJob(ids[0]), NOW);
        engine.command(Command::EditJob(ids[1]), NOW);
        engine.command(command(ids[1]), NOW);
        assert_eq!((engine.state().draft.prompt.as_str(), engine.state().editing.is_none()), ("being written", true));
    }
}

#[test]
fn what_is_taken_out_comes_back_as_it_was() {
    let (mut engine, ids) = paused_with(5);
    engine.command(Command::Resume, NOW);
    fail(&mut engine, ids[0], Billed::Maybe, Again::SameKey);
    // Running now: the second and the third.
    let effects = engine.command(Command::CancelWaiting, NOW);
    assert!(matches!(&effects[..], [Effect::Forget(out)] if *out == ids[3..]), "{effects:?}");
    assert_eq!(engine.state().notice, Some(Notice::TakenOut { jobs: 2 }));
    engine.command(Command::ClearQueue, NOW);
    assert_eq!(engine.state().gallery.len(), 2, "what runs goes on");
    assert_eq!(engine.state().undoable, Some(Undoable::Queue));
    let effects = engine.command(Command::Undo, NOW);
    let failed = |effect: &&Effect| matches!(effect, Effect::Fail(id, failure) if *id == ids[0] && failure.billed == Billed::Maybe);
    assert!(effects.iter().any(|effect| failed(&effect)), "{effects:?}");
    engine.command(Command::Undo, NOW);
    assert_eq!(queue(&engine), ids[3..]);
    assert!(matches!(state_of(&engine, ids[0]), JobState::Failed(failure) if failure.billed == Billed::Maybe));
}

#[test]
fn several_are_cancelled_and_brought_back_in_one_step() {
    let (mut engine, ids) = paused_with(4);
    engine.command(Command::Resume, NOW);
    fail(&mut engine, ids[0], Billed::No, Again::SameKey);
    // The second and the third run now, and the fourth waits.
    let effects = engine.command(Command::TakeOut(vec![ids[0], ids[1], ids[3]]), NOW);
    let [Effect::Forget(out), Effect::Abort { id, .. }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((&out[..], *id), (&[ids[0], ids[3]][..], ids[1]));
    engine.command(Command::Undo, NOW);
    assert_eq!(queue(&engine), ids[3..]);
    assert!(matches!(state_of(&engine, ids[0]), JobState::Failed(_)));
}

#[test]
fn a_picture_that_is_only_held_in_memory_is_not_cleared_away() {
    let (mut engine, ids) = paused_with(1);
    engine.command(Command::Resume, NOW);
    let full = Failure::new(Cause::File(FileFault::Full { path: "a".to_owned() }), Billed::Yes, Again::Save);
    engine.event(Event::Failed(ids[0], full.clone()), NOW);
    // Nothing more is paid for that could not be kept.
    assert!(matches!(&engine.state().pause, Some(Pause::Trouble(failure)) if *failure == full));
    engine.command(Command::ClearQueue, NOW);
    assert!(matches!(state_of(&engine, ids[0]), JobState::Failed(_)));
    let waits = generate(&mut engine);
    assert_eq!(queue(&engine), [waits]);
    // Once it is saved, the rest goes on.
    let effects = engine.command(Command::Retry(ids[0]), NOW);
    assert!(matches!(&effects[..], [Effect::Keep(id)] if *id == ids[0]), "{effects:?}");
    let effects = engine.event(Event::Arrived(Box::new(entry(ids[0]))), NOW);
    assert_eq!((sent(&effects), engine.state().pause.clone()), (vec![waits], None));
}

#[test]
fn all_that_failed_is_tried_again_but_for_what_would_be_paid_for_twice() {
    let (mut engine, ids) = paused_with(4);
    engine.command(Command::Resume, NOW);
    for (id, billed, again) in [
        (ids[0], Billed::No, Again::SameKey),
        (ids[1], Billed::Maybe, Again::SameKey),
        (ids[2], Billed::Yes, Again::NewKey),
        (ids[3], Billed::No, Again::NewKey),
    ] {
        fail(&mut engine, id, billed, again);
    }
    engine.command(Command::Pause, NOW);
    engine.command(Command::RetryFailed, NOW);
    let queue = queue(&engine);
    assert_eq!((queue.len(), &queue[..2]), (3, &ids[..2]));
    assert!(!queue.contains(&ids[3]), "under another key");
    assert!(matches!(state_of(&engine, ids[2]), JobState::Failed(_)));
    // That is a wish of its own.
    engine.command(Command::Retry(ids[2]), NOW);
    assert!(matches!(state_of(&engine, ids[2]), JobState::Failed(_)));
    engine.command(Command::Remake(ids[2]), Now { random: 99, ..NOW });
    assert!(engine.state().gallery.job(ids[2]).is_none());
    assert_eq!(engine.state().queue().len(), 4);
}

#[test]
fn the_same_prompt_is_tried_with_another_seed() {
    let (mut engine, ids) = paused_with(1);
    engine.command(Command::Resume, NOW);
    let before = engine.state().gallery.job(ids[0]).unwrap().request.clone();
    fail(&mut engine, ids[0], Billed::Yes, Again::NewKey);
    let effects = engine.command(Command::Reseed(ids[0]), Now { random: 99, ..NOW });
    let job = &engine.state().gallery.jobs()[0];
    assert_eq!((sent(&effects), job.request.prompt.clone()), (vec![job.id], before.prompt));
    assert!(job.id != ids[0] && job.request.seed != before.seed);
}

#[test]
fn what_a_job_asks_for_goes_into_the_draft_and_the_draft_comes_back() {
    let (mut engine, ids) = paused_with(1);
    engine.command(Command::Edit(DraftEdit::Prompt("being written".to_owned())), NOW);
    engine.command(Command::TakeRequest(ids[0]), NOW);
    assert_eq!(engine.state().draft.prompt, "a prompt");
    engine.command(Command::Undo, NOW);
    assert_eq!(engine.state().draft.prompt, "being written");
}

/// It was cancelled and put away, and the disk is full when it arrives after all.
#[test]
fn a_late_picture_that_cannot_be_saved_is_shown_again() {
    let (mut engine, ids) = paused_with(1);
    engine.command(Command::Resume, NOW);
    let effects = engine.command(Command::Cancel(ids[0]), NOW);
    assert!(matches!(&effects[..], [Effect::Abort { .. }]), "{effects:?}");
    engine.event(Event::Failed(ids[0], Failure::new(Cause::Cancelled, Billed::Maybe, Again::SameKey)), NOW);
    engine.command(Command::Forget(ids[0]), NOW);
    let full = Failure::new(Cause::File(FileFault::Full { path: "a".to_owned() }), Billed::Yes, Again::Save);
    let effects = engine.event(Event::Failed(ids[0], full.clone()), NOW);
    assert!(matches!(&effects[..], [Effect::Fail(id, _)] if *id == ids[0]), "{effects:?}");
    assert_eq!(state_of(&engine, ids[0]), JobState::Failed(full));
    assert!(matches!(engine.state().pause, Some(Pause::Trouble(_))));
}

#[test]
fn several_are_moved_in_one_step_and_keep_their_order() {
    let (mut engine, ids) = paused_with(5);
    engine.command(Command::MoveJobs { ids: vec![ids[4], ids[2]], to: 0 }, NOW);
    assert_eq!(queue(&engine), [ids[2], ids[4], ids[0], ids[1], ids[3]]);
    engine.command(Command::Undo, NOW);
    assert_eq!(queue(&engine), ids);
}

#[test]
fn what_was_cancelled_is_not_retried_with_all_that_failed_and_is_told_as_no_failure() {
    let (mut engine, ids) = paused_with(1);
    engine.command(Command::Resume, NOW);
    engine.event(Event::Failed(ids[0], Failure::new(Cause::Cancelled, Billed::Maybe, Again::SameKey)), NOW);
    assert_eq!(engine.state().finished, None);
    engine.command(Command::RetryFailed, NOW);
    assert!(matches!(state_of(&engine, ids[0]), JobState::Failed(_)));
}

/// Hundreds of pictures meet the same limit; they are told once, at their end.
#[test]
fn a_rest_that_ends_by_itself_is_no_end_of_what_is_under_way() {
    let (mut engine, ids) = paused_with(3);
    engine.command(Command::Resume, NOW);
    engine.event(Event::Arrived(Box::new(entry(ids[0]))), NOW);
    let kind = Kind::Refused(Code::RateLimited);
    let busy = Failure::new(Cause::Service { service: "one".to_owned(), kind }, Billed::No, Again::SameKey);
    for id in &ids[1..] {
        engine.event(Event::Failed(*id, busy.clone()), NOW);
    }
    assert_eq!((queue(&engine).len(), engine.state().finished), (2, None));
}

#[test]
fn as_many_run_as_a_connection_takes() {
    let (mut engine, ids) = paused_with(9);
    let over = engine.state().current;
    engine.command(Command::Parallel(over, 200), NOW);
    assert_eq!(sent(&engine.command(Command::Resume, NOW)), ids[..6]);
    engine.command(Command::Parallel(over, 0), NOW);
    let arrived = ids[..6].iter().map(|id| engine.event(Event::Arrived(Box::new(entry(*id))), NOW));
    let sent: Vec<_> = arrived.map(|effects| sent(&effects)).collect();
    assert_eq!(sent, [vec![], vec![], vec![], vec![], vec![], vec![ids[6]]]);
}

#[test]
fn the_end_of_what_was_under_way_is_told_once() {
    let (mut engine, ids) = paused_with(3);
    engine.command(Command::Resume, NOW);
    engine.event(Event::Arrived(Box::new(entry(ids[0]))), NOW);
    engine.event(Event::Arrived(Box::new(entry(ids[1]))), NOW);
    assert_eq!(engine.state().finished, None);
    fail(&mut engine, ids[2], Billed::No, Again::SameKey);
    let finished = engine.state().finished.unwrap();
    assert_eq!((finished.pictures, finished.failed, finished.waiting), (2, 1, 0));
    engine.command(Command::FinishedTold, NOW);
    engine.event(Event::Time, NOW);
    assert_eq!(engine.state().finished, None);
}
