//! The status bar: what is under way, messages, and that nothing moves when they come and go.

use eframe::egui::{
    Key, Modifiers,
    accesskit::{Live, Role},
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::{
    desk::{ask_for_eight, open, pictures, small, type_prompt, until, until_pictures},
    palette::{open_palette, type_text},
};

#[test]
fn pictures_under_way_are_counted_until_they_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    ask_for_eight(&mut window);
    window.get_by_label_contains("8 pictures under way");
    window.get_all_by_label("Cancel").next().unwrap().click();
    until(&mut window, "cancelled", |app| app.session().state().gallery.len() == 7);
    assert_eq!(window.query_all_by_label_contains("8 pictures under way").count(), 0);
}

#[test]
fn a_message_is_said_by_a_screen_reader_and_moves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let before = window.get_by_label("Built-in painter").rect();
    // There is no file manager here.
    open_palette(&mut window);
    type_text(&mut window, "Show the folder of pictures");
    window.key_press(Key::Enter);
    until(&mut window, "failed", |app| app.session().state().notice.is_some());
    let said = window.query_all_by_role(Role::Label).find(|label| label.accesskit_node().live() == Live::Polite);
    assert!(said.unwrap().value().unwrap().len() > 10);
    assert_eq!(window.get_by_label("Built-in painter").rect(), before);
    window.get_by_label("Dismiss").click();
    window.run_steps(4);
    assert!(!window.query_all_by_role(Role::Label).any(|label| label.accesskit_node().live() == Live::Polite));
}

#[test]
fn the_message_of_a_deletion_has_a_button_that_takes_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "boat");
    small(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    window.get_by_role_and_label(Role::ListBoxOption, "boat").click();
    window.run_steps(4);
    window.key_press(Key::Delete);
    until(&mut window, "deleted", |app| app.session().state().notice.is_some());
    window.get_by_label("Moved to the bin");
    assert_eq!(pictures(&window), 0);
    // Tab comes to the bar when it has been everywhere above it.
    window.get_by_role_and_label(Role::Button, "Generate").focus();
    let mut order = Vec::new();
    for _ in 0..6 {
        window.key_press(Key::Tab);
        window.run_steps(2);
        let is_on = |name| window.get_by_role_and_label(Role::Button, name).accesskit_node().is_focused();
        order.extend(["Write a prompt", "Undo", "Dismiss"].into_iter().filter(|name| is_on(*name)));
    }
    assert_eq!(order[..3], ["Write a prompt", "Undo", "Dismiss"]);
    window.get_by_role_and_label(Role::Button, "Undo").click();
    until(&mut window, "restored", |app| app.session().state().gallery.pictures().len() == 1);
    window.get_by_label("The picture is back");
    window.get_by_role_and_label(Role::ListBoxOption, "boat");
    assert_eq!(window.query_all_by_label("Undo").count(), 0);
}
