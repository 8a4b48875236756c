//! The first run: the welcome stands in place of the gallery, a picture is drawn at once, and whatever the user makes
//! ends it.

use eframe::egui::{
    Context, TextEdit,
    text::{CCursor, CCursorRange},
};
use engine::{Command, DraftEdit, Notice, Setting, State};

use super::App;
use crate::{
    edits::{Caret, Example, Welcome},
    msg::Msg,
};

/// What stands there when the window opens.
pub(super) fn at_first(state: &State) -> Option<Welcome> {
    let first = !state.settings.welcomed && state.gallery.pictures().is_empty();
    first.then_some(Welcome { example: Example::Wanted, arrival: None })
}

impl App {
    /// Draws the example, once it is known that the folder holds no pictures. Before the panels, which send what stands in
    /// the prompt.
    pub(super) fn draw_example(&mut self) {
        let state = self.session.state();
        let Some(welcome) = self.edits.welcome.as_mut().filter(|welcome| welcome.example == Example::Wanted) else {
            return;
        };
        if !state.gallery.pictures().is_empty() {
            self.edits.welcome = None;
        } else if matches!(state.notice, Some(Notice::IndexingStopped)) {
            // Nobody knows now what the folder holds.
            welcome.example = Example::Settled;
        } else if state.indexing.is_none() {
            welcome.example = Example::Settled;
            // What the user has written already is not replaced.
            if self.edits.prompt.is_empty() {
                self.edits.prompt = Msg::ExamplePrompt.text();
                self.edits.caret = Some(Caret::AroundAll);
                self.session.send(Command::Edit(DraftEdit::Prompt(self.edits.prompt.clone())));
                self.session.send(Command::Generate);
            }
        }
    }

    /// Selects the example in its field, so that the first letter replaces it, or puts the caret behind a prompt that came from
    /// elsewhere. After the panels, which draw the field.
    pub(super) fn place_caret(&mut self, context: &Context) {
        let Some(field) = self.edits.prompt_field else { return };
        let Some(caret) = self.edits.caret.take() else { return };
        if let Some(mut text) = TextEdit::load_state(context, field) {
            let end = CCursor::new(self.edits.prompt.chars().count());
            let begin = if caret == Caret::AroundAll { CCursor::default() } else { end };
            text.cursor.set_char_range(Some(CCursorRange::two(begin, end)));
            text.store(context, field);
        }
    }

    /// The welcome has done its work.
    pub(super) fn end_welcome(&mut self) {
        if self.edits.welcome.take().is_some() {
            self.edits.focus_prompt = true;
            self.session.send(Command::Set(Setting::Welcomed));
        }
    }
}
