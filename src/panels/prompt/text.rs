//! What to draw, and what to leave out: the two texts of a request, each with what is wrong with it.

use contract::{Field, Problem, prompt::MAX_PROMPT_CHARS};
use eframe::egui::{Response, RichText, TextStyle, Ui};
use engine::{Command, Draft, DraftEdit};

use super::{problems_ui, writing::writing_ui};
use crate::{
    edits::Edits,
    look::{colour::Palette, space},
    msg::Msg,
    panels::field_name_with,
    wishes::Wishes,
};

/// Lines of the field for what to leave out.
const NEGATIVE_ROWS: usize = 2;

/// `height`: points that the whole panel has.
pub(super) fn prompt_text_ui(
    ui: &mut Ui,
    draft: &Draft,
    problems: &[Problem],
    height: f32,
    edits: &mut Edits,
    wishes: &mut Wishes,
) {
    let name = counted_name(ui, Msg::Prompt, &draft.prompt, Counter::Always);
    let rows = (height * space::PROMPT_PART / ui.text_style_height(&TextStyle::Body)) as usize;
    let rows = rows.clamp(*space::PROMPT_ROWS.start(), *space::PROMPT_ROWS.end());
    let field = writing_ui(ui, "prompt", name.id, &mut edits.prompt, Msg::PromptHint, rows);
    if std::mem::take(&mut edits.focus_prompt) {
        field.request_focus();
    }
    edits.prompt_field = Some(field.id);
    if !composes(edits, &field) && edits.prompt != draft.prompt {
        wishes.send(Command::Edit(DraftEdit::Prompt(edits.prompt.clone())));
    }
    // An empty prompt is where everybody begins, and no mistake.
    if !draft.prompt.trim().is_empty() {
        problems_ui(ui, problems, &[Field::Prompt]);
    }
}

pub(super) fn negative_prompt_ui(
    ui: &mut Ui,
    draft: &Draft,
    problems: &[Problem],
    edits: &mut Edits,
    wishes: &mut Wishes,
) {
    if !draft.model.negative_prompt {
        return;
    }
    let name = counted_name(ui, Msg::NegativePrompt, &draft.negative_prompt, Counter::Written);
    let text = &mut edits.negative_prompt;
    let field = writing_ui(ui, "negative prompt", name.id, text, Msg::NegativeHint, NEGATIVE_ROWS);
    if !composes(edits, &field) && edits.negative_prompt != draft.negative_prompt {
        wishes.send(Command::Edit(DraftEdit::NegativePrompt(edits.negative_prompt.clone())));
    }
    problems_ui(ui, problems, &[Field::NegativePrompt]);
}

/// Whether this text holds the half-made candidates of an input method. A press elsewhere ends that in this pass.
fn composes(edits: &Edits, field: &Response) -> bool {
    edits.composed_in.is_some() && field.has_focus()
}

/// When it is said how long a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counter {
    Always,
    Written,
}

fn counted_name(ui: &mut Ui, name: Msg<'_>, text: &str, counter: Counter) -> Response {
    field_name_with(ui, name, |ui| {
        if counter == Counter::Always || !text.is_empty() {
            let palette = Palette::shown(ui);
            let used = text.chars().count();
            let colour = if used > MAX_PROMPT_CHARS { palette.error } else { palette.weak };
            let counter = Msg::Characters { used, most: MAX_PROMPT_CHARS };
            ui.label(RichText::new(counter.text()).small().color(colour));
        }
    })
}
