//! Keys: shown as dots, kept in the keychain, and what is said when there is none or it does not answer.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use engine::{Keep, KeyState, KeychainFault};

use super::{
    add_worker, begin, click, is_right, line, open_page, says, shown, type_into, until_shown, with_all_models,
};
use crate::{
    desk::{Window, open_in, reopen_in, settings, until},
    keychain::{InMemory, Mood},
    words,
};

const SECRET: &str = "open-sesame-of-forty-thieves-7f3a";

fn window(dir: &std::path::Path, keychain: &InMemory) -> Window {
    let mut window = open_in(dir, settings(), keychain.clone(), "127.0.0.1:9");
    until(&mut window, "recovered", |app| app.session().state().indexing.is_none());
    window
}

/// Whether any word of the window has more of the secret than its end.
fn tells(window: &Window) -> bool {
    words::all(window).iter().any(|words| words.contains(SECRET) || words.contains("open-s") || words.contains("-7f3a"))
}

#[test]
fn a_key_is_dots_with_its_last_four_and_nowhere_else() {
    let (folder, keychain) = (tempfile::tempdir().unwrap(), InMemory::default());
    let mut window = window(folder.path(), &keychain);
    begin(&mut window, "Worker: ");
    type_into(&mut window, Role::TextInput, "Address", &with_all_models());
    for letter in SECRET.chars() {
        let field = window.get_by_role_and_label(Role::PasswordInput, "Key");
        field.focus();
        field.type_text(&letter.to_string());
        window.run_steps(1);
        assert!(!tells(&window));
    }
    // Nothing of it comes back, and none is given away.
    for key in [Key::Z, Key::A, Key::C, Key::X] {
        window.key_press_modifiers(Modifiers::COMMAND, key);
        window.run_steps(2);
        assert!(!tells(&window) && !format!("{:?}", window.output().platform_output.commands).contains("sesame"));
    }
    window.get_by_role_and_label(Role::PasswordInput, "Key").type_text(SECRET);
    window.run_steps(2);
    click(&mut window, "Save");
    while !is_right(shown(&window)) {
        window.run_steps(1);
        assert!(!tells(&window));
    }
    window.run_steps(3);
    assert_eq!(
        window.get_by_role_and_label(Role::PasswordInput, "Key").accesskit_node().placeholder(),
        Some("••••••••7f3a")
    );
    assert!(says(&window, "Kept in this computer's keychain.") && !tells(&window));
    assert_eq!(keychain.keys(), [SECRET]);
    assert!(!format!("{:?}", window.state().session().state()).contains(SECRET));
}

#[test]
fn without_a_keychain_it_is_said_in_words_and_the_key_is_kept_for_the_session() {
    let (folder, keychain) = (tempfile::tempdir().unwrap(), InMemory::default());
    keychain.set(Mood::Refuses(KeychainFault::Absent));
    let mut window = window(folder.path(), &keychain);
    add_worker(&mut window, &with_all_models(), SECRET);
    until_shown(&mut window, "refused", |shown| matches!(shown.key, KeyState::Failed(_)));
    assert!(says(&window, "This computer has no keychain that is running"));
    assert_eq!(line(&window), "No keychain");
    click(&mut window, "Try again");
    until_shown(&mut window, "refused", |shown| matches!(shown.key, KeyState::Failed(_)));
    click(&mut window, "Keep it for this session only");
    until_shown(&mut window, "connected", is_right);
    assert!(matches!(shown(&window).key, KeyState::Known { keep: Keep::Session, .. }));
    assert!(says(&window, "Kept until you close Easel.") && keychain.keys().is_empty());
    drop(window);

    // The next time it has to be typed again.
    keychain.set(Mood::Works);
    let mut window = reopen_in(folder.path(), keychain);
    open_page(&mut window);
    until_shown(&mut window, "looked for", |shown| shown.key == KeyState::Missing);
    assert_eq!(line(&window), "Key missing");
    assert!(says(&window, "There is no key for this connection."));
}

#[test]
fn a_key_is_kept_for_the_session_when_that_is_wished() {
    let (folder, keychain) = (tempfile::tempdir().unwrap(), InMemory::default());
    let mut window = window(folder.path(), &keychain);
    begin(&mut window, "Worker: ");
    type_into(&mut window, Role::TextInput, "Address", &with_all_models());
    type_into(&mut window, Role::PasswordInput, "Key", SECRET);
    window.get_by_role_and_label(Role::CheckBox, "Keep it for this session only").click();
    window.run_steps(2);
    click(&mut window, "Save");
    until_shown(&mut window, "connected", is_right);
    assert!(matches!(shown(&window).key, KeyState::Known { keep: Keep::Session, .. }) && keychain.keys().is_empty());
}

#[test]
fn the_window_says_that_it_waits_for_the_keychain() {
    let (folder, keychain) = (tempfile::tempdir().unwrap(), InMemory::default());
    keychain.set(Mood::Waits);
    let mut window = window(folder.path(), &keychain);
    add_worker(&mut window, &with_all_models(), SECRET);
    until(&mut window, "waiting", |app| app.session().state().keychain_waits);
    let waits = "Waiting for the system's keychain…";
    // On the page, and in the status bar.
    assert_eq!(window.query_all_by_label(waits).count(), 2);
    assert_eq!(line(&window), waits);
    assert!(says(&window, "A window of your system may be asking you to unlock it."));
    keychain.set(Mood::Works);
    until_shown(&mut window, "connected", is_right);
    until(&mut window, "done with waiting", |app| !app.session().state().keychain_waits);
    assert_eq!(window.query_all_by_label(waits).count(), 0);
    assert_eq!(keychain.keys(), [SECRET]);
}
