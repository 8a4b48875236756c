//! The queue keeps itself back, in the engine by itself: once, with the reason, and until that is over.

use contract::{Billed, Code, Key, model::PAINTER};
use engine::{
    Address, Again, Cause, Command, ConnectionEdit, ConnectionId, ConnectionKind, Effect, Engine, Event, Failure,
    FileFault, JobState, Keep, KeyState, Kind, Now, Pause, RestReason, Setting,
};
use jiff::{SignedDuration, Timestamp};
use library::PictureId;
use remote::Checked;

use crate::{
    connecting::{find, make, refused},
    pure::{NOW, connect, engine, entry, generate},
};

fn after(seconds: i64) -> Now {
    Now { at: NOW.at + SignedDuration::from_secs(seconds), ..NOW }
}

fn unreachable(kind: Kind) -> Failure {
    Failure::new(Cause::Service { service: "one".to_owned(), kind }, Billed::No, Again::SameKey)
}

/// Two run and one waits, over a service.
fn three() -> (Engine, ConnectionId, [PictureId; 3]) {
    let mut engine = engine();
    let over = connect(&mut engine, "https://one.example");
    let ids = [0; 3].map(|_| generate(&mut engine));
    (engine, over, ids)
}

fn why(engine: &Engine, id: ConnectionId, now: Now) -> Option<RestReason> {
    find(engine, id).rest_at(now.at).map(|rest| rest.why)
}

fn all_wait(engine: &Engine) -> bool {
    engine.state().gallery.jobs().iter().all(|job| job.state == JobState::Waiting)
}

fn wakes(effects: &[Effect]) -> Option<Timestamp> {
    effects.iter().find_map(|effect| match effect {
        Effect::WakeAt(at) => Some(*at),
        _ => None,
    })
}

fn tests(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Test(_)))
}

#[test]
fn what_cannot_be_reached_is_looked_at_again_and_all_goes_on_when_it_is_there() {
    for kind in [Kind::Offline, Kind::NameNotFound, Kind::Connect, Kind::Tls, Kind::Timeout] {
        let (mut engine, over, ids) = three();
        let effects = engine.event(Event::Failed(ids[0], unreachable(kind)), NOW);
        assert_eq!((make(&effects), wakes(&effects)), (None, Some(after(5).at)), "{kind:?}: {effects:?}");
        // The one beside it fails for the same reason, and nothing new is said.
        let effects = engine.event(Event::Failed(ids[1], unreachable(kind)), NOW);
        assert!(all_wait(&engine) && make(&effects).is_none() && wakes(&effects).is_none(), "{kind:?}: {effects:?}");
        assert_eq!(why(&engine, over, NOW), Some(RestReason::Unreachable));

        assert!(!tests(&engine.event(Event::Time, after(4))));
        assert!(tests(&engine.event(Event::Time, after(5))));
        let effects = engine.event(Event::NotConnected(over, unreachable(kind)), after(5));
        assert_eq!(wakes(&effects), Some(after(15).at), "later each time");
        assert!(tests(&engine.event(Event::Time, after(15))));
        let ready = Checked { models: find(&engine, over).models.clone(), ..Checked::default() };
        let effects = engine.event(Event::Connected(over, ready), after(16));
        let sent = effects.iter().filter(|effect| matches!(effect, Effect::Make { .. })).count();
        assert_eq!((sent, why(&engine, over, after(16))), (2, None));
    }
}

#[test]
fn what_may_have_been_sent_does_not_wait_again() {
    let (mut engine, over, ids) = three();
    let broken = Failure { billed: Billed::Maybe, ..unreachable(Kind::Timeout) };
    engine.event(Event::Failed(ids[0], broken), NOW);
    assert_eq!(why(&engine, over, NOW), None);
    assert!(matches!(engine.state().gallery.job(ids[0]).unwrap().state, JobState::Failed(_)));
}

#[test]
fn a_service_that_takes_no_more_rests_as_long_as_it_says_and_then_goes_on_by_itself() {
    for (code, wait, until) in
        [(Code::RateLimited, Some(40), 40), (Code::NoCapacity, None, 30), (Code::RateLimited, Some(0), 5)]
    {
        let (mut engine, over, ids) = three();
        let busy = Failure { wait, ..refused("one", code) };
        let effects = engine.event(Event::Failed(ids[0], busy.clone()), NOW);
        assert_eq!((why(&engine, over, NOW), wakes(&effects)), (Some(RestReason::Busy), Some(after(until).at)));
        engine.event(Event::Failed(ids[1], busy), NOW);
        assert!(make(&engine.event(Event::Time, after(until - 1))).is_none());
        assert!(make(&engine.event(Event::Time, after(until))).is_some());
    }
}

/// Though it always says that it may be asked again at once.
#[test]
fn a_service_that_never_takes_more_is_asked_less_and_less_often() {
    let mut engine = engine();
    let over = connect(&mut engine, "https://one.example");
    let id = generate(&mut engine);
    let (mut now, mut rests) = (0, Vec::new());
    for _ in 0..6 {
        engine.event(Event::Failed(id, Failure { wait: Some(0), ..refused("one", Code::RateLimited) }), after(now));
        let until = find(&engine, over).rests.as_ref().unwrap().until.unwrap();
        let rest = until.as_second() - after(now).at.as_second();
        rests.push(rest);
        now += rest;
        assert!(make(&engine.event(Event::Time, after(now))).is_some());
    }
    assert_eq!(rests, [5, 10, 20, 40, 60, 60]);
}

#[test]
fn a_new_days_allowance_is_spent_unasked_only_if_its_user_has_said_so() {
    for allowed in [false, true] {
        let (mut engine, over, ids) = three();
        engine.command(Command::Set(Setting::ResumeAfterReset(allowed)), NOW);
        let used = Failure { wait: Some(3600), ..refused("one", Code::AllowanceUsed) };
        engine.event(Event::Failed(ids[0], used.clone()), NOW);
        engine.event(Event::Failed(ids[1], used), NOW);
        assert!(all_wait(&engine));
        assert_eq!(why(&engine, over, after(3599)), Some(RestReason::AllowanceUsed));
        let effects = engine.event(Event::Time, after(3600));
        assert_eq!(make(&effects).is_some(), allowed);
        assert_eq!(why(&engine, over, after(3600)), (!allowed).then_some(RestReason::AllowanceUsed));
        if !allowed {
            // The painter, and every other connection, goes on meanwhile.
            assert_eq!(engine.state().pause, None);
            assert!(make(&engine.event(Event::Time, after(90_000))).is_none());
            assert!(make(&engine.command(Command::Set(Setting::ResumeAfterReset(true)), after(90_001))).is_some());
        }
    }
    // What is asked for on the new day is not kept back.
    let mut engine = engine();
    let over = connect(&mut engine, "https://one.example");
    let id = generate(&mut engine);
    engine.event(Event::Failed(id, Failure { wait: Some(3600), ..refused("one", Code::AllowanceUsed) }), NOW);
    engine.command(Command::Cancel(id), NOW);
    assert!(make(&engine.command(Command::Generate, after(3600))).is_some());
    assert_eq!(why(&engine, over, after(3600)), None);
}

#[test]
fn a_wrong_key_fails_one_picture_and_keeps_the_others_back_until_it_is_mended() {
    for mended in [
        |engine: &mut Engine, _| engine.command(Command::Resume, NOW),
        |engine: &mut Engine, over| {
            engine.command(Command::TestConnection(over), NOW);
            let ready = Checked { models: find(engine, over).models.clone(), ..Checked::default() };
            engine.event(Event::Connected(over, ready), NOW)
        },
    ] {
        let (mut engine, over, ids) = three();
        let wrong = refused("one", Code::Unauthorized);
        engine.event(Event::Failed(ids[0], wrong.clone()), NOW);
        engine.event(Event::Failed(ids[1], wrong.clone()), NOW);
        let failed = |id| matches!(engine.state().gallery.job(id).unwrap().state, JobState::Failed(_));
        assert_eq!(ids.map(failed), [true, true, false]);
        assert_eq!(why(&engine, over, NOW), Some(RestReason::Refused));
        assert_eq!(make(&mended(&mut engine, over)).map(|(id, _)| id), Some(ids[2]));
    }
    // Where nothing else waits, the next one is tried at once.
    let mut engine = engine();
    connect(&mut engine, "https://one.example");
    let id = generate(&mut engine);
    engine.event(Event::Failed(id, refused("one", Code::Unauthorized)), NOW);
    assert!(make(&engine.command(Command::Generate, after(9))).is_some());
}

#[test]
fn the_painter_goes_on_while_a_service_cannot_be_reached() {
    let (mut engine, _, ids) = three();
    engine.event(Event::Failed(ids[0], unreachable(Kind::Offline)), NOW);
    engine.command(Command::Use(ConnectionId::BUILT_IN), NOW);
    let effects = engine.command(Command::Generate, after(9));
    let (drawn, target) = make(&effects).unwrap();
    assert_eq!(target.id, ConnectionId::BUILT_IN);
    assert_eq!(engine.state().gallery.job(drawn).unwrap().request.model.id, PAINTER.id);
}

/// It may have been under way when the service said that it takes no more.
#[test]
fn a_picture_that_arrives_shows_that_its_service_is_reached_and_nothing_more() {
    for (failure, ends) in [
        (Failure { wait: Some(60), ..refused("one", Code::RateLimited) }, false),
        (refused("one", Code::AllowanceUsed), false),
        (unreachable(Kind::Connect), true),
        (refused("one", Code::Unauthorized), true),
    ] {
        let (mut engine, over, ids) = three();
        engine.event(Event::Failed(ids[0], failure.clone()), NOW);
        let effects = engine.event(Event::Arrived(Box::new(entry(ids[1]))), NOW);
        assert_eq!((why(&engine, over, NOW).is_none(), make(&effects).is_some()), (ends, ends), "{failure:?}");
    }
}

#[test]
fn what_is_harder_to_end_is_not_forgotten_for_what_was_under_way_beside_it() {
    let (mut engine, over, ids) = three();
    engine.event(Event::Failed(ids[0], Failure { wait: Some(3600), ..refused("one", Code::AllowanceUsed) }), NOW);
    engine.event(Event::Failed(ids[1], unreachable(Kind::Timeout)), NOW);
    assert_eq!(why(&engine, over, after(3000)), Some(RestReason::AllowanceUsed));
}

/// An account's answer has other words for the same.
#[test]
fn an_account_behind_a_name_that_is_not_found_waits_too() {
    let (mut engine, over, ids) = three();
    engine.event(Event::Failed(ids[0], refused("one", Code::Upstream)), NOW);
    assert_eq!(why(&engine, over, NOW), Some(RestReason::Unreachable));
}

#[test]
fn an_allowance_that_does_not_say_when_it_is_back_is_back_at_midnight_in_utc() {
    let (mut engine, over, ids) = three();
    engine.event(Event::Failed(ids[0], refused("one", Code::AllowanceUsed)), after(14 * 3600));
    let until = find(&engine, over).rests.as_ref().unwrap().until;
    assert_eq!(until, Some("1970-01-02T00:00:00Z".parse().unwrap()));
}

#[test]
fn a_clock_that_is_put_back_makes_no_rest_longer() {
    let (mut engine, over, ids) = three();
    engine.event(Event::Failed(ids[0], unreachable(Kind::Offline)), after(9000));
    engine.event(Event::Time, NOW);
    assert!(find(&engine, over).rests.as_ref().unwrap().until.unwrap() <= after(60).at);
}

#[test]
fn trouble_with_the_disk_hides_no_pause_that_its_user_has_to_end() {
    let full = || Failure::new(Cause::File(FileFault::Full { path: "a".to_owned() }), Billed::Yes, Again::Save);
    for pause in [Pause::ByUser, Pause::Restarted] {
        let (mut engine, _, ids) = three();
        engine.event(Event::Failed(ids[0], full()), NOW);
        if pause == Pause::ByUser {
            engine.command(Command::Pause, NOW);
        } else {
            let left = engine.state().gallery.job(ids[2]).unwrap().clone();
            engine.event(Event::Recovered { jobs: vec![left], unknown: 0 }, NOW);
        }
        engine.command(Command::Retry(ids[0]), NOW);
        let effects = engine.event(Event::Arrived(Box::new(entry(ids[0]))), NOW);
        assert_eq!((make(&effects), engine.state().pause.clone()), (None, Some(pause)));
    }
}

#[test]
fn nothing_is_paid_for_that_nobody_could_keep() {
    let (mut engine, _, ids) = three();
    let gone = Failure::new(Cause::ThreadGone, Billed::Yes, Again::Save);
    assert!(make(&engine.event(Event::Failed(ids[0], gone), NOW)).is_none());
    assert!(matches!(engine.state().pause, Some(Pause::Trouble(_))));
}

#[test]
fn what_waits_for_a_connection_that_is_removed_says_so_and_goes_over_another() {
    let (mut engine, over, ids) = three();
    engine.event(Event::Failed(ids[0], refused("one", Code::Unauthorized)), NOW);
    engine.command(Command::RemoveConnection(over), NOW);
    let JobState::Failed(failure) = engine.state().gallery.job(ids[2]).unwrap().state.clone() else { panic!() };
    assert_eq!((failure.cause, failure.billed), (Cause::NoConnection, Billed::No));
    let other = connect(&mut engine, "https://two.example");
    let effects = engine.command(Command::RetryFailed, NOW);
    assert!(matches!(&effects[..], [Effect::Replace(..), ..]), "{effects:?}");
    assert_eq!(make(&effects).map(|(_, target)| target.id), Some(other));
}

#[test]
fn what_waits_goes_with_a_connection_that_gets_another_address() {
    let (mut engine, over, ids) = three();
    let kind = ConnectionKind::Service(Address::parse("https://other.example").unwrap());
    let (key, keep) = (Some(Key::parse("k2").unwrap()), Keep::Keychain);
    let edit = ConnectionEdit { id: Some(over), name: "one".to_owned(), kind, key, keep };
    engine.command(Command::SaveConnection(edit), Now { random: 4000, ..NOW });
    let moved = engine.state().shown.unwrap();
    assert_ne!(moved, over);
    assert_eq!(engine.state().gallery.job(ids[2]).unwrap().connection, Some(moved));
}

/// The keychain may take its time with it, or refuse it.
#[test]
fn a_new_key_ends_a_rest_once_it_is_there() {
    let (mut engine, over, ids) = three();
    engine.event(Event::Failed(ids[0], refused("one", Code::Unauthorized)), NOW);
    engine.event(Event::Failed(ids[1], refused("one", Code::Unauthorized)), NOW);
    let kind = find(&engine, over).kind.clone();
    let (key, keep) = (Some(Key::parse("k2").unwrap()), Keep::Keychain);
    let edit = ConnectionEdit { id: Some(over), name: "one".to_owned(), kind, key, keep };
    engine.command(Command::SaveConnection(edit), NOW);
    assert_eq!(why(&engine, over, NOW), Some(RestReason::Refused));
    let effects = engine.event(Event::Key(over, KeyState::Known { tail: String::new(), keep }), NOW);
    assert_eq!(make(&effects).map(|(id, _)| id), Some(ids[2]));
}
