//! The form for another service: its address and its key.

use eframe::egui::{Context, TextEdit};
use engine::{Command, State};

use super::{action_button, entered, field_name, main_button, note, problem};
use crate::{
    action::Action,
    edits::{Attempt, Edits},
    look::{self, space},
    msg::Msg,
    wishes::Wishes,
};

/// Characters: more than an address or a key has, so that a paste that was cut is refused rather than sent.
const LONGEST_ADDRESS: usize = 2048;
const LONGEST_KEY: usize = 513;

/// Stays open until the service has answered, so that a refusal costs nothing that was typed.
pub(crate) fn service_form_ui(context: &Context, state: &State, edits: &mut Edits, wishes: &mut Wishes) {
    let Some(form) = &mut edits.service else { return };
    if form.attempt.follow(state) {
        edits.service = None;
        return;
    }
    let shown = look::dialog(context, "service").show(context, |ui| {
        ui.set_width(space::PROMPT_PANEL.min(context.content_rect().width() - 4.0 * space::L));
        // The dots say that more is asked; here it is.
        ui.heading(Msg::Label(Action::AddService).text().trim_end_matches('…'));
        ui.add_space(space::XS);
        let name = field_name(ui, Msg::ServiceAddress);
        let address = TextEdit::singleline(&mut form.address)
            .hint_text("https://")
            .char_limit(LONGEST_ADDRESS)
            .desired_width(f32::INFINITY);
        let address = ui.add(address).labelled_by(name.id);
        if !std::mem::replace(&mut form.focused, true) {
            address.request_focus();
        }
        let name = field_name(ui, Msg::ServiceKey);
        let secret =
            TextEdit::singleline(&mut form.key).password(true).char_limit(LONGEST_KEY).desired_width(f32::INFINITY);
        let secret = ui.add(secret).labelled_by(name.id);
        let entered = entered(&address) || entered(&secret);
        note(ui, Msg::KeyInMemory);
        match &form.attempt {
            Attempt::None => {}
            Attempt::Asked { .. } => note(ui, Msg::Connecting),
            Attempt::Failed(failure) => problem(ui, Msg::Failure(failure)),
        }
        ui.add_space(space::S);
        let asked = matches!(form.attempt, Attempt::Asked { .. });
        let key = form.key().filter(|_| !asked && !form.address.trim().is_empty());
        ui.horizontal(|ui| {
            let connect = ui.add_enabled_ui(key.is_some(), |ui| main_button(ui, Action::Connect, 0.0)).inner;
            let cancel = action_button(ui, Action::Close);
            (connect.clicked() || entered, cancel.clicked(), key)
        })
        .inner
    });
    let (connect, cancel, key) = shown.inner;
    let close = cancel
        || shown.backdrop_response.clicked()
        || context.input(|input| input.key_pressed(eframe::egui::Key::Escape));
    match key.filter(|_| connect) {
        Some(key) => {
            wishes.send(Command::AddService { address: form.address.clone(), key });
            form.attempt = Attempt::asked(state);
        }
        None if close => edits.service = None,
        None => {}
    }
}
