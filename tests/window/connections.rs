//! The page of connections: added, refused and why, corrected, used, changed, removed and brought back, by mouse and by keys.

mod accounts;
mod kept;
mod keyboard;
mod keychain;
mod keys;
mod parallel;
mod services;

use eframe::egui::{self, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use engine::{Connection, ConnectionId, Link, State};

use crate::desk::{Window, open, reopen, until};
pub(crate) use services::{having_used, refusing, saying, serve, telling, with_all_models, without_allowance, writing};

pub(crate) fn state(window: &Window) -> &State {
    window.state().session().state()
}

/// The one that the page shows.
pub(crate) fn shown(window: &Window) -> &Connection {
    state(window).find_connection(state(window).shown.unwrap()).unwrap()
}

/// Opens the page by its key.
pub(crate) fn open_page(window: &mut Window) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::Comma);
    window.run_steps(4);
}

/// Opens the form for a new connection, of the way whose words begin so.
pub(crate) fn begin(window: &mut Window, way: &str) {
    open_page(window);
    click(window, "Add a connection…");
    window
        .get_by(|node| node.role() == Role::RadioButton && node.label().is_some_and(|label| label.starts_with(way)))
        .click();
    window.run_steps(4);
}

pub(crate) fn type_into(window: &mut Window, role: Role, name: &str, text: &str) {
    window.get_by_role_and_label(role, name).focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text(text.to_owned()));
    window.run_steps(2);
}

pub(crate) fn click(window: &mut Window, name: &str) {
    window.get_by_role_and_label(Role::Button, name).click();
    window.run_steps(4);
}

/// From a field: the first Escape leaves that, the next one the page.
pub(crate) fn leave(window: &mut Window) {
    for _ in 0..2 {
        window.key_press(Key::Escape);
        window.run_steps(4);
    }
}

/// Types a connection to a Worker, and saves it.
pub(crate) fn add_worker(window: &mut Window, address: &str, key: &str) {
    begin(window, "Worker: ");
    type_into(window, Role::TextInput, "Address", address);
    type_into(window, Role::PasswordInput, "Key", key);
    click(window, "Save");
}

pub(crate) fn until_shown(window: &mut Window, what: &str, is: fn(&Connection) -> bool) {
    until(window, what, |app| {
        let state = app.session().state();
        state.shown.and_then(|id| state.find_connection(id)).is_some_and(is)
    });
}

pub(crate) fn is_right(connection: &Connection) -> bool {
    matches!(connection.link, Link::Ready)
}

pub(crate) fn is_wrong(connection: &Connection) -> bool {
    matches!(connection.link, Link::Failed(_))
}

/// Connects a service that has every model, and goes back to the pictures.
pub(crate) fn connect_all_models(window: &mut Window) {
    add_worker(window, &with_all_models(), "k");
    until(window, "connected", |app| app.session().state().current != ConnectionId::BUILT_IN);
    window.key_press(Key::Escape);
    window.run_steps(4);
}

/// What the row of the shown connection says of it.
pub(crate) fn line(window: &Window) -> String {
    let row =
        window.query_all_by_role(Role::ListBoxOption).find(|row| row.accesskit_node().is_selected() == Some(true));
    row.unwrap().accesskit_node().description().unwrap()
}

pub(crate) fn says(window: &Window, words: &str) -> bool {
    window.query_all_by_label_contains(words).count() > 0
}

#[test]
fn a_refusal_leaves_the_form_as_it_was_and_what_is_corrected_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    add_worker(&mut window, "http://127.0.0.1:9", "sesame");
    until_shown(&mut window, "refused", is_wrong);
    assert_eq!(window.get_by_role_and_label(Role::TextInput, "Address").value().unwrap(), "http://127.0.0.1:9");
    assert_eq!(window.get_by_role_and_label(Role::PasswordInput, "Key").value().unwrap(), "••••••");
    assert!(says(&window, "127.0.0.1:9 could not be reached."));
    assert_eq!((line(&window).as_str(), state(&window).current), ("Not reached", ConnectionId::BUILT_IN));

    // The wrong key at the right address.
    let address = serve(folder.path().join("other.db"), "sesame-open");
    type_into(&mut window, Role::TextInput, "Address", &address);
    click(&mut window, "Save");
    until_shown(&mut window, "refused", is_wrong);
    assert_eq!(line(&window), "Wrong key");
    assert_eq!(window.get_by_role_and_label(Role::PasswordInput, "Key").value().unwrap(), "••••••");
    type_into(&mut window, Role::PasswordInput, "Key", "sesame-open");
    window.key_press(Key::Enter);
    until_shown(&mut window, "connected", is_right);
    assert_eq!(line(&window), "In use");
    assert!(says(&window, "All is right: 1 model."));
    assert_eq!(state(&window).connections.len(), 2, "what was corrected is not added again");
    assert_eq!(window.get_by_role_and_label(Role::PasswordInput, "Key").value().unwrap_or_default(), "");
    window.get_all_by_role_and_label(Role::Button, "Back to the pictures").last().unwrap().click();
    window.run_steps(4);

    // And back to the painter.
    window.get_by_role_and_label(Role::ComboBox, "Connection").click();
    window.run_steps(4);
    window.get_by_label("Built-in painter").click();
    window.run_steps(4);
    assert_eq!(state(&window).current, ConnectionId::BUILT_IN);
}

#[test]
fn what_is_wrong_with_a_field_stands_beside_it_once_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    begin(&mut window, "Workers AI: ");
    let id = "An account ID has 32 digits and letters from a to f.";
    assert!(!says(&window, id));
    type_into(&mut window, Role::TextInput, "Account ID", "my account");
    assert!(!says(&window, id), "it is still being typed");
    window.get_by_role_and_label(Role::PasswordInput, "API token").focus();
    window.run_steps(4);
    assert!(says(&window, id) && !says(&window, "This is needed too."));
    click(&mut window, "Save");
    assert!(says(&window, "This is needed too."));
    assert!(window.get_by_role_and_label(Role::TextInput, "Account ID").is_focused());
    assert_eq!(state(&window).connections.len(), 1);
}

#[test]
fn the_page_leaves_the_keyboard_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    for begin in [Role::MultilineTextInput, Role::CheckBox] {
        window.get_by_role(begin).focus();
        window.run_steps(2);
        open_page(&mut window);
        assert_eq!(window.query_all_by_role(begin).count(), 0, "the page stands in place of the pictures");
        assert!(window.get_by_role_and_label(Role::ListBoxOption, "Built-in painter").is_focused());
        window.key_press(Key::Escape);
        window.run_steps(4);
        assert!(window.get_by_role(begin).is_focused(), "{begin:?}");
    }
}

#[test]
fn a_connection_is_renamed_duplicated_removed_and_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    add_worker(&mut window, &with_all_models(), "k");
    until_shown(&mut window, "connected", is_right);
    let original = shown(&window).clone();
    type_into(&mut window, Role::TextInput, "Name", "  studio ");
    click(&mut window, "Save");
    until_shown(&mut window, "renamed", |shown| shown.name == "studio" && is_right(shown));
    assert_eq!(shown(&window).id, original.id);

    click(&mut window, "Duplicate");
    until_shown(&mut window, "duplicated", |shown| shown.name == "studio 2");
    assert_ne!(shown(&window).id, original.id);
    assert_eq!((&shown(&window).kind, state(&window).current), (&original.kind, original.id));

    window.get_by_role_and_label(Role::ListBoxOption, "studio 2").focus();
    window.run_steps(4);
    window.key_press(Key::Delete);
    window.run_steps(4);
    window.get_by_label("studio 2 was removed");
    assert_eq!(window.query_all_by_role(Role::ListBoxOption).count(), 2);
    click(&mut window, "Undo");
    window.get_by_label("studio 2 is back");
    assert_eq!(window.query_all_by_role(Role::ListBoxOption).count(), 3);
}

#[test]
fn a_connection_to_another_place_needs_the_key_of_that_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    add_worker(&mut window, &with_all_models(), "sesame-of-the-first-place");
    until_shown(&mut window, "connected", is_right);
    let before = shown(&window).clone();
    let note = "A key is sent only to the place it belongs to.";
    assert!(!says(&window, note));
    type_into(&mut window, Role::TextInput, "Address", "https://elsewhere.example");
    assert!(says(&window, note));
    click(&mut window, "Save");
    assert_eq!(shown(&window).kind, before.kind);
    assert!(window.get_by_role_and_label(Role::PasswordInput, "Key").is_focused());
    // Another connection is shown, and what was typed of this one is gone.
    window.get_by_role_and_label(Role::ListBoxOption, "Built-in painter").click();
    window.run_steps(4);
    window.get_by_role_and_label(Role::ListBoxOption, &before.name).click();
    window.run_steps(4);
    assert!(!says(&window, note));
}

#[test]
fn a_model_says_what_it_costs_and_one_of_fixed_size_locks_the_sliders() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.get_by_label("Free: drawn on this computer");
    connect_all_models(&mut window);
    // 1024×1024 by klein, to the digit of its price.
    window.get_by_label("≈ 104 neurons, $0.0011");

    let sliders = |window: &Window| {
        ["Width", "Height"].map(|side| window.get_by_role_and_label(Role::Slider, side).accesskit_node().is_disabled())
    };
    assert_eq!(sliders(&window), [false, false]);
    window.get_by_role_and_label(Role::ComboBox, "Model").click();
    window.run_steps(4);
    window.get_by_label_contains("FLUX.1 schnell · ").click();
    window.run_steps(4);
    assert_eq!(sliders(&window), [true, true]);
    window.get_by_label("This model draws 1024×1024 only.");
    window.get_by_label("≈ 173 neurons, $0.0019");
}

#[test]
fn where_there_is_no_room_for_another_one_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let saved =
        |n: usize| format!("[[connections]]\nid = \"{n:016x}\"\nname = \"{n}\"\nservice = \"https://{n}.example\"\n");
    let saved: String = (1..=engine::MAX_CONNECTIONS).map(saved).collect();
    std::fs::write(folder.path().join("settings.toml"), format!("welcomed = true\nlanguage = \"english\"\n{saved}"))
        .unwrap();
    let mut window = reopen(folder.path());
    open_page(&mut window);
    window.get_by_label("Add a connection…").scroll_to_me();
    window.run_steps(30);
    click(&mut window, "Add a connection…");
    assert!(says(&window, "You can keep up to 100 connections."));
    assert_eq!(window.query_all_by_role(Role::PasswordInput).count(), 0);
    window.event(egui::Event::Paste(format!(r#"[{{"account_id": "{}", "token": "k"}}]"#, "a".repeat(32))));
    window.run_steps(4);
    assert_eq!(window.query_all_by_label("Add these accounts").count(), 0);
    click(&mut window, "Cancel");
    crate::palette::open_palette(&mut window);
    assert!(!crate::palette::rows(&window).iter().any(|row| row == "Save"), "a new one");
    window.key_press(Key::Escape);
    window.run_steps(4);
    window.get_by_role_and_label(Role::ListBoxOption, "1").focus();
    window.run_steps(4);
    assert_eq!(shown(&window).name, "1");
    let button = |name| window.get_by_role_and_label(Role::Button, name).accesskit_node().is_disabled();
    assert!(button("Duplicate") && !button("Remove"));
}
