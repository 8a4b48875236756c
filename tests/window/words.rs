//! No word is shown that does not go through the window's languages: in the bracketed one, every label of every screen
//! stands in brackets. The screens are gone through in `snapshots.rs`.

use std::path::Path;

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;

use crate::{desk::Window, screens};

/// Names of keys are the same in every language.
const KEYS: [&str; 14] =
    ["PgUp", "PgDn", "Home", "End", "Ctrl", "Shift", "Alt", "Cmd", "Enter", "Esc", "Delete", "Space", "F11", "F10"];

/// What is left of a text without all that is in brackets, the user's, or the same in every language. `folder`: the window's.
pub(crate) fn left(text: &str, folder: &Path) -> String {
    let mut text = text.replace(folder.to_str().unwrap(), "");
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

/// All words of all widgets.
pub(crate) fn all(window: &Window) -> Vec<String> {
    let mut all = Vec::new();
    for node in window.root().children_recursive() {
        let node = node.accesskit_node();
        if node.role() != Role::TextRun {
            let placeholder = node.placeholder().map(str::to_owned);
            all.extend([node.label(), node.value(), placeholder, node.description()].into_iter().flatten());
        }
    }
    all
}

#[test]
fn a_word_outside_the_brackets_is_noticed() {
    let left = |text| left(text, Path::new("/home/me"));
    assert_eq!(left("⟦Sent to ⟦the painter⟧ at last⟧  Ctrl+S"), "");
    assert_eq!(left("FLUX.2 klein 4B, 1024×768"), "");
    assert_eq!(left("⟦Saved to⟧ /home/me/holiday.png"), "");
    assert_eq!(left("⟦Size⟧ unknown"), "unknown");
    assert_eq!(left("/home/you/file"), "homeyoufile");
}
