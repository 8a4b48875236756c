//! A connection among the others: whether it stands in for them, its place in their order, a second one like it, and the way
//! to be rid of it.

use eframe::egui::Ui;
use engine::{Command, Connection};

use super::{Scene, parallel};
use crate::{
    action::Action,
    edits::Page,
    look::space,
    msg::{ConnectionMsg, Msg},
    panels::{action_button, in_view, note},
};

pub(super) fn others_ui(ui: &mut Ui, connection: &Connection, scene: &mut Scene<'_>) {
    ui.add_space(space::S);
    ui.separator();
    let mut stands_in = connection.stands_in;
    if in_view(ui.checkbox(&mut stands_in, ConnectionMsg::StandIn.text())).changed() {
        scene.wishes.send(Command::StandIn(connection.id, stands_in));
    }
    note(ui, Msg::Connections(ConnectionMsg::StandInNote));
    parallel::parallel_ui(ui, connection, scene);
    if connection.deployed.is_some() {
        ui.add_space(space::S);
        ui.horizontal_wrapped(|ui| {
            for action in [Action::UpdateWorker, Action::ChangeKey, Action::RemoveWorker] {
                scene.button(ui, action);
            }
        });
    }
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        for action in [
            Action::MoveConnectionUp,
            Action::MoveConnectionDown,
            Action::DuplicateConnection,
            Action::RemoveConnection,
        ] {
            let is_available = action.is_available(scene.state, Page::Connections);
            if ui.add_enabled_ui(is_available, |ui| action_button(ui, action)).inner.clicked() {
                scene.wishes.act(action);
            }
        }
    });
}
