//! What is under the user's fingers: text being typed, a value being dragged, how the open picture is shown. Nothing here is
//! known to the engine until it is sent as a command.

use eframe::egui::{Context, Event, Id, ImeEvent, Key, Memory, Modifiers};
use engine::{Connection, Draft, State};

use crate::{
    action::Action,
    light_box::LightBox,
    look::motion::Arrival,
    panels::{
        connections::{self, ConnectionForm, ConnectionsPage},
        deploy::DeployPage,
        gallery::GalleryView,
        queue::QueueView,
        usage::UsagePage,
        viewer::Fact,
    },
};

/// What is under the user's fingers.
pub(crate) struct Edits {
    pub(crate) prompt: String,
    pub(crate) negative_prompt: String,
    /// That of the draft which the two were filled from.
    revision: u64,
    /// The prompt's field, once it was drawn.
    pub(crate) prompt_field: Option<Id>,
    /// The field that an input method composes in: then nothing is sent and no shortcut fires.
    pub(crate) composed_in: Option<Id>,
    pub(crate) light_box: LightBox,
    /// The last one that was no random one, to come back to.
    pub(crate) seed: u32,
    /// What was copied last from what is known of a picture, and egui's time then, in seconds.
    pub(crate) copied: Option<(Fact, f64)>,
    pub(crate) gallery: GalleryView,
    pub(crate) queue: QueueView,
    /// What lies over the window.
    pub(crate) overlay: Option<Overlay>,
    /// What the palette did, the last first.
    pub(crate) recent: Vec<Action>,
    /// The screen in place of the gallery that says what Easel is.
    pub(crate) welcome: Option<Welcome>,
    /// Set once, where the prompt's caret goes after its text came from elsewhere.
    pub(crate) caret: Option<Caret>,
    /// Whether Alt was pressed and nothing else since.
    pub(crate) alt_alone: bool,
    /// What had the keyboard before a menu or an overlay took it.
    pub(crate) back_to: Option<Id>,
    /// The page of connections, while it is open.
    pub(crate) connections: Option<ConnectionsPage>,
    /// What was typed on it when it was left.
    pub(crate) unsaved: Option<ConnectionForm>,
    /// The page of usage, while it is open.
    pub(crate) usage: Option<UsagePage>,
    /// The page of a deployment, while it is open.
    pub(crate) deploy: Option<DeployPage>,
    /// Set once, so that the window opens with the caret in the prompt.
    pub(crate) focus_prompt: bool,
}

/// Where the caret is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Caret {
    /// Around all of it, so that it can be typed over.
    AroundAll,
    /// Behind it.
    AtEnd,
}

/// What the window is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// The prompt panel and the gallery, or an open picture.
    Pictures,
    Connections,
    Usage,
    Deploy,
}

impl Page {
    /// The connection that actions are about: the one that is shown, or the one in use.
    pub(crate) fn connection(self, state: &State) -> Option<&Connection> {
        match self {
            Self::Pictures | Self::Usage => state.connection(),
            Self::Deploy => state.deployment.as_ref()?.connection.and_then(|id| state.find_connection(id)),
            Self::Connections => connections::shown(state),
        }
    }
}

/// What lies over the window until it is put away.
pub(crate) enum Overlay {
    Palette(PaletteField),
    Shortcuts,
}

/// The screen that says what Easel is.
#[derive(Default)]
pub(crate) struct Welcome {
    /// Whether the example is still to be drawn: on the first run, once.
    pub(crate) example: Example,
    /// When its picture came.
    pub(crate) arrival: Option<Arrival>,
}

/// The picture of the first run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Example {
    /// It is drawn as soon as it is known that the folder holds no pictures.
    Wanted,
    #[default]
    Settled,
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
    pub(crate) fn palette(now: Option<&Self>) -> Option<Self> {
        (!matches!(now, Some(Self::Palette(_)))).then(|| Self::Palette(PaletteField::default()))
    }

    /// The list of shortcuts, unless it is what lies there.
    pub(crate) fn shortcuts(now: Option<&Self>) -> Option<Self> {
        (!matches!(now, Some(Self::Shortcuts))).then_some(Self::Shortcuts)
    }
}

impl Edits {
    pub(crate) fn new(draft: &Draft) -> Self {
        Self {
            prompt: draft.prompt.clone(),
            negative_prompt: draft.negative_prompt.clone(),
            revision: 0,
            prompt_field: None,
            composed_in: None,
            light_box: LightBox::FIT,
            seed: 0,
            copied: None,
            gallery: GalleryView::default(),
            queue: QueueView::default(),
            overlay: None,
            recent: Vec::new(),
            welcome: None,
            caret: None,
            alt_alone: false,
            back_to: None,
            connections: None,
            unsaved: None,
            usage: None,
            deploy: None,
            focus_prompt: true,
        }
    }

    pub(crate) fn page(&self) -> Page {
        if self.connections.is_some() {
            Page::Connections
        } else if self.usage.is_some() {
            Page::Usage
        } else if self.deploy.is_some() {
            Page::Deploy
        } else {
            Page::Pictures
        }
    }

    /// Takes over a draft that was changed other than by typing; nothing that the fields held is sent.
    pub(crate) fn follow_draft(&mut self, state: &State) {
        if self.revision != state.draft_revision {
            self.revision = state.draft_revision;
            self.prompt.clone_from(&state.draft.prompt);
            self.caret = Some(Caret::AtEnd);
            self.negative_prompt.clone_from(&state.draft.negative_prompt);
            self.composed_in = None;
        }
    }

    /// Follows the input method. The candidate's commit comes in the same frame as the changed text, so that it is sent. A
    /// composition that is clicked away ends without an event: then another field is focused, or none.
    pub(crate) fn follow_input(&mut self, context: &Context) {
        self.leave_keys_to_input_method(context);
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

    /// Enter and Escape end what is composed, not the form around it: they are nobody else's in the frame in which that
    /// ends. Egui has taken the caret away for the Escape.
    fn leave_keys_to_input_method(&self, context: &Context) {
        let Some(field) = self.composed_in else { return };
        let pressed = |key| context.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let [_, escaped] = [Key::Enter, Key::Escape].map(pressed);
        if escaped {
            context.memory_mut(|memory| memory.request_focus(field));
        }
    }

    /// Leaves a number that is being typed: its field tells it only then. The prompt keeps its caret.
    pub(crate) fn leave_number(&self, context: &Context) {
        if context.text_edit_focused() && context.memory(Memory::focused) != self.prompt_field {
            context.memory_mut(Memory::stop_text_input);
        }
    }
}
