//! The page at a time and in a zone that are always the same, so that what it tells can be compared to the letter; what a user does with
//! it is tested in `tests/window/usage.rs`.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use contract::{
    AccountHash, AccountId, Billed, Code, Day, Neurons,
    usage::{ModelDay, Odd, OddWhy},
};
use eframe::egui::{accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use engine::{
    Again, Cause, Engine, Failure, Gallery, Kind, Saved, SavedConnection, Settings, TokenFault, usage::Theirs,
};
use jiff::{SignedDuration, ToSpan as _, civil::date, tz};
use remote::{Analytics, AnalyticsDay};

use super::*;
use crate::msg::Tongue;

#[path = "../../../tests/window/told.rs"]
mod told;

const ACCOUNT: &str = "0123456789abcdef0123456789abcdef";
const WORKER: &str = "https://easel.example";
const KLEIN: &str = "flux-2-klein-4b";
const SCHNELL: &str = "flux-1-schnell";

/// A Sunday.
fn now() -> Timestamp {
    "2026-11-22T14:32:00Z".parse().unwrap()
}

fn ago(minutes: i64) -> Option<Timestamp> {
    now().checked_sub(SignedDuration::from_mins(minutes)).ok()
}

fn day(date: Date, klein: u64, schnell: u64) -> Day {
    let cost = |count: u64, each: f64| ModelDay { count, neurons: count as f64 * each };
    let models = [(KLEIN, cost(klein, 104.2)), (SCHNELL, cost(schnell, 172.8))];
    let models = models.into_iter().filter(|(_, used)| used.count > 0);
    let by_model: BTreeMap<String, ModelDay> = models.map(|(id, used)| (id.to_owned(), used)).collect();
    let neurons = by_model.values().map(|used| used.neurons).sum();
    Day { count: klein + schnell, neurons, by_model, ..Day::empty(date) }
}

/// A year up to today, with two models; two days a week without use, and one week that nobody told of.
fn year(change: impl FnOnce(&mut Count)) -> Count {
    let today = date(2026, 11, 22);
    let known = |ago: &i64| !(50..57).contains(ago);
    let days = (0..365_i64).filter(known).map(|ago| {
        let date = today.saturating_sub(ago.days());
        let used = u64::try_from(ago % 7).unwrap();
        (date, if used < 2 { Day::empty(date) } else { day(date, used * 10, used) })
    });
    let mut days: BTreeMap<Date, Day> = days.collect();
    let mut of_today = day(today, 20, 5);
    (of_today.cached, of_today.failed, of_today.estimated) = (3, 1, 104.2);
    of_today.neurons += 104.2;
    days.insert(today, of_today);
    told_of(days, |count| {
        (count.account, count.total, count.told) = (account(), 12_345, ago(3));
        change(count);
    })
}

fn told_of(days: BTreeMap<Date, Day>, change: impl FnOnce(&mut Count)) -> Count {
    let mut count = Count::default();
    (count.days, count.told) = (days, ago(1));
    change(&mut count);
    count
}

/// Seven pictures, the day before yesterday.
fn seven() -> BTreeMap<Date, Day> {
    [(date(2026, 11, 20), day(date(2026, 11, 20), 7, 0))].into()
}

fn account() -> AccountHash {
    AccountId::parse(ACCOUNT).unwrap().hash()
}

fn theirs(neurons: f64) -> Theirs {
    let neurons = Neurons::new(neurons).unwrap();
    let by_model = [("@cf/black-forest-labs/flux-2-klein-4b".to_owned(), neurons)].into();
    let day = AnalyticsDay { requests: 40, neurons, by_model };
    Theirs { analytics: Analytics { days: [(date(2026, 11, 22), day)].into() }, told: ago(5).unwrap() }
}

fn failed(kind: Kind) -> Failure {
    let cause = Cause::Service { service: "My account".to_owned(), kind };
    Failure::new(cause, Billed::No, Again::SameKey)
}

fn saved(id: u64, name: &str, service: Option<&str>, account: Option<&str>) -> Saved {
    Saved::Connection(SavedConnection {
        id: engine::ConnectionId(id),
        name: name.to_owned(),
        service: service.map(str::to_owned),
        account: account.map(str::to_owned),
        models: vec![KLEIN.to_owned()],
        text_model: None,
        stands_in: false,
        parallel: 2,
        deployed: None,
        others: std::iter::empty().collect(),
    })
}

/// An account and a Worker, and what was told of them.
fn state(account: Count, worker: Option<Count>) -> State {
    let mut connections = vec![saved(1, "My account", None, Some(ACCOUNT))];
    let mut counts = BTreeMap::from([(ACCOUNT.to_owned(), account)]);
    if let Some(worker) = worker {
        connections.push(saved(2, "Studio", Some(WORKER), None));
        counts.insert("https://easel.example/".to_owned(), worker.clone());
        counts.insert(WORKER.to_owned(), worker);
    }
    let settings = Settings { connections, ..Settings::default() };
    Engine::new(settings, None, Gallery::default(), Vec::new()).with_usage(counts).state().clone()
}

type Seen = Rc<RefCell<Vec<Option<Date>>>>;

/// The page alone; and the days that it wished to go to.
fn open(state: State, size: (f32, f32), tongue: Tongue) -> (Harness<'static, UsagePage>, Seen) {
    let seen = Seen::default();
    let wished = Rc::clone(&seen);
    let zone = TimeZone::fixed(tz::offset(1));
    let draw = move |ui: &mut Ui, page: &mut UsagePage| {
        tongue.speak();
        if ui.ctx().cumulative_pass_nr() == 0 {
            crate::look::apply(ui.ctx());
            return;
        }
        let mut wishes = Wishes::default();
        usage_ui(ui, &mut Scene { state: &state, page, now: now(), zone: zone.clone(), wishes: &mut wishes });
        wished.borrow_mut().extend(wishes.to_the_day.map(Some));
        Tongue::English.speak();
    };
    let harness = Harness::builder().with_size(vec2(size.0, size.1)).with_max_steps(12).allow_missing_glyphs();
    let mut window = harness.build_ui_state(draw, UsagePage::new(None, Unit::Neurons));
    window.run_steps(4);
    (window, seen)
}

fn compare(name: &str, state: &State) {
    for (tongue, language) in [(Tongue::English, "english"), (Tongue::Chinese, "chinese")] {
        let (window, _) = open(state.clone(), (1100.0, 1500.0), tongue);
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("../../../tests/window/snapshots");
        settings.set_omit_expression(true);
        settings.set_prepend_module_to_snapshot(false);
        settings.bind(|| insta::assert_snapshot!(format!("{name}.{language}"), told::told(&window)));
    }
}

#[test]
fn a_page_of_which_nothing_is_known_says_what_will_stand_there() {
    compare("usage_empty", &state(told_of(BTreeMap::new(), |count| (count.is_asked, count.told) = (true, None)), None));
}

#[test]
fn a_year_is_told_with_its_totals_its_models_and_what_cloudflare_counts() {
    let account_count = year(|count| count.theirs = Some(theirs(5000.0)));
    let worker = told_of(seven(), |count| (count.account, count.total) = (account(), 7));
    compare("usage_year", &state(account_count, Some(worker)));
}

#[test]
fn without_a_network_the_last_figures_are_shown_with_their_age() {
    let count = year(|count| (count.told, count.failure) = (ago(60 * 24), Some(failed(Kind::Offline))));
    compare("usage_offline", &state(count, None));
}

#[test]
fn what_is_odd_is_said_and_the_rest_is_shown() {
    let odd = |date, why| Odd { date, why };
    let odd = vec![
        odd(Some(date(2026, 11, 3)), OddWhy::Negative),
        odd(Some(date(2026, 11, 5)), OddWhy::Negative),
        odd(None, OddWhy::Missing),
        odd(Some(date(2030, 1, 1)), OddWhy::Future),
    ];
    compare("usage_odd", &state(year(|count| count.odd = odd), None));
}

#[test]
fn the_permission_that_is_missing_is_named_with_what_it_is_for() {
    let theirs_failure = Some(failed(Kind::Token(TokenFault::NoAnalytics)));
    let older = told_of(BTreeMap::new(), |count| {
        (count.failure, count.told) = (Some(failed(Kind::Refused(Code::NotFound))), None);
    });
    compare("usage_no_permission", &state(year(|count| count.theirs_failure = theirs_failure), Some(older)));
}

#[test]
fn other_choices_show_other_figures() {
    let worker = told_of(seven(), |_| {});
    let (mut window, _) = open(state(year(|_| {}), Some(worker)), (1100.0, 1500.0), Tongue::English);
    let chart = |window: &Harness<'_, UsagePage>| window.get_by_label_contains("Usage from ").accesskit_node().label();
    let before = chart(&window).unwrap();
    assert!(before.starts_with("Usage from 24 October 2026 to 22 November 2026: "), "{before}");
    let mut choose = |name: &str, says: &str| {
        window.get_by_role_and_label(Role::RadioButton, name).click();
        window.run_steps(4);
        let now = chart(&window).unwrap();
        assert!(now.contains(says), "{name}: {now}");
    };
    choose("7 days", "from 16 November");
    choose("Pictures", "252 pictures on 6 of 7 days");
    choose("Dollars", ": $0.");
    choose("365 days", "from 23 November 2025");
    choose("Calendar", "from 23 November 2025");
    choose("30 days", "from 24 October");
}

#[test]
fn keys_walk_the_days_and_enter_goes_to_their_pictures() {
    use eframe::egui::Key;
    let (mut window, seen) = open(state(year(|_| {}), None), (1100.0, 1500.0), Tongue::English);
    let mut press = |key, says: &str| {
        window.key_press(key);
        window.run_steps(3);
        assert!(window.query_by_label_contains(says).is_some(), "{key:?}: {}", told::told(&window));
    };
    press(Key::ArrowLeft, "Saturday 21 November 2026\n");
    press(Key::Home, "Saturday 24 October 2026\n");
    press(Key::End, "Sunday 22 November 2026: today, so far\n");
    press(Key::ArrowRight, "Sunday 22 November 2026: today, so far\n");
    press(Key::Home, "Saturday 24 October 2026\n");
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert_eq!(*seen.borrow(), [Some(date(2026, 10, 24))]);

    // The calendar's weeks stand side by side.
    window.get_by_label("Calendar").click();
    window.run_steps(3);
    window.get_by_label_contains("Usage from ").focus();
    window.run_steps(3);
    for (key, says) in [(Key::End, "Sunday 22"), (Key::ArrowLeft, "Sunday 15"), (Key::ArrowUp, "Saturday 14")] {
        window.key_press(key);
        window.run_steps(3);
        assert!(window.query_by_label_contains(says).is_some(), "{key:?}: {}", told::told(&window));
    }
}

#[test]
fn a_click_on_a_day_goes_to_its_pictures() {
    let (mut window, seen) = open(state(year(|_| {}), None), (1100.0, 1500.0), Tongue::English);
    let chart = window.get_by_label_contains("Usage from ").rect();
    // Its axes are not part of it.
    let at = chart.left_center() + vec2(chart.width() / 30.0 * 1.5, 0.0);
    window.hover_at(at);
    window.run_steps(3);
    window.drag_at(at);
    window.drop_at(at);
    window.run_steps(3);
    assert_eq!(seen.borrow().first().copied(), Some(Some(date(2026, 10, 25))), "{chart}");
}

#[test]
fn nothing_is_drawn_again_until_an_age_changes() {
    let (mut window, _) = open(state(year(|_| {}), None), (1100.0, 1500.0), Tongue::English);
    window.run_steps(20);
    let asked = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay).min().unwrap();
    assert!(asked.as_secs() > 10, "{asked:?}");
}

#[test]
fn a_report_and_its_bars_are_made_once() {
    let (mut window, _) = open(state(year(|_| {}), None), (1100.0, 1500.0), Tongue::English);
    // Held, so that a new one cannot take their place in memory.
    let report = |page: &UsagePage| Rc::clone(&page.report.as_ref().unwrap().1);
    let stack = |page: &UsagePage| Rc::clone(&page.stack.as_ref().unwrap().1);
    let before = (report(window.state()), stack(window.state()));
    window.run_steps(3);
    assert!(Rc::ptr_eq(&report(window.state()), &before.0) && Rc::ptr_eq(&stack(window.state()), &before.1));
}

#[test]
fn everything_has_room_in_a_narrow_window() {
    for tongue in [Tongue::English, Tongue::Chinese] {
        let (mut window, _) =
            open(state(year(|count| count.theirs = Some(theirs(1.0))), None), (800.0, 2400.0), tongue);
        let calendar = if tongue == Tongue::English { "Calendar" } else { "日历" };
        for _ in 0..2 {
            for node in window.root().children_recursive() {
                let node = node.accesskit_node();
                let Some(place) = node.bounding_box() else { continue };
                if node.label().is_some() || node.value().is_some() {
                    assert!(place.x1 <= 800.5 && place.x0 >= -0.5, "{:?} {place:?}", node.label());
                }
            }
            window.get_by_label(calendar).click();
            window.run_steps(4);
        }
    }
}
