//! The engine by itself: commands and events in, state and effects out. No folder, no network, no clock.

use std::path::Path;

use contract::{Billed, Key, Model, Size, model::PAINTER};
use engine::{
    Address, Again, Cause, Command, ConnectionEdit, ConnectionId, ConnectionKind, DraftEdit, Effect, Engine, Event,
    Failure, Gallery, Job, JobState, Keep, KeyState, Notice, Now, Settings,
};
use jiff::{SignedDuration, Timestamp};
use library::{Entry, PictureId};
use remote::Checked;

pub(crate) const NOW: Now = Now { at: Timestamp::UNIX_EPOCH, random: 7 };

pub(crate) fn engine() -> Engine {
    let mut engine = Engine::new(Settings::default(), None, Gallery::default(), vec![&PAINTER]);
    engine.command(Command::Edit(DraftEdit::Prompt("a prompt".to_owned())), NOW);
    engine
}

/// Connected to a service at this address, and using it.
pub(crate) fn connect(engine: &mut Engine, address: &str) -> ConnectionId {
    let (key, keep) = (Some(Key::parse("k").unwrap()), Keep::Keychain);
    let kind = ConnectionKind::Service(Address::parse(address).unwrap());
    let edit = ConnectionEdit { id: None, name: address.to_owned(), kind, key, keep };
    let now = Now { random: 1000 + engine.state().connections.len() as u64, ..NOW };
    engine.command(Command::SaveConnection(edit), now);
    let id = engine.state().shown.unwrap();
    engine.event(Event::Key(id, KeyState::Known { tail: String::new(), keep }), NOW);
    engine.event(Event::Connected(id, checked(Model::find("flux-2-klein-4b").unwrap())), NOW);
    id
}

fn checked(model: &'static Model) -> Checked {
    Checked { models: vec![model], ..Checked::default() }
}

pub(crate) fn generate(engine: &mut Engine) -> PictureId {
    let n = engine.state().gallery.len() as u64;
    let now = Now { at: NOW.at + SignedDuration::from_secs(1 + n.cast_signed()), random: 100 + n };
    engine.command(Command::Generate, now);
    engine.state().gallery.jobs().last().unwrap().id
}

pub(crate) fn fail(engine: &mut Engine, id: PictureId, billed: Billed, again: Again) {
    engine.event(Event::Failed(id, Failure::new(Cause::CutShort, billed, again)), NOW);
}

fn failure(engine: &Engine, id: PictureId) -> Failure {
    match &engine.state().gallery.job(id).unwrap().state {
        JobState::Failed(failure) => failure.clone(),
        other => panic!("{other:?}"),
    }
}

fn makes(effects: &[Effect]) -> Vec<&Job> {
    let made = effects.iter().filter_map(|effect| match effect {
        Effect::Make { job, .. } => Some(job),
        _ => None,
    });
    made.collect()
}

pub(crate) fn entry(id: PictureId) -> Entry {
    Entry {
        id,
        made: NOW.at,
        size: Size::new(256, 256),
        file: Path::new("a.jpg").into(),
        prompt: "a prompt".into(),
        model: "painter".into(),
        len: 1,
        mtime: NOW.at,
    }
}

#[test]
fn what_may_have_been_billed_is_asked_for_again_where_it_was_or_nowhere() {
    let mut engine = engine();
    let first = connect(&mut engine, "https://one.example");
    let id = generate(&mut engine);
    fail(&mut engine, id, Billed::Maybe, Again::SameKey);

    // Another connection is current now: the same key would be new there, and be paid twice.
    connect(&mut engine, "https://two.example");
    let effects = engine.command(Command::Retry(id), NOW);
    let made = makes(&effects);
    assert_eq!((made.len(), made[0].connection, made[0].id), (1, Some(first), id));
    fail(&mut engine, id, Billed::No, Again::SameKey);
    // The second attempt cost nothing; the first may have all the same.
    assert_eq!(failure(&engine, id).billed, Billed::Maybe);
}

#[test]
fn what_may_wait_at_a_place_is_asked_for_over_whatever_leads_there() {
    let mut engine = engine();
    let first = connect(&mut engine, "https://one.example");
    let id = generate(&mut engine);
    fail(&mut engine, id, Billed::Maybe, Again::SameKey);
    engine.command(Command::RemoveConnection(first), NOW);
    // By the same id somewhere else, as whoever writes settings by hand may have it.
    let elsewhere = connect(&mut engine, "https://two.example");
    assert_eq!(elsewhere, first);
    assert!(engine.command(Command::Retry(id), NOW).is_empty());
    assert_eq!(engine.state().notice, Some(Notice::ConnectFirst("https://one.example".to_owned())));

    let again = connect(&mut engine, "https://one.example");
    let kind = ConnectionKind::Service(Address::parse("https://one.example").unwrap());
    let name = "New name".to_owned();
    let edit = ConnectionEdit { id: Some(again), name, kind, key: None, keep: Keep::Keychain };
    engine.command(Command::SaveConnection(edit), NOW);
    engine.command(Command::Use(elsewhere), NOW);
    let effects = engine.command(Command::Retry(id), NOW);
    let made = makes(&effects);
    assert_eq!((made[0].id, made[0].connection, made[0].over.as_str()), (id, Some(again), "New name"));
}

#[test]
fn a_job_of_an_earlier_run_waits_until_its_service_is_there_again() {
    let mut engine = engine();
    connect(&mut engine, "https://one.example");
    let id = generate(&mut engine);
    let job = engine.state().gallery.job(id).unwrap();
    let state =
        JobState::Failed(Failure::new(Cause::Unknown { service: job.over.clone() }, Billed::Maybe, Again::SameKey));
    let left = Job { connection: None, place: String::new(), before: Billed::Maybe, state, ..job.clone() };

    let mut engine = self::engine();
    engine.event(Event::Recovered { jobs: vec![left], unknown: 1 }, NOW);
    assert_eq!(engine.state().notice, Some(Notice::Unknown { jobs: 1 }));
    assert!(engine.command(Command::Retry(id), NOW).is_empty());
    assert_eq!(engine.state().notice, Some(Notice::ConnectFirst("https://one.example".to_owned())));
    assert_eq!(failure(&engine, id).billed, Billed::Maybe);

    connect(&mut engine, "https://one.example");
    assert_eq!(makes(&engine.command(Command::Retry(id), NOW))[0].id, id);
}

#[test]
fn a_job_whose_picture_is_found_after_all_is_closed() {
    let mut engine = engine();
    connect(&mut engine, "https://one.example");
    let (found, lost) = (generate(&mut engine), generate(&mut engine));
    for id in [found, lost] {
        fail(&mut engine, id, Billed::Maybe, Again::SameKey);
    }
    let effects = engine.event(Event::Changed { removed: Vec::new(), added: vec![entry(found)] }, NOW);
    assert!(matches!(&effects[..], [Effect::Forget(ids)] if *ids == [found]), "{effects:?}");
    assert_eq!(engine.state().gallery.jobs().iter().map(|job| job.id).collect::<Vec<_>>(), [lost]);
}

#[test]
fn what_surely_cost_nothing_goes_over_the_current_connection() {
    let mut engine = engine();
    let id = generate(&mut engine);
    fail(&mut engine, id, Billed::No, Again::SameKey);
    let current = connect(&mut engine, "https://one.example");
    let effects = engine.command(Command::Retry(id), NOW);
    assert_eq!(makes(&effects)[0].connection, Some(current));
    assert!(engine.state().gallery.job(id).is_none(), "it has a key of its own there");
    assert_eq!(engine.state().gallery.len(), 1);
}

#[test]
fn cancelling_a_second_attempt_that_waits_does_not_forget_the_first() {
    let mut engine = engine();
    connect(&mut engine, "https://one.example");
    let id = generate(&mut engine);
    fail(&mut engine, id, Billed::Maybe, Again::SameKey);
    generate(&mut engine);
    generate(&mut engine);
    engine.command(Command::Retry(id), NOW);
    assert_eq!(engine.state().gallery.job(id).unwrap().state, JobState::Waiting);
    engine.command(Command::Cancel(id), NOW);
    assert_eq!(failure(&engine, id).billed, Billed::Maybe);
}

#[test]
fn what_comes_too_late_changes_nothing_but_a_picture_is_kept() {
    let mut engine = engine();
    let id = generate(&mut engine);
    engine.command(Command::Cancel(id), NOW);
    assert!(engine.state().gallery.is_empty());
    fail(&mut engine, id, Billed::No, Again::SameKey);
    assert!(engine.state().gallery.is_empty());
    engine.event(Event::Connected(ConnectionId(99), checked(&PAINTER)), NOW);
    assert_eq!(engine.state().current, ConnectionId::BUILT_IN);

    engine.event(Event::Arrived(Box::new(entry(id))), NOW);
    assert_eq!(engine.state().gallery.pictures().len(), 1);
    engine.command(Command::Open(id), NOW);
    engine.event(Event::Changed { removed: vec![id], added: Vec::new() }, NOW);
    assert!(engine.state().open.is_none(), "a picture that is gone does not stay open");
}

#[test]
fn at_most_two_run_and_the_oldest_first() {
    let mut engine = engine();
    engine.command(Command::Edit(DraftEdit::Count(5)), NOW);
    let effects = engine.command(Command::Generate, NOW);
    let ids: Vec<PictureId> = engine.state().gallery.jobs().iter().map(|job| job.id).collect();
    let started = |effects: &[Effect]| makes(effects).iter().map(|job| job.id).collect::<Vec<_>>();
    assert_eq!(started(&effects), ids[..2]);
    assert!(matches!(&effects[0], Effect::Queue(jobs) if jobs.len() == 5), "the journal comes first");
    let effects = engine.event(Event::Arrived(Box::new(entry(ids[1]))), NOW);
    assert_eq!(started(&effects), ids[2..3]);
}

#[test]
fn a_draft_that_is_no_request_sends_nothing() {
    let mut engine = engine();
    for prompt in ["", "  \n", &"x".repeat(2001)] {
        engine.command(Command::Edit(DraftEdit::Prompt(prompt.to_owned())), NOW);
        assert!(engine.command(Command::Generate, NOW).is_empty());
        assert!(engine.state().gallery.is_empty());
    }
}
