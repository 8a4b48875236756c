//! The first run: a picture at once, and never again.

use eframe::egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;
use engine::{Language, Settings};

use crate::{
    connections,
    desk::{Window, open, open_with, pictures, reopen, small, type_prompt, until, until_pictures},
    palette::type_text,
};

const EXAMPLE: &str = "A lighthouse above a calm sea at sunset";

fn newcomer() -> Settings {
    Settings { language: Language::English, ..Settings::default() }
}

fn is_shown(window: &Window) -> bool {
    window.query_all_by_label("Welcome to Easel").count() > 0
}

#[test]
fn the_first_run_shows_a_picture_and_start_ends_it_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_with(folder.path(), newcomer());
    assert!(is_shown(&window));
    until_pictures(&mut window, 1);
    window.get_by_role_and_label(Role::Image, EXAMPLE);
    window
        .get_by_label("Cloudflare measures its work in neurons: 10,000 a day are free, enough for about 95 pictures.");
    window.get_by_role_and_label(Role::Button, "Start").click();
    window.run_steps(4);
    assert!(!is_shown(&window));
    window.get_by_role_and_label(Role::ListBoxOption, EXAMPLE);
    let file = folder.path().join("settings.toml");
    until(&mut window, "written", |_| Settings::load(&file).welcomed);
    drop(window);

    let mut window = reopen(folder.path());
    assert!(!is_shown(&window));
    assert_eq!(pictures(&window), 1);
    // Asked for, it comes again, and draws nothing anew.
    window.get_by_role_and_label(Role::Button, "Help").click();
    window.run_steps(4);
    window.get_by_role_and_label(Role::Button, "Welcome").click();
    window.run_steps(4);
    assert!(is_shown(&window));
    window.get_by_role_and_label(Role::Image, EXAMPLE);
    window.key_press(Key::Escape);
    window.run_steps(4);
    assert!(!is_shown(&window));
    assert_eq!((pictures(&window), window.state().session().state().gallery.jobs().len()), (1, 0));
}

#[test]
fn what_is_typed_replaces_the_example_and_generate_ends_the_welcome() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_with(folder.path(), newcomer());
    until_pictures(&mut window, 1);
    let caption = |window: &Window| window.query_all_by_label_contains("from the prompt on the left").count();
    assert_eq!(caption(&window), 1);
    let start = window.get_by_role_and_label(Role::Button, "Start").rect();
    type_text(&mut window, "a fox");
    window.run_steps(3);
    // The picture is not of that prompt; nothing moves for it.
    assert_eq!(caption(&window), 0);
    assert_eq!(window.get_by_role_and_label(Role::Button, "Start").rect(), start);
    assert_eq!(window.state().session().state().draft.prompt, "a fox");
    small(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 2);
    assert!(!is_shown(&window) && window.state().session().state().settings.welcomed);
    window.get_by_role_and_label(Role::ListBoxOption, "a fox");
}

#[test]
fn who_has_pictures_is_not_a_newcomer() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "old");
    small(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    drop(window);
    // Without its index too: the folder is looked at before anything is drawn.
    for index in ["", "index.db"] {
        std::fs::remove_file(folder.path().join(index)).ok();
        let mut window = open_with(folder.path(), newcomer());
        until(&mut window, "recovered", |app| app.session().state().indexing.is_none());
        assert!(!is_shown(&window));
        assert_eq!((pictures(&window), window.state().session().state().draft.prompt.as_str()), (1, "old"));
    }
}

#[test]
fn the_welcome_stands_in_any_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_with(folder.path(), newcomer());
    for size in [vec2(300.0, 200.0), vec2(900.0, 600.0), vec2(3840.0, 2160.0)] {
        window.set_size(size);
        window.run_steps(4);
    }
    until_pictures(&mut window, 1);
    window.set_size(vec2(900.0, 600.0));
    window.run_steps(4);
    let start = window.get_by_role_and_label(Role::Button, "Start").rect();
    assert!(start.bottom() < 600.0, "{start}");
}

#[test]
fn a_connection_that_is_added_from_the_welcome_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open_with(folder.path(), newcomer());
    until_pictures(&mut window, 1);
    connections::click(&mut window, "Add a connection…");
    assert!(!is_shown(&window), "the form has the room");
    connections::leave(&mut window);
    assert!(is_shown(&window), "nothing was added");
    connections::connect_all_models(&mut window);
    assert!(!is_shown(&window));
}
