//! The queue: its panel by keys and mouse, what keeps it back, and what becomes of what waits.

mod banner;
mod drag;
mod editing;
mod order;
pub(crate) mod plug;

use contract::Code;
use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::{
    Node,
    kittest::{NodeT as _, Queryable as _},
};
use engine::{JobState, Pause};
use library::PictureId;

use crate::{
    cards::{connect_refusing, fail},
    connections::{says, state},
    desk::{Window, block_library, open, small, type_prompt, until, until_failed, until_pictures},
    screens::press,
};

/// The jobs that wait, in the order in which they are sent.
pub(crate) fn order(window: &Window) -> Vec<PictureId> {
    state(window).queue().iter().map(|job| job.id).collect()
}

/// The rows of the list that are laid out, from the top.
pub(crate) fn rows(window: &Window) -> Vec<String> {
    let named = |node: Node<'_>| node.accesskit_node().label().unwrap_or_default();
    let list = window.get_by_role_and_label(Role::ListBox, "Queue");
    let mut rows: Vec<(f32, String)> =
        list.query_all_by_role(Role::ListBoxOption).map(|row| (row.rect().top(), named(row))).collect();
    rows.sort_by(|one, other| one.0.total_cmp(&other.0));
    rows.into_iter().map(|(_, name)| name).collect()
}

/// What the row that the keyboard is on is called.
pub(crate) fn focused(window: &Window) -> String {
    let list = window.get_by_role_and_label(Role::ListBox, "Queue");
    let row = list.query_all_by_role(Role::ListBoxOption).find(|row| row.accesskit_node().is_focused());
    row.and_then(|row| row.accesskit_node().label()).unwrap_or_default()
}

/// Pauses the queue and asks for small pictures, one of each prompt, by keys.
pub(crate) fn ask_paused(window: &mut Window, prompts: &[&str]) {
    press(window, Modifiers::COMMAND, Key::P);
    assert_eq!(state(window).pause, Some(Pause::ByUser));
    small(window);
    for prompt in prompts {
        press(window, Modifiers::COMMAND, Key::L);
        press(window, Modifiers::COMMAND, Key::A);
        type_prompt(window, prompt);
        press(window, Modifiers::COMMAND, Key::Enter);
    }
    assert_eq!(order(window).len(), prompts.len());
}

pub(crate) fn open_panel(window: &mut Window) {
    press(window, Modifiers::COMMAND, Key::J);
}

#[test]
fn a_paused_queue_says_so_once_and_goes_on_by_the_same_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    press(&mut window, Modifiers::COMMAND, Key::P);
    assert!(!says(&window, "The queue is paused"), "nothing waits");
    press(&mut window, Modifiers::COMMAND, Key::P);
    ask_paused(&mut window, &["boat", "ship"]);
    assert!(says(&window, "The queue is paused: 2 pictures wait."));
    assert_eq!(window.query_all_by_label("Resume").count(), 1, "the panel is folded");
    // Each tile says why it waits, and not that it is next.
    let told = |node: Node<'_>| node.accesskit_node().description().unwrap_or_default();
    let tiles = window.query_all_by_role(Role::ListBoxOption).map(told).filter(|words| words == "The queue is paused");
    assert_eq!(tiles.count(), 2);
    press(&mut window, Modifiers::COMMAND, Key::P);
    until_pictures(&mut window, 2);
    assert!(!says(&window, "The queue is paused"));
}

#[test]
fn the_panel_shows_what_waits_and_closes_with_the_keyboard_back_in_the_prompt() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    open_panel(&mut window);
    window.get_by_label("Nothing waits");
    open_panel(&mut window);
    ask_paused(&mut window, &["boat", "ship", "raft"]);
    // What is under way leads there.
    window.get_by_role_and_label(Role::Button, "3 pictures waiting").click();
    window.run_steps(4);
    let names = ["boat", "ship", "raft"].map(|prompt| format!("Waiting: {prompt}, 256×256"));
    let numbered: Vec<String> = names.iter().zip(1..).map(|(name, place)| format!("{place} of 3: {name}")).collect();
    assert_eq!(rows(&window), numbered);
    window.get_by_label("3 waiting");
    assert_eq!(focused(&window), numbered[0]);
    // It never closes it, and leads back from elsewhere.
    press(&mut window, Modifiers::COMMAND, Key::L);
    window.get_by_role_and_label(Role::Button, "3 pictures waiting").click();
    window.run_steps(4);
    assert_eq!(focused(&window), numbered[0]);
    // The list is one stop.
    press(&mut window, Modifiers::NONE, Key::Tab);
    assert_eq!(focused(&window), "");
    press(&mut window, Modifiers::SHIFT, Key::Tab);
    press(&mut window, Modifiers::NONE, Key::End);
    assert_eq!(focused(&window), numbered[2]);
    open_panel(&mut window);
    assert!(window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").is_focused());
    assert_eq!(window.query_all_by_role_and_label(Role::ListBox, "Queue").count(), 0);
}

#[test]
fn a_row_is_cancelled_and_brought_back_and_the_keyboard_stays_in_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    ask_paused(&mut window, &["boat", "ship", "raft"]);
    let before = order(&window);
    open_panel(&mut window);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(order(&window), [before[0], before[2]]);
    assert!(focused(&window).contains("raft"), "{}", focused(&window));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(order(&window), before);

    // All at once.
    window.get_by_role_and_label(Role::Button, "More").click();
    window.run_steps(4);
    window.get_by_role_and_label(Role::Button, "Cancel all that wait").click();
    window.run_steps(4);
    assert!(order(&window).is_empty() && says(&window, "3 pictures taken out of the queue"));
    window.get_by_role_and_label(Role::Button, "Undo").click();
    window.run_steps(4);
    assert_eq!(order(&window), before);
}

#[test]
fn one_more_of_the_same_waits_right_after_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    ask_paused(&mut window, &["boat", "ship"]);
    let before = order(&window);
    open_panel(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::D);
    let now = order(&window);
    assert_eq!((now.len(), now[0], now[2]), (3, before[0], before[1]));
    let prompts: Vec<&str> = state(&window).queue().iter().map(|job| job.request.prompt.as_str()).collect();
    assert_eq!(prompts, ["boat", "boat", "ship"]);
}

#[test]
fn what_is_held_in_memory_has_its_card_and_is_only_thrown_away_on_purpose() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let blocking = block_library(&window);
    type_prompt(&mut window, "held");
    small(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    until_failed(&mut window);
    open_panel(&mut window);
    assert_eq!(rows(&window), ["Not made: held, 256×256"]);
    // In the tile and in the card below the list.
    for words in ["Save again", "Throw the picture away"] {
        assert_eq!(window.query_all_by_label(words).count(), 2, "{words}");
    }
    window.get_by_role_and_label(Role::Button, "More").click();
    window.run_steps(4);
    let is_disabled = |name| window.get_by_role_and_label(Role::Button, name).accesskit_node().is_disabled();
    assert!(is_disabled("Clear the queue") && !is_disabled("Retry all that failed"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.get_by_role_and_label(Role::ListBox, "Queue").get_by_role(Role::ListBoxOption).focus();
    window.run_steps(3);
    std::fs::remove_file(blocking).unwrap();
    press(&mut window, Modifiers::NONE, Key::Enter);
    until_pictures(&mut window, 1);
    window.get_by_label("Nothing waits");
}

#[test]
fn what_failed_stands_in_the_list_with_its_card_and_is_cleared_away_and_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_refusing(&mut window);
    fail(&mut window, Code::Upstream);
    open_panel(&mut window);
    assert_eq!(rows(&window), ["Not made: upstream, 1024×1024"]);
    let list = window.get_by_role_and_label(Role::ListBox, "Queue");
    let told = list.get_by_role(Role::ListBoxOption).accesskit_node().description().unwrap();
    assert!(told.starts_with("Cloudflare failed: ") && told.ends_with("It may have been billed."), "{told}");
    let failed = state(&window).gallery.jobs().to_vec();
    window.get_by_role_and_label(Role::Button, "More").click();
    window.run_steps(4);
    let retry = window.get_by_role_and_label(Role::Button, "Retry all that failed");
    assert!(retry.accesskit_node().is_disabled(), "that would be paid for again");
    window.get_by_role_and_label(Role::Button, "Clear the queue").click();
    window.run_steps(4);
    assert!(state(&window).gallery.is_empty() && says(&window, "Nothing waits"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(state(&window).gallery.jobs(), failed);
    assert_eq!(rows(&window), ["Not made: upstream, 1024×1024"]);
}

#[test]
fn the_list_does_not_jump_while_the_cursor_goes_over_cards_of_different_heights() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    connect_refusing(&mut window);
    let codes = [Code::Upstream, Code::PictureFlagged, Code::NeedsPaidPlan];
    for (code, asked) in codes.into_iter().zip(1..) {
        fail(&mut window, code);
        until(&mut window, "refused too", |app| {
            let jobs = app.session().state().gallery.jobs();
            jobs.len() == asked && jobs.iter().all(|job| matches!(job.state, JobState::Failed(_)))
        });
    }
    open_panel(&mut window);
    // The card begins with the prompt, which is the code's name.
    let top = |window: &Window| {
        let names = ["upstream", "picture_flagged", "needs_paid_plan"];
        let prompts = window.query_all_by_role(Role::Label);
        let prompt = prompts.into_iter().find(|label| names.iter().any(|name| label.value().as_deref() == Some(*name)));
        prompt.unwrap().rect().top()
    };
    for _ in 0..2 {
        press(&mut window, Modifiers::NONE, Key::ArrowDown);
    }
    let highest = top(&window);
    for key in [Key::ArrowUp, Key::ArrowUp, Key::ArrowDown] {
        press(&mut window, Modifiers::NONE, key);
        assert_eq!(top(&window).to_bits(), highest.to_bits());
    }
}
