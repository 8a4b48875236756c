//! The card of a picture that was not made: what it says, what its buttons do, and how much of it has room.

mod notified;
mod report;

use contract::Code;
use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{
    Node,
    kittest::{NodeT as _, Queryable as _},
};
use engine::{Job, JobState};

use crate::{
    connections::{self, add_worker, click, is_right, says, state, until_shown},
    desk::{Window, open, type_prompt, until_failed},
    screens::press,
};

/// Connects a service that refuses each picture by the code that its prompt is.
pub(crate) fn connect_refusing(window: &mut Window) {
    add_worker(window, &connections::refusing(), KEY);
    until_shown(window, "found right", is_right);
    press(window, Modifiers::NONE, Key::Escape);
}

/// Of that service.
const KEY: &str = "open-sesame-of-forty-thieves-7f3a";

/// Asks for one picture, which is refused so.
pub(crate) fn fail(window: &mut Window, code: Code) {
    let prompt = serde_json::to_value(code).unwrap();
    press(window, Modifiers::COMMAND, Key::L);
    press(window, Modifiers::COMMAND, Key::A);
    type_prompt(window, prompt.as_str().unwrap());
    press(window, Modifiers::COMMAND, Key::Enter);
    until_failed(window);
}

fn job(window: &Window) -> &Job {
    state(window).gallery.jobs().first().unwrap()
}

/// What the only tile says.
fn said(window: &Window) -> String {
    window.get_by_role(Role::ListBoxOption).accesskit_node().description().unwrap()
}

#[test]
fn each_card_says_what_happened_what_it_cost_and_offers_what_helps() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_refusing(&mut window);
    for (code, title, cost, main, away) in [
        (Code::PromptFlagged, "Held back by the filter: ", "Nothing was billed.", "Try another seed", "Put away"),
        (
            Code::PictureFlagged,
            "Held back by the filter: ",
            "It may have been billed.",
            "Try another seed (may be billed again)",
            "Put away",
        ),
        (Code::InputRefused, "Size or setting not taken: ", "Nothing was billed.", "Change the request", "Put away"),
        (
            Code::Upstream,
            "Cloudflare failed: ",
            "It may have been billed.",
            "Make it again (may be billed again)",
            "Put away",
        ),
        (
            Code::UpstreamTimeout,
            "No answer in time: ",
            "It may have been billed.",
            "Make it again (may be billed again)",
            "Put away",
        ),
        (
            Code::Interrupted,
            "Result unknown: ",
            "It may have been billed.",
            "Make it again (may be billed again)",
            "Forget",
        ),
        (Code::ReplyGone, "No longer kept: ", "It was billed.", "Make it again (may be billed again)", "Forget"),
        (Code::NeedsPaidPlan, "A paid plan is needed: ", "Nothing was billed.", "Change the request", "Put away"),
        // From then on nothing goes over this connection before it is seen to.
        (Code::Unauthorized, "The key was refused: ", "Nothing was billed.", "Show the connection", "Put away"),
    ] {
        fail(&mut window, code);
        let said = said(&window);
        assert!(said.starts_with(title) && said.ends_with(cost), "{code:?}: {said}");
        window.get_by_role_and_label(Role::Button, main);
        click(&mut window, away);
        assert!(state(&window).gallery.is_empty(), "{code:?} was put away");
    }
}

#[test]
fn another_seed_is_offered_for_what_the_filter_held_back_and_makes_another_job() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_refusing(&mut window);
    fail(&mut window, Code::PromptFlagged);
    assert!(said(&window).contains("often passes with another seed"), "{}", said(&window));
    let before = job(&window).clone();
    click(&mut window, "Try another seed");
    let after = job(&window);
    assert!(after.id != before.id && after.request.seed != before.request.seed, "{after:?}");
    assert_eq!((&after.request.prompt, after.at), (&before.request.prompt, before.at));
    assert!(matches!(after.state, JobState::Running { .. }), "{after:?}");
}

#[test]
fn what_would_be_paid_twice_is_made_only_when_asked_for_and_under_another_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_refusing(&mut window);
    fail(&mut window, Code::Upstream);
    let before = job(&window).clone();
    assert_eq!(window.query_all_by_label("Try again").count(), 0);
    click(&mut window, "Make it again (may be billed again)");
    assert_ne!(job(&window).key(), before.key());
    assert_eq!(job(&window).request, before.request);
    assert!(matches!(job(&window).state, JobState::Running { .. }), "it is asked for");
}

#[test]
fn the_request_goes_into_the_prompt_panel_to_be_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_refusing(&mut window);
    fail(&mut window, Code::InputRefused);
    type_prompt(&mut window, " and what was typed since");
    click(&mut window, "Change the request");
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
    assert!(field.is_focused() && field.value().unwrap() == "input_refused");
}

#[test]
fn a_refused_key_leads_to_its_connection_whichever_is_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_refusing(&mut window);
    fail(&mut window, Code::Unauthorized);
    let refused = state(&window).current;
    press(&mut window, Modifiers::COMMAND, Key::PageDown);
    assert_ne!(state(&window).current, refused);
    click(&mut window, "Show the connection");
    assert_eq!(state(&window).shown, Some(refused));
    window.get_by_role_and_label(Role::PasswordInput, "Key");
}

/// The names of the buttons on the only tile.
fn buttons(window: &Window) -> Vec<String> {
    let tile = window.get_by_role(Role::ListBoxOption).rect();
    let on_it = window.query_all_by_role(Role::Button).filter(|button| tile.contains_rect(button.rect()));
    on_it.map(|button: Node<'_>| button.accesskit_node().label().unwrap_or_default()).collect()
}

#[test]
fn a_small_tile_has_the_step_that_helps_most_and_a_larger_one_all() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_refusing(&mut window);
    fail(&mut window, Code::PictureFlagged);
    let (seed, again) = ("Try another seed (may be billed again)", "Make it again (may be billed again)");
    let all = [seed, "Change the request", again, "Copy report", "Put away"];
    for (side, expected) in [(96.0, &[seed, "Put away"][..]), (212.0, &all[..]), (480.0, &all[..])] {
        window.get_by_role_and_label(Role::Slider, "Tile size").set_value_accesskit(side);
        window.run_steps(4);
        let mut buttons = buttons(&window);
        buttons.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(buttons, expected, "{side}");
    }
    // Where there is room, what it may cost is seen, too.
    for name in [seed, again] {
        let button = window.get_by_role_and_label(Role::Button, name).rect();
        assert!(button.width() > 200.0, "{name}: {button}");
    }
}

#[test]
fn the_queue_has_the_whole_card() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_refusing(&mut window);
    fail(&mut window, Code::Upstream);
    press(&mut window, Modifiers::COMMAND, Key::J);
    let list = window.get_by_role_and_label(Role::ListBox, "Queue");
    list.get_by_role(Role::ListBoxOption).focus();
    window.run_steps(4);
    for words in ["Cloudflare failed", "May have been billed", "Make it again (may be billed again)"] {
        assert!(says(&window, words), "{words}");
    }
    let before = job(&window).id;
    // On the tile the words are short, and said whole.
    let buttons = window.get_all_by_role_and_label(Role::Button, "Make it again (may be billed again)");
    let wide: Vec<Node<'_>> = buttons.filter(|button| button.rect().width() > 200.0).collect();
    assert_eq!(wide.len(), 1, "spelled out in the queue");
    wide[0].click();
    window.run_steps(4);
    assert_ne!(job(&window).id, before);
}
