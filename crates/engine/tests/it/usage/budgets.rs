//! Budgets hold back what would pass them, until their time is over, they are changed, or the user lets it through.

use contract::{Billed, Neurons, model::PAINTER};
use engine::{
    Again, Cause, Command, ConnectionId, DraftEdit, Effect, Engine, Event, Failure, JobState, KeptBack, Now,
    usage::{Budget, Payer, Period, Plan},
};
use jiff::SignedDuration;
use library::PictureId;

use super::{at, date, service, tell, told};
use crate::{
    connecting::make,
    pure::{connect, engine, entry},
};

const ONE: &str = "https://one.example";

fn neurons(neurons: f64) -> Option<Neurons> {
    Neurons::new(neurons)
}

fn payer(engine: &Engine) -> Payer {
    engine.state().payer(engine.state().connection().unwrap()).unwrap()
}

/// A Worker that was told to have made as many pictures today, with 1024×1024 in the draft: 104.2 neurons each.
fn desk(today: u64, budget: Budget) -> (Engine, ConnectionId) {
    let mut engine = engine();
    let now = at("2026-11-22T12:00:00Z");
    let id = connect(&mut engine, ONE);
    tell(&mut engine, &service(ONE), told(date(now.at), &[today], ""), now);
    for edit in [DraftEdit::Width(1024), DraftEdit::Height(1024)] {
        engine.command(Command::Edit(edit), now);
    }
    let payer = payer(&engine);
    engine.command(Command::SetBudget(payer, budget), now);
    (engine, id)
}

fn batch(engine: &mut Engine, count: i64, now: Now) -> Vec<PictureId> {
    asked_for(engine, count, now).0
}

fn asked_for(engine: &mut Engine, count: i64, now: Now) -> (Vec<PictureId>, Vec<Effect>) {
    let known = engine.state().gallery.jobs().len();
    engine.command(Command::Edit(DraftEdit::Count(count)), now);
    let at = now.at + SignedDuration::from_micros(10 * known.cast_signed() as i64);
    let effects = engine.command(Command::Generate, Now { random: 500 + known as u64, at });
    (engine.state().gallery.jobs().iter().skip(known).map(|job| job.id).collect(), effects)
}

fn used(engine: &Engine, now: Now) -> Neurons {
    engine.state().used(&payer(engine), Period::Day, now.at)
}

fn running(engine: &Engine) -> usize {
    engine.state().gallery.jobs().iter().filter(|job| matches!(job.state, JobState::Running { .. })).count()
}

/// Which limit holds, what is used of it, and how many wait.
fn held(engine: &Engine, now: Now) -> Option<(Period, f64, usize)> {
    match engine.state().held(now.at)? {
        engine::Held { by: KeptBack::Budget(over, _), waiting } => Some((over.period, over.used.get(), waiting)),
        _ => None,
    }
}

fn finish(engine: &mut Engine, id: PictureId, now: Now) -> Vec<Effect> {
    engine.event(Event::Spent(id, Some(104.2)), now);
    engine.event(Event::Arrived(Box::new(entry(id))), now)
}

#[test]
fn what_would_pass_a_days_limit_waits_until_the_next_day() {
    let now = at("2026-11-22T12:00:00Z");
    // Of 1,000, eight take 833.6: there is room for one more.
    let (mut engine, _) = desk(8, Budget { day: neurons(1000.0), ..Budget::default() });
    let (ids, effects) = asked_for(&mut engine, 3, now);
    let midnight = at("2026-11-23T00:00:00Z");
    assert_eq!((running(&engine), held(&engine, now)), (1, Some((Period::Day, 833.6, 2))));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::WakeAt(at) if *at == midnight.at)), "{effects:?}");
    finish(&mut engine, ids[0], now);
    assert_eq!((running(&engine), held(&engine, now)), (0, Some((Period::Day, 937.8, 2))));
    assert!(make(&engine.event(Event::Time, at("2026-11-22T23:59:59Z"))).is_none());
    assert!(make(&engine.event(Event::Time, midnight)).is_some());
    assert_eq!((running(&engine), held(&engine, midnight)), (2, None));
}

#[test]
fn a_month_ends_later_than_its_days() {
    let budget = Budget { day: neurons(1000.0), month: neurons(1000.0), ..Budget::default() };
    let (mut engine, _) = desk(9, budget);
    let now = at("2026-11-22T12:00:00Z");
    batch(&mut engine, 1, now);
    assert_eq!(held(&engine, now), Some((Period::Month, 937.8, 1)));
    for (time, sent) in [("2026-11-23T00:00:00Z", 0), ("2026-11-30T23:59:59Z", 0), ("2026-12-01T00:00:00Z", 1)] {
        engine.event(Event::Time, at(time));
        assert_eq!(running(&engine), sent, "{time}");
    }
}

#[test]
fn upper_bounds_count_not_estimates() {
    let now = at("2026-11-22T12:00:00Z");
    // 1280×720 is most likely 91.6, and at most 104.2 (facts, Cloudflare §4.4).
    for (limit, sent) in [(104.1, 0), (104.2, 1)] {
        let (mut engine, _) = desk(0, Budget { day: neurons(limit), ..Budget::default() });
        for edit in [DraftEdit::Width(1280), DraftEdit::Height(720)] {
            engine.command(Command::Edit(edit), now);
        }
        batch(&mut engine, 1, now);
        assert_eq!(running(&engine), sent, "{limit}");
    }
}

#[test]
fn one_key_lets_this_batch_through_and_nothing_after_it() {
    let now = at("2026-11-22T12:00:00Z");
    let (mut engine, _) = desk(0, Budget { day: neurons(1.0), ..Budget::default() });
    let ids = batch(&mut engine, 2, now);
    assert_eq!(running(&engine), 0);
    engine.command(Command::LetThrough, now);
    assert_eq!((running(&engine), held(&engine, now)), (2, None));
    let next = batch(&mut engine, 1, now);
    for id in ids {
        finish(&mut engine, id, now);
    }
    assert_eq!((running(&engine), held(&engine, now)), (0, Some((Period::Day, 208.4, 1))));
    assert!(engine.state().let_through.is_empty());
    // It is not asked to be paid, but to be forgotten.
    engine.command(Command::TakeOut(next), now);
    assert_eq!(held(&engine, now), None);
}

#[test]
fn a_higher_limit_or_none_sends_what_waits() {
    let now = at("2026-11-22T12:00:00Z");
    for budget in [Budget { day: neurons(500.0), ..Budget::default() }, Budget::default()] {
        let (mut engine, _) = desk(0, Budget { day: neurons(1.0), ..Budget::default() });
        batch(&mut engine, 2, now);
        let payer = payer(&engine);
        let effects = engine.command(Command::SetBudget(payer, budget), now);
        assert!(effects.iter().any(|effect| matches!(effect, Effect::SaveSettings(_))));
        assert_eq!(running(&engine), 2);
    }
}

#[test]
fn a_service_that_has_counted_less_gives_room_again() {
    let now = at("2026-11-22T12:00:00Z");
    let (mut engine, _) = desk(9, Budget { day: neurons(1000.0), ..Budget::default() });
    batch(&mut engine, 1, now);
    assert_eq!(running(&engine), 0);
    tell(&mut engine, &service(ONE), told(date(now.at), &[2], ""), now);
    assert_eq!(running(&engine), 1);
}

/// Neither the painter, nor what a service may have made already.
#[test]
fn what_costs_nothing_more_is_not_kept_back() {
    let now = at("2026-11-22T12:00:00Z");
    let (mut engine, over) = desk(0, Budget { day: neurons(104.2), ..Budget::default() });
    let sent = batch(&mut engine, 1, now);
    engine.event(Event::Failed(sent[0], Failure::new(Cause::CutShort, Billed::Maybe, Again::SameKey)), now);
    assert!(make(&engine.command(Command::Retry(sent[0]), now)).is_some());
    batch(&mut engine, 1, now);
    assert_eq!((running(&engine), held(&engine, now).is_some()), (1, true));
    engine.command(Command::Use(ConnectionId::BUILT_IN), now);
    engine.command(Command::Edit(DraftEdit::Model(&PAINTER)), now);
    batch(&mut engine, 2, now);
    assert_eq!(running(&engine), 3);
    assert_ne!(over, ConnectionId::BUILT_IN);
}

#[test]
fn a_smaller_picture_does_not_overtake_the_one_that_is_kept_back() {
    let now = at("2026-11-22T12:00:00Z");
    let (mut engine, _) = desk(1, Budget { day: neurons(200.0), ..Budget::default() });
    let large = batch(&mut engine, 1, now);
    for edit in [DraftEdit::Width(512), DraftEdit::Height(512)] {
        engine.command(Command::Edit(edit), now);
    }
    batch(&mut engine, 1, now);
    assert_eq!(running(&engine), 0);
    engine.command(Command::TakeOut(large), now);
    engine.event(Event::Time, now);
    assert_eq!(running(&engine), 1);
}

#[test]
fn a_budget_of_a_place_holds_for_its_account_once_that_is_known() {
    let now = at("2026-11-22T12:00:00Z");
    let (mut engine, _) = desk(0, Budget { day: neurons(1.0), plan: Plan::Paid, ..Budget::default() });
    let before = payer(&engine);
    tell(&mut engine, &service(ONE), told(date(now.at), &[0], "00000000000000ff"), now);
    let known = payer(&engine);
    assert_ne!(before, known);
    assert_eq!(engine.state().budget(&known).plan, Plan::Paid);
    batch(&mut engine, 1, now);
    assert_eq!(running(&engine), 0);
}

#[test]
fn the_forecast_says_what_a_batch_means_for_the_day() {
    let now = at("2026-11-22T17:10:00Z");
    let (mut engine, _) = desk(94, Budget { day: neurons(9_900.0), ..Budget::default() });
    let forecast = |engine: &Engine, now: Now| engine.state().forecast(now.at).unwrap();
    // 94 × 104.2 = 9,794.8 of 10,000.
    let one = forecast(&engine, now);
    assert_eq!((one.left.get(), one.pictures_left, one.beyond.get()), (205.2, Some(1), 0.0));
    assert_eq!(one.resets, at("2026-11-23T00:00:00Z").at);
    let near = one.budget.unwrap();
    assert_eq!((near.period, near.passes), (Period::Day, false), "over 80 per cent");
    engine.command(Command::Edit(DraftEdit::Count(4)), now);
    let four = forecast(&engine, now);
    assert_eq!((four.beyond.get(), four.budget.unwrap().passes), (211.6, true));
    // What waits has taken its part already.
    batch(&mut engine, 1, now);
    assert_eq!(Some(forecast(&engine, now).left), neurons(101.0));
    // A new day, of which nothing is known but the night's queue.
    let next = forecast(&engine, at("2026-11-23T00:00:01Z"));
    assert_eq!((next.used.get(), next.pictures_left), (104.2, Some(94)));
    engine.command(Command::Use(ConnectionId::BUILT_IN), now);
    assert_eq!(engine.state().forecast(now.at), None);
}

#[test]
fn one_that_is_larger_than_its_limit_says_so_and_keeps_nothing_else_back() {
    let now = at("2026-11-22T12:00:00Z");
    let (mut engine, _) = desk(0, Budget { day: neurons(100.0), ..Budget::default() });
    batch(&mut engine, 1, now);
    for edit in [DraftEdit::Width(512), DraftEdit::Height(512)] {
        engine.command(Command::Edit(edit), now);
    }
    batch(&mut engine, 2, now);
    assert_eq!(running(&engine), 2);
    let held = engine.state().held(now.at).unwrap();
    assert!(matches!(held.by, KeptBack::Budget(over, _) if over.until.is_none()) && held.waiting == 1, "{held:?}");
}

#[test]
fn a_request_that_was_cancelled_after_it_left_is_reckoned_with() {
    let now = at("2026-11-22T12:00:00Z");
    let (mut engine, _) = desk(8, Budget { day: neurons(1000.0), ..Budget::default() });
    let ids = batch(&mut engine, 1, now);
    engine.command(Command::Cancel(ids[0]), now);
    engine.event(Event::Failed(ids[0], Failure::new(Cause::Cancelled, Billed::Maybe, Again::SameKey)), now);
    batch(&mut engine, 1, now);
    assert_eq!((running(&engine), held(&engine, now)), (0, Some((Period::Day, 833.6, 1))));
    // It was free after all.
    engine.event(Event::Failed(ids[0], Failure::new(Cause::CutShort, Billed::No, Again::NewKey)), now);
    assert_eq!(running(&engine), 1);
}

#[test]
fn what_was_spent_is_not_forgotten_by_a_service_that_tells_nothing_nor_by_a_restart() {
    let now = at("2026-11-22T12:00:00Z");
    let (mut engine, id) = desk(1, Budget::default());
    let sent = batch(&mut engine, 1, now);
    // What nobody can believe costs what was expected.
    engine.event(Event::Spent(sent[0], Some(-5.0)), now);
    engine.event(Event::Arrived(Box::new(entry(sent[0]))), now);
    let place = service(ONE).place();
    let failure = Failure::new(Cause::CutShort, Billed::No, Again::NewKey);
    let effects = engine.event(Event::Usage(place.clone(), Err(failure)), now);
    let kept = effects.into_iter().find_map(|effect| match effect {
        Effect::KeepUsage(of, count) => Some((of, *count)),
        _ => None,
    });
    assert_eq!(used(&engine, now), neurons(208.4).unwrap());
    let kept = serde_json::to_string(&kept.unwrap().1).unwrap();
    let mut engine = crate::pure::engine().with_usage([(place, serde_json::from_str(&kept).unwrap())].into());
    assert_eq!(connect(&mut engine, ONE), id);
    assert_eq!(used(&engine, now), neurons(208.4).unwrap());
}

#[test]
fn an_account_that_was_told_once_keeps_its_budget_when_a_reply_leaves_it_out() {
    let now = at("2026-11-22T12:00:00Z");
    let mut engine = crate::pure::engine();
    connect(&mut engine, ONE);
    tell(&mut engine, &service(ONE), told(date(now.at), &[1], "00000000000000ff"), now);
    let budget = Budget { day: neurons(1000.0), ..Budget::default() };
    let payer = payer(&engine);
    engine.command(Command::SetBudget(payer.clone(), budget), now);
    tell(&mut engine, &service(ONE), told(date(now.at), &[2], ""), now);
    assert_eq!(super::budgets::payer(&engine), payer);
    assert_eq!(engine.state().budget(&payer), budget);
}

#[test]
fn cloudflares_figure_does_not_lose_what_was_made_since_over_any_place() {
    let now = at("2026-11-22T12:00:00Z");
    let mut engine = crate::pure::engine();
    let hash = contract::AccountId::parse(super::ACCOUNT).unwrap().hash();
    let id = connect(&mut engine, ONE);
    super::add(&mut engine, super::account());
    tell(&mut engine, &service(ONE), told(date(now.at), &[0], hash.as_str()), now);
    let row = remote::AnalyticsDay { requests: 48, neurons: neurons(5000.0).unwrap(), by_model: [].into() };
    let analytics = remote::Analytics { days: [(date(now.at), row)].into() };
    engine.event(Event::Analytics(super::account().place(), Ok(Box::new(analytics))), now);
    engine.command(Command::Use(id), now);
    assert_eq!(used(&engine, now), neurons(5000.0).unwrap());
    for edit in [DraftEdit::Width(1024), DraftEdit::Height(1024)] {
        engine.command(Command::Edit(edit), now);
    }
    let sent = batch(&mut engine, 1, now);
    engine.event(Event::Spent(sent[0], Some(104.2)), now);
    // Over the Worker: the token's place is asked, too.
    let effects = engine.event(Event::Arrived(Box::new(entry(sent[0]))), now);
    let asked = |effect: &Effect| matches!(effect, Effect::PullUsage { target, .. } if target.kind == super::account());
    assert!(effects.iter().any(asked), "{effects:?}");
    assert_eq!(used(&engine, now), neurons(5104.2).unwrap());
    // Told by the Worker, and not by Cloudflare yet.
    tell(&mut engine, &service(ONE), told(date(now.at), &[1], hash.as_str()), now);
    assert_eq!(used(&engine, now), neurons(5104.2).unwrap());
}

#[test]
fn an_allowance_that_was_refused_is_used_up_though_clocks_differ() {
    let now = at("2026-11-22T12:00:00Z");
    for (slow, is_used_up) in [(-600, true), (600, true), (-3600, false)] {
        let (mut engine, _) = desk(1, Budget::default());
        let sent = batch(&mut engine, 1, now);
        let cause =
            Cause::Service { service: "one".to_owned(), kind: engine::Kind::Refused(contract::Code::AllowanceUsed) };
        let wait = u32::try_from(12 * 3600 + slow).ok();
        let failure = Failure { wait, ..Failure::new(cause, Billed::No, Again::NewKey) };
        engine.event(Event::Failed(sent[0], failure), now);
        assert_eq!(used(&engine, now) >= Neurons::FREE_A_DAY, is_used_up, "{slow}");
    }
}
