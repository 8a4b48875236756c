//! How each screen is reached.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use eframe::egui::{Event, Key, Modifiers, Vec2, ViewportId, accesskit::Role, vec2};
use egui_kittest::kittest::Queryable as _;
use engine::{Connection, KeyState, Undoable};

use super::PROMPTS;
use crate::{
    connections::{self, begin, connect_all_models, type_into},
    desk::{self, Window, until, until_pictures},
    prompt::{
        models::{choose, open_list},
        type_number,
    },
    queue::plug,
    told::told,
};

pub(crate) fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(4);
}

pub(super) fn size(window: &mut Window, size: Vec2) {
    window.set_size(size);
    window.run_steps(4);
}

pub(super) fn problems(window: &mut Window) {
    desk::type_prompt(window, &"long ".repeat(500));
}

pub(super) fn models(window: &mut Window) {
    connect_all_models(window);
    open_list(window);
}

pub(super) fn model(window: &mut Window, name: &str) {
    size(window, vec2(1200.0, 1400.0));
    connect_all_models(window);
    choose(window, name);
}

/// The one that has every setting, and none left to it.
pub(super) fn phoenix(window: &mut Window) {
    model(window, "Leonardo Phoenix 1.0");
    for setting in ["Steps: Set by the model", "Guidance: Set by the model", "Random seed"] {
        window.get_by_label(setting).click();
        window.run_steps(4);
    }
    // Another number each time.
    type_number(window, "Seed", "7");
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "Negative prompt");
    field.focus();
    field.type_text("blurred hands");
    window.run_steps(3);
}

pub(super) fn connection_problems(window: &mut Window) {
    begin(window, "Workers AI: ");
    type_into(window, Role::TextInput, "Account ID", "my account");
    connections::click(window, "Save");
}

pub(super) fn connection_ready(window: &mut Window) {
    connections::add_worker(window, &connections::with_all_models(), "open-sesame-of-forty-thieves-7f3a");
    connections::until_shown(window, "found right", connections::is_right);
    type_into(window, Role::TextInput, "Name", "holiday");
    connections::click(window, "Save");
    connections::until_shown(window, "found right", connections::is_right);
}

pub(super) fn connection_wrong_key(window: &mut Window) {
    let dir = window.state().session().folder().library().root.with_file_name("other.db");
    connections::add_worker(window, &connections::serve(dir, "open"), "sesame");
    connections::until_shown(window, "refused", connections::is_wrong);
}

pub(super) fn connection_moved(window: &mut Window) {
    connection_ready(window);
    type_into(window, Role::TextInput, "Address", "https://easel.example");
}

/// The one in use has no allowance left, and nobody stands in for it.
pub(super) fn connection_resting_used(window: &mut Window) {
    connections::add_worker(window, &connections::without_allowance(), "k");
    connections::until_shown(window, "found right", connections::is_right);
    type_into(window, Role::TextInput, "Name", "holiday");
    connections::click(window, "Save");
    connections::until_shown(window, "found right", connections::is_right);
    press(window, Modifiers::NONE, Key::Escape);
    desk::type_prompt(window, PROMPTS[0]);
    press(window, Modifiers::COMMAND, Key::Enter);
    until(window, "refused", |app| app.session().state().connections.iter().any(|known| known.rests.is_some()));
}

pub(super) fn connection_resting(window: &mut Window) {
    connection_resting_used(window);
    press(window, Modifiers::COMMAND, Key::Comma);
}

pub(super) fn connection_narrow(window: &mut Window) {
    connection_ready(window);
    size(window, vec2(500.0, 700.0));
}

pub(super) fn keychain_refuses(window: &mut Window) {
    connections::add_worker(window, "https://easel.example", "sesame");
    let refused = |shown: &Connection| matches!(shown.key, KeyState::Failed(_));
    connections::until_shown(window, "refused", refused);
}

pub(super) fn keychain_waits(window: &mut Window) {
    connections::add_worker(window, "https://easel.example", "sesame");
    until(window, "waiting", |app| app.session().state().keychain_waits);
}

fn paste_list(window: &mut Window, list: &str) {
    begin(window, "Workers AI: ");
    window.get_by_role_and_label(Role::TextInput, "Account ID").focus();
    window.run_steps(2);
    window.event(Event::Paste(list.to_owned()));
    window.run_steps(4);
}

pub(super) fn accounts(window: &mut Window) {
    let row = |digit: &str| format!(r#"{{"account_id": "{}", "token": "sesame"}}"#, digit.repeat(32));
    paste_list(window, &format!("[{}, {}, {}]", row("a"), row("b"), row("c")));
}

pub(super) fn accounts_wrong(window: &mut Window) {
    paste_list(window, r#"[{"account_id": "0123456789abcdef0123456789abcdef"}]"#);
}

pub(super) fn deploy_token(window: &mut Window) {
    begin(window, "Worker: ");
    connections::click(window, "Deploy your own Worker…");
}

pub(super) fn deploy_offline(window: &mut Window) {
    deploy_token(window);
    type_into(window, Role::PasswordInput, "API token", "sesame");
    press(window, Modifiers::NONE, Key::Enter);
    until_told(window, "could not be reached");
}

/// As a screen reader does it: the keyboard is on a picture, and it is selected.
fn focus(window: &mut Window) {
    window.get_by_label(PROMPTS[1]).focus();
    window.run_steps(2);
}

pub(super) fn selection(window: &mut Window) {
    focus(window);
    press(window, Modifiers::COMMAND, Key::A);
}

pub(super) fn picture_menu(window: &mut Window) {
    focus(window);
    press(window, Modifiers::NONE, Key::Menu);
}

/// Half of a file.
pub(super) fn broken(window: &mut Window) {
    let mut picture = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/icon.png")).unwrap();
    picture.truncate(picture.len() / 2);
    let root = window.state().session().folder().library().root.clone();
    fs::write(root.join("holiday.png"), &picture).unwrap();
    press(window, Modifiers::NONE, Key::F5);
    until_pictures(window, 1);
    until_told(window, "cannot be shown");
}

/// Runs frames until the window says so somewhere.
fn until_told(window: &mut Window, words: &str) {
    let end = Instant::now() + Duration::from_secs(60);
    while !told(window).contains(words) {
        assert!(Instant::now() < end, "{words} is never said: {}", told(window));
        thread::sleep(Duration::from_millis(5));
        window.run_steps(1);
    }
}

pub(super) fn copied(window: &mut Window) {
    focus(window);
    press(window, Modifiers::COMMAND, Key::C);
    until(window, "copied", |app| app.session().state().notice.is_some());
}

pub(super) fn deleted(window: &mut Window) {
    focus(window);
    press(window, Modifiers::NONE, Key::Delete);
    until(window, "deleted", |app| app.session().state().notice.is_some());
}

/// What a screen has put into the system's bin is taken out again.
pub(super) fn bring_back(window: &mut Window) {
    if matches!(window.state().session().state().undoable, Some(Undoable::Deletion { .. })) {
        window.get_by_role_and_label(Role::Button, "Undo").click();
        until(window, "restored", |app| app.session().state().gallery.pictures().len() == PROMPTS.len());
    }
}

pub(super) fn under_way(window: &mut Window) {
    connect_all_models(window);
    desk::type_prompt(window, PROMPTS[0]);
    window.get_by_role_and_label(Role::Slider, "How many").set_value_accesskit(8.0);
    window.run_steps(3);
    press(window, Modifiers::COMMAND, Key::Enter);
}

pub(super) fn failed(window: &mut Window) {
    desk::block_library(window);
    desk::type_prompt(window, PROMPTS[0]);
    desk::small(window);
    press(window, Modifiers::COMMAND, Key::Enter);
    desk::until_failed(window);
}

pub(super) fn job_menu(window: &mut Window) {
    failed(window);
    window.get_by_role(Role::ListBoxOption).focus();
    window.run_steps(2);
    press(window, Modifiers::NONE, Key::Menu);
}

fn open_queue(window: &mut Window) {
    press(window, Modifiers::COMMAND, Key::J);
}

/// Two are being made, and six wait.
pub(super) fn queue(window: &mut Window) {
    under_way(window);
    open_queue(window);
    // The first that waits.
    for _ in 0..2 {
        press(window, Modifiers::NONE, Key::ArrowDown);
    }
}

pub(super) fn queue_failed(window: &mut Window) {
    failed(window);
    open_queue(window);
}

pub(super) fn queue_paused(window: &mut Window) {
    press(window, Modifiers::COMMAND, Key::P);
    under_way(window);
    open_queue(window);
}

pub(super) fn queue_row_menu(window: &mut Window) {
    queue_paused(window);
    press(window, Modifiers::NONE, Key::Menu);
}

pub(super) fn queue_editing(window: &mut Window) {
    queue_paused(window);
    press(window, Modifiers::NONE, Key::Enter);
    // Its number is another one each time.
    window.get_by_role_and_label(Role::CheckBox, "Random seed").click_accesskit();
    window.run_steps(3);
}

pub(super) fn queue_narrow(window: &mut Window) {
    queue_paused(window);
    size(window, vec2(500.0, 700.0));
}

pub(super) fn queue_unreachable(window: &mut Window) {
    let folder = window.state().session().folder().library().root.clone();
    plug::wait_for_one(window, folder.parent().unwrap());
}

pub(super) fn viewer(window: &mut Window) {
    window.get_by_label(PROMPTS[0]).focus();
    window.run_steps(2);
    press(window, Modifiers::NONE, Key::Enter);
    until(window, "described", |app| app.session().state().open.as_ref().is_some_and(|open| open.meta.is_some()));
}

pub(super) fn filmstrip(window: &mut Window) {
    viewer(window);
    press(window, Modifiers::COMMAND, Key::T);
}

pub(super) fn full_screen(window: &mut Window) {
    viewer(window);
    window.input_mut().viewports.entry(ViewportId::ROOT).or_default().fullscreen = Some(true);
    window.run_steps(3);
}

pub(super) fn viewer_menu(window: &mut Window) {
    viewer(window);
    window.get_by_role(Role::Image).click_secondary();
    window.run_steps(4);
}

pub(super) fn viewer_broken(window: &mut Window) {
    broken(window);
    window.get_by_role(Role::ListBoxOption).click_accesskit();
    window.run_steps(4);
    until_told(window, "Show in folder");
    until_told(window, "cannot be shown");
}

pub(super) fn viewer_narrow(window: &mut Window) {
    viewer(window);
    size(window, vec2(500.0, 700.0));
    window.get_by_role_and_label(Role::Button, "More").click();
    window.run_steps(4);
}

pub(super) fn save(window: &mut Window) {
    viewer(window);
    press(window, Modifiers::COMMAND, Key::S);
}

pub(super) fn saved(window: &mut Window) {
    save(window);
    window.key_press(Key::Enter);
    until(window, "saved", |app| app.session().state().notice.is_some());
}

/// The one at this place in the bar, with a picture selected.
pub(super) fn menu(window: &mut Window, place: usize) {
    focus(window);
    press(window, Modifiers::NONE, Key::F10);
    for _ in 0..place {
        press(window, Modifiers::NONE, Key::ArrowRight);
    }
}
