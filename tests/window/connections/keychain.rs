//! Keys: shown as dots, kept in the keychain, and what is said when there is none or it does not answer.

use eframe::egui::{Event, ImeEvent, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use engine::{Connection, Keep, KeyState, KeychainFault};

use super::{
    add_worker, begin, click, is_right, line, open_page, says, serve, shown, type_into, until_shown, with_all_models,
};
use crate::{
    desk::{Window, open_in, reopen_in, settings, until},
    keychain::{Mood, TestKeychain},
    words,
};

const SECRET: &str = "open-sesame-of-forty-thieves-7f3a";

fn window(dir: &std::path::Path, keychain: &TestKeychain) -> Window {
    let mut window = open_in(dir, settings(), keychain.clone(), "127.0.0.1:9");
    until(&mut window, "recovered", |app| app.session().state().indexing.is_none());
    window
}

/// Whether any word of the window has more of the secret than its end.
fn tells(window: &Window) -> bool {
    let runs = window.query_all_by_role(Role::TextRun).filter_map(|run| run.value());
    let mut all = words::all(window).into_iter().chain(runs);
    all.any(|words| words.contains(SECRET) || words.contains("open-s") || words.contains("-7f3a"))
}

/// Lets one event come, and says what egui has of it and of those before it after the pass, and what it gave to the system.
fn after(window: &mut Window, event: Event) -> (String, String) {
    window.event(event);
    window.run_steps(1);
    let held = window.ctx.input(|input| format!("{:?} {:?}", input.events, input.raw.events));
    (held, format!("{:?}", window.output().platform_output.commands))
}

fn is_refused(connection: &Connection) -> bool {
    matches!(connection.key, KeyState::Failed(_))
}

fn is_kept_for_session(connection: &Connection) -> bool {
    matches!(connection.key, KeyState::Known { keep: Keep::Session, .. })
}

/// With a connection whose key the keychain has and does not give.
fn locked(dir: &std::path::Path, keychain: &TestKeychain) -> Window {
    let mut window = window(dir, keychain);
    add_worker(&mut window, &with_all_models(), "the-key-of-before");
    until_shown(&mut window, "connected", is_right);
    drop(window);
    keychain.be(Mood::Refusing(KeychainFault::Locked));
    let mut window = reopen_in(dir, keychain.clone());
    open_page(&mut window);
    until_shown(&mut window, "refused", is_refused);
    window
}

#[test]
fn a_key_is_dots_with_its_last_four_and_nowhere_else() {
    let (folder, keychain) = (tempfile::tempdir().unwrap(), TestKeychain::default());
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
    window.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    window.run_steps(2);
    assert!(!tells(&window));
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run_steps(2);
    for event in [Event::Copy, Event::Cut] {
        let (_, given) = after(&mut window, event);
        assert!(!tells(&window) && !given.contains("CopyText"), "{given}");
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
    let (folder, keychain) = (tempfile::tempdir().unwrap(), TestKeychain::default());
    keychain.be(Mood::Refusing(KeychainFault::Absent));
    let mut window = window(folder.path(), &keychain);
    add_worker(&mut window, &with_all_models(), SECRET);
    until_shown(&mut window, "refused", is_refused);
    assert!(says(&window, "This computer has no keychain that is running"));
    assert_eq!(line(&window), "No keychain");
    click(&mut window, "Try again");
    until_shown(&mut window, "refused", is_refused);
    click(&mut window, "Keep it for this session only");
    until_shown(&mut window, "connected", is_right);
    assert!(is_kept_for_session(shown(&window)));
    assert!(says(&window, "Kept until you close Easel.") && keychain.keys().is_empty());
    drop(window);

    // The next time it has to be typed again.
    keychain.be(Mood::Willing);
    let mut window = reopen_in(folder.path(), keychain);
    open_page(&mut window);
    until_shown(&mut window, "looked for", |shown| shown.key == KeyState::Missing);
    assert_eq!(line(&window), "Key missing");
    assert!(says(&window, "There is no key for this connection."));
}

#[test]
fn a_key_is_kept_for_the_session_when_that_is_wished() {
    let (folder, keychain) = (tempfile::tempdir().unwrap(), TestKeychain::default());
    let mut window = window(folder.path(), &keychain);
    begin(&mut window, "Worker: ");
    type_into(&mut window, Role::TextInput, "Address", &with_all_models());
    type_into(&mut window, Role::PasswordInput, "Key", SECRET);
    window.get_by_role_and_label(Role::CheckBox, "Keep it for this session only").click();
    window.run_steps(2);
    click(&mut window, "Save");
    until_shown(&mut window, "connected", is_right);
    assert!(is_kept_for_session(shown(&window)) && keychain.keys().is_empty());

    // So is another one that is typed later.
    type_into(&mut window, Role::PasswordInput, "Key", "another-key-for-the-same");
    click(&mut window, "Save");
    until_shown(&mut window, "connected", |shown| {
        is_right(shown) && matches!(&shown.key, KeyState::Known { tail, .. } if tail == "same")
    });
    assert!(is_kept_for_session(shown(&window)) && keychain.keys().is_empty());
}

#[test]
fn the_window_says_that_it_waits_for_the_keychain() {
    let (folder, keychain) = (tempfile::tempdir().unwrap(), TestKeychain::default());
    keychain.be(Mood::Silent);
    let mut window = window(folder.path(), &keychain);
    add_worker(&mut window, &with_all_models(), SECRET);
    until(&mut window, "waiting", |app| app.session().state().keychain_waits);
    let waits = "Waiting for the system's keychain…";
    // On the page, and in the status bar.
    assert_eq!(window.query_all_by_label(waits).count(), 2);
    assert_eq!(line(&window), waits);
    assert!(says(&window, "A window of your system may be asking you to unlock it."));
    keychain.be(Mood::Willing);
    until_shown(&mut window, "connected", is_right);
    until(&mut window, "done with waiting", |app| !app.session().state().keychain_waits);
    assert_eq!(window.query_all_by_label(waits).count(), 0);
    assert_eq!(keychain.keys(), [SECRET]);
}

#[test]
fn egui_keeps_nothing_of_a_key_that_is_typed_composed_or_pasted() {
    let (folder, keychain) = (tempfile::tempdir().unwrap(), TestKeychain::default());
    let mut window = window(folder.path(), &keychain);
    begin(&mut window, "Worker: ");
    window.get_by_role_and_label(Role::TextInput, "Address").focus();
    window.run_steps(2);
    let (held, _) = after(&mut window, Event::Text("sesame".to_owned()));
    assert!(held.contains("sesame"), "what is no secret is where it is looked for");
    window.get_by_role_and_label(Role::PasswordInput, "Key").focus();
    window.run_steps(2);
    let preedit = ImeEvent::Preedit { text: "sesame".to_owned(), active_range_chars: None };
    for event in [
        Event::Text("sesame".to_owned()),
        Event::Paste(" sesame\n".to_owned()),
        Event::Ime(preedit),
        Event::Ime(ImeEvent::Commit("sesame".to_owned())),
    ] {
        let (held, _) = after(&mut window, event);
        assert!(!held.contains("sesame"), "{held}");
    }
    assert_eq!(window.get_by_role_and_label(Role::PasswordInput, "Key").value().unwrap(), "••••••".repeat(3));
}

#[test]
fn the_key_that_is_typed_is_kept_and_not_the_one_that_was_refused_before() {
    let (folder, keychain) = (tempfile::tempdir().unwrap(), TestKeychain::default());
    keychain.be(Mood::Refusing(KeychainFault::Absent));
    let mut window = window(folder.path(), &keychain);
    add_worker(&mut window, &serve(folder.path().join("other.db"), SECRET), "a-slip-of-the-fingers");
    until_shown(&mut window, "refused", is_refused);
    type_into(&mut window, Role::PasswordInput, "Key", SECRET);
    click(&mut window, "Keep it for this session only");
    until_shown(&mut window, "connected", is_right);
    assert!(is_kept_for_session(shown(&window)));
}

#[test]
fn trying_the_keychain_again_saves_the_key_that_is_typed() {
    let (folder, keychain) = (tempfile::tempdir().unwrap(), TestKeychain::default());
    let mut window = locked(folder.path(), &keychain);
    type_into(&mut window, Role::PasswordInput, "Key", SECRET);
    keychain.be(Mood::Willing);
    click(&mut window, "Try again");
    until_shown(&mut window, "connected", is_right);
    assert_eq!(keychain.keys(), [SECRET]);
}

#[test]
fn a_key_that_cannot_be_read_has_to_be_typed_for_the_session() {
    let (folder, keychain) = (tempfile::tempdir().unwrap(), TestKeychain::default());
    let mut window = locked(folder.path(), &keychain);
    click(&mut window, "Keep it for this session only");
    until_shown(&mut window, "refused", is_refused);
    assert_eq!(line(&window), "Keychain locked", "the key is still there");
    assert!(window.get_by_role_and_label(Role::PasswordInput, "Key").is_focused());
    assert!(says(&window, "This is needed too."));
    window.event(Event::Text(SECRET.to_owned()));
    window.key_press(Key::Enter);
    until_shown(&mut window, "connected", is_right);
    assert!(is_kept_for_session(shown(&window)));
}
