//! Who draws: the chosen model with a line about it, and the list of all that the connection has, each with what one chooses
//! it by; then those that it has not, and how many it has that are not known here.

use contract::{Model, model::CATALOGUE};
use eframe::egui::{
    Align, Atom, Button, ComboBox, FontSelection, Response, Role, TextFormat, TextStyle, TextWrapMode, Ui, WidgetInfo,
    text::LayoutJob,
};
use engine::{Command, Connection, ConnectionKind, Draft, DraftEdit, State};

use super::{
    super::{field_name, in_view, note},
    model_words,
};
use crate::{
    look::{colour::Palette, space, type_scale},
    msg::{Msg, RewritingMsg},
    wishes::Wishes,
};

pub(super) fn model_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let models: &[&'static Model] = state.connection().map_or(&[], |connection| &connection.models);
    let unknown = state.connection().map_or(0, |connection| connection.unknown_models);
    let draft = &state.draft;
    let name = field_name(ui, Msg::Model);
    let width = ui.available_width();
    let combo = ComboBox::from_id_salt("model")
        .width(width)
        .height(ui.ctx().content_rect().height() * 0.7)
        .truncate()
        .selected_text(Msg::ModelName(draft.model).text());
    let combo = combo.show_ui(ui, |ui| {
        ui.set_max_width(width);
        // A list does not wrap by itself, and would grow as wide as its longest line.
        ui.style_mut().wrap_mode = Some(TextWrapMode::Wrap);
        let row = |model: &&&'static Model| row_ui(ui, model, draft, model_words::hindrance(model)).clicked();
        let chosen = models.iter().find(row);
        for model in missing(state.connection()) {
            row_ui(ui, model, draft, Some(Msg::OfRewriting(RewritingMsg::NotHere)));
        }
        if unknown > 0 {
            note(ui, Msg::OfRewriting(RewritingMsg::UnknownModels { count: unknown }));
        }
        if chosen.is_some() {
            // A click closes it anyway, a key does not.
            ui.close();
        }
        chosen
    });
    let button = in_view(combo.response.labelled_by(name.id));
    if let Some(model) = combo.inner.flatten() {
        wishes.send(Command::Edit(DraftEdit::Model(model)));
        button.request_focus();
    }
    let mut about = LayoutJob::default();
    append(ui, &mut about, &model_words::good_at(draft.model), Weight::Weak);
    append(ui, &mut about, &model_words::facts(draft.model, draft), Weight::Weak);
    ui.label(about);
}

/// Cloudflare's models that a connection has not. The painter's is another matter than a Worker that lacks some.
fn missing(connection: Option<&Connection>) -> impl Iterator<Item = &'static Model> {
    let connection = connection.filter(|known| known.kind != ConnectionKind::BuiltIn);
    connection.into_iter().flat_map(|known| CATALOGUE.iter().filter(|model| !known.models.contains(model)))
}

/// A model in the list. The words are one text, so that it wraps in a narrow panel. `hindrance`: why it cannot be chosen.
fn row_ui(ui: &mut Ui, model: &'static Model, draft: &Draft, hindrance: Option<Msg<'_>>) -> Response {
    let hindrance = hindrance.map(Msg::text);
    let chosen = model == draft.model;
    let name = Msg::ModelName(model).text();
    let (good_at, facts) = (model_words::good_at(model), model_words::facts(model, draft));
    let mut words = LayoutJob::default();
    append(ui, &mut words, &name, Weight::Strong);
    append(ui, &mut words, &good_at, Weight::Plain);
    append(ui, &mut words, &facts, Weight::Weak);
    if let Some(hindrance) = &hindrance {
        append(ui, &mut words, hindrance, Weight::Warning);
    }
    let row = Button::selectable(chosen, (words, Atom::grow())).wrap();
    let row = row.min_size([ui.available_width(), space::CONTROL_HEIGHT].into());
    let response = ui.add_enabled(hindrance.is_none(), row);
    let enabled = response.enabled();
    let said: Vec<String> = [Some(name), Some(good_at), Some(facts), hindrance].into_iter().flatten().collect();
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, chosen, said.join(" · ")));
    in_view(response)
}

/// How much a line stands out.
#[derive(Clone, Copy)]
enum Weight {
    Strong,
    Plain,
    Weak,
    Warning,
}

/// A line more.
fn append(ui: &Ui, words: &mut LayoutJob, line: &str, weight: Weight) {
    let palette = Palette::shown(ui);
    let (style, color) = match weight {
        Weight::Strong => (type_scale::strong(), palette.text),
        Weight::Plain => (TextStyle::Body, palette.text),
        Weight::Weak => (TextStyle::Small, palette.weak),
        Weight::Warning => (TextStyle::Small, palette.warning),
    };
    let font_id = FontSelection::Style(style).resolve(ui.style());
    if !words.text.is_empty() {
        words.append("\n", 0.0, TextFormat { font_id: font_id.clone(), ..TextFormat::default() });
    }
    words.append(line, 0.0, TextFormat { font_id, color, valign: Align::BOTTOM, ..TextFormat::default() });
}
