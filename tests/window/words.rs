//! No word is shown that does not go through the window's languages: in the bracketed one, every label of every screen
//! stands in brackets.

use easel::Tongue;

use crate::{screens, told::all_words};

/// Names of keys are the same in every language.
const KEYS: [&str; 14] =
    ["Ctrl", "Shift", "Alt", "Cmd", "Enter", "Escape", "Delete", "Left", "Right", "Up", "Down", "Space", "F11", "F10"];

/// What is left of a text without all that is in brackets, the user's, or the same in every language.
fn left(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(open) = text.rfind('⟦') {
        let Some(length) = text.get(open..).and_then(|rest| rest.find('⟧')) else { break };
        text.replace_range(open..open + length + '⟧'.len_utf8(), "");
    }
    let models = contract::model::CATALOGUE.iter().map(|model| model.name);
    for known in screens::PROMPTS.into_iter().chain(screens::DATA).chain(models).chain(KEYS) {
        text = text.replace(known, "");
    }
    // A key has one letter: Ctrl+S, F1.
    text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1).collect()
}

#[test]
fn every_word_on_every_screen_is_in_the_windows_languages() {
    let (mut read, mut strangers) = (0, Vec::new());
    for screen in screens::SCREENS {
        let folder = tempfile::tempdir().unwrap();
        let window = screens::open(screen, folder.path(), Tongue::Bracketed);
        for text in all_words(&window) {
            read += usize::from(text.contains('⟦'));
            if !left(&text).is_empty() {
                strangers.push(format!("{}: {text:?}", screen.name));
            }
        }
    }
    assert!(strangers.is_empty(), "do not go through Msg: {strangers:#?}");
    assert!(read > 100, "only {read} words were read");
}

#[test]
fn a_word_outside_the_brackets_is_noticed() {
    assert_eq!(left("⟦Sent to ⟦the painter⟧ at last⟧  Ctrl+S"), "");
    assert_eq!(left("FLUX.2 klein 4B, 1024×768"), "");
    assert_eq!(left("⟦Size⟧ unknown"), "unknown");
}
