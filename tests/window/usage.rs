//! The page of usage in the window: opened, fed by a Worker, told what is wrong with it, and left, by keys. What it says to the letter is
//! in `src/panels/usage/tests.rs`, where the clock stands still.

use eframe::egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use engine::{ConnectionKind, State};
use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};
use serde_json::{Value, json};

use crate::{
    connections::{add_worker, is_right, says, state, telling, until_shown},
    desk::{Window, open, until},
    screens::press,
};

fn today() -> Date {
    TimeZone::UTC.to_datetime(Timestamp::now()).date()
}

fn row(ago: i32, klein: u64, schnell: u64) -> Value {
    let neurons = klein as f64 * 104.2 + schnell as f64 * 172.8;
    json!({
        "date": today().saturating_sub(ago.days()), "count": klein + schnell, "cached": 0, "failed": 0,
        "neurons": neurons, "estimated": 0.0, "lastUpdated": null,
        "by_model": {
            "flux-2-klein-4b": { "count": klein, "neurons": klein as f64 * 104.2 },
            "flux-1-schnell": { "count": schnell, "neurons": schnell as f64 * 172.8 },
        },
    })
}

/// Opens the page by its key.
fn open_page(window: &mut Window) {
    press(window, Modifiers::COMMAND | Modifiers::SHIFT, Key::U);
}

/// Connects a Worker that tells this, and opens the page once it has.
fn show(window: &mut Window, status: &'static str, told: String) {
    add_worker(window, &telling(status, told), "sesame-open");
    until_shown(window, "found right", is_right);
    open_page(window);
    let is_told = |state: &State| {
        let services = state.connections.iter().filter(|known| matches!(known.kind, ConnectionKind::Service(_)));
        let mut counts = services.filter_map(|known| state.usage.count(&known.kind));
        counts.any(|count| !count.is_asked && (count.told.is_some() || count.failure.is_some()))
    };
    until(window, "told", |app| is_told(app.session().state()));
}

fn told(days: &[Value]) -> String {
    json!({ "total": 400, "account": "", "days": days }).to_string()
}

#[test]
fn a_year_of_two_models_is_there_on_opening_and_a_click_changes_what_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let days: Vec<Value> = (0..365).rev().map(|ago| row(ago, if ago == 0 { 20 } else { 3 }, 5)).collect();
    show(&mut window, "200 OK", told(&days));
    assert!(says(&window, "Today Pictures: 25"), "the totals tell today's pictures");
    for name in ["FLUX.2 klein 4B: ", "FLUX.1 schnell: "] {
        assert!(says(&window, name), "{name} is in the legend");
    }
    let chart = |window: &Window| window.get_by_label_contains("Usage from ").accesskit_node().label().unwrap();
    assert!(chart(&window).contains("2,948 neurons on"), "{}", chart(&window));
    window.get_by_role_and_label(Role::RadioButton, "Pictures").click();
    window.run_steps(4);
    // Thirty days: 25 today, 8 on each of the others.
    assert!(chart(&window).contains("257 pictures on 30 of 30 days"), "{}", chart(&window));
    window.get_by_role_and_label(Role::RadioButton, "7 days").click();
    window.run_steps(4);
    assert!(chart(&window).contains("73 pictures on 7 of 7 days"), "{}", chart(&window));
    window.get_by_role_and_label(Role::RadioButton, "Calendar").click();
    window.run_steps(4);
    assert!(chart(&window).contains("2,937 pictures on 365 of 365 days"), "{}", chart(&window));
    // The painter alone has made nothing.
    window.get_by_role_and_label(Role::ComboBox, "Usage of").click();
    window.run_steps(4);
    window.get_by_label("Built-in painter").click();
    window.run_steps(4);
    assert!(says(&window, "Today Pictures: 0"));
}

#[test]
fn the_page_is_opened_walked_and_left_by_keys() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    show(&mut window, "200 OK", told(&[row(1, 4, 0), row(0, 20, 5)]));
    // Opened anew, what is known is there at once, with the keyboard on it.
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label_contains("Usage from ").is_none());
    window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").focus();
    window.run_steps(2);
    open_page(&mut window);
    assert!(window.get_by_label_contains("Usage from ").accesskit_node().is_focused());
    assert!(says(&window, "today, so far\n25 pictures"));
    press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    assert!(says(&window, "\n4 pictures · 416.8 neurons"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").accesskit_node().is_focused());
}

#[test]
fn what_is_wrong_with_a_worker_is_said() {
    for (status, body, words) in [
        ("404 Not Found", r#"{"error":{"code":"not_found","message":"no","billed":"no"}}"#, "may be an older Worker"),
        ("401 Unauthorized", r#"{"error":{"code":"unauthorized","message":"no","billed":"no"}}"#, "Check the key"),
        ("200 OK", "<html>hello</html>", "does not answer as Easel's service does"),
        (
            "200 OK",
            r#"{"total":1,"account":"","days":[{"date":"2026-01-01","count":-4}]}"#,
            "Some figures are negative and count as 0 (1 January 2026).",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut window = open(folder.path());
        show(&mut window, status, body.to_owned());
        assert!(says(&window, words), "{words}: {:#?}", state(&window).connections);
        assert!(!says(&window, "sesame"), "the key is never shown");
    }
}

#[test]
fn the_page_fits_a_narrow_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.set_size(vec2(800.0, 600.0));
    let days: Vec<Value> = (0..365).rev().map(|ago| row(ago, 3, 5)).collect();
    show(&mut window, "200 OK", told(&days));
    for shape in ["Calendar", "Chart"] {
        window.get_by_role_and_label(Role::RadioButton, shape).click();
        window.run_steps(4);
        for node in window.root().children_recursive() {
            let node = node.accesskit_node();
            let Some(place) = node.bounding_box() else { continue };
            let named = node.label().or(node.value()).is_some_and(|name| !name.is_empty());
            assert!(!named || (place.x0 >= -0.5 && place.x1 <= 800.5), "{:?}: {place:?}", node.label());
        }
    }
}
