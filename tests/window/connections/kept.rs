//! What is typed on the page is not lost by leaving it, or by a key that was meant for less.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use super::{
    add_worker, begin, click, is_right, is_wrong, keys::press, leave, open_page, says, serve, type_into, until_shown,
};
use crate::desk::{Window, open};

const ADDRESS: &str = "https://easel.example";

fn value(window: &Window, role: Role, name: &str) -> String {
    window.get_by_role_and_label(role, name).value().unwrap_or_default()
}

fn is_open(window: &Window) -> bool {
    says(window, "Back to the pictures")
}

/// As it was typed: the address, and a key of six.
fn assert_typed(window: &Window) {
    assert_eq!(value(window, Role::TextInput, "Address"), ADDRESS);
    assert_eq!(value(window, Role::PasswordInput, "Key"), "••••••");
}

#[test]
fn escape_leaves_the_field_then_the_page_and_what_was_typed_is_there_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    begin(&mut window, "Worker: ");
    type_into(&mut window, Role::TextInput, "Address", ADDRESS);
    type_into(&mut window, Role::PasswordInput, "Key", "sesame");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(is_open(&window) && !window.get_by_role_and_label(Role::PasswordInput, "Key").is_focused());
    assert_typed(&window);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!is_open(&window));
    open_page(&mut window);
    assert_typed(&window);
    // So does the way to the prompt leave it.
    press(&mut window, Modifiers::COMMAND, Key::L);
    open_page(&mut window);
    assert_typed(&window);

    // Until another connection is shown.
    window.get_by_role_and_label(Role::ListBoxOption, "Built-in painter").click();
    window.run_steps(4);
    click(&mut window, "Add a connection…");
    assert!(!says(&window, ADDRESS));
    click(&mut window, "Back to the pictures");
    open_page(&mut window);
    assert!(window.get_by_role_and_label(Role::ListBoxOption, "Built-in painter").is_focused(), "nothing was typed");
}

#[test]
fn adding_one_while_a_new_one_is_being_typed_begins_at_its_first_field() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    begin(&mut window, "Worker: ");
    type_into(&mut window, Role::TextInput, "Address", ADDRESS);
    type_into(&mut window, Role::PasswordInput, "Key", "sesame");
    click(&mut window, "Add a connection…");
    assert_typed(&window);
    assert!(window.get_by_role_and_label(Role::TextInput, "Address").is_focused());
}

#[test]
fn what_was_refused_is_there_again_until_it_was_found_right() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    add_worker(&mut window, &serve(folder.path().join("other.db"), "sesame-open"), "sesame");
    until_shown(&mut window, "refused", is_wrong);
    click(&mut window, "Back to the pictures");
    open_page(&mut window);
    assert_eq!(value(&window, Role::PasswordInput, "Key"), "••••••");
    type_into(&mut window, Role::PasswordInput, "Key", "sesame-open");
    click(&mut window, "Save");
    // It is found right while other things are looked at.
    leave(&mut window);
    until_shown(&mut window, "connected", is_right);
    open_page(&mut window);
    assert_eq!(value(&window, Role::PasswordInput, "Key"), "");
}
