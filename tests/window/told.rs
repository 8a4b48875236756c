//! What the window tells a screen reader, as text: a line a widget, in reading order. It is what a panel shows without its
//! looks, so that a change of words, roles, order or state is seen in a snapshot.

use eframe::egui::accesskit::{Role, Toggled};
use egui_kittest::{Harness, Node, kittest::NodeT};

/// Everything that the window tells.
pub(crate) fn told<S>(window: &Harness<'_, S>) -> String {
    let mut lines = Vec::new();
    tell(&window.root(), 0, &mut lines);
    lines.join("\n")
}

fn tell(node: &Node<'_>, depth: usize, lines: &mut Vec<String>) {
    let line = line(node);
    let inner = depth + usize::from(line.is_some());
    lines.extend(line.map(|line| format!("{}{line}", "  ".repeat(depth))));
    for child in node.children() {
        tell(&child, inner, lines);
    }
}

/// `None` for what only holds others, and for the pieces that a text is made of.
fn line(node: &Node<'_>) -> Option<String> {
    let node = node.accesskit_node();
    let (role, words) = (node.role(), words(&node));
    let holds =
        matches!(role, Role::GenericContainer | Role::Unknown | Role::ScrollView | Role::Window | Role::TextRun);
    if node.is_hidden() || role == Role::TextRun || (holds && words.is_empty()) {
        return None;
    }
    let number = node.numeric_value().map(|number| format!(" {number}"));
    let states = [
        (node.toggled() == Some(Toggled::True), " on"),
        (node.is_selected() == Some(true), " selected"),
        (node.is_disabled(), " disabled"),
        (node.is_focused(), " focused"),
    ];
    let states: String = states.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect();
    Some(format!("{role:?} {}{}{states}", words.join(" = "), number.unwrap_or_default()))
}

/// Its name, its value and what is said beyond that, each once.
fn words(node: &egui_kittest::kittest::AccessKitNode<'_>) -> Vec<String> {
    let mut words = Vec::new();
    for text in [node.label(), node.value(), node.placeholder().map(str::to_owned), node.description()] {
        // A space that keeps words together is a space to whoever reads this.
        let text = text.filter(|text| !text.is_empty()).map(|text| text.replace('\u{a0}', " "));
        let quoted = text.map(|text| format!("{text:?}"));
        words.extend(quoted.filter(|text| !words.contains(text)).into_iter().collect::<Vec<_>>());
    }
    words
}
