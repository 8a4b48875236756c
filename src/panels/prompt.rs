//! The prompt panel: what to draw, by which model, how large, how many, what it will cost, over which connection.

use contract::{
    Field, GenerateRequest, Model,
    model::{Maker, SeedUse},
    prompt::MAX_PROMPT_CHARS,
};
use eframe::egui::{Align, ComboBox, DragValue, Layout, RichText, ScrollArea, TextEdit, Ui};
use engine::{Command, Connection, ConnectionKind, Draft, DraftEdit, Link, MAX_COUNT, Seed, State};

use super::{action_button, field_name, in_view, main_button, note, number_ui, problem, sides};
use crate::{
    action::Action,
    edits::{Edits, ServiceForm},
    look::{colour::Palette, space},
    msg::Msg,
    wishes::Wishes,
};

pub(crate) fn prompt_ui(ui: &mut Ui, state: &State, edits: &mut Edits, wishes: &mut Wishes) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let problems = GenerateRequest::try_from(&state.draft).err().unwrap_or_default();
        text_ui(ui, &state.draft, edits, wishes);
        // An empty prompt is where everybody begins, and no mistake.
        for wrong in
            problems.iter().filter(|wrong| !state.draft.prompt.trim().is_empty() || wrong.field != Field::Prompt)
        {
            problem(ui, Msg::Problem(wrong));
        }
        ui.add_space(space::S);
        model_ui(ui, state, wishes);
        sides::sides_ui(ui, state, wishes);
        seed_ui(ui, &state.draft, wishes);
        count_ui(ui, &state.draft, wishes);
        ui.add_space(space::S);
        cost_ui(ui, state);
        let generate =
            ui.add_enabled_ui(problems.is_empty(), |ui| main_button(ui, Action::Generate, ui.available_width()));
        if generate.inner.clicked() {
            wishes.act(Action::Generate);
        }
        ui.add_space(space::L);
        connection_ui(ui, state, edits, wishes);
    });
}

fn text_ui(ui: &mut Ui, draft: &Draft, edits: &mut Edits, wishes: &mut Wishes) {
    let name = ui.horizontal(|ui| {
        let name = field_name(ui, Msg::Prompt);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let used = draft.prompt.chars().count();
            let palette = Palette::shown(ui);
            let colour = if used > MAX_PROMPT_CHARS { palette.error } else { palette.weak };
            let counter = Msg::Characters { used, most: MAX_PROMPT_CHARS };
            ui.label(RichText::new(counter.text()).small().color(colour));
        });
        name
    });
    let text = TextEdit::multiline(&mut edits.prompt)
        .id_salt("prompt")
        .hint_text(Msg::PromptHint.text())
        .desired_rows(7)
        .desired_width(f32::INFINITY);
    let response = ui.add(text).labelled_by(name.inner.id);
    if std::mem::take(&mut edits.focus_prompt) {
        response.request_focus();
    }
    edits.prompt_field = Some(response.id);
    // While an input method composes, the text holds its half-made candidates; a press elsewhere ends it in this pass.
    let composing = edits.composed_in.is_some() && response.has_focus();
    if !composing && edits.prompt != draft.prompt {
        wishes.send(Command::Edit(DraftEdit::Prompt(edits.prompt.clone())));
    }
}

fn model_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let models: &[&'static Model] = state.connection().map_or(&[], |connection| &connection.models);
    let name = field_name(ui, Msg::Model);
    let mut model = state.draft.model;
    let combo = ComboBox::from_id_salt("model").width(ui.available_width()).selected_text(model.name);
    let response = combo.show_ui(ui, |ui| {
        for other in models {
            ui.selectable_value(&mut model, other, other.name);
        }
    });
    in_view(response.response.labelled_by(name.id));
    if model != state.draft.model {
        wishes.send(Command::Edit(DraftEdit::Model(model)));
    }
}

fn seed_ui(ui: &mut Ui, draft: &Draft, wishes: &mut Wishes) {
    if draft.model.seed == SeedUse::Absent {
        return;
    }
    let name = field_name(ui, Msg::Seed);
    ui.horizontal(|ui| {
        let (mut random, mut seed) = match draft.seed {
            Seed::Random => (true, 0),
            Seed::Fixed(seed) => (false, seed),
        };
        let toggled = in_view(ui.checkbox(&mut random, Msg::RandomSeed.text())).changed();
        let typed = !random && in_view(ui.add(DragValue::new(&mut seed).speed(1.0)).labelled_by(name.id)).changed();
        if toggled || typed {
            let seed = if random { Seed::Random } else { Seed::Fixed(seed) };
            wishes.send(Command::Edit(DraftEdit::Seed(seed)));
        }
    });
    if draft.model.seed == SeedUse::NotHonoured {
        note(ui, Msg::SeedNotHonoured);
    }
}

fn count_ui(ui: &mut Ui, draft: &Draft, wishes: &mut Wishes) {
    let name = field_name(ui, Msg::Count);
    let mut count = i64::from(draft.count);
    if number_ui(ui, name.id, &mut count, 1..=i64::from(MAX_COUNT), 1.0) {
        wishes.send(Command::Edit(DraftEdit::Count(count)));
    }
}

fn cost_ui(ui: &mut Ui, state: &State) {
    let msg = match state.draft.model.maker {
        Maker::Painter => Msg::Free,
        Maker::Cloudflare { .. } => Msg::Estimated(state.estimate()),
    };
    note(ui, msg);
}

fn connection_ui(ui: &mut Ui, state: &State, edits: &mut Edits, wishes: &mut Wishes) {
    let name = field_name(ui, Msg::Connection);
    let mut current = state.current;
    let selected = state.connection().map(connection_name).unwrap_or_default();
    let combo = ComboBox::from_id_salt("connection").width(ui.available_width()).selected_text(selected);
    let response = combo.show_ui(ui, |ui| {
        for connection in state.connections.iter().filter(|connection| connection.link == Link::Ready) {
            ui.selectable_value(&mut current, connection.id, connection_name(connection));
        }
    });
    in_view(response.response.labelled_by(name.id));
    if current != state.current {
        wishes.send(Command::Use(current));
    }
    if state.connection().is_some_and(|connection| connection.kind == ConnectionKind::BuiltIn) {
        note(ui, Msg::PainterNote);
    }
    let checking = state.connections.iter().any(|connection| connection.link == Link::Checking);
    if checking {
        note(ui, Msg::Connecting);
    } else if action_button(ui, Action::AddService).clicked() {
        edits.service = Some(ServiceForm::default());
    }
}

fn connection_name(connection: &Connection) -> String {
    match &connection.kind {
        ConnectionKind::BuiltIn => Msg::PainterConnection.text(),
        ConnectionKind::Service(address) => address.to_string(),
    }
}
