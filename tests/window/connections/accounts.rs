//! Accounts at Cloudflare: asked directly, several at once from a list, and standing in for each other.

use eframe::egui::{Event, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use engine::{ConnectionId, ConnectionKind, Notice};
use fake::{Account, FIRST, Fake, SECOND};

use super::{begin, click, is_right, leave, line, says, state, type_into, until_shown};
use crate::{
    desk::{Window, open_in, settings, small, type_prompt, until, until_pictures},
    keychain::TestKeychain,
    words,
};

fn window(dir: &std::path::Path, cloudflare: &Fake, keychain: &TestKeychain) -> Window {
    let mut window = open_in(dir, settings(), keychain.clone(), &cloudflare.rest());
    until(&mut window, "recovered", |app| app.session().state().indexing.is_none());
    window
}

fn list(rows: &[(&str, &str)]) -> String {
    let rows: Vec<_> =
        rows.iter().map(|(id, token)| format!(r#" {{ "account_id": "{id}", "token": "{token}" }}"#)).collect();
    format!("[{}]\n", rows.join(","))
}

fn paste(window: &mut Window, role: Role, name: &str, text: &str) {
    window.get_by_role_and_label(role, name).focus();
    window.run_steps(2);
    window.event(Event::Paste(text.to_owned()));
    window.run_steps(4);
}

fn add_both(window: &mut Window) {
    begin(window, "Workers AI: ");
    paste(window, Role::TextInput, "Account ID", &list(&[(FIRST.id, FIRST.token), (SECOND.id, SECOND.token)]));
    window.get_by_label("This is a list of 2 accounts.");
    click(window, "Add these accounts");
    until(window, "found right", |app| app.session().state().connections.iter().all(is_right));
}

#[test]
fn an_account_is_asked_directly_with_every_model() {
    let (folder, cloudflare, keychain) =
        (tempfile::tempdir().unwrap(), Fake::start().unwrap(), TestKeychain::default());
    let mut window = window(folder.path(), &cloudflare, &keychain);
    begin(&mut window, "Workers AI: ");
    // As it is copied from a page.
    paste(&mut window, Role::TextInput, "Account ID", &format!(" {}\n", FIRST.id));
    paste(&mut window, Role::PasswordInput, "API token", &format!("\n {} \n", fake::token::WITHOUT_AI));
    window.key_press(Key::Enter);
    until_shown(&mut window, "refused", super::is_wrong);
    assert!(says(&window, "Workers AI Read and"), "what to do is said");
    type_into(&mut window, Role::PasswordInput, "API token", FIRST.token);
    window.key_press(Key::Enter);
    until_shown(&mut window, "connected", is_right);
    assert_eq!(line(&window), "In use");
    assert_eq!(keychain.keys(), [FIRST.token]);
    assert_eq!(cloudflare.runs(), 0, "a test costs nothing");
    leave(&mut window);
    type_prompt(&mut window, "boat");
    small(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    assert_eq!(cloudflare.runs(), 1);
}

#[test]
fn a_list_of_accounts_is_taken_whole_from_whichever_field_and_no_token_is_seen() {
    let (folder, cloudflare, keychain) =
        (tempfile::tempdir().unwrap(), Fake::start().unwrap(), TestKeychain::default());
    let mut window = window(folder.path(), &cloudflare, &keychain);
    let both = list(&[(FIRST.id, FIRST.token), (SECOND.id, SECOND.token)]);
    for (role, name) in [(Role::TextInput, "Account ID"), (Role::PasswordInput, "API token"), (Role::TextInput, "Name")]
    {
        begin(&mut window, "Workers AI: ");
        paste(&mut window, role, name, &both);
        window.get_by_label("This is a list of 2 accounts.");
        let told = words::all(&window).join("\n");
        assert!(!told.contains("first0") && !told.contains("second0"), "{told}");
        click(&mut window, "Cancel");
        window.get_by_role_and_label(role, name);
    }
    begin(&mut window, "Workers AI: ");
    for (wrong, said) in [
        (list(&[(FIRST.id, FIRST.token), (SECOND.id, "")]), "Account 2 of the list has no usable token."),
        (list(&[("sesame", FIRST.token)]), "One of the list has no account ID of 32 digits"),
        (both.trim_end().trim_end_matches(']').to_owned(), "This begins like a list of accounts and is not one"),
    ] {
        paste(&mut window, Role::TextInput, "Account ID", &wrong);
        assert!(says(&window, said), "{said}");
        assert!(!words::all(&window).join("\n").contains("sesame"));
        assert_eq!(window.query_all_by_label("Add these accounts").count(), 0);
        click(&mut window, "Cancel");
    }
    add_both(&mut window);
    let kinds: Vec<_> = state(&window).connections.iter().map(|known| known.kind.clone()).collect();
    assert!(matches!(
        kinds.as_slice(),
        [ConnectionKind::BuiltIn, ConnectionKind::Account(_), ConnectionKind::Account(_)]
    ));
    let mut keys = keychain.keys();
    keys.sort();
    assert_eq!(keys, [SECOND.token, FIRST.token]);
}

#[test]
fn what_only_begins_like_a_list_is_typed_and_a_list_that_is_put_away_leaves_the_form() {
    let (folder, cloudflare, keychain) =
        (tempfile::tempdir().unwrap(), Fake::start().unwrap(), TestKeychain::default());
    let mut window = window(folder.path(), &cloudflare, &keychain);
    let value = |window: &Window, role, name| window.get_by_role_and_label(role, name).value().unwrap_or_default();
    let list = list(&[(FIRST.id, FIRST.token)]);
    begin(&mut window, "Workers AI: ");
    type_into(&mut window, Role::TextInput, "Account ID", FIRST.id);
    paste(&mut window, Role::TextInput, "Name", "{mine}");
    paste(&mut window, Role::PasswordInput, "API token", "[sesame");
    let typed = [(Role::TextInput, "Account ID"), (Role::TextInput, "Name"), (Role::PasswordInput, "API token")];
    let before = typed.map(|(role, name)| value(&window, role, name));
    assert_eq!(before, [FIRST.id, "{mine}", "•••••••"]);
    paste(&mut window, Role::TextInput, "Name", &list);
    window.get_by_label("This is a list of 1 account.");
    click(&mut window, "Cancel");
    assert_eq!(typed.map(|(role, name)| value(&window, role, name)), before);

    // Over a connection that is shown, only what is a list is taken for one.
    type_into(&mut window, Role::PasswordInput, "API token", FIRST.token);
    click(&mut window, "Save");
    until_shown(&mut window, "connected", is_right);
    type_into(&mut window, Role::TextInput, "Name", "ours");
    paste(&mut window, Role::TextInput, "Name", r#" [{"one": 1}]"#);
    assert_eq!(value(&window, Role::TextInput, "Name"), r#"ours [{"one": 1}]"#);
    paste(&mut window, Role::TextInput, "Name", &list);
    window.get_by_label("This is a list of 1 account.");
    let told = words::all(&window).join("\n");
    let held = window.ctx.input(|input| format!("{:?}", input.raw.events));
    assert!(!told.contains(FIRST.token) && !held.contains(FIRST.token));
    click(&mut window, "Cancel");
    assert_eq!(value(&window, Role::TextInput, "Name"), r#"ours [{"one": 1}]"#);
    assert_eq!(super::shown(&window).name, "{mine}");
}

#[test]
fn an_account_without_allowance_rests_and_the_next_that_stands_in_makes_the_picture() {
    let (folder, cloudflare, keychain) =
        (tempfile::tempdir().unwrap(), Fake::start().unwrap(), TestKeychain::default());
    let mut window = window(folder.path(), &cloudflare, &keychain);
    add_both(&mut window);
    for place in [2, 1] {
        let name = state(&window).connections.get(place).unwrap().name.clone();
        window.get_by_role_and_label(Role::ListBoxOption, &name).click();
        window.run_steps(4);
        window.get_by_label("Stand in for each other").click();
        window.run_steps(4);
    }
    let [_, first, second] = state(&window).connections.as_slice() else { unreachable!() };
    let (first, second) = (first.clone(), second.clone());
    assert!(first.stands_in && second.stands_in && first.id != ConnectionId::BUILT_IN);
    if state(&window).current != first.id {
        click(&mut window, "Use");
    }
    window.key_press(Key::Escape);
    window.run_steps(4);
    let used_up = |account: Account| cloudflare.set_allowance(account, 1.0);
    used_up(FIRST);
    type_prompt(&mut window, "boat");
    small(&mut window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    let stood_in = Notice::StoodIn { rests: first.name.clone(), over: second.name.clone() };
    assert_eq!(state(&window).notice, Some(stood_in));
    assert!(says(&window, "Rests until "), "the prompt panel says so too");
    super::open_page(&mut window);
    assert!(line(&window).starts_with("Rests until ") && line(&window).ends_with(" · Stands in"), "{}", line(&window));
    let row = window.get_by_role_and_label(Role::ListBoxOption, &first.name);
    assert_eq!(row.accesskit_node().is_selected(), Some(true));
}
