//! What is drawn, one file a panel. Panels read the state, keep what is under the fingers in `Edits`, and ask for everything
//! else.

pub(crate) mod action_button;
pub(crate) mod action_menu;
pub(crate) mod banner;
pub(crate) mod bounded;
pub(crate) mod connections;
pub(crate) mod deploy;
pub(crate) mod error_card;
pub(crate) mod gallery;
mod how_far;
pub(crate) mod palette;
pub(crate) mod prompt;
pub(crate) mod queue;
pub(crate) mod save_field;
pub(crate) mod secret_field;
pub(crate) mod shortcut_list;
pub(crate) mod sides;
pub(crate) mod status;
pub(crate) mod tile;
pub(crate) mod top_bar;
pub(crate) mod usage;
pub(crate) mod viewer;
pub(crate) mod welcome;

use std::{borrow::Cow, ops::RangeInclusive};

use eframe::egui::{
    Align, DragValue, Id, Key, Layout, Panel, Rangef, Response, RichText, Slider, TextStyle, Ui, Vec2, emath::Numeric,
    vec2,
};
use engine::{Connection, ConnectionKind, PanelPlace, usage::Left};
use jiff::Timestamp;
use library::Entry;

pub(crate) use action_button::{action_button, icon_button, link_button, main_button, toggle_button};

use crate::{
    look::{colour::Palette, space},
    msg::Msg,
};

/// Scrolls to what Tab has reached, wherever it is.
pub(crate) fn in_view(response: Response) -> Response {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response
}

/// What a connection is called.
pub(crate) fn connection_name(connection: &Connection) -> String {
    match &connection.kind {
        ConnectionKind::BuiltIn => Msg::PainterConnection.text(),
        ConnectionKind::Account(_) | ConnectionKind::Service(_) => bounded::plain(&connection.name).into_owned(),
    }
}

/// What a picture is called: its prompt, or its file's name when another program made it and says nothing.
pub(crate) fn name_of(entry: &Entry) -> Cow<'_, str> {
    if entry.prompt.trim().is_empty() {
        let name = entry.file.file_name().unwrap_or_default().to_string_lossy();
        Cow::Owned(bounded::plain(&name).into_owned())
    } else {
        bounded::plain(&entry.prompt)
    }
}

/// A field's name above it. Its id goes to the field, so that a screen reader says it there.
pub(crate) fn field_name(ui: &mut Ui, msg: Msg<'_>) -> Response {
    let palette = Palette::shown(ui);
    ui.label(RichText::new(msg.text()).color(palette.weak).small())
}

/// The same, with something at the right end of its line.
pub(crate) fn field_name_with(ui: &mut Ui, msg: Msg<'_>, right: impl FnOnce(&mut Ui)) -> Response {
    let height = ui.text_style_height(&TextStyle::Small);
    let size = vec2(ui.available_width(), height);
    let line = ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        // As high as its words, not as a button.
        ui.spacing_mut().interact_size.y = height;
        ui.spacing_mut().button_padding = Vec2::ZERO;
        let name = field_name(ui, msg);
        ui.with_layout(Layout::right_to_left(Align::Center), right);
        name
    });
    line.inner
}

/// The same before the field, in a column.
pub(crate) fn setting_name(ui: &mut Ui, msg: Msg<'_>) -> Response {
    let size = vec2(space::NAME_WIDTH, space::CONTROL_HEIGHT);
    let cell = ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(size.x);
        field_name(ui, msg)
    });
    cell.inner
}

/// A number by slider and by field. The slider moves in steps of `step`; the field takes any number and tells it when it is
/// done, since half of a number that is being typed would be clamped under the fingers. Whether it changed.
pub(crate) fn number_ui<N: Numeric>(ui: &mut Ui, name: Id, value: &mut N, range: RangeInclusive<N>, step: f64) -> bool {
    let row = ui.horizontal(|ui| {
        let width = ui.available_width() - space::NUMBER_WIDTH - space::S;
        ui.spacing_mut().slider_width = width.max(space::SLIDER_LEAST);
        let slider = Slider::new(value, range).step_by(step).show_value(false);
        let slid = in_view(ui.add(slider).labelled_by(name)).changed();
        let number = DragValue::new(value).speed(step).clip_text(true).update_while_editing(false);
        let number = ui.add_sized([space::NUMBER_WIDTH, space::CONTROL_HEIGHT], number).labelled_by(name);
        slid || in_view(number).changed()
    });
    row.inner
}

/// Names the edge that a side panel is resized by, for a screen reader: egui knows English only. After the panel `id_salt` was
/// shown in `ui`.
fn name_edge(ui: &Ui, id_salt: &str) {
    // As egui calls it.
    let edge = ui.scope_id().with(id_salt).with("__resize");
    ui.ctx().accesskit_node_builder(edge, |node| node.set_label(Msg::ResizePanel.text()));
}

/// A side panel, as wide as it was left if there is room for that now. The place to remember, once its edge was let go: while
/// it is dragged, each frame has another width. `usual`: its width before that.
pub(crate) fn side_panel_ui(
    ui: &mut Ui,
    id_salt: &str,
    panel: Panel,
    place: PanelPlace,
    usual: f32,
    range: Rangef,
    content: impl FnOnce(&mut Ui),
) -> Option<PanelPlace> {
    let known = range.clamp(place.width.filter(|width| width.is_finite()).unwrap_or(usual));
    let width = panel.default_size(known).size_range(range).show(ui, content).response.rect.width();
    name_edge(ui, id_salt);
    let let_go = ui.input(|input| input.pointer.any_released());
    (let_go && (width - known).abs() > 0.5).then_some(PanelPlace { width: Some(width), ..place })
}

/// Whether Enter ended a one-line field.
pub(crate) fn entered(field: &Response) -> bool {
    field.lost_focus() && field.ctx.input(|input| input.key_pressed(Key::Enter))
}

/// What is wrong, beside the field that caused it.
pub(crate) fn problem(ui: &mut Ui, msg: Msg<'_>) {
    let palette = Palette::shown(ui);
    ui.label(RichText::new(msg.text()).color(palette.error).small());
}

/// What is good to know, beside its field.
pub(crate) fn note(ui: &mut Ui, msg: Msg<'_>) {
    let palette = Palette::shown(ui);
    ui.label(RichText::new(msg.text()).color(palette.weak).small());
}

/// Paints again when words that say how many hours there are until `end` are others, and at the end: not each second.
pub(crate) fn repaint_with_hours(ui: &Ui, end: Timestamp, now: Timestamp) {
    if let Ok(stays) = Left::until(end, now).stays.try_into() {
        ui.ctx().request_repaint_after(stays);
    }
}
