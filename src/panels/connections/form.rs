//! The connection that is shown: the painter, one that can be changed, or a new one.

use eframe::egui::{Role, Ui, WidgetInfo};
use engine::{Connection, ConnectionKind, MAX_CONNECTIONS};

use super::{Scene, Way, accounts, draft::room, fields, key, new, others, parallel, shown, verdict};
use crate::{
    action::Action,
    edits::Page,
    look::space,
    msg::{ConnectionMsg, Msg},
    panels::{action_button, connection_name, main_button, note},
};

pub(super) fn form_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    accounts::take_pasted_list(ui, scene);
    let state = scene.state;
    if scene.page.form.pasted.is_some() {
        heading(ui, &ConnectionMsg::New.text());
        accounts::accounts_ui(ui, scene);
        return;
    }
    match shown(state) {
        Some(painter) if painter.kind == ConnectionKind::BuiltIn => painter_ui(ui, painter, scene),
        Some(connection) => {
            heading(ui, &connection_name(connection));
            fields::name_ui(ui, scene);
            ui.add_space(space::XS);
            fields::place_ui(ui, scene);
            ui.add_space(space::XS);
            key::key_ui(ui, Some(connection), scene);
            buttons_ui(ui, Some(connection), scene);
            verdict::verdict_ui(ui, connection, scene);
            others::others_ui(ui, connection, scene);
        }
        None => {
            heading(ui, &ConnectionMsg::New.text());
            if room(state) == 0 {
                note(ui, Msg::Connections(ConnectionMsg::Full { most: MAX_CONNECTIONS }));
                return;
            }
            new::ways_ui(ui, scene);
            if scene.page.form.way == Way::Worker {
                scene.button(ui, Action::Deploy);
            }
            ui.add_space(space::S);
            fields::place_ui(ui, scene);
            ui.add_space(space::XS);
            key::key_ui(ui, None, scene);
            ui.add_space(space::XS);
            fields::name_ui(ui, scene);
            buttons_ui(ui, None, scene);
        }
    }
}

/// What the form is about, as a screen reader goes from one to the next.
fn heading(ui: &mut Ui, words: &str) {
    ui.heading(words).widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
    ui.add_space(space::XS);
}

fn painter_ui(ui: &mut Ui, painter: &Connection, scene: &mut Scene<'_>) {
    heading(ui, &connection_name(painter));
    ui.label(Msg::PainterNote.text());
    ui.add_space(space::S);
    use_ui(ui, painter, scene);
    parallel::parallel_ui(ui, painter, scene);
}

fn buttons_ui(ui: &mut Ui, connection: Option<&Connection>, scene: &mut Scene<'_>) {
    ui.add_space(space::S);
    let row = |ui: &mut Ui| {
        if main_button(ui, Action::SaveConnection, 0.0).clicked() {
            scene.wishes.act(Action::SaveConnection);
        }
        if let Some(connection) = connection {
            let is_available = Action::TestConnection.is_available(scene.state, Page::Connections);
            let test = ui.add_enabled_ui(is_available, |ui| action_button(ui, Action::TestConnection));
            if test.inner.clicked() {
                scene.wishes.act(Action::TestConnection);
            }
            use_ui(ui, connection, scene);
        }
    };
    // So that Save keeps the keyboard when a new connection has become one of the list.
    ui.push_id("buttons", |ui| ui.horizontal_wrapped(row));
}

/// The way to use it, unless that is so.
fn use_ui(ui: &mut Ui, connection: &Connection, scene: &mut Scene<'_>) {
    if connection.id == scene.state.current {
        note(ui, Msg::Connections(ConnectionMsg::IsUsed));
    } else {
        scene.button(ui, Action::UseConnection);
    }
}
