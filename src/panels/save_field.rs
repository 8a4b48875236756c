//! Our own field for where to save, on a system that has no dialog of its own.

use eframe::egui::{Context, TextEdit};

use super::{action_button, entered, field_name, main_button, problem};
use crate::{
    action::Action,
    look::{self, space},
    msg::Msg,
    save_dialog::{PathField, Refused},
};

/// Characters; no system takes a longer path.
const LONGEST: usize = 4096;

/// What the user did with the field.
pub(crate) enum Done {
    Save,
    Cancel,
}

pub(crate) fn save_field_ui(context: &Context, field: &mut PathField) -> Option<Done> {
    let shown = look::dialog(context, "save").show(context, |ui| {
        ui.set_width((space::PROMPT_PANEL * 1.6).min(context.content_rect().width() - 4.0 * space::L));
        ui.heading(field.title.text());
        ui.add_space(space::XS);
        let name = field_name(ui, Msg::SavePath);
        let text = TextEdit::singleline(&mut field.text).char_limit(LONGEST).desired_width(f32::INFINITY);
        let response = ui.add(text).labelled_by(name.id);
        if std::mem::take(&mut field.focus) {
            response.request_focus();
        }
        match field.refused {
            Some(Refused::Exists) => problem(ui, Msg::FileExists),
            Some(Refused::NoFolder) => problem(ui, Msg::NoFolder),
            None => {}
        }
        ui.add_space(space::S);
        ui.horizontal(|ui| {
            let save = main_button(ui, Action::Save, 0.0).clicked();
            (save || entered(&response), action_button(ui, Action::Close).clicked())
        })
        .inner
    });
    let (save, cancel) = shown.inner;
    let escape = context.input(|input| input.key_pressed(eframe::egui::Key::Escape));
    if save {
        Some(Done::Save)
    } else if cancel || escape || shown.backdrop_response.clicked() {
        Some(Done::Cancel)
    } else {
        None
    }
}
