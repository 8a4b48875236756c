//! The fields of the form but for the key: a name and a place, each with what is wrong with it.

use eframe::egui::{Id, Response, TextEdit, Ui};

use super::{Field, Focus, Scene, Way, shown};
use crate::{
    action::Action,
    msg::{ConnectionMsg, Msg},
    panels::{entered, field_name, in_view, problem},
};

/// Characters: more than an address has, so that a paste that was cut is refused rather than sent.
const LONGEST_PLACE: usize = 2048;
/// Characters; the engine takes no more.
const LONGEST_NAME: usize = 80;

pub(super) fn name_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let label = field_name(ui, Msg::Connections(ConnectionMsg::Name));
    let hint = ConnectionMsg::NameHint.text();
    let text =
        TextEdit::singleline(&mut scene.page.form.name).id(id(Field::Name)).hint_text(hint).char_limit(LONGEST_NAME);
    let response = in_view(ui.add(text.desired_width(f32::INFINITY)).labelled_by(label.id));
    typed(&response, Field::Name, false, scene);
}

pub(super) fn place_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let (name, hint) = match scene.page.form.way {
        Way::Worker => (Msg::ServiceAddress, "https://"),
        Way::WorkersAi => (Msg::Connections(ConnectionMsg::AccountId), ""),
    };
    let label = field_name(ui, name);
    let text =
        TextEdit::singleline(&mut scene.page.form.place).id(id(Field::Place)).hint_text(hint).char_limit(LONGEST_PLACE);
    let response = in_view(ui.add(text.desired_width(f32::INFINITY)).labelled_by(label.id));
    typed(&response, Field::Place, scene.page.form.place.is_empty(), scene);
    problem_ui(ui, Field::Place, scene);
}

/// The same in the form for a new connection and in that of the one that it becomes, so that the keyboard stays.
pub(super) fn id(field: Field) -> Id {
    Id::unique(("connection's field", field))
}

/// What every field does when it was drawn: takes the keyboard, takes note, and sends the form by Enter.
pub(super) fn typed(response: &Response, field: Field, is_empty: bool, scene: &mut Scene<'_>) {
    if scene.page.takes_focus(Focus::Field(field)) {
        response.request_focus();
    }
    if response.changed() {
        scene.page.form.typed();
    }
    // Whoever only passes through has made no mistake yet.
    if response.lost_focus() && !is_empty {
        scene.page.form.leave(field);
    }
    if entered(response) {
        scene.wishes.act(Action::SaveConnection);
        // Whatever comes of it is corrected here.
        response.request_focus();
    }
}

pub(super) fn problem_ui(ui: &mut Ui, field: Field, scene: &Scene<'_>) {
    if let Some(wrong) = scene.page.form.problem(field, shown(scene.state)) {
        problem(ui, Msg::Connections(ConnectionMsg::Problem(wrong)));
    }
}
