//! Where the keyboard is on the page: where it was sent to, and nowhere else later.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use super::{click, keys::press, open_page, shown, state};
use crate::desk::{Window, reopen};

/// With connections of these names, and the page open on the painter.
fn with(dir: &std::path::Path, names: &[&str]) -> Window {
    let saved = |(n, name): (usize, &&str)| {
        format!("[[connections]]\nid = \"{:016x}\"\nname = \"{name}\"\nservice = \"https://{name}.example\"\n", n + 1)
    };
    let saved: String = names.iter().enumerate().map(saved).collect();
    std::fs::write(dir.join("settings.toml"), format!("welcomed = true\nlanguage = \"english\"\n{saved}")).unwrap();
    let mut window = reopen(dir);
    open_page(&mut window);
    window
}

fn is_on(window: &Window, name: &str) -> bool {
    window.get_by_role_and_label(Role::ListBoxOption, name).is_focused()
}

fn choose(window: &mut Window, name: &str) {
    window.get_by_role_and_label(Role::ListBoxOption, name).click();
    window.run_steps(4);
}

#[test]
fn a_field_that_is_not_there_does_not_take_the_keyboard_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = with(folder.path(), &["one", "two"]);
    for key in [Key::Enter, Key::ArrowDown, Key::ArrowDown] {
        press(&mut window, Modifiers::NONE, key);
    }
    assert!(is_on(&window, "two"));
    assert_eq!(shown(&window).name, "two");
}

#[test]
fn the_list_has_the_keyboard_after_one_of_it_was_removed() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = with(folder.path(), &["one", "two", "three"]);
    choose(&mut window, "one");
    click(&mut window, "Remove");
    assert!(is_on(&window, "two"));
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert!(is_on(&window, "three"));
    assert_eq!(state(&window).connections.len(), 2);
}

#[test]
fn delete_removes_nothing_from_elsewhere_than_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = with(folder.path(), &["one"]);
    choose(&mut window, "one");
    for (role, name) in
        [(Role::Button, "Duplicate"), (Role::Button, "Remove"), (Role::CheckBox, "Stand in for each other")]
    {
        window.get_by_role_and_label(role, name).focus();
        window.run_steps(4);
        press(&mut window, Modifiers::NONE, Key::Delete);
        assert_eq!(state(&window).connections.len(), 2, "{name}");
    }
}
