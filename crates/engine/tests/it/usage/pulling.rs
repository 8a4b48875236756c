//! When services are asked what they have counted, and what is shown until they have answered.

use contract::{Billed, Code, Neurons, model::PAINTER};
use engine::{
    Again, Cause, Command, ConnectionId, ConnectionKind, DraftEdit, Effect, Engine, Event, Failure, Gallery, Kind, Now,
    Settings,
    usage::{Count, Period},
};
use jiff::{SignedDuration, Timestamp};
use remote::Analytics;

use super::{account, add, at, date, service, tell, told};
use crate::pure::{connect, engine, entry, generate};

const ONE: &str = "https://one.example";

fn after(now: Now, seconds: i64) -> Now {
    Now { at: now.at + SignedDuration::from_secs(seconds), ..now }
}

/// The places that are asked, and for how many days.
fn asked(effects: &[Effect]) -> Vec<(String, u16)> {
    let asked = effects.iter().filter_map(|effect| match effect {
        Effect::PullUsage { target, days, .. } => Some((target.kind.place(), *days)),
        _ => None,
    });
    asked.collect()
}

fn wakes(effects: &[Effect]) -> Option<Timestamp> {
    effects.iter().find_map(|effect| match effect {
        Effect::WakeAt(at) => Some(*at),
        _ => None,
    })
}

fn used(engine: &Engine, now: Now) -> Neurons {
    let payer = engine.state().payer(engine.state().connection().unwrap()).unwrap();
    engine.state().used(&payer, Period::Day, now.at)
}

fn neurons(neurons: f64) -> Neurons {
    Neurons::new(neurons).unwrap()
}

fn count<'a>(engine: &'a Engine, kind: &ConnectionKind) -> &'a Count {
    engine.state().usage.count(kind).unwrap()
}

/// Over a service that was never asked, drawing with 4B at 1024×1024: 104.2 neurons.
fn desk() -> (Engine, ConnectionId) {
    let mut engine = engine();
    let id = connect(&mut engine, ONE);
    engine.command(Command::Edit(DraftEdit::Height(1024)), at("2026-11-22T12:00:00Z"));
    engine.command(Command::Edit(DraftEdit::Width(1024)), at("2026-11-22T12:00:00Z"));
    (engine, id)
}

#[test]
fn each_place_is_asked_once_and_not_again_within_20_seconds() {
    let (mut engine, now) = (engine(), at("2026-11-22T12:00:00Z"));
    let first = add(&mut engine, service(ONE));
    engine.command(Command::DuplicateConnection(first), now);
    let pull = |engine: &mut Engine, now| asked(&engine.command(Command::PullUsage(None), now));
    // The painter's place has no name.
    let all = pull(&mut engine, now);
    assert_eq!(all, [(String::new(), 400), (service(ONE).place(), 400)]);
    assert!(pull(&mut engine, after(now, 60)).is_empty(), "an answer is awaited");
    tell(&mut engine, &service(ONE), told(date(now.at), &[3], ""), after(now, 1));
    assert!(pull(&mut engine, after(now, 19)).is_empty());
    assert_eq!(pull(&mut engine, after(now, 20)), [(service(ONE).place(), 2)], "only what may have changed");
    // A clock that was set back is no reason never to ask again.
    tell(&mut engine, &service(ONE), told(date(now.at), &[3], ""), after(now, 21));
    assert_eq!(pull(&mut engine, after(now, -86_400)), [(service(ONE).place(), 400)]);
}

#[test]
fn after_days_away_just_those_are_asked_for() {
    for (days, asked_for) in [(0, 2), (1, 3), (30, 32), (398, 400), (4000, 400)] {
        let (mut engine, now) = (engine(), at("2026-11-22T12:00:00Z"));
        let id = add(&mut engine, service(ONE));
        tell(&mut engine, &service(ONE), told(date(now.at), &[3], ""), now);
        let effects = engine.command(Command::PullUsage(Some(id)), after(now, days * 86_400));
        assert_eq!(asked(&effects), [(service(ONE).place(), asked_for)]);
    }
}

#[test]
fn a_batch_is_followed_by_one_question_once_all_of_it_is_there() {
    let (mut engine, _) = desk();
    let now = at("2026-11-22T12:00:00Z");
    tell(&mut engine, &service(ONE), told(date(now.at), &[0], ""), now);
    let ids = [0; 3].map(|_| generate(&mut engine));
    for id in ids {
        let before = used(&engine, now);
        assert!(asked(&engine.event(Event::Spent(id, Some(104.2)), now)).is_empty());
        assert_eq!(used(&engine, now), before + neurons(104.2), "at once");
        let effects = engine.event(Event::Arrived(Box::new(entry(id))), now);
        assert_eq!(asked(&effects).len(), usize::from(id == ids[2]), "{effects:?}");
    }
    tell(&mut engine, &service(ONE), told(date(now.at), &[3], ""), after(now, 1));
    assert_eq!(used(&engine, now), neurons(312.6), "not twice");

    // The next batch ends too soon after that: it is asked when it may be.
    let id = generate(&mut engine);
    engine.event(Event::Spent(id, Some(104.2)), after(now, 5));
    let effects = engine.event(Event::Arrived(Box::new(entry(id))), after(now, 5));
    assert_eq!((asked(&effects).len(), wakes(&effects)), (0, Some(after(now, 20).at)));
    assert_eq!(asked(&engine.event(Event::Time, after(now, 20))).len(), 1);
}

#[test]
fn what_was_made_while_the_answer_was_under_way_is_not_lost() {
    let (mut engine, id) = desk();
    let now = at("2026-11-22T12:00:00Z");
    tell(&mut engine, &service(ONE), told(date(now.at), &[1], ""), now);
    let [before, meanwhile] = [0; 2].map(|_| generate(&mut engine));
    engine.event(Event::Spent(before, Some(104.2)), now);
    engine.command(Command::PullUsage(Some(id)), after(now, 30));
    // The service said no cost: the estimate stands for it.
    engine.event(Event::Spent(meanwhile, None), after(now, 30));
    tell(&mut engine, &service(ONE), told(date(now.at), &[2], ""), after(now, 31));
    assert_eq!(used(&engine, now), neurons(3.0 * 104.2));
}

#[test]
fn a_failure_that_may_have_been_billed_counts_and_one_that_was_free_does_not() {
    let (mut engine, _) = desk();
    let now = at("2026-11-22T12:00:00Z");
    tell(&mut engine, &service(ONE), told(date(now.at), &[0], ""), now);
    for (billed, again, counted) in
        [(Billed::No, Again::NewKey, 0.0), (Billed::Maybe, Again::SameKey, 104.2), (Billed::Yes, Again::NewKey, 208.4)]
    {
        let id = generate(&mut engine);
        engine.event(Event::Failed(id, Failure::new(Cause::CutShort, billed, again)), now);
        assert_eq!(used(&engine, now), neurons(counted), "{billed:?}");
    }
    // This one was counted when it arrived.
    let id = generate(&mut engine);
    engine.event(Event::Spent(id, Some(50.0)), now);
    engine.event(Event::Failed(id, Failure::new(Cause::CutShort, Billed::Yes, Again::Save)), now);
    assert_eq!(used(&engine, now), neurons(258.4));
}

#[test]
fn what_is_known_stays_when_nobody_answers_and_comes_back_after_a_restart() {
    let (mut engine, now) = (engine(), at("2026-11-22T12:00:00Z"));
    let id = add(&mut engine, service(ONE));
    let effects = engine
        .event(Event::Usage(service(ONE).place(), Ok(Box::new(told(date(now.at), &[3, 5], "00000000000000ff")))), now);
    let kept = effects.iter().find_map(|effect| match effect {
        Effect::KeepUsage(place, count) => Some((place.clone(), (**count).clone())),
        _ => None,
    });
    let (place, kept) = kept.unwrap();
    engine.command(Command::PullUsage(Some(id)), after(now, 60));
    for kind in [Kind::Offline, Kind::Refused(Code::NotFound), Kind::Refused(Code::Unauthorized), Kind::NotOurs] {
        let failure = Failure::new(Cause::Service { service: "one".to_owned(), kind }, Billed::No, Again::SameKey);
        engine.event(Event::Usage(service(ONE).place(), Err(failure.clone())), after(now, 61));
        let count = count(&engine, &service(ONE));
        assert_eq!((count.failure.as_ref(), count.told, count.days.len()), (Some(&failure), Some(now.at), 2));
    }
    let json = serde_json::to_string(&kept).unwrap();
    let kept = serde_json::from_str(&json).unwrap();
    let next =
        Engine::new(Settings::default(), None, Gallery::default(), vec![&PAINTER]).with_usage([(place, kept)].into());
    let count = count(&next, &service(ONE));
    assert_eq!((count.told, count.total, count.days.len(), &count.failure), (Some(now.at), 8, 2, &None));
}

/// It lags by minutes: what was made since is added.
#[test]
fn cloudflares_figure_counts_where_it_is_more_than_ours() {
    let (mut engine, now) = (engine(), at("2026-11-22T12:00:00Z"));
    let id = add(&mut engine, account());
    engine.command(Command::Use(id), now);
    tell(&mut engine, &account(), told(date(now.at), &[1], ""), now);
    let says = |neurons: f64| {
        let day = remote::AnalyticsDay { neurons: Neurons::new(neurons).unwrap(), ..remote::AnalyticsDay::default() };
        Event::Analytics(account().place(), Ok(Box::new(Analytics { days: [(date(now.at), day)].into() })))
    };
    assert_eq!(used(&engine, now), neurons(104.2));
    engine.event(says(0.0), now);
    assert_eq!(used(&engine, now), neurons(104.2), "it has not heard of it yet");
    engine.event(says(5000.0), now);
    assert_eq!(used(&engine, now), neurons(5000.0));
    engine.command(Command::Edit(DraftEdit::Prompt("boat".to_owned())), now);
    let job = generate(&mut engine);
    engine.event(Event::Spent(job, Some(100.0)), now);
    assert_eq!(used(&engine, now), neurons(5100.0));
}
