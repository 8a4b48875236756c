//! Who stands in for whom, in the engine by itself: until when a connection rests, who makes the picture meanwhile, and when nobody does.

use std::time::Duration;

use contract::{Billed, Code};
use engine::{
    Again, Cause, Command, ConnectionId, Effect, Engine, Event, Failure, JobState, Notice, Now, RestReason, Towards,
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    connecting::{account, added, find, make, refused},
    pure::{NOW, engine, entry, generate},
};

/// `Spent`, which is used, and `Next`.
fn two_that_stand_in(engine: &mut Engine) -> [ConnectionId; 2] {
    let ids = [("Spent", 'a'), ("Next", 'b')].map(|(name, digit)| added(engine, name, account(digit)));
    for id in ids {
        engine.command(Command::StandIn(id, true), NOW);
    }
    engine.command(Command::Use(ids[0]), NOW);
    ids
}

#[test]
fn pictures_go_over_the_next_that_stands_in_until_the_allowance_is_back() {
    let mut engine = engine();
    let [spent, next] = two_that_stand_in(&mut engine);
    let aside = added(&mut engine, "Aside", account('c'));
    engine.command(Command::MoveConnection(aside, Towards::Newer), NOW);
    engine.command(Command::Use(spent), NOW);
    let picture = generate(&mut engine);
    let failure = Failure { wait: Some(600), ..refused("Spent", Code::AllowanceUsed) };
    let effects = engine.event(Event::Failed(picture, failure.clone()), NOW);
    // Written down with its new way before it is sent there.
    assert!(matches!(&effects[0], Effect::Queue(jobs) if jobs[0].connection == Some(next) && jobs[0].over == "Next"));
    let (made, target) = make(&effects).unwrap();
    assert_eq!((made, target.id), (picture, next));
    let stood_in = Notice::StoodIn { rests: "Spent".to_owned(), over: "Next".to_owned() };
    assert_eq!(engine.state().notice, Some(stood_in));
    assert!(find(&engine, spent).rest_at(NOW.at).is_some() && !find(&engine, aside).stands_in);

    // The next picture is not even sent to the one that rests; after its rest it is.
    let second = generate(&mut engine);
    assert_eq!(engine.state().gallery.job(second).unwrap().connection, Some(next));
    let later = Now { at: NOW.at + SignedDuration::try_from(Duration::from_secs(601)).unwrap(), random: 900 };
    for id in [picture, second] {
        engine.command(Command::Cancel(id), later);
    }
    let effects = engine.command(Command::Generate, later);
    assert_eq!(make(&effects).map(|(_, target)| target.id), Some(spent));
}

#[test]
fn where_nobody_stands_in_the_picture_waits() {
    let mut engine = engine();
    two_that_stand_in(&mut engine);
    let picture = generate(&mut engine);
    engine.event(Event::Failed(picture, refused("Spent", Code::AllowanceUsed)), NOW);
    let effects = engine.event(Event::Failed(picture, refused("Next", Code::AllowanceUsed)), NOW);
    assert!(make(&effects).is_none(), "{effects:?}");
    let job = engine.state().gallery.job(picture).unwrap();
    assert_eq!(job.state, JobState::Waiting);
    assert_eq!(engine.state().rest_of(job, NOW.at).map(|rest| rest.why), Some(RestReason::AllowanceUsed));
}

#[test]
fn a_picture_that_may_have_been_billed_stays_with_the_connection_that_knows_it() {
    let mut engine = engine();
    let [spent, _] = two_that_stand_in(&mut engine);
    let picture = generate(&mut engine);
    engine.event(Event::Failed(picture, Failure::new(Cause::CutShort, Billed::Maybe, Again::SameKey)), NOW);
    // It rests by the time that the picture is tried again.
    let other = generate(&mut engine);
    engine.event(Event::Failed(other, refused("Spent", Code::AllowanceUsed)), NOW);
    let effects = engine.command(Command::Retry(picture), NOW);
    assert_eq!(make(&effects).map(|(_, target)| target.id), Some(spent));
    let effects = engine.event(Event::Failed(picture, refused("Spent", Code::AllowanceUsed)), NOW);
    assert!(make(&effects).is_none(), "{effects:?}");
}

#[test]
fn only_a_used_allowance_makes_another_stand_in() {
    for failure in [
        refused("Spent", Code::RateLimited),
        refused("Spent", Code::Unauthorized),
        Failure { billed: Billed::Maybe, ..refused("Spent", Code::AllowanceUsed) },
        Failure::new(Cause::CutShort, Billed::No, Again::SameKey),
    ] {
        let mut engine = engine();
        let [spent, _] = two_that_stand_in(&mut engine);
        let picture = generate(&mut engine);
        let effects = engine.event(Event::Failed(picture, failure.clone()), NOW);
        assert!(make(&effects).is_none(), "{failure:?}: {effects:?}");
        assert_eq!(engine.state().gallery.job(picture).unwrap().connection, Some(spent), "{failure:?}");
    }
}

#[test]
fn one_that_failed_its_test_is_passed_over() {
    let mut engine = engine();
    let [spent, broken] = two_that_stand_in(&mut engine);
    let last = added(&mut engine, "Last", account('c'));
    engine.command(Command::StandIn(last, true), NOW);
    engine.command(Command::Use(spent), NOW);
    engine.command(Command::TestConnection(broken), NOW);
    engine.event(Event::NotConnected(broken, refused("Next", Code::AccountRefused)), NOW);
    let picture = generate(&mut engine);
    let effects = engine.event(Event::Failed(picture, refused("Spent", Code::AllowanceUsed)), NOW);
    assert_eq!(make(&effects).map(|(_, target)| target.id), Some(last));
}

#[test]
fn nobody_rests_longer_than_an_allowance_takes() {
    let mut engine = engine();
    let only = added(&mut engine, "Only", account('a'));
    let (refusing, arriving) = (generate(&mut engine), generate(&mut engine));
    let for_ages = Failure { wait: Some(u32::MAX), ..refused("Only", Code::AllowanceUsed) };
    engine.event(Event::Failed(refusing, for_ages), NOW);
    let latest: Timestamp = "1970-01-02T02:00:00Z".parse().unwrap();
    assert_eq!(find(&engine, only).rests.as_ref().and_then(|rest| rest.until), Some(latest));
    // It was under way by then.
    engine.event(Event::Arrived(Box::new(entry(arriving))), NOW);
    assert!(find(&engine, only).rests.is_some());
}
