//! Everything that can be invoked is reached by keys: found in the palette by its name where it means something, and done by
//! Enter. A new action has no row here, and fails the last test until it has one.

mod cases;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use cases::{
    BEFORE, CONNECTED, Case, FAILED, FAILED_ALL, FAILED_TOO, INDEXING, KEPT_BACK, KEYS, OPEN, OTHERWISE, QUEUED,
    REFUSED, SELECTED, UNDER_WAY, WRITTEN_ANEW, file, has, state,
};
use eframe::egui::{self, Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use engine::{Cause, Failure, Notice};

use crate::{
    cards::{connect_refusing, fail},
    connections::connect_all_models,
    desk::{
        Window, block_library, open, open_in, pictures, reopen_in, settings, small, type_prompt, until, until_failed,
        until_pictures,
    },
    keychain::TestKeychain,
    palette::{chosen, open_palette, rows, type_text},
    queue::{ask_paused, plug},
    rewriting::proposing,
};

/// How an action is invoked. What the window then asked of the system.
type Way = fn(&mut Window, &str) -> Option<String>;

/// By its key, where it has one.
fn press(window: &mut Window, name: &str) -> Option<String> {
    let (_, modifiers, key) = *KEYS.iter().find(|(other, ..)| *other == name)?;
    // Without its release, which would be a frame of its own.
    window.event(egui::Event::ModifiersChanged(modifiers));
    window.run_steps(1);
    window.event(egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers });
    let mut asked = asked(window);
    let release = egui::Event::Key { key, physical_key: None, pressed: false, repeat: false, modifiers };
    // Each event has a frame of its own, in which work may come back.
    for event in [release, egui::Event::ModifiersChanged(Modifiers::NONE)] {
        window.event(event);
        asked += &asked_in_a_frame(window);
    }
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
    let asked = asked(window);
    window.event(egui::Event::Key { key: Key::Enter, physical_key: None, pressed: false, repeat: false, modifiers });
    asked + &asked_in_a_frame(window)
}

/// Runs a few frames; what the window asks of the system meanwhile.
fn asked(window: &mut Window) -> String {
    (0..5).map(|_| asked_in_a_frame(window)).collect()
}

fn asked_in_a_frame(window: &mut Window) -> String {
    window.run_steps(1);
    let output = window.output();
    let commands: Vec<_> = output.viewport_output.values().flat_map(|viewport| &viewport.commands).collect();
    format!("{commands:?} {:?} ", output.platform_output.commands)
}

fn each(window: &mut Window, cases: &[Case], way: Way) {
    for (name, seen) in cases {
        let away = prepare(window, name);
        // Without a key, another way leads there: what follows builds on it.
        let mut asked = way(window, name).unwrap_or_else(|| invoke(window, name));
        // Some work is done on other threads.
        let end = Instant::now() + Duration::from_secs(60);
        while !seen(window, &asked) {
            assert!(Instant::now() < end, "{name}: {asked}");
            std::thread::sleep(Duration::from_millis(5));
            asked += &asked_in_a_frame(window);
        }
        if let Some(path) = away {
            fs::rename(path.with_extension("away"), path).unwrap();
        }
        tidy(window, name);
    }
}

/// What an action needs to have an effect. What it would show in the system's file manager is taken away, so that none comes
/// up: which one was meant is said then.
fn prepare(window: &mut Window, name: &str) -> Option<PathBuf> {
    let root = window.state().session().folder().library().root.clone();
    let away = match name {
        "Show the folder of pictures" => root,
        "Show in folder" => file(window),
        "Look through the folder again" => {
            fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/icon.png"), root.join("found.png")).unwrap();
            return None;
        }
        "Dismiss" => {
            trouble(window);
            return None;
        }
        _ => return None,
    };
    fs::rename(&away, away.with_extension("away")).unwrap();
    Some(away)
}

/// What it opened is closed again, and the prompt is there to be typed into.
fn tidy(window: &mut Window, name: &str) {
    let asks = window.query_all_by_role(Role::PasswordInput).count() + window.query_all_by_label("Save to").count();
    if asks > 0
        || has(window, "Back to the pictures")
        || has(window, "Shift+arrow keys")
        || has(window, "Welcome to Easel")
    {
        // A field is left first.
        for _ in 0..if has(window, "Back to the pictures") { 2 } else { 1 } {
            window.key_press(Key::Escape);
            window.run_steps(4);
        }
    }
    if name == "Prompt panel" {
        window.key_press_modifiers(Modifiers::COMMAND, Key::B);
        window.run_steps(4);
    }
}

/// Something goes wrong, and is said in the status bar.
fn trouble(window: &mut Window) {
    // There is no file manager here.
    invoke(window, "Show the folder of pictures");
    // Another notice may stand there already, and this one would come after it was dismissed.
    let failed = |notice: &Notice| matches!(notice, Notice::Trouble(Failure { cause: Cause::NotRevealed { .. }, .. }));
    until(window, "failed", |app| app.session().state().notice.as_ref().is_some_and(failed));
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
fn on_a_connection_by_name() {
    on_a_connection(BY_NAME);
}

#[test]
fn on_a_connection_by_key() {
    on_a_connection(press);
}

fn on_a_connection(way: Way) {
    let (folder, keychain) = (tempfile::tempdir().unwrap(), TestKeychain::default());
    let mut window = open_in(folder.path(), settings(), keychain.clone(), "127.0.0.1:9");
    connect_all_models(&mut window);
    drop(window);
    let mut window = reopen_in(folder.path(), keychain);
    each(&mut window, CONNECTED, way);
}

#[test]
fn on_a_prompt_that_is_written_anew_by_name() {
    on_a_prompt_that_is_written_anew(BY_NAME);
}

#[test]
fn on_a_prompt_that_is_written_anew_by_key() {
    on_a_prompt_that_is_written_anew(press);
}

fn on_a_prompt_that_is_written_anew(way: Way) {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    proposing(&mut window, "a boat at sea", 4.0);
    type_prompt(&mut window, "船");
    each(&mut window, WRITTEN_ANEW, way);
}

#[test]
fn on_a_selected_picture_by_name() {
    on_a_selected_picture(BY_NAME);
}

#[test]
fn on_a_selected_picture_by_key() {
    on_a_selected_picture(press);
}

fn on_a_selected_picture(way: Way) {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    make(&mut window, "boat", 1);
    type_prompt(&mut window, " and what comes later");
    // A text field would keep the keys that edit text.
    window.get_by_role_and_label(Role::ListBoxOption, "boat").focus();
    window.run_steps(2);
    each(&mut window, SELECTED, way);
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
    window.get_by_role_and_label(Role::ListBoxOption, "boats").focus();
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
}

#[test]
fn on_a_picture_that_failed_by_name() {
    on_a_picture_that_failed(BY_NAME);
}

#[test]
fn on_a_picture_that_failed_by_key() {
    on_a_picture_that_failed(press);
}

fn on_a_picture_that_failed(way: Way) {
    for cases in [FAILED, FAILED_TOO, FAILED_ALL] {
        let folder = tempfile::tempdir().unwrap();
        let mut window = open(folder.path());
        let blocking = block_library(&window);
        type_prompt(&mut window, "held");
        small(&mut window);
        window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        until_failed(&mut window);
        fs::remove_file(blocking).unwrap();
        invoke(&mut window, "Select all");
        // The prompt keeps the keys that edit text.
        window.get_by_role(Role::CheckBox).focus();
        window.run_steps(2);
        each(&mut window, cases, way);
    }
}

#[test]
fn on_a_picture_that_was_refused() {
    for (code, cases) in REFUSED {
        let folder = tempfile::tempdir().unwrap();
        let mut window = open(folder.path());
        connect_refusing(&mut window);
        fail(&mut window, *code);
        type_prompt(&mut window, " and what was typed since");
        invoke(&mut window, "Select all");
        each(&mut window, cases, BY_NAME);
    }
}

#[test]
fn on_what_waits_by_name() {
    on_what_waits(BY_NAME);
}

#[test]
fn on_what_waits_by_key() {
    on_what_waits(press);
}

fn on_what_waits(way: Way) {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    ask_paused(&mut window, &["boat", "ship", "raft"]);
    window.get_by_role_and_label(Role::ListBoxOption, "Waiting: boat, 256×256").focus();
    window.run_steps(2);
    each(&mut window, QUEUED, way);
}

#[test]
fn on_what_waits_for_a_service_that_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let unplugged = plug::wait_for_one(&mut window, folder.path());
    let _plug = unplugged.put_in();
    each(&mut window, KEPT_BACK, BY_NAME);
}

#[test]
fn on_a_folder_that_is_looked_through() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let first = folder.path().join("library/0.png");
    fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/icon.png"), &first).unwrap();
    for n in 1..MANY {
        fs::hard_link(&first, first.with_file_name(format!("{n}.png"))).unwrap();
    }
    window.key_press(Key::F5);
    window.run_steps(1);
    each(&mut window, INDEXING, BY_NAME);
    assert!(pictures(&window) < MANY, "it went on to the end");
}

/// Pictures that take far longer to look through than the palette to be used.
const MANY: usize = 20_000;

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
    for _ in 0..6 {
        let key = if offered.is_empty() { Key::F10 } else { Key::ArrowRight };
        window.key_press(key);
        window.run_steps(4);
        offered.extend(buttons(&window).difference(&always).map(|(name, _)| name.clone()));
    }
    let groups = [
        BEFORE,
        CONNECTED,
        WRITTEN_ANEW,
        SELECTED,
        OPEN,
        UNDER_WAY,
        FAILED,
        FAILED_TOO,
        FAILED_ALL,
        QUEUED,
        KEPT_BACK,
        INDEXING,
    ];
    let refused = REFUSED.iter().flat_map(|(_, cases)| *cases);
    let cases = groups.into_iter().flatten().chain(refused).map(|(name, _)| *name);
    let reached: BTreeSet<String> = cases.chain(OTHERWISE).map(str::to_owned).collect();
    assert_eq!(offered, reached);
}
