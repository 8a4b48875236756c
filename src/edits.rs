//! What is under the user's fingers: text being typed, a value being dragged, how the open picture is shown. Nothing here is
//! known to the engine until it is sent as a command.

use contract::Key;
use eframe::egui::{Event, ImeEvent, InputState};
use engine::Draft;

/// What is under the user's fingers.
pub(crate) struct Edits {
    pub(crate) prompt: String,
    /// Whether an input method is composing: then nothing is sent and no shortcut fires.
    pub(crate) composing: bool,
    pub(crate) zoom: Zoom,
    pub(crate) service: Option<ServiceForm>,
    /// Set once, so that the window opens with the caret in the prompt.
    pub(crate) focus_prompt: bool,
}

/// How the open picture is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Zoom {
    Fit,
    ActualSize,
}

/// The form for another service.
#[derive(Default)]
pub(crate) struct ServiceForm {
    pub(crate) address: String,
    pub(crate) key: String,
    /// Whether the caret was put into the address, once.
    pub(crate) focused: bool,
}

impl ServiceForm {
    /// The key, when it can be one.
    pub(crate) fn key(&self) -> Option<Key> {
        Key::parse(&self.key).ok()
    }
}

impl Edits {
    pub(crate) fn new(draft: &Draft) -> Self {
        Self { prompt: draft.prompt.clone(), composing: false, zoom: Zoom::Fit, service: None, focus_prompt: true }
    }

    /// Follows the input method. The candidate's commit comes in the same frame as the changed text, so that it is sent.
    pub(crate) fn follow_input(&mut self, input: &InputState) {
        for event in &input.events {
            match event {
                Event::Ime(ImeEvent::Preedit { text, .. }) => self.composing = !text.is_empty(),
                Event::Ime(ImeEvent::Commit(_)) => self.composing = false,
                _ => {}
            }
        }
    }
}
