//! Prompts in one's own language: translated and enhanced by keys, seen before they are used, taken, refused and brought back; as
//! they are sent; and what of it is told of a picture.

mod again;

use std::sync::mpsc;

use contract::model::CATALOGUE;
use eframe::egui::{Event, Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use engine::{ConnectionId, Language, Progress, Rewriting, Translate, Undoable};
use fake::{FIRST, Fake, TextAnswer};
use serde_json::json;

use crate::{
    connections::{add_worker, begin, click, is_right, leave, saying, says, state, type_into, until_shown, writing},
    desk::{Window, open, open_in, settings, small, type_prompt, until, until_pictures},
    keychain::TestKeychain,
    screens::press,
};

const TYPED: &str = "夜の海";
const ENGLISH: &str = "the sea at night";
const TRANSLATE: (Modifiers, Key) = (Modifiers { shift: true, ..Modifiers::COMMAND }, Key::T);
const ENHANCE: (Modifiers, Key) = (Modifiers::COMMAND, Key::E);
const TAKE: (Modifiers, Key) = (Modifiers::ALT, Key::Enter);
const KEEP: (Modifiers, Key) = (Modifiers::NONE, Key::Escape);

fn keys(window: &mut Window, (modifiers, key): (Modifiers, Key)) {
    press(window, modifiers, key);
}

/// Over an account at the stand-in for Cloudflare, with the caret in the prompt.
fn on_account(window: &mut Window) {
    begin(window, "Workers AI: ");
    type_into(window, Role::TextInput, "Account ID", FIRST.id);
    type_into(window, Role::PasswordInput, "API token", FIRST.token);
    click(window, "Save");
    until_shown(window, "connected", is_right);
    leave(window);
}

fn window_on(folder: &std::path::Path, cloudflare: &Fake) -> Window {
    let mut window = open_in(folder, settings(), TestKeychain::default(), &cloudflare.rest());
    until(&mut window, "recovered", |app| app.session().state().indexing.is_none());
    on_account(&mut window);
    window
}

/// Over a Worker at this address.
pub(crate) fn on_worker(window: &mut Window, address: &str) {
    add_worker(window, address, "k");
    until(window, "connected", |app| app.session().state().current != ConnectionId::BUILT_IN);
    press(window, Modifiers::NONE, Key::Escape);
}

/// The same, that answers each prompt with this one.
pub(crate) fn proposing(window: &mut Window, prompt: &str, neurons: f64) {
    let body = json!({"prompt": "", "translated_prompt": prompt, "neurons": neurons}).to_string();
    on_worker(window, &writing(move |_| Some(("200 OK".to_owned(), body.clone()))));
}

fn progress(window: &Window) -> Option<&Progress> {
    state(window).rewriting.as_ref().map(|Rewriting { progress, .. }| progress)
}

pub(crate) fn until_told(window: &mut Window) {
    until(window, "told", |app| {
        let rewriting = app.session().state().rewriting.as_ref();
        !matches!(rewriting, Some(Rewriting { progress: Progress::Asked { .. }, .. }))
    });
}

/// What stands in the prompt's field.
fn written(window: &Window) -> String {
    window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").accesskit_node().value().unwrap()
}

fn is_in_the_prompt(window: &Window) -> bool {
    window.get_by_role_and_label(Role::MultilineTextInput, "Prompt").is_focused()
}

fn button(window: &Window, name: &str) -> (bool, String) {
    let node = window.get_by_role_and_label(Role::Button, name);
    let node = node.accesskit_node();
    (!node.is_disabled(), node.description().unwrap_or_default())
}

#[test]
fn a_prompt_is_translated_by_keys_taken_and_brought_back_and_its_picture_says_so() {
    let (folder, cloudflare) = (tempfile::tempdir().unwrap(), Fake::start().unwrap());
    let mut window = window_on(folder.path(), &cloudflare);
    small(&mut window);
    type_prompt(&mut window, TYPED);
    keys(&mut window, TRANSLATE);
    until_told(&mut window);
    assert!(says(&window, ENGLISH) && says(&window, "It cost "));
    assert_eq!((&*written(&window), cloudflare.runs()), (TYPED, 0));

    keys(&mut window, TAKE);
    assert_eq!((&*written(&window), is_in_the_prompt(&window)), (ENGLISH, true));
    assert!(says(&window, "Your prompt is in English now"));
    assert_eq!(state(&window).undoable, Some(Undoable::Prompt));
    click(&mut window, "Undo");
    assert_eq!((&*written(&window), &*state(&window).draft.prompt), (TYPED, TYPED));

    keys(&mut window, TRANSLATE);
    until_told(&mut window);
    keys(&mut window, TAKE);
    keys(&mut window, (Modifiers::COMMAND, Key::Enter));
    until_pictures(&mut window, 1);
    assert_eq!(cloudflare.texts(), 1, "the same is not paid for twice, and what is English already is not translated");
    window.get_by_role_and_label(Role::ListBoxOption, ENGLISH).click_accesskit();
    until(&mut window, "read", |app| app.session().state().open.as_ref().is_some_and(|opened| opened.meta.is_some()));
    for told in ["Prompt as typed", TYPED, "Prompt in English", ENGLISH, "Cost of the prompt"] {
        assert!(says(&window, told), "{told}");
    }
    // Its settings are what was typed, and the translation is there again for nothing.
    keys(&mut window, (Modifiers::COMMAND, Key::U));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(written(&window), TYPED);
    assert!(says(&window, "It costs nothing more."));
    keys(&mut window, TAKE);
    assert_eq!((&*written(&window), cloudflare.texts()), (ENGLISH, 1));
}

#[test]
fn a_prompt_is_translated_as_it_is_sent_and_its_cost_is_said_before() {
    let (folder, cloudflare) = (tempfile::tempdir().unwrap(), Fake::start().unwrap());
    let mut window = window_on(folder.path(), &cloudflare);
    small(&mut window);
    type_prompt(&mut window, TYPED);
    assert!(!says(&window, "to translate the prompt"));
    window.get_by_role_and_label(Role::ComboBox, "On Generate").focus();
    window.run_steps(3);
    for key in [Key::Space, Key::ArrowDown, Key::ArrowDown, Key::Enter] {
        press(&mut window, Modifiers::NONE, key);
    }
    assert_eq!(state(&window).draft.translate, Translate::WhenForeign);
    assert!(says(&window, "This includes ≈ 6 neurons, $0.0001, to translate the prompt."));
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 1);
    assert_eq!((cloudflare.texts(), cloudflare.runs()), (1, 1));
    window.get_by_role_and_label(Role::ListBoxOption, TYPED).click_accesskit();
    until(&mut window, "read", |app| app.session().state().open.as_ref().is_some_and(|opened| opened.meta.is_some()));
    for told in [TYPED, "Translated prompt", ENGLISH, "of them for the prompt"] {
        assert!(says(&window, told), "{told}");
    }
    press(&mut window, Modifiers::NONE, Key::Escape);
    // What is English is sent as it is.
    type_into(&mut window, Role::MultilineTextInput, "Prompt", ENGLISH);
    assert!(!says(&window, "to translate the prompt"));
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    until_pictures(&mut window, 2);
    assert_eq!(cloudflare.texts(), 1);
}

#[test]
fn an_enhanced_prompt_is_shown_with_what_is_new_and_refused_by_escape() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    proposing(&mut window, "a red fox in deep snow, at dawn", 4.5);
    type_prompt(&mut window, "a fox in snow");
    keys(&mut window, ENHANCE);
    until_told(&mut window);
    assert!(says(&window, "a red fox in deep snow, at dawn") && says(&window, "It cost $0.00005 (4.50 neurons)."));
    assert!(!says(&window, "As you typed it"), "they have much in common");
    keys(&mut window, KEEP);
    assert_eq!((progress(&window), &*written(&window), is_in_the_prompt(&window)), (None, "a fox in snow", true));
    assert!(!says(&window, "at dawn"));
    keys(&mut window, TAKE);
    assert_eq!(written(&window), "a fox in snow");
}

#[test]
fn what_is_typed_while_it_runs_stays_and_it_can_be_cancelled() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    on_worker(&mut window, &writing(|_| None));
    type_prompt(&mut window, TYPED);
    keys(&mut window, TRANSLATE);
    assert!(says(&window, "Translating… ") && says(&window, "Cancel"));
    assert_eq!(button(&window, "Enhance"), (false, "Another prompt is on its way.".to_owned()));
    window.event(Event::Text("、月".to_owned()));
    window.run_steps(3);
    assert_eq!(written(&window), "夜の海、月");
    keys(&mut window, KEEP);
    assert_eq!((progress(&window), &*written(&window)), (None, "夜の海、月"));
    assert!(button(&window, "Enhance").0);
}

#[test]
fn an_answer_to_what_was_changed_since_says_so_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let (send, receive) = mpsc::sync_channel(1);
    let answer = writing(move |_| receive.recv().ok());
    on_worker(&mut window, &answer);
    type_prompt(&mut window, TYPED);
    keys(&mut window, TRANSLATE);
    window.event(Event::Text("、月".to_owned()));
    window.run_steps(3);
    send.send(("200 OK".to_owned(), json!({"translated_prompt": ENGLISH, "neurons": 4}).to_string())).unwrap();
    until_told(&mut window);
    assert_eq!(written(&window), "夜の海、月");
    assert!(says(&window, "You have typed on since."));
    keys(&mut window, TAKE);
    assert_eq!(written(&window), ENGLISH);
    click(&mut window, "Undo");
    assert_eq!(written(&window), "夜の海、月");
}

#[test]
fn who_has_no_text_model_says_so_before_anybody_asks() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    type_prompt(&mut window, TYPED);
    for name in ["Translate", "Enhance"] {
        let why = "The built-in painter has no text model. Connect Cloudflare to translate and enhance.";
        assert_eq!(button(&window, name), (false, why.to_owned()));
    }
    keys(&mut window, TRANSLATE);
    assert_eq!(progress(&window), None);
    assert_eq!(window.query_all_by_role_and_label(Role::ComboBox, "On Generate").count(), 0);
    on_worker(&mut window, &saying(json!({"models": CATALOGUE, "text_model": null})));
    assert_eq!(button(&window, "Translate"), (false, "This connection has no text model.".to_owned()));
    type_into(&mut window, Role::MultilineTextInput, "Prompt", ENGLISH);
    assert_eq!(window.query_all_by_role_and_label(Role::ComboBox, "On Generate").count(), 0);
}

#[test]
fn a_worker_that_cannot_says_why_and_what_it_may_have_cost() {
    let refusal =
        |code: &str, billed: &str| json!({"error": {"code": code, "message": "no", "billed": billed}}).to_string();
    for (status, body, why, cost) in [
        (
            "404 X",
            refusal("not_found", "no"),
            "is too old to translate or enhance prompts. Update the Worker.",
            "Nothing was billed.",
        ),
        ("400 X", refusal("model_not_here", "no"), "has no text model, so it cannot", "Nothing was billed."),
        ("400 X", refusal("prompt_flagged", "no"), "Write it in other words.", "Nothing was billed."),
        ("503 X", refusal("no_capacity", "no"), "The text model is busy at Cloudflare.", "Nothing was billed."),
        ("403 X", refusal("needs_paid_plan", "no"), "The text model needs a paid plan", "Nothing was billed."),
        ("401 X", refusal("unauthorized", "no"), "key", "Nothing was billed."),
        (
            "504 X",
            refusal("upstream_timeout", "maybe"),
            "too long over the prompt. Try again",
            "It may have been billed.",
        ),
        ("200 OK", "<html>".to_owned(), "", "It may have been billed."),
        ("200 OK", json!({"translated_prompt": "x".repeat(2001)}).to_string(), "", "It may have been billed."),
        ("200 OK", json!({"translated_prompt": " "}).to_string(), "", "It may have been billed."),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut window = open(folder.path());
        on_worker(&mut window, &writing(move |_| Some((status.to_owned(), body.clone()))));
        type_prompt(&mut window, TYPED);
        keys(&mut window, TRANSLATE);
        until_told(&mut window);
        assert!(matches!(progress(&window), Some(Progress::Failed(_))), "{status}");
        assert!(says(&window, why) && says(&window, cost), "{status} {why}");
        assert_eq!(written(&window), TYPED);
        // It is put away by the key, and can be asked for again.
        keys(&mut window, KEEP);
        assert!(progress(&window).is_none() && button(&window, "Translate").0);
    }
}

#[test]
fn nothing_is_asked_while_an_input_method_composes() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    proposing(&mut window, ENGLISH, 4.0);
    type_prompt(&mut window, TYPED);
    let text = "ねk".to_owned();
    window.event(Event::Ime(eframe::egui::ImeEvent::Preedit { text, active_range_chars: None }));
    window.run_steps(2);
    keys(&mut window, TRANSLATE);
    assert_eq!(progress(&window), None);
}

#[test]
fn all_of_it_is_reached_in_a_small_window_in_both_languages() {
    for (language, names) in [
        (Language::English, ["Take this prompt", "Keep what I typed"]),
        (Language::Chinese, ["采用这段提示词", "保留我写的"]),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut window = open(folder.path());
        proposing(&mut window, &"the sea at night, with a long description ".repeat(40), 4.0);
        type_prompt(&mut window, TYPED);
        keys(&mut window, TRANSLATE);
        until_told(&mut window);
        window.state_mut().speak(if language == Language::English {
            easel::Tongue::English
        } else {
            easel::Tongue::Chinese
        });
        for size in [vec2(800.0, 600.0), vec2(420.0, 600.0)] {
            window.set_size(size);
            window.run_steps(4);
            for name in names {
                window.get_by_role_and_label(Role::Button, name).focus();
                window.run_steps(30);
                let rect = window.get_by_role_and_label(Role::Button, name).rect();
                assert!(
                    rect.top() >= 0.0 && rect.bottom() <= size.y && rect.right() <= size.x,
                    "{name}: {rect} in {size}"
                );
            }
        }
        window.state_mut().speak(easel::Tongue::English);
        window.run_steps(2);
    }
}

#[test]
fn a_text_model_that_says_too_much_leaves_the_prompt_and_is_paid() {
    let (folder, cloudflare) = (tempfile::tempdir().unwrap(), Fake::start().unwrap());
    let mut window = window_on(folder.path(), &cloudflare);
    type_prompt(&mut window, TYPED);
    cloudflare.answer_text_next(TextAnswer::TooLong);
    keys(&mut window, TRANSLATE);
    until_told(&mut window);
    assert!(says(&window, "It was billed."));
    assert_eq!(written(&window), TYPED);
}
