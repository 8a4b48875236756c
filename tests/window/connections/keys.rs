//! The page by keys alone, and the connections from wherever one is.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{add_worker, begin, click, is_right, open_page, shown, state, until_shown, with_all_models};
use crate::desk::{Window, open};

pub(super) fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(4);
}

#[test]
fn arrows_walk_the_list_enter_goes_into_the_form_and_delete_removes() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    add_worker(&mut window, &with_all_models(), "k");
    until_shown(&mut window, "connected", is_right);
    let name = shown(&window).name.clone();
    press(&mut window, Modifiers::NONE, Key::Escape);
    open_page(&mut window);
    assert!(window.get_by_role_and_label(Role::ListBoxOption, &name).is_focused());
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    assert_eq!(shown(&window).id, engine::ConnectionId::BUILT_IN);
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(state(&window).connections.len(), 2, "the painter stays");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(shown(&window).name, name);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.get_by_role_and_label(Role::TextInput, "Name").is_focused());
    // There it is a letter that is deleted.
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(state(&window).connections.len(), 2);
    window.get_by_role_and_label(Role::ListBoxOption, &name).focus();
    window.run_steps(4);
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(state(&window).connections.len(), 1);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(shown(&window).name, name);
}

#[test]
fn the_connection_is_switched_by_keys_from_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let painter = state(&window).current;
    add_worker(&mut window, &with_all_models(), "k");
    until_shown(&mut window, "connected", is_right);
    let worker = shown(&window).id;
    press(&mut window, Modifiers::NONE, Key::Escape);
    let mut used = Vec::new();
    for key in [Key::PageDown, Key::PageDown, Key::PageUp, Key::PageUp] {
        window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").focus();
        press(&mut window, Modifiers::COMMAND, key);
        used.push(state(&window).current);
    }
    assert_eq!(used, [painter, worker, painter, worker]);
}

#[test]
fn what_is_about_pictures_means_nothing_on_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    crate::desk::type_prompt(&mut window, "boat");
    crate::desk::small(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    crate::desk::until_pictures(&mut window, 1);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::A);
    window.get_by_role_and_label(Role::ListBoxOption, "boat").focus();
    press(&mut window, Modifiers::COMMAND, Key::A);
    begin(&mut window, "Worker: ");
    window.get_by_role_and_label(Role::ListBoxOption, "Built-in painter").click();
    window.run_steps(4);
    press(&mut window, Modifiers::NONE, Key::Delete);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    press(&mut window, Modifiers::COMMAND, Key::O);
    assert_eq!((state(&window).gallery.len(), state(&window).open.is_none()), (1, true));
    click(&mut window, "Back to the pictures");
    assert!(window.get_by_role_and_label(Role::ListBoxOption, "boat").accesskit_node().is_selected() == Some(true));
}

#[test]
fn the_prompt_is_reached_from_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    // Elsewhere than in the prompt.
    window.get_by_role(Role::CheckBox).focus();
    window.run_steps(2);
    begin(&mut window, "Worker: ");
    press(&mut window, Modifiers::COMMAND, Key::L);
    assert!(window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").is_focused());
}
