//! The key of a connection: typed as dots, with what is known of the one that is kept and where that is. What the keychain
//! says stands here, with what can be done.

use eframe::egui::{RichText, Ui};
use engine::{Connection, Keep, KeyState};

use super::{ConnectionForm, Field, FieldProblem, Scene, Way, fields};
use crate::{
    action::Action,
    look::{colour::Palette, space},
    msg::{ConnectionMsg, Msg},
    panels::{field_name, in_view, note, problem, secret_field::secret_field},
};

/// As many as stand for a key whose length is nobody's business.
const DOTS: &str = "••••••••";

pub(super) fn key_ui(ui: &mut Ui, connection: Option<&Connection>, scene: &mut Scene<'_>) {
    let name = match scene.page.form.way {
        Way::Worker => Msg::ServiceKey,
        Way::WorkersAi => Msg::Connections(ConnectionMsg::ApiToken),
    };
    let label = field_name(ui, name);
    let is_moved = connection.is_some() && scene.page.form.is_moved(connection);
    // The key that is kept is not the one of another place.
    let hint = connection.filter(|_| !is_moved).map(|connection| dots(&connection.key)).unwrap_or_default();
    let secret = &mut scene.page.form.key;
    let response = secret_field(ui, fields::id(Field::Key), label.id, secret, &hint);
    fields::typed(&response, Field::Key, secret.is_empty(), scene);
    let told = scene.page.form.problem(Field::Key, connection);
    if is_moved && scene.page.form.key.is_empty() && !matches!(told, Some(FieldProblem::Key(_))) {
        note(ui, Msg::Connections(ConnectionMsg::KeyOfThisPlace(scene.page.form.way)));
    } else {
        fields::problem_ui(ui, Field::Key, scene);
    }
    if scene.page.form.way == Way::WorkersAi && connection.is_none() {
        note(ui, Msg::Connections(ConnectionMsg::TokenNote));
    }
    // Where the keychain failed, a button below says the same.
    let failed = connection.is_some_and(|connection| matches!(connection.key, KeyState::Failed(_)));
    if connection.is_none() || !(failed || scene.page.form.key.is_empty()) {
        keep_ui(ui, &mut scene.page.form, connection);
    }
    if let Some(connection) = connection.filter(|_| !is_moved) {
        kept_ui(ui, connection, scene);
    }
}

/// For how long a key that is typed now is kept.
pub(super) fn keep_ui(ui: &mut Ui, form: &mut ConnectionForm, connection: Option<&Connection>) {
    let mut session = form.keep(connection) == Keep::Session;
    if in_view(ui.checkbox(&mut session, ConnectionMsg::KeepForSession.text())).changed() {
        form.keep = Some(if session { Keep::Session } else { Keep::Keychain });
    }
}

/// What is shown of the key that is kept.
fn dots(key: &KeyState) -> String {
    match key {
        KeyState::Known { tail, .. } => format!("{DOTS}{tail}"),
        KeyState::Unread | KeyState::Asked => DOTS.to_owned(),
        KeyState::Needless | KeyState::Missing | KeyState::Failed(_) => String::new(),
    }
}

/// Where the key is, or why it is not.
fn kept_ui(ui: &mut Ui, connection: &Connection, scene: &mut Scene<'_>) {
    match &connection.key {
        // Another one is being typed.
        KeyState::Unread | KeyState::Known { .. } if !scene.page.form.key.is_empty() => {}
        KeyState::Unread => note(ui, Msg::Connections(ConnectionMsg::Kept(Keep::Keychain))),
        KeyState::Known { keep, .. } => note(ui, Msg::Connections(ConnectionMsg::Kept(*keep))),
        KeyState::Asked if scene.state.keychain_waits => {
            ui.label(RichText::new(ConnectionMsg::KeychainWaits.text()).color(Palette::shown(ui).warning));
            note(ui, Msg::Connections(ConnectionMsg::KeychainAsks));
        }
        KeyState::Needless | KeyState::Asked => {}
        KeyState::Missing => problem(ui, Msg::Connections(ConnectionMsg::KeyMissing(scene.page.form.way))),
        KeyState::Failed(failure) => {
            ui.add_space(space::XS);
            ui.label(RichText::new(Msg::Failure(failure).text()).color(Palette::shown(ui).error));
            ui.horizontal_wrapped(|ui| {
                scene.button(ui, Action::AskKeychain);
                scene.button(ui, Action::KeepForSession);
            });
        }
    }
}
