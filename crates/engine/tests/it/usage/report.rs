//! The model of the page: right to the digit, whatever services told.

use contract::{Day, Neurons, usage::ModelDay};
use engine::{
    Command, Engine, Event, Now,
    usage::{Report, Span, Subject},
};
use jiff::{ToSpan as _, civil::Date};
use remote::{Analytics, AnalyticsDay};

use super::{ACCOUNT, account, add, at, date, day, service, tell, told};
use crate::pure::engine;

const NOON: &str = "2026-11-22T12:00:00Z";

fn neurons(neurons: f64) -> Neurons {
    Neurons::new(neurons).unwrap()
}

fn report(engine: &Engine, subject: Subject, days: u16, now: Now) -> Report {
    Report::new(engine.state(), subject, Span::last(days, date(now.at)), date(now.at))
}

/// 32 hex digits are an id; this is what stands for it.
fn hash() -> String {
    contract::AccountId::parse(ACCOUNT).unwrap().hash().as_str().to_owned()
}

#[test]
fn a_year_of_400_pictures_a_day_is_exact() {
    let (mut engine, now) = (engine(), at(NOON));
    let worker = service("https://one.example");
    add(&mut engine, worker.clone());
    tell(&mut engine, &worker, told(date(now.at), &[400; 365], ""), now);
    let report = report(&engine, Subject::All, 365, now);
    let year = &report.totals.ever;
    assert_eq!((year.pictures, year.neurons), (146_000, neurons(15_213_200.0)));
    assert_eq!(year.average(), Some(neurons(104.2)));
    // 400 × 104.2 = 41,680 a day, of which 10,000 are free.
    assert_eq!((year.beyond, format!("{:.4}", year.beyond.dollars())), (neurons(365.0 * 31_680.0), "127.1952".into()));
    assert_eq!((report.totals.today.pictures, report.totals.today.neurons), (400, neurons(41_680.0)));
    // From Monday, and from the first of the month.
    assert_eq!((report.totals.week.pictures, report.totals.month.pictures), (7 * 400, 22 * 400));
    assert_eq!((report.days.len(), report.models.len(), report.models[0].total.pictures), (365, 1, 146_000));
    assert_eq!(report.known_since, Some("2025-11-23".parse().unwrap()));
}

#[test]
fn two_connections_to_one_place_count_once_and_one_alone_is_shown_alone() {
    let (mut engine, now) = (engine(), at(NOON));
    let [one, two] = ["https://one.example", "https://two.example"].map(service);
    let first = add(&mut engine, one.clone());
    let second = add(&mut engine, two.clone());
    engine.command(Command::DuplicateConnection(first), now);
    assert_eq!(engine.state().connections.len(), 4, "with the painter");
    tell(&mut engine, &one, told(date(now.at), &[3], ""), now);
    tell(&mut engine, &two, told(date(now.at), &[4], ""), now);
    let today = |subject| report(&engine, subject, 7, now).totals.today.pictures;
    assert_eq!([today(Subject::All), today(Subject::One(first)), today(Subject::One(second))], [7, 3, 4]);
    let all = report(&engine, Subject::All, 7, now);
    assert_eq!(all.allowance, neurons(20_000.0), "two accounts, as far as anybody knows");
}

#[test]
fn a_worker_and_a_token_on_one_account_share_its_allowance() {
    let (mut engine, now) = (engine(), at(NOON));
    let worker = service("https://one.example");
    add(&mut engine, worker.clone());
    add(&mut engine, account());
    // 60 × 104.2 = 6,252 each: together past the allowance, each alone not.
    tell(&mut engine, &worker, told(date(now.at), &[60], &hash()), now);
    tell(&mut engine, &account(), told(date(now.at), &[60], &hash()), now);
    let shared = report(&engine, Subject::All, 7, now);
    assert_eq!((shared.allowance, shared.totals.today.beyond), (neurons(10_000.0), neurons(2_504.0)));
    assert_eq!(engine.state().payers().len(), 1);
    tell(&mut engine, &worker, told(date(now.at), &[60], "00000000000000ff"), now);
    let apart = report(&engine, Subject::All, 7, now);
    assert_eq!((apart.allowance, apart.totals.today.beyond), (neurons(20_000.0), Neurons::ZERO));
}

#[test]
fn what_cloudflare_counts_stands_beside_our_count_and_takes_of_the_allowance() {
    let (mut engine, now) = (engine(), at(NOON));
    add(&mut engine, account());
    let place = account().place();
    tell(&mut engine, &account(), told(date(now.at), &[48], &hash()), now);
    let theirs = AnalyticsDay { neurons: neurons(12_000.0), ..AnalyticsDay::default() };
    let analytics = Analytics { days: [(date(now.at), theirs)].into() };
    engine.event(Event::Analytics(place, Ok(Box::new(analytics))), now);
    let today = report(&engine, Subject::All, 7, now).totals.today;
    // Ours are 5,001.6 of 12,000: what the others used has taken 6,998.4 of the 10,000, so that 3,001.6 were left to us.
    assert_eq!((today.neurons, today.theirs), (neurons(5_001.6), Some(neurons(12_000.0))));
    assert_eq!(today.beyond, neurons(2_000.0));
}

#[test]
fn days_without_use_and_days_that_nobody_told_of_are_told_apart() {
    let (mut engine, now) = (engine(), at(NOON));
    let worker = service("https://one.example");
    add(&mut engine, worker.clone());
    tell(&mut engine, &worker, told(date(now.at), &[5, 0, 2], ""), now);
    let days = report(&engine, Subject::All, 5, now).days;
    let seen: Vec<_> = days.iter().map(|day| (day.is_known, day.total.pictures)).collect();
    assert_eq!(seen, [(false, 0), (false, 0), (true, 5), (true, 0), (true, 2)]);
}

#[test]
fn a_reset_passes_and_a_clock_is_set_back() {
    let mut engine = engine();
    let worker = service("https://one.example");
    add(&mut engine, worker.clone());
    let (before, after) = (at("2026-12-31T23:59:59Z"), at("2027-01-01T00:00:01Z"));
    tell(&mut engine, &worker, told(date(before.at), &[7, 9], ""), before);
    let totals = |now| {
        let totals = report(&engine, Subject::All, 7, now).totals;
        [totals.today, totals.week, totals.month, totals.ever].map(|total| total.pictures)
    };
    assert_eq!(totals(before), [9, 16, 16, 16]);
    assert_eq!(totals(after), [0, 16, 0, 16]);
    // By a clock that is a day behind, the last day has not begun.
    assert_eq!(totals(at("2026-12-30T12:00:00Z")), [7, 7, 7, 7]);
}

#[test]
fn a_day_of_the_future_is_left_out_but_for_tomorrow_which_may_be_right() {
    let (mut engine, now) = (engine(), at(NOON));
    let worker = service("https://one.example");
    add(&mut engine, worker.clone());
    let mut reply = told(date(now.at), &[1], "");
    reply.usage.days.extend([1, 2, 400].map(|days| day(date(now.at).saturating_add(days.days()), 50, 104.2)));
    tell(&mut engine, &worker, reply, now);
    let count = engine.state().usage.count(&worker).unwrap();
    assert_eq!((count.days.len(), count.odd.len()), (2, 2));
    assert_eq!(report(&engine, Subject::All, 7, now).totals.ever.pictures, 1);
    assert_eq!(report(&engine, Subject::All, 7, at("2026-11-23T00:10:00Z")).totals.today.pictures, 50);
}

#[test]
fn models_are_in_the_order_of_their_use_and_only_those_of_the_span() {
    let (mut engine, now) = (engine(), at(NOON));
    let worker = service("https://one.example");
    add(&mut engine, worker.clone());
    let today = date(now.at);
    let with = |date: Date, models: &[(&str, u64)]| {
        let by_model = models.iter().map(|(id, count)| ((*id).to_owned(), ModelDay { count: *count, neurons: 1.0 }));
        Day { by_model: by_model.collect(), ..Day::empty(date) }
    };
    let mut reply = told(today, &[], "");
    let long_ago = today.saturating_sub(60.days());
    reply.usage.days =
        vec![with(long_ago, &[("lucid-origin", 99)]), with(today, &[("unheard-of", 2), ("flux-2-dev", 5)])];
    tell(&mut engine, &worker, reply, now);
    let of = |days| report(&engine, Subject::All, days, now).models;
    let month: Vec<_> = of(30).iter().map(|model| (model.id.clone(), model.model.is_some())).collect();
    assert_eq!(month, [("flux-2-dev".to_owned(), true), ("unheard-of".to_owned(), false)]);
    assert_eq!(of(90)[0].id, "lucid-origin");
}
