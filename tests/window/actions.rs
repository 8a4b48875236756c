//! Everything that can be invoked is reached by keys: found in the palette by its name where it means something, and done by
//! Enter. A new action has no row here, and fails the last test until it has one.

use std::collections::BTreeSet;

use eframe::egui::{self, Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use engine::{JobState, Language, Settings, State, Theme};

use crate::{
    desk::{Window, open, pictures, small, type_prompt, until, until_pictures},
    palette::{chosen, open_palette, rows, type_text},
};

/// An action's name, and whether its effect is seen: in the window, or in what it asked of the system.
type Case = (&'static str, fn(&Window, &str) -> bool);

fn state(window: &Window) -> &State {
    window.state().session().state()
}

fn settings(window: &Window) -> &Settings {
    &state(window).settings
}

fn has(window: &Window, label: &str) -> bool {
    window.query_all_by_label(label).count() > 0
}

/// What the engine does then is seen in its own tests.
const SENT: fn(&Window, &str) -> bool = |window, _| window.query_all_by_role(Role::SearchInput).count() == 0;

/// With a prompt, and no picture.
const BEFORE: &[Case] = &[
    ("Swap width and height", |w, _| state(w).draft.size().width == 512),
    ("Lock the shape", |w, _| state(w).draft.lock.is_some()),
    ("Dark", |w, _| w.ctx.theme() == egui::Theme::Dark),
    ("Light", |w, _| w.ctx.theme() == egui::Theme::Light),
    ("Colours as in the system", |w, _| settings(w).theme == Theme::System),
    ("Larger text and buttons", |w, _| settings(w).scale == 110),
    ("Usual text and buttons", |w, _| settings(w).scale == 100),
    ("Smaller text and buttons", |w, _| settings(w).scale == 90),
    ("English", |w, _| settings(w).language == Language::English),
    ("Prompt panel", |w, _| !settings(w).prompt_panel.shown),
    ("Full screen", |_, asked| asked.contains("Fullscreen(true)")),
    ("Quit", |_, asked| asked.contains("Close")),
    ("Show the folder of pictures", SENT),
    ("Look through the folder again", SENT),
    ("Keyboard shortcuts", |w, _| has(w, "Shift+arrow keys")),
    ("Welcome", |w, _| has(w, "Welcome to Easel")),
    ("Add a service…", |w, _| w.query_all_by_role(Role::PasswordInput).count() == 1),
    ("Dismiss", |w, _| state(w).notice.is_none()),
    ("Generate", |w, _| state(w).gallery.len() == 1),
    ("Write a prompt", |w, _| w.get_by_role_and_label(Role::MultilineTextInput, "Prompt").is_focused()),
];

/// With one picture in the gallery.
const SELECTED: &[Case] = &[
    ("Larger tiles", |w, _| settings(w).tile > Settings::default().tile),
    ("Smaller tiles", |w, _| settings(w).tile == Settings::default().tile),
    ("Select all", |w, _| state(w).selection.len() == 1),
    ("Copy prompt", |_, asked| asked.contains("CopyText(\"boat\")")),
    ("Copy picture", SENT),
    ("Use these settings", SENT),
    ("Show in folder", SENT),
    ("Save as…", |w, _| w.query_all_by_role_and_label(Role::TextInput, "Save to").count() == 1),
    ("Select none", |w, _| state(w).selection.is_empty()),
];

/// With the newest of two pictures open.
const OPEN: &[Case] = &[
    ("Older", |w, _| state(w).opened().unwrap().1.prompt.as_ref() == "boat"),
    ("Newer", |w, _| state(w).opened().unwrap().1.prompt.as_ref() == "boats"),
    ("Fill", SENT),
    ("100 %", SENT),
    ("Zoom in", SENT),
    ("Zoom out", SENT),
    ("Fit", SENT),
    ("Information", |w, _| !settings(w).info_panel.shown),
    ("Filmstrip", |w, _| settings(w).filmstrip),
    ("Back", |w, _| state(w).open.is_none()),
];

/// With a selected picture that is being made.
const UNDER_WAY: &[Case] = &[("Cancel", |w, _| state(w).gallery.is_empty())];

/// With a selected picture that failed.
const FAILED: &[Case] =
    &[("Retry", |w, _| state(w).gallery.jobs().iter().all(|job| !matches!(job.state, JobState::Failed(_))))];
const FAILED_TOO: &[Case] = &[("Put away", |w, _| state(w).gallery.is_empty())];

/// With a selected picture; the window changes too much for others to follow.
const LAST: &[&[Case]] = &[
    &[("Open", |w, _| state(w).open.is_some())],
    &[("Delete", SENT)],
    &[("简体中文", |w, _| has(w, "生成"))],
    &[("Language as in the system", |w, _| settings(w).language == Language::System)],
];

/// Reached otherwise: by its own key from anywhere; and those that mean something only after work of the engine, which is
/// tested there.
const OTHERWISE: [&str; 3] = ["Command palette…", "Undo", "Stop looking through the folder"];

/// The keys of those above that have some.
const KEYS: &[(&str, Modifiers, Key)] = &[
    ("Swap width and height", Modifiers::COMMAND, Key::R),
    ("Lock the shape", CTRL_SHIFT, Key::R),
    ("Larger text and buttons", CTRL_SHIFT, Key::Equals),
    ("Smaller text and buttons", CTRL_SHIFT, Key::Minus),
    ("Prompt panel", Modifiers::COMMAND, Key::B),
    ("Full screen", Modifiers::NONE, Key::F11),
    ("Quit", Modifiers::COMMAND, Key::Q),
    ("Look through the folder again", Modifiers::NONE, Key::F5),
    ("Keyboard shortcuts", Modifiers::NONE, Key::F1),
    ("Generate", Modifiers::COMMAND, Key::Enter),
    ("Write a prompt", Modifiers::COMMAND, Key::L),
    ("Larger tiles", Modifiers::COMMAND, Key::Equals),
    ("Smaller tiles", Modifiers::COMMAND, Key::Minus),
    ("Select all", Modifiers::COMMAND, Key::A),
    ("Copy prompt", CTRL_SHIFT, Key::C),
    ("Use these settings", Modifiers::COMMAND, Key::U),
    ("Show in folder", CTRL_SHIFT, Key::F),
    ("Save as…", Modifiers::COMMAND, Key::S),
    ("Select none", CTRL_SHIFT, Key::A),
    ("Older", Modifiers::NONE, Key::ArrowRight),
    ("Newer", Modifiers::NONE, Key::ArrowLeft),
    ("Fill", Modifiers::COMMAND, Key::Num2),
    ("100 %", Modifiers::COMMAND, Key::Num1),
    ("Zoom in", Modifiers::COMMAND, Key::Equals),
    ("Zoom out", Modifiers::COMMAND, Key::Minus),
    ("Fit", Modifiers::COMMAND, Key::Num0),
    ("Information", Modifiers::COMMAND, Key::I),
    ("Filmstrip", Modifiers::COMMAND, Key::T),
    ("Back", Modifiers::NONE, Key::Escape),
];
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

/// How an action is invoked. What the window then asked of the system.
type Way = fn(&mut Window, &str) -> Option<String>;

/// By its key, where it has one.
fn press(window: &mut Window, name: &str) -> Option<String> {
    let (_, modifiers, key) = *KEYS.iter().find(|(other, ..)| *other == name)?;
    // Without its release, which would be a frame of its own.
    window.event(egui::Event::ModifiersChanged(modifiers));
    window.run_steps(1);
    window.event(egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers });
    let asked = asked(window);
    window.event(egui::Event::ModifiersChanged(Modifiers::NONE));
    Some(asked)
}

/// Finds the action by its name and presses Enter. What the window then asked of the system.
fn invoke(window: &mut Window, name: &str) -> String {
    open_palette(window);
    assert!(rows(window).iter().any(|row| row == name), "{name} is not offered: {:?}", rows(window));
    type_text(window, name);
    assert_eq!(chosen(window), name);
    // Without its release, which would be a frame of its own.
    let modifiers = Modifiers::NONE;
    window.event(egui::Event::Key { key: Key::Enter, physical_key: None, pressed: true, repeat: false, modifiers });
    asked(window)
}

/// Runs a few frames; what the window asks of the system meanwhile.
fn asked(window: &mut Window) -> String {
    let mut asked = String::new();
    for _ in 0..5 {
        window.run_steps(1);
        let output = window.output();
        let commands = output.viewport_output.values().flat_map(|viewport| &viewport.commands);
        asked += &commands.map(|command| format!("{command:?} ")).collect::<String>();
        asked += &format!("{:?} ", output.platform_output.commands);
    }
    asked
}

fn each(window: &mut Window, cases: &[Case], way: Way) {
    for (name, seen) in cases {
        if *name == "Dismiss" {
            trouble(window);
        }
        // Without a key, another way leads there: what follows builds on it.
        let asked = way(window, name).unwrap_or_else(|| invoke(window, name));
        assert!(seen(window, &asked), "{name}: {asked}");
        // What it opened is closed again, and the prompt is there to be typed into.
        let asks = window.query_all_by_role(Role::PasswordInput).count() + window.query_all_by_label("Save to").count();
        if asks > 0 || has(window, "Shift+arrow keys") || has(window, "Welcome to Easel") {
            window.key_press(Key::Escape);
            window.run_steps(4);
        }
        if *name == "Prompt panel" {
            window.key_press_modifiers(Modifiers::COMMAND, Key::B);
            window.run_steps(4);
        }
    }
}

/// Something goes wrong, and is said in the status bar.
fn trouble(window: &mut Window) {
    invoke(window, "Add a service…");
    type_text(window, "nowhere");
    window.get_by_role_and_label(Role::PasswordInput, "Key").focus();
    window.run_steps(2);
    type_text(window, "k");
    window.key_press(Key::Enter);
    until(window, "refused", |app| app.session().state().notice.is_some());
    window.key_press(Key::Escape);
    window.run_steps(4);
}

fn make(window: &mut Window, prompt: &str, count: usize) {
    type_prompt(window, prompt);
    small(window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(window, count);
}

const BY_NAME: Way = |window, name| Some(invoke(window, name));

#[test]
fn before_there_are_pictures_by_name() {
    before_there_are_pictures(BY_NAME);
}

#[test]
fn before_there_are_pictures_by_key() {
    before_there_are_pictures(press);
}

fn before_there_are_pictures(way: Way) {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "boat");
    small(&mut window);
    window.get_by_role_and_label(Role::Slider, "Height").set_value_accesskit(512.0);
    window.run_steps(3);
    each(&mut window, BEFORE, way);
}

#[test]
fn on_a_selected_picture() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    make(&mut window, "boat", 1);
    each(&mut window, SELECTED, BY_NAME);
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    make(&mut window, "boat", 1);
    // A text field would keep the keys that edit text.
    window.get_by_role_and_label(Role::Button, "boat").focus();
    window.run_steps(2);
    each(&mut window, SELECTED, press);
    for case in LAST {
        let folder = tempfile::tempdir().unwrap();
        let mut window = open(folder.path());
        make(&mut window, "boat", 1);
        invoke(&mut window, "Select all");
        each(&mut window, case, BY_NAME);
    }
}

#[test]
fn on_an_open_picture_by_name() {
    on_an_open_picture(BY_NAME);
}

#[test]
fn on_an_open_picture_by_key() {
    on_an_open_picture(press);
}

fn on_an_open_picture(way: Way) {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    make(&mut window, "boat", 1);
    make(&mut window, "s", 2);
    window.get_by_role_and_label(Role::Button, "boats").focus();
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(4);
    each(&mut window, OPEN, way);
}

#[test]
fn on_a_picture_that_is_not_there_yet() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, "large");
    for side in ["Width", "Height"] {
        window.get_by_role_and_label(Role::Slider, side).set_value_accesskit(1920.0);
        window.run_steps(3);
    }
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run_steps(2);
    invoke(&mut window, "Select all");
    each(&mut window, UNDER_WAY, BY_NAME);

    for cases in [FAILED, FAILED_TOO] {
        let folder = tempfile::tempdir().unwrap();
        let mut window = open(folder.path());
        let incoming = folder.path().join("library/.incoming");
        std::fs::remove_dir(&incoming).unwrap();
        std::fs::write(&incoming, "a file where the folder was").unwrap();
        type_prompt(&mut window, "held");
        small(&mut window);
        window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        until(&mut window, "failed", |app| {
            let jobs = app.session().state().gallery.jobs();
            jobs.iter().any(|job| matches!(job.state, JobState::Failed(_)))
        });
        std::fs::remove_file(&incoming).unwrap();
        invoke(&mut window, "Select all");
        each(&mut window, cases, BY_NAME);
    }
}

#[test]
fn keys_that_edit_text_stay_with_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    make(&mut window, "boat", 1);
    window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").focus();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(3);
    assert!(state(&window).selection.is_empty());
    window.event(egui::Event::Copy);
    window.run_steps(1);
    assert!(format!("{:?}", window.output().platform_output.commands).contains("CopyText(\"boat\")"));
    window.key_press(Key::Delete);
    window.run_steps(3);
    assert_eq!((state(&window).draft.prompt.as_str(), pictures(&window)), ("", 1));
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(3);
    assert_eq!(state(&window).draft.prompt, "boat");
}

#[test]
fn every_action_of_the_menus_is_reached_above() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    window.set_size(vec2(1200.0, 1200.0));
    window.run_steps(3);
    let buttons = |window: &Window| -> BTreeSet<(String, String)> {
        let buttons = window.query_all_by_role(Role::Button);
        let named = |node: &egui_kittest::Node<'_>| node.accesskit_node().label().unwrap_or_default();
        buttons.map(|node| (named(&node), format!("{:?}", node.accesskit_node().id()))).collect()
    };
    let always = buttons(&window);
    let mut offered = BTreeSet::new();
    for _ in 0..5 {
        let key = if offered.is_empty() { Key::F10 } else { Key::ArrowRight };
        window.key_press(key);
        window.run_steps(4);
        offered.extend(buttons(&window).difference(&always).map(|(name, _)| name.clone()));
    }
    let groups = [BEFORE, SELECTED, OPEN, UNDER_WAY, FAILED, FAILED_TOO];
    let cases = groups.into_iter().chain(LAST.iter().copied()).flatten().map(|(name, _)| *name);
    let reached: BTreeSet<String> = cases.chain(OTHERWISE).map(str::to_owned).collect();
    assert_eq!(offered, reached);
}
