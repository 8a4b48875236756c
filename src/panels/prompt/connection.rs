//! Who is asked: the connection that the next request takes, how it stands when there is something to say of that, and the
//! way to all of them.

use eframe::egui::{ComboBox, Ui};
use engine::{Command, ConnectionKind, State};
use jiff::Timestamp;

use super::super::{connection_name, field_name_with, in_view, link_button, note, problem};
use crate::{
    action::Action,
    msg::{ConnectionMsg, Msg},
    panels::connections::Standing,
    wishes::Wishes,
};

pub(super) fn connection_ui(ui: &mut Ui, state: &State, now: Timestamp, wishes: &mut Wishes) {
    let name = field_name_with(ui, Msg::Connection, |ui| {
        if link_button(ui, Action::Connections).clicked() {
            wishes.act(Action::Connections);
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
    let Some(connection) = state.connection() else { return };
    if connection.kind == ConnectionKind::BuiltIn {
        note(ui, Msg::PainterNote);
    }
    let standing = Standing::of(connection, state, now);
    let msg = Msg::Connections(ConnectionMsg::Standing(standing));
    if standing.hinders() {
        problem(ui, msg);
    } else if standing.is_told() {
        note(ui, msg);
    }
}
