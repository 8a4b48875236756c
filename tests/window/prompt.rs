//! The prompt panel: text, sides, seed, and what is under the fingers when Generate comes.

pub(crate) mod models;
mod pasting;
mod place;
mod shapes;

use eframe::egui::{self, Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;
use engine::Seed;

use crate::desk::{Window, double_click, open, small, type_prompt, until, until_pictures};

#[test]
fn a_slider_stops_at_both_ends_and_a_typed_number_is_snapped_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let slider = window.get_by_role_and_label(Role::Slider, "Width").rect();
    for (to, side) in [(slider.right() + 300.0, 1920), (slider.left() - 300.0, 256)] {
        window.drag_at(slider.center());
        window.run_steps(2);
        window.hover_at(egui::pos2(to, slider.center().y));
        window.run_steps(2);
        window.drop_at(egui::pos2(to, slider.center().y));
        window.run_steps(3);
        assert_eq!(window.state().session().state().draft.width, side);
    }
    for (typed, kept) in [("1000", 992), ("5000", 1920), ("3", 256)] {
        type_number(&mut window, "Width", typed);
        window.key_press(Key::Enter);
        window.run_steps(4);
        assert_eq!(window.state().session().state().draft.width, kept, "{typed}");
        window.get_by_label(&format!("{typed} was changed to {kept}: sides are from 256 to 1920, in steps of 16."));
    }
}

/// Clicks into a number and types another, without leaving it.
pub(crate) fn type_number(window: &mut Window, name: &str, number: &str) {
    window.get_by_role_and_label(Role::SpinButton, name).click();
    window.run_steps(3);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text(number.to_owned()));
    window.run_steps(2);
}

#[test]
fn a_number_that_is_still_being_typed_counts_when_generate_is_pressed() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "wide");
    small(&mut window);
    type_number(&mut window, "Width", "512");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    let size = window.state().session().state().gallery.pictures().first().unwrap().size;
    assert_eq!((size.width, size.height), (512, 256));
}

#[test]
fn a_fixed_seed_is_chosen_by_unticking_random() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "again");
    small(&mut window);
    assert_eq!(window.query_all_by_role_and_label(Role::SpinButton, "Seed").count(), 0);
    window.get_by_label("Random seed").click();
    window.run_steps(4);
    type_number(&mut window, "Seed", "4294967295");
    assert_eq!(window.state().session().state().draft.seed, Seed::Fixed(u32::MAX));
    window.get_by_label("Another seed").click();
    window.run_steps(4);
    let other = window.state().session().state().draft.seed;
    assert!(matches!(other, Seed::Fixed(seed) if seed != u32::MAX), "{other:?}");
    type_number(&mut window, "Seed", "777");
    assert_eq!(window.state().session().state().draft.seed, Seed::Fixed(777));
    // Random for once, and back.
    for seed in [Seed::Random, Seed::Fixed(777)] {
        window.get_by_label("Random seed").click();
        window.run_steps(4);
        assert_eq!(window.state().session().state().draft.seed, seed);
    }
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    window.get_by_role_and_label(Role::ListBoxOption, "again").click_accesskit();
    until(&mut window, "read", |app| app.session().state().open.as_ref().is_some_and(|opened| opened.meta.is_some()));
    window.get_by_label("777");
}

#[test]
fn nothing_is_sent_while_an_input_method_composes() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "a ");
    let compose =
        |text: &str| egui::Event::Ime(egui::ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None });
    window.event(compose("ねk"));
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run_steps(3);
    let state = window.state().session().state();
    assert_eq!((state.draft.prompt.as_str(), state.gallery.len()), ("a ", 0));

    window.event(egui::Event::Ime(egui::ImeEvent::Commit("猫".to_owned())));
    window.run_steps(3);
    assert_eq!(window.state().session().state().draft.prompt, "a 猫");
}

#[test]
fn a_composition_that_is_clicked_away_is_over_though_no_event_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    small(&mut window);
    let compose = |window: &mut Window, text: &str| {
        let text = text.to_owned();
        window.event(egui::Event::Ime(egui::ImeEvent::Preedit { text, active_range_chars: None }));
        window.run_steps(2);
    };
    type_prompt(&mut window, "a ");
    compose(&mut window, "ねk");
    window.get_by_label("Random seed").click();
    window.run_steps(4);
    assert_eq!(window.state().session().state().draft.prompt, "a ねk");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    window.get_by_role_and_label(Role::ListBoxOption, "a ねk");

    // The button sends what stands in the field, not what stood there before the composition.
    type_prompt(&mut window, "!");
    compose(&mut window, "いn");
    let shown = window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").value().unwrap();
    assert!(shown.contains("いn"), "{shown}");
    window.get_by_label("Generate").click();
    until_pictures(&mut window, 2);
    window.get_by_role_and_label(Role::ListBoxOption, &shown);
}

#[test]
fn a_prompt_that_is_too_long_says_so_and_cannot_be_sent() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, &"x".repeat(2001));
    window.get_by_label("2001 / 2000");
    window.get_by_label("Prompt has 2001 characters; the most is 2000.");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run_steps(3);
    assert!(window.state().session().state().gallery.is_empty());
}

#[test]
fn what_tab_reaches_is_scrolled_into_view() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.set_size(vec2(900.0, 400.0));
    window.run_steps(3);
    let bottom = |window: &Window| window.get_by_label("Connections…").rect().bottom();
    assert!(bottom(&window) > 400.0, "{}", bottom(&window));
    window.get_by_label("Connections…").focus();
    window.run_steps(20);
    assert!(bottom(&window) < 400.0, "{}", bottom(&window));
}

#[test]
fn the_settings_of_a_picture_stand_in_the_field_and_what_stood_there_is_not_sent_after_them() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "first");
    small(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    type_prompt(&mut window, " and then another");
    double_click(&mut window, "first");
    until(&mut window, "read", |app| app.session().state().open.as_ref().is_some_and(|opened| opened.meta.is_some()));
    window.key_press_modifiers(Modifiers::COMMAND, Key::U);
    window.run_steps(4);
    window.key_press(Key::Escape);
    window.run_steps(4);
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Prompt");
    assert_eq!(field.value().as_deref(), Some("first"));
    assert_eq!(window.state().session().state().draft.prompt, "first");
}
