//! What the last test of a connection found: that all is right, or what is not and what to do.

use contract::Neurons;
use eframe::egui::{Color32, RichText, Sense, Ui, accesskit::Live, vec2};
use engine::{Cause, Connection, Failure, KeyState, Link, usage::Period};

use super::Scene;
use crate::{
    action::Action,
    look::{colour::Palette, icon::Icon, space, type_scale},
    msg::{ConnectionMsg, Msg},
    panels::note,
};

pub(super) fn verdict_ui(ui: &mut Ui, connection: &Connection, scene: &mut Scene<'_>) {
    let palette = Palette::shown(ui);
    ui.add_space(space::S);
    match &connection.link {
        Link::Untested if matches!(connection.key, KeyState::Unread | KeyState::Known { .. }) => {
            note(ui, Msg::Connections(ConnectionMsg::Untested));
        }
        Link::Checking => said(ui, None, palette.weak, &ConnectionMsg::Testing.text()),
        Link::Ready => {
            let models = connection.models.len();
            said(ui, Some(Icon::Check), palette.text, &ConnectionMsg::AllRight { models }.text());
            if has_used_up(connection, scene) {
                said(ui, Some(Icon::Warning), palette.warning, &ConnectionMsg::UsedUp.text());
            }
        }
        // What hinders it is said beside the key, with what can be done there.
        Link::Untested | Link::Failed(Failure { cause: Cause::NoKey { .. } | Cause::Keychain(_), .. }) => {}
        Link::Failed(failure) => said(ui, Some(Icon::Warning), palette.error, &Msg::Failure(failure).text()),
    }
    if let Some(rest) = connection.rest_at(scene.now) {
        said(ui, Some(Icon::Warning), palette.warning, &ConnectionMsg::Rests(rest).text());
    }
    let is_used = connection.id == scene.state.current && matches!(connection.link, Link::Ready);
    if is_used {
        ui.add_space(space::XS);
        scene.button(ui, Action::BackToPictures);
    }
}

/// By the same figure as everywhere else.
fn has_used_up(connection: &Connection, scene: &Scene<'_>) -> bool {
    let used = |payer| scene.state.used(&payer, Period::Day, scene.now);
    scene.state.payer(connection).is_some_and(|payer| used(payer) >= Neurons::FREE_A_DAY)
}

/// Words with an icon before them, which a screen reader says as soon as they are there.
fn said(ui: &mut Ui, icon: Option<Icon>, colour: Color32, words: &str) {
    ui.horizontal_top(|ui| {
        if let Some(icon) = icon {
            let (place, _) = ui.allocate_exact_size(vec2(type_scale::ICON, type_scale::ICON), Sense::hover());
            icon.paint(ui, place, colour);
        }
        ui.vertical(|ui| {
            let label = ui.label(RichText::new(words).color(colour));
            ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
        });
    });
}
