//! Keys as real keyboards send them: held, with + in other places, beside an input method, under forms and on a full screen.

use std::time::Duration;

use eframe::egui::{self, Event, Key, Modifiers, ViewportCommand, ViewportId, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use crate::{
    connections::{begin, leave, type_into},
    desk::{Window, open, pictures, small, type_prompt, until_pictures},
    palette::{open_palette, type_text},
    viewer::together,
};

const SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };
const ALT: Modifiers = Modifiers { alt: true, ..Modifiers::COMMAND };

fn send(window: &mut Window, modifiers: Modifiers, key: Key, pressed: bool) {
    window.event(Event::ModifiersChanged(modifiers));
    window.event(Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    window.run_steps(3);
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    send(window, modifiers, key, true);
    send(window, modifiers, key, false);
}

/// Egui takes a key that comes again, and was not let go, for a repeat.
fn hold(window: &mut Window, modifiers: Modifiers, key: Key) {
    for _ in 0..4 {
        send(window, modifiers, key, true);
    }
    send(window, modifiers, key, false);
}

fn tiles(window: &Window) -> usize {
    window.state().session().state().gallery.len()
}

fn make(window: &mut Window, prompts: &[&str]) {
    small(window);
    for prompt in prompts {
        let count = pictures(window);
        type_into(window, Role::MultilineTextInput, "Prompt", prompt);
        press(window, Modifiers::COMMAND, Key::Enter);
        until_pictures(window, count + 1);
    }
}

fn focus(window: &mut Window, role: Role, name: &str) {
    window.get_by_role_and_label(role, name).focus();
    window.run_steps(3);
}

#[test]
fn a_held_key_makes_one_picture_and_deletes_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    small(&mut window);
    type_prompt(&mut window, "boat");
    hold(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(tiles(&window), 1);
    assert_eq!(window.state().session().state().draft.prompt, "boat");
    focus(&mut window, Role::Button, "Generate");
    hold(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(tiles(&window), 2, "the button that has the keyboard");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 3);
    window.query_all_by_role_and_label(Role::ListBoxOption, "boat").next().unwrap().focus();
    window.run_steps(3);
    hold(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(pictures(&window), 2);
}

#[test]
fn a_held_key_goes_on_where_nothing_is_lost_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    make(&mut window, &["one", "two", "three"]);
    let tile = |window: &Window| window.state().session().state().settings.tile;
    let before = tile(&window);
    press(&mut window, Modifiers::COMMAND, Key::Minus);
    let step = before - tile(&window);
    hold(&mut window, Modifiers::COMMAND, Key::Minus);
    assert!(tile(&window) < before - 2 * step, "{} {before}", tile(&window));
    focus(&mut window, Role::ListBoxOption, "three");
    press(&mut window, Modifiers::NONE, Key::Enter);
    hold(&mut window, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(window.state().session().state().opened().unwrap().1.prompt.as_ref(), "one");
}

#[test]
fn a_plus_enlarges_wherever_the_keyboard_has_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    make(&mut window, &["boat"]);
    let now = |window: &Window| {
        let settings = &window.state().session().state().settings;
        (settings.tile, settings.scale)
    };
    let larger = |window: &mut Window, modifiers, key| {
        let (tile, scale) = now(window);
        press(window, modifiers, key);
        (i32::from(now(window).0) - i32::from(tile), i32::from(now(window).1) - i32::from(scale))
    };
    let (step, _) = larger(&mut window, Modifiers::COMMAND, Key::Equals);
    assert!(step > 0);
    assert_eq!(larger(&mut window, Modifiers::COMMAND, Key::Minus), (-step, 0));
    // Beside the numbers and on German keyboards; on American ones with Shift.
    for modifiers in [Modifiers::COMMAND, SHIFT] {
        assert_eq!(larger(&mut window, modifiers, Key::Plus), (step, 0));
        assert_eq!(larger(&mut window, modifiers, Key::Minus), (-step, 0));
    }
    for key in [Key::Equals, Key::Plus] {
        assert_eq!(larger(&mut window, ALT, key), (0, 10));
        assert_eq!(larger(&mut window, ALT, Key::Minus), (0, -10));
    }
    focus(&mut window, Role::ListBoxOption, "boat");
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::COMMAND, Key::Num1);
    press(&mut window, Modifiers::COMMAND, Key::Plus);
    window.get_by_label("125%");
}

#[test]
fn the_key_that_tries_again_makes_nothing_when_nothing_failed() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    small(&mut window);
    type_prompt(&mut window, "boat");
    press(&mut window, SHIFT, Key::Enter);
    assert_eq!(tiles(&window), 0);
}

#[test]
fn one_picture_beside_a_selected_job_is_the_one_that_is_meant() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    make(&mut window, &["boat"]);
    for side in ["Width", "Height"] {
        window.get_by_role_and_label(Role::Slider, side).set_value_accesskit(1920.0);
        window.run_steps(3);
    }
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    focus(&mut window, Role::ListBoxOption, "boat");
    press(&mut window, Modifiers::COMMAND, Key::A);
    let quick = pictures(&window) > 1;
    press(&mut window, Modifiers::COMMAND, Key::O);
    let opened = window.state().session().state().opened().map(|(_, entry)| entry.size.width);
    assert!(opened == Some(256) || quick, "{opened:?}");
}

#[test]
fn the_gallery_goes_on_from_the_picture_that_was_looked_at_last() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    make(&mut window, &["one", "two", "three"]);
    focus(&mut window, Role::ListBoxOption, "three");
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::NONE, Key::ArrowRight);
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.get_by_role_and_label(Role::ListBoxOption, "two").is_focused());
    press(&mut window, Modifiers::NONE, Key::Delete);
    let left = window.state().session().state().gallery.pictures().iter().map(|entry| entry.prompt.to_string());
    assert_eq!(left.collect::<Vec<_>>(), ["one", "three"]);
}

#[test]
fn the_same_prompt_is_copied_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    make(&mut window, &["one", "two", "one"]);
    window.query_all_by_role_and_label(Role::ListBoxOption, "one").next().unwrap().focus();
    window.run_steps(3);
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.event(Event::Key { key: Key::C, physical_key: None, pressed: true, repeat: false, modifiers: SHIFT });
    window.run_steps(1);
    assert!(format!("{:?}", window.output().platform_output.commands).contains("CopyText(\"one\\ntwo\")"));
}

/// Our own field for where to save, from the palette.
fn save_from_the_palette(window: &mut Window) {
    make(window, &["boat"]);
    focus(window, Role::ListBoxOption, "boat");
    open_palette(window);
    type_text(window, "Save as");
    window.key_press(Key::Enter);
    window.run_steps(4);
}

fn asks_for_a_path(window: &Window) -> bool {
    window.query_all_by_role_and_label(Role::TextInput, "Save to").count() == 1
}

#[test]
fn a_form_that_waits_for_its_user_asks_for_no_frames_and_keeps_the_keyboard() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    save_from_the_palette(&mut window);
    window.run_steps(10);
    for _ in 0..20 {
        window.run_steps(1);
        let delays = window.output().viewport_output.values().map(|viewport| viewport.repaint_delay);
        // A caret that blinks asks for two in a second.
        assert!(delays.min().unwrap() > Duration::from_millis(100));
    }
    press(&mut window, Modifiers::NONE, Key::F10);
    assert_eq!(window.query_all_by_role_and_label(Role::Button, "Quit").count(), 0, "no menu opens under it");
    assert!(asks_for_a_path(&window));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!asks_for_a_path(&window));
    assert!(window.get_by_role_and_label(Role::ListBoxOption, "boat").is_focused());
}

fn compose(window: &mut Window, text: &str) {
    window.event(Event::Ime(egui::ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None }));
}

#[test]
fn a_candidate_that_is_dropped_or_taken_leaves_the_form() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let drop_it = |window: &mut Window| {
        for key in [Key::Enter, Key::Escape] {
            compose(window, "mao");
            window.run_steps(2);
            // One input method tells that it has ended together with the key, the other after it.
            let modifiers = Modifiers::NONE;
            let down = Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers };
            let ended = Event::Ime(egui::ImeEvent::Preedit { text: String::new(), active_range_chars: None });
            together(window, [ended, down]);
            send(window, modifiers, key, false);
            compose(window, "mao");
            window.run_steps(2);
            press(window, Modifiers::NONE, key);
            compose(window, "");
            window.run_steps(2);
        }
    };
    begin(&mut window, "Worker: ");
    type_into(&mut window, Role::PasswordInput, "Key", "k");
    type_into(&mut window, Role::TextInput, "Address", "nowhere");
    drop_it(&mut window);
    assert!(window.get_by_role_and_label(Role::TextInput, "Address").is_focused());
    assert!(window.state().session().state().notice.is_none(), "nothing was asked");
    leave(&mut window);
    assert_eq!(window.query_all_by_role(Role::PasswordInput).count(), 0);

    save_from_the_palette(&mut window);
    drop_it(&mut window);
    assert!(asks_for_a_path(&window) && window.state().session().state().notice.is_none());
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!asks_for_a_path(&window));
}

#[test]
fn a_huge_paste_is_cut_in_every_form() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let huge = "a".repeat(200_000);
    begin(&mut window, "Worker: ");
    let held = |window: &mut Window, role, name: &str| {
        focus(window, role, name);
        window.event(Event::Paste(huge.clone()));
        window.run_steps(3);
        window.get_by_role_and_label(role, name).value().unwrap().chars().count()
    };
    assert_eq!(held(&mut window, Role::TextInput, "Address"), 2048);
    assert_eq!(held(&mut window, Role::PasswordInput, "Key"), 513);
    leave(&mut window);
    save_from_the_palette(&mut window);
    assert_eq!(held(&mut window, Role::TextInput, "Save to"), 4096);
}

#[test]
fn escape_leaves_the_full_screen_in_the_gallery_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.input_mut().viewports.entry(ViewportId::ROOT).or_default().fullscreen = Some(true);
    window.run_steps(3);
    window.event(Event::Key {
        key: Key::Escape,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers: Modifiers::NONE,
    });
    window.run_steps(1);
    let mut commands = window.output().viewport_output.values().flat_map(|viewport| &viewport.commands);
    assert!(commands.any(|command| *command == ViewportCommand::Fullscreen(false)));
}
