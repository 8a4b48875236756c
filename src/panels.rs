//! What is drawn, one file a panel. Panels read the state, keep what is under the fingers in `Edits`, and ask for everything
//! else.

pub(crate) mod action_button;
pub(crate) mod action_menu;
pub(crate) mod gallery;
pub(crate) mod palette;
pub(crate) mod prompt;
pub(crate) mod save_field;
pub(crate) mod service_form;
pub(crate) mod shortcut_list;
pub(crate) mod sides;
pub(crate) mod status;
pub(crate) mod tile;
pub(crate) mod top_bar;
pub(crate) mod viewer;
pub(crate) mod welcome;

use std::{borrow::Cow, ops::RangeInclusive};

use eframe::egui::{Context, DragValue, Frame, Id, Key, Modal, Response, RichText, Slider, Ui};
use library::Entry;

pub(crate) use action_button::{action_button, icon_button, main_button, toggle_button};

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

/// What a picture is called: its prompt, or its file's name when another program made it and says nothing.
pub(crate) fn name_of(entry: &Entry) -> Cow<'_, str> {
    if entry.prompt.trim().is_empty() {
        entry.file.file_name().unwrap_or_default().to_string_lossy()
    } else {
        Cow::Borrowed(&entry.prompt)
    }
}

/// A field's name above it. Its id goes to the field, so that a screen reader says it there.
pub(crate) fn field_name(ui: &mut Ui, msg: Msg<'_>) -> Response {
    let palette = Palette::shown(ui);
    ui.label(RichText::new(msg.text()).color(palette.weak).small())
}

/// A number by slider and by field. The slider moves in steps of `step`; the field takes any number and tells it when it is
/// done, since half of a number that is being typed would be clamped under the fingers. Whether it changed.
pub(crate) fn number_ui(ui: &mut Ui, name: Id, value: &mut i64, range: RangeInclusive<i64>, step: f64) -> bool {
    let row = ui.horizontal(|ui| {
        ui.spacing_mut().slider_width = ui.available_width() - space::NUMBER_WIDTH - space::S;
        let slider = Slider::new(value, range).step_by(step).show_value(false);
        let slid = in_view(ui.add(slider).labelled_by(name)).changed();
        let number = DragValue::new(value).speed(step).update_while_editing(false);
        let number = ui.add_sized([space::NUMBER_WIDTH, space::CONTROL_HEIGHT], number).labelled_by(name);
        slid || in_view(number).changed()
    });
    row.inner
}

/// A dialog over the window.
pub(crate) fn dialog(context: &Context, id: &'static str) -> Modal {
    let frame = Frame::popup(&context.global_style()).inner_margin(space::DIALOG);
    Modal::new(Id::unique(id)).frame(frame).backdrop_color(Palette::of(context.theme()).scrim)
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
