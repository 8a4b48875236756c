//! Who is asked: the connection that the next request takes, and the way to another one.

use eframe::egui::{ComboBox, Ui};
use engine::{Command, ConnectionKind, Link, State};

use super::super::{connection_name, field_name_with, in_view, link_button, note};
use crate::{action::Action, msg::Msg, wishes::Wishes};

pub(super) fn connection_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let checking = state.connections.iter().any(|connection| connection.link == Link::Checking);
    let name = field_name_with(ui, Msg::Connection, |ui| {
        if checking {
            note(ui, Msg::Connecting);
        } else if link_button(ui, Action::AddService).clicked() {
            wishes.act(Action::AddService);
        }
    });
    let mut current = state.current;
    let selected = state.connection().map(connection_name).unwrap_or_default();
    let combo = ComboBox::from_id_salt("connection").width(ui.available_width()).truncate().selected_text(selected);
    let response = combo.show_ui(ui, |ui| {
        for connection in state.connections.iter().filter(|connection| connection.is_usable()) {
            if ui.selectable_value(&mut current, connection.id, connection_name(connection)).clicked() {
                // A click closes it anyway, a key does not.
                ui.close();
            }
        }
    });
    in_view(response.response.labelled_by(name.id));
    if current != state.current {
        wishes.send(Command::Use(current));
    }
    if state.connection().is_some_and(|connection| connection.kind == ConnectionKind::BuiltIn) {
        note(ui, Msg::PainterNote);
    }
}
