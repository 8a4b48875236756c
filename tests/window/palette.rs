//! The command palette and the list of shortcuts: found by typing, in either language, by keys alone.

use easel::Tongue;
use eframe::egui::{self, Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use engine::Theme;

use crate::desk::{Window, open, pictures};

pub(crate) fn open_palette(window: &mut Window) {
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.run_steps(4);
    // To a screen reader the chosen row has the keyboard; the caret is in the field.
    assert!(window.query_all_by_role(Role::ListBoxOption).any(|row| row.is_focused()));
}

pub(crate) fn rows(window: &Window) -> Vec<String> {
    window.query_all_by_role(Role::ListBoxOption).map(|row| row.accesskit_node().label().unwrap_or_default()).collect()
}

pub(crate) fn chosen(window: &Window) -> String {
    let chosen = window
        .query_all_by_role(Role::ListBoxOption)
        .find(|row| row.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True));
    chosen.unwrap().accesskit_node().label().unwrap()
}

pub(crate) fn type_text(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run_steps(3);
}

fn theme(window: &Window) -> Theme {
    window.state().session().state().settings.theme
}

#[test]
fn an_action_is_found_by_typing_and_done_by_enter() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    open_palette(&mut window);
    assert!(rows(&window).len() > 10, "{:?}", rows(&window));
    // What cannot be done now is not offered.
    assert!(!rows(&window).contains(&"Undo".to_owned()));
    type_text(&mut window, "DARK");
    assert_eq!(rows(&window), ["Dark"]);
    window.key_press(Key::Enter);
    window.run_steps(4);
    assert_eq!(theme(&window), Theme::Dark);
    assert_eq!(window.query_all_by_role(Role::SearchInput).count(), 0);
    // The keyboard is where it was, and nothing was typed there.
    let prompt = window.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
    assert!(prompt.is_focused());
    assert_eq!(prompt.value().unwrap_or_default(), "");

    // What was done last is the first to be offered.
    open_palette(&mut window);
    assert_eq!(chosen(&window), "Dark");
    window.key_press(Key::Escape);
    window.run_steps(4);
    assert_eq!(window.query_all_by_role(Role::SearchInput).count(), 0);
}

#[test]
fn arrows_choose_and_a_screen_reader_hears_the_row() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    open_palette(&mut window);
    let all = rows(&window);
    let (first, last) = (all.first().unwrap(), all.last().unwrap());
    assert_eq!(&chosen(&window), first);
    window.key_press(Key::ArrowUp);
    window.run_steps(3);
    assert_eq!(&chosen(&window), last);
    window.key_press(Key::ArrowDown);
    window.run_steps(3);
    assert_eq!(&chosen(&window), first);
    window.key_press(Key::PageDown);
    window.run_steps(3);
    assert_eq!(&chosen(&window), all.get(10).unwrap());
    let field = window.get_by_role(Role::SearchInput);
    let told = field.accesskit_node().active_descendant().unwrap().label();
    assert_eq!(told.as_ref(), all.get(10));
    window.key_press(Key::PageUp);
    window.run_steps(3);
    assert_eq!(&chosen(&window), first);
    // A new search begins at its best.
    window.key_press(Key::ArrowDown);
    window.run_steps(2);
    type_text(&mut window, "light");
    assert_eq!(chosen(&window), "Light");
    window.get_by_role_and_label(Role::ListBoxOption, "Light").click();
    window.run_steps(4);
    assert_eq!(theme(&window), Theme::Light);
}

#[test]
fn in_chinese_an_action_is_found_in_both_languages() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    open_palette(&mut window);
    type_text(&mut window, "简体");
    window.key_press(Key::Enter);
    window.run_steps(4);
    for query in ["深色", "dark"] {
        window.key_press_modifiers(Modifiers::COMMAND, Key::K);
        window.run_steps(4);
        type_text(&mut window, query);
        assert_eq!(rows(&window), ["深色"], "{query}");
        window.key_press(Key::Escape);
        window.run_steps(4);
    }
}

#[test]
fn nothing_is_done_while_an_input_method_composes() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    open_palette(&mut window);
    let text = "dark".to_owned();
    window.event(egui::Event::Ime(egui::ImeEvent::Preedit { text, active_range_chars: None }));
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(4);
    assert_eq!(theme(&window), Theme::System);
    assert_eq!(window.query_all_by_role(Role::SearchInput).count(), 1);
}

#[test]
fn a_huge_paste_is_cut_and_finds_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    open_palette(&mut window);
    window.event(egui::Event::Paste("猫\0 ".repeat(50_000)));
    window.run_steps(4);
    window.get_by_label("No action matches.");
    assert!(window.get_by_role(Role::SearchInput).value().unwrap().chars().count() <= 100);
    for key in [Key::ArrowDown, Key::PageUp, Key::Enter] {
        window.key_press(key);
        window.run_steps(2);
    }
    assert_eq!(pictures(&window), 0);
    window.key_press_modifiers(Modifiers::COMMAND, Key::K);
    window.run_steps(4);
    assert_eq!(window.query_all_by_role(Role::SearchInput).count(), 0);
}

#[test]
fn the_list_of_shortcuts_opens_and_closes_by_its_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    for close in [Key::F1, Key::Escape] {
        window.key_press(Key::F1);
        window.run_steps(4);
        window.get_by_label("Ctrl+Enter");
        window.get_by_label("Shift+arrow keys");
        window.key_press(close);
        window.run_steps(4);
        assert_eq!(window.query_all_by_label("Shift+arrow keys").count(), 0, "{close:?}");
        assert!(window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").is_focused(), "{close:?}");
    }
}

#[test]
fn a_tiny_window_has_room_for_every_overlay() {
    for tongue in [Tongue::English, Tongue::Chinese, Tongue::Bracketed] {
        let folder = tempfile::tempdir().unwrap();
        let mut window = open(folder.path());
        window.state_mut().speak(tongue);
        window.set_size(vec2(300.0, 200.0));
        window.run_steps(4);
        for key in [Key::F1, Key::F10] {
            window.key_press(key);
            window.run_steps(4);
            window.key_press(Key::ArrowDown);
            window.run_steps(3);
            window.key_press(Key::Escape);
            window.run_steps(3);
        }
        window.key_press_modifiers(Modifiers::COMMAND, Key::K);
        window.run_steps(4);
        let field = window.get_by_role(Role::SearchInput).rect();
        assert!(field.left() >= 0.0 && field.right() <= 300.0 && field.bottom() <= 200.0, "{field}");
    }
}
