//! How many requests may be under way over a connection at once: the painter's too, which has as many hands.

use eframe::egui::Ui;
use engine::{Command, Connection, PARALLEL};

use super::Scene;
use crate::{
    look::space,
    msg::{ConnectionMsg, Msg},
    panels::{field_name, note, number_ui},
};

pub(super) fn parallel_ui(ui: &mut Ui, connection: &Connection, scene: &mut Scene<'_>) {
    let mut parallel = connection.parallel;
    ui.add_space(space::S);
    ui.push_id(("parallel", connection.id), |ui| {
        let name = field_name(ui, Msg::Connections(ConnectionMsg::Parallel)).id;
        if number_ui(ui, name, &mut parallel, PARALLEL, 1.0) {
            scene.wishes.send(Command::Parallel(connection.id, parallel));
        }
    });
    note(ui, Msg::Connections(ConnectionMsg::ParallelNote));
}
