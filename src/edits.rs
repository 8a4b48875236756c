//! What is under the user's fingers: text being typed, a value being dragged, how the open picture is shown. Nothing here is
//! known to the engine until it is sent as a command.

use contract::Key;
use eframe::egui::{Context, Event, Id, ImeEvent, Memory};
use engine::{Draft, Failure, Link, Notice, State};

use crate::{light_box::LightBox, panels::gallery::GalleryView};

/// What is under the user's fingers.
pub(crate) struct Edits {
    pub(crate) prompt: String,
    /// The prompt's field, once it was drawn.
    pub(crate) prompt_field: Option<Id>,
    /// The field that an input method composes in: then nothing is sent and no shortcut fires.
    pub(crate) composed_in: Option<Id>,
    pub(crate) light_box: LightBox,
    pub(crate) gallery: GalleryView,
    /// What lies over the window.
    pub(crate) overlay: Option<Overlay>,
    pub(crate) service: Option<ServiceForm>,
    /// Set once, so that the window opens with the caret in the prompt.
    pub(crate) focus_prompt: bool,
}

/// What lies over the window until it is put away.
pub(crate) enum Overlay {
    Palette(PaletteField),
    Shortcuts,
}

/// What is typed and chosen in the command palette.
#[derive(Default)]
pub(crate) struct PaletteField {
    pub(crate) text: String,
    /// The place of the chosen action in the list.
    pub(crate) chosen: usize,
}

impl Overlay {
    /// The palette, unless it is what lies there.
    pub(crate) fn palette(now: Option<Self>) -> Option<Self> {
        (!matches!(now, Some(Self::Palette(_)))).then(|| Self::Palette(PaletteField::default()))
    }

    /// The list of shortcuts, unless it is what lies there.
    pub(crate) fn shortcuts(now: Option<Self>) -> Option<Self> {
        (!matches!(now, Some(Self::Shortcuts))).then_some(Self::Shortcuts)
    }
}

/// The form for another service.
#[derive(Default)]
pub(crate) struct ServiceForm {
    pub(crate) address: String,
    pub(crate) key: String,
    /// Whether the caret was put into the address, once.
    pub(crate) focused: bool,
    pub(crate) attempt: Attempt,
}

/// How far the form's connection is.
#[derive(Default)]
pub(crate) enum Attempt {
    #[default]
    None,
    /// It was asked for while so many connections were ready.
    Asked {
        ready: usize,
    },
    Failed(Failure),
}

impl ServiceForm {
    /// The key, when it can be one.
    pub(crate) fn key(&self) -> Option<Key> {
        Key::parse(&self.key).ok()
    }
}

impl Attempt {
    pub(crate) fn asked(state: &State) -> Self {
        Self::Asked { ready: ready(state) }
    }

    /// Takes note of a refusal; whether the service answered, and the form has done its work.
    pub(crate) fn follow(&mut self, state: &State) -> bool {
        let Self::Asked { ready: before } = *self else { return false };
        if state.connections.iter().any(|connection| connection.link == Link::Checking) {
            return false;
        }
        *self = match &state.notice {
            Some(Notice::Trouble(failure)) => Self::Failed(failure.clone()),
            _ => Self::None,
        };
        ready(state) > before
    }
}

fn ready(state: &State) -> usize {
    state.connections.iter().filter(|connection| connection.link == Link::Ready).count()
}

impl Edits {
    pub(crate) fn new(draft: &Draft) -> Self {
        Self {
            prompt: draft.prompt.clone(),
            prompt_field: None,
            composed_in: None,
            light_box: LightBox::FIT,
            gallery: GalleryView::default(),
            overlay: None,
            service: None,
            focus_prompt: true,
        }
    }

    /// Follows the input method. The candidate's commit comes in the same frame as the changed text, so that it is sent. A
    /// composition that is clicked away ends without an event: then another field is focused, or none.
    pub(crate) fn follow_input(&mut self, context: &Context) {
        let focused = context.memory(Memory::focused);
        self.composed_in = self.composed_in.filter(|field| focused == Some(*field));
        context.input(|input| {
            for event in &input.events {
                match event {
                    Event::Ime(ImeEvent::Preedit { text, .. }) => {
                        self.composed_in = focused.filter(|_| !text.is_empty());
                    }
                    Event::Ime(ImeEvent::Commit(_)) => self.composed_in = None,
                    _ => {}
                }
            }
        });
    }

    /// Leaves a number that is being typed: its field tells it only then. The prompt keeps its caret.
    pub(crate) fn leave_number(&self, context: &Context) {
        if context.text_edit_focused() && context.memory(Memory::focused) != self.prompt_field {
            context.memory_mut(Memory::stop_text_input);
        }
    }
}
