//! A request is changed while it waits.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use super::{ask_paused, focused, open_panel, order};
use crate::{
    connections::{says, state},
    desk::{Window, open, type_prompt, until_pictures},
    screens::press,
};

fn prompts(window: &Window) -> Vec<&str> {
    state(window).queue().iter().map(|job| job.request.prompt.as_str()).collect()
}

/// Three wait, something else is being written, and the second is being changed.
fn edit_the_second(window: &mut Window) {
    ask_paused(window, &["boat", "ship", "raft"]);
    press(window, Modifiers::COMMAND, Key::A);
    type_prompt(window, "later");
    open_panel(window);
    press(window, Modifiers::NONE, Key::ArrowDown);
    press(window, Modifiers::NONE, Key::Enter);
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
    assert!(field.is_focused());
    assert_eq!(field.value().unwrap(), "ship");
    assert!(says(window, "You are changing a picture that waits."));
}

#[test]
fn it_keeps_its_place_and_what_was_being_written_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    edit_the_second(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::A);
    type_prompt(&mut window, "galleon");
    window.get_by_role_and_label(Role::Button, "Save changes");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(prompts(&window), ["boat", "galleon", "raft"]);
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
    assert_eq!(field.value().unwrap(), "later");
    assert!(!says(&window, "You are changing") && focused(&window).contains("galleon"), "{}", focused(&window));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(prompts(&window), ["boat", "ship", "raft"]);
}

#[test]
fn escape_in_the_prompt_leaves_it_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    edit_the_second(&mut window);
    let before = order(&window);
    type_prompt(&mut window, "s and more");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!((prompts(&window), order(&window)), (vec!["boat", "ship", "raft"], before));
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
    assert_eq!(field.value().unwrap(), "later");
    assert!(focused(&window).contains("ship"));
}

#[test]
fn it_is_not_sent_while_it_is_being_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    edit_the_second(&mut window);
    window.get_all_by_role_and_label(Role::Button, "Resume").next().unwrap().click();
    crate::desk::until(&mut window, "made", |app| app.session().state().gallery.pictures().len() == 2);
    assert_eq!(prompts(&window), ["ship"]);
    assert!(says(&window, "You are changing it. It waits meanwhile."));
    window.get_all_by_role_and_label(Role::Button, "Leave it as it was").next().unwrap().click();
    until_pictures(&mut window, 3);
}

#[test]
fn escape_elsewhere_leaves_the_changes_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    edit_the_second(&mut window);
    window.get_by_role_and_label(Role::ListBoxOption, "3 of 3: Waiting: raft, 256×256").click();
    window.run_steps(3);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(says(&window, "You are changing a picture that waits.") && state(&window).editing.is_some());
    // What is being changed is taken out of the queue: there is nothing left to change.
    window.get_by_role_and_label(Role::ListBoxOption, "2 of 3: Waiting: ship, 256×256").click();
    window.run_steps(3);
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert!(!says(&window, "You are changing") && prompts(&window) == ["boat", "raft"]);
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
    assert_eq!(field.value().unwrap(), "later");
}
