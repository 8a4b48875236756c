//! What a batch means for the day, what today has used, and budgets: set on the page of usage, holding back, let through.

use std::collections::BTreeSet;

use eframe::egui::{Event, Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use engine::{Job, JobState, usage::Plan};
use fake::{FIRST, Fake};

use crate::{
    connections::{add_worker, begin, click, having_used, is_right, leave, says, state, type_into, until_shown},
    desk::{Window, open, open_in, settings, small, type_prompt, until, until_pictures},
    keychain::TestKeychain,
    screens::{PROMPTS, press},
};

/// A connection whose account has used so many neurons today, in use.
pub(crate) fn spent(window: &mut Window, neurons: f64) {
    add_worker(window, &having_used(neurons), "k");
    until(window, "told", |app| app.session().state().today(jiff::Timestamp::now()).is_some());
    press(window, Modifiers::NONE, Key::Escape);
}

fn open_usage(window: &mut Window) {
    press(window, Modifiers::COMMAND | Modifiers::SHIFT, Key::U);
}

fn count(window: &mut Window, pictures: f64) {
    window.get_by_role_and_label(Role::Slider, "How many").set_value_accesskit(pictures);
    window.run_steps(3);
}

/// Eight pictures, and an allowance for one more.
pub(crate) fn beyond(window: &mut Window) {
    spent(window, 9_850.0);
    count(window, 8.0);
}

/// The same on a paid plan.
pub(crate) fn paid(window: &mut Window) {
    beyond(window);
    open_usage(window);
    press_on(window, Role::RadioButton, "Paid plan");
    press(window, Modifiers::NONE, Key::Escape);
}

/// 1,204 neurons are used, of this limit.
pub(crate) fn limited(window: &mut Window, limit: &str) {
    spent(window, 1_204.0);
    open_usage(window);
    set_limit(window, limit);
    press(window, Modifiers::NONE, Key::Escape);
}

/// The section stands at the foot of a long page.
fn press_on(window: &mut Window, role: Role, name: &str) {
    window.get_by_role_and_label(role, name).click_accesskit();
    window.run_steps(4);
}

fn set_limit(window: &mut Window, limit: &str) {
    if window.query_all_by_role_and_label(Role::SpinButton, "Daily limit").count() == 0 {
        press_on(window, Role::CheckBox, "Daily limit");
    }
    type_limit(window, limit);
    press(window, Modifiers::NONE, Key::Enter);
}

/// Without leaving it.
fn type_limit(window: &mut Window, limit: &str) {
    window.get_by_role_and_label(Role::SpinButton, "Daily limit").focus();
    window.run_steps(3);
    window.event(Event::Text(limit.to_owned()));
    window.run_steps(2);
}

/// Room for one of three.
pub(crate) fn holds(window: &mut Window) {
    limited(window, "1310");
    type_prompt(window, PROMPTS[0]);
    count(window, 3.0);
    press(window, Modifiers::COMMAND, Key::Enter);
}

fn jobs(window: &Window, state: fn(&JobState) -> bool) -> Vec<&Job> {
    self::state(window).gallery.jobs().iter().filter(|job| state(&job.state)).collect()
}

fn runs(state: &JobState) -> bool {
    matches!(state, JobState::Running { .. })
}

fn waits(state: &JobState) -> bool {
    *state == JobState::Waiting
}

#[test]
fn a_budget_keeps_back_what_would_pass_it_until_these_are_let_through() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    holds(&mut window);
    assert_eq!((jobs(&window, runs).len(), jobs(&window, waits).len()), (1, 2));
    let held: BTreeSet<_> = jobs(&window, waits).iter().map(|job| job.id).collect();
    assert!(says(&window, "more would pass the day's budget of 1,310 neurons (1,204 used). A new day begins at "));
    assert!(says(&window, ". 2 pictures wait."));
    let tile = window.get_all_by_role(Role::ListBoxOption).next().unwrap();
    assert!(tile.accesskit_node().description().unwrap().starts_with("Waits: over the day's budget, until "));
    // Both buttons are there in a narrow window, too.
    window.set_size(vec2(640.0, 700.0));
    window.run_steps(3);
    for name in ["Send these past the budget", "Usage…"] {
        assert!(window.get_by_role_and_label(Role::Button, name).rect().right() <= 640.0, "{name}");
    }
    window.set_size(vec2(1200.0, 800.0));
    window.run_steps(3);

    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    // As many as the connection takes at once; the other one only waits for its turn.
    assert_eq!((jobs(&window, runs).len(), jobs(&window, waits).len()), (2, 1));
    assert!(state(&window).let_through.keys().eq(&held));
    assert!(!says(&window, "more would pass"));
    // What is asked for later waits again.
    count(&mut window, 1.0);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert!(says(&window, ". 1 picture waits."));
    assert!(jobs(&window, waits).iter().any(|job| !held.contains(&job.id)));
    // Until there is another budget.
    open_usage(&mut window);
    set_limit(&mut window, "5000");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!says(&window, "more would pass"));
}

#[test]
fn the_key_does_nothing_while_no_budget_keeps_anything_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    limited(&mut window, "5000");
    type_prompt(&mut window, "boat");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    assert!(state(&window).let_through.is_empty());
    assert_eq!(jobs(&window, runs).len(), 1);
}

#[test]
fn a_budget_is_set_by_keys_and_half_a_number_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    spent(&mut window, 1_204.0);
    open_usage(&mut window);
    let day = |window: &Window| {
        let budget = state(window).settings.budgets.values().next().copied().unwrap_or_default();
        (budget.plan, budget.day.map(|limit| limit.get() as u64))
    };
    let radio = window.get_by_role_and_label(Role::RadioButton, "Free plan");
    assert_eq!(radio.accesskit_node().toggled(), Some(eframe::egui::accesskit::Toggled::True));
    radio.focus();
    window.run_steps(2);
    for key in [Key::Tab, Key::Space] {
        press(&mut window, Modifiers::NONE, key);
    }
    assert_eq!(day(&window), (Plan::Paid, None));
    for key in [Key::Tab, Key::Space] {
        press(&mut window, Modifiers::NONE, key);
    }
    assert_eq!(day(&window), (Plan::Paid, Some(10_000)), "what is free of a day");
    press(&mut window, Modifiers::NONE, Key::Tab);
    assert!(window.get_by_role_and_label(Role::SpinButton, "Daily limit").is_focused());
    for (typed, known) in [("1", 10_000), ("2,5", 10_000), ("00", 10_000)] {
        window.event(Event::Text(typed.to_owned()));
        window.run_steps(3);
        assert_eq!(day(&window).1, Some(known), "{typed} is still being typed");
    }
    press(&mut window, Modifiers::NONE, Key::Tab);
    assert_eq!(day(&window), (Plan::Paid, Some(12_500)));
    assert!(says(&window, "1,204 of 12,500 neurons used today") && says(&window, "neurons, $0.14"));
    assert!(says(&window, "1,204 neurons used this month"));
    // A slip of the pen is put away by Escape.
    type_limit(&mut window, "3");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(day(&window).1, Some(12_500));
    window.get_by_role_and_label(Role::SpinButton, "Daily limit");
    press_on(&mut window, Role::CheckBox, "Daily limit");
    assert_eq!(day(&window), (Plan::Paid, None));
}

#[test]
fn a_limit_that_is_dragged_is_none_until_it_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    spent(&mut window, 1_204.0);
    open_usage(&mut window);
    press_on(&mut window, Role::CheckBox, "Daily limit");
    let limit = |window: &Window| state(window).settings.budgets.values().next().unwrap().day.unwrap().get();
    window.get_by_role_and_label(Role::SpinButton, "Daily limit").scroll_to_me();
    window.run_steps(30);
    let field = window.get_by_role_and_label(Role::SpinButton, "Daily limit").rect().center();
    window.drag_at(field);
    window.run_steps(2);
    for step in [10.0, 20.0, 30.0] {
        window.hover_at(field + vec2(step, 0.0));
        window.run_steps(2);
        assert!((limit(&window) - 10_000.0).abs() < 0.5, "{}", limit(&window));
    }
    window.drop_at(field + vec2(30.0, 0.0));
    window.run_steps(3);
    assert!(limit(&window) > 11_000.0, "{}", limit(&window));
}

#[test]
fn the_status_bar_leads_to_the_page_where_there_is_room_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    assert!(!says(&window, " of 10,000 neurons · "), "the painter's pictures cost nothing");
    spent(&mut window, 1_204.0);
    assert!(says(&window, "1,204 of 10,000 neurons · "));
    for (width, is_there) in [(620.0, false), (800.0, true)] {
        window.set_size(vec2(width, 600.0));
        window.run_steps(3);
        assert_eq!(says(&window, "1,204 of 10,000 neurons · "), is_there, "{width}");
    }
    window.get_by_label_contains("1,204 of 10,000 neurons · ").click();
    window.run_steps(4);
    window.get_by_role_and_label(Role::Heading, "Budgets");
}

#[test]
fn an_account_without_a_free_neuron_is_told_so_on_its_connection() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    for (neurons, is_used_up) in [(9_999.0, false), (10_000.0, true)] {
        spent(&mut window, neurons);
        press(&mut window, Modifiers::COMMAND, Key::Comma);
        assert_eq!(says(&window, "Today's 10,000 free neurons are used"), is_used_up, "{neurons}");
        // The next one leads to the same account: what it has used counts at both.
        press(&mut window, Modifiers::NONE, Key::Delete);
        click(&mut window, "Back to the pictures");
    }
}

#[test]
fn a_picture_keeps_what_it_really_cost_beside_what_was_expected() {
    let (folder, cloudflare) = (tempfile::tempdir().unwrap(), Fake::start().unwrap());
    let mut window = open_in(folder.path(), settings(), TestKeychain::default(), &cloudflare.rest());
    until(&mut window, "recovered", |app| app.session().state().indexing.is_none());
    begin(&mut window, "Workers AI: ");
    type_into(&mut window, Role::TextInput, "Account ID", FIRST.id);
    type_into(&mut window, Role::PasswordInput, "API token", FIRST.token);
    click(&mut window, "Save");
    until_shown(&mut window, "connected", is_right);
    leave(&mut window);
    type_prompt(&mut window, "boat");
    small(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    window.get_by_role_and_label(Role::ListBoxOption, "boat").click_accesskit();
    until(&mut window, "read", |app| app.session().state().open.as_ref().is_some_and(|opened| opened.meta.is_some()));
    // Read back from the file.
    let meta = state(&window).open.as_ref().unwrap().meta.clone().unwrap().unwrap();
    let neurons = meta.record.neurons.unwrap();
    assert!((neurons - cloudflare.spent(FIRST)).abs() < 0.01, "{neurons}");
    // A quarter of a tile.
    assert!((meta.estimate.unwrap() - 26.05 / 4.0).abs() < 0.01, "{:?}", meta.estimate);
    window.get_by_label(&format!("${:.5} ({neurons:.2} neurons)", neurons * 0.000_011));
    // It is of today, too.
    press(&mut window, Modifiers::NONE, Key::Escape);
    until(&mut window, "counted", |app| {
        app.session()
            .state()
            .today(jiff::Timestamp::now())
            .is_some_and(|today| (today.used.get() - neurons).abs() < 0.01)
    });
    assert!(says(&window, &format!("{neurons:.0} of 10,000 neurons · ")));
}
