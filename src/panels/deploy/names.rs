//! The fields of the page but for the token: an account, a subdomain, another name, the name that confirms.

use eframe::egui::{Id, TextEdit, Ui};

use super::{DeployPage, Field, Scene};
use crate::{
    action::Action,
    msg::{ConnectionMsg, DeployMsg, Msg},
    panels::{connections::FieldProblem, entered, field_name, in_view, problem},
};

/// Characters: more than any of them has.
const LONGEST: usize = 100;

pub(super) fn id(field: Field) -> Id {
    Id::unique(("deployment's field", field))
}

/// A field with its name above it, and what is wrong with it below once it was tried to go on. Enter does `action`.
pub(super) fn field_ui(ui: &mut Ui, field: Field, name: Msg<'_>, action: Action, scene: &mut Scene<'_>) {
    let label = field_name(ui, name);
    let Some(text) = text(field, scene.page) else { return };
    let edit = TextEdit::singleline(text).id(id(field)).char_limit(LONGEST).desired_width(f32::INFINITY);
    let response = in_view(ui.add(edit)).labelled_by(label.id);
    if scene.page.takes_focus(field) {
        response.request_focus();
    }
    if entered(&response) {
        scene.wishes.act(action);
        // Whatever comes of it is corrected here.
        response.request_focus();
    }
    if let Some(wrong) = wrong(field, scene).filter(|_| scene.page.is_tried) {
        problem(ui, wrong);
    }
}

fn text(field: Field, page: &mut DeployPage) -> Option<&mut String> {
    match field {
        Field::Account => Some(&mut page.account),
        Field::Subdomain => Some(&mut page.subdomain),
        Field::Name => Some(&mut page.name),
        Field::Confirm => Some(&mut page.confirm),
        Field::Token | Field::Main => None,
    }
}

fn wrong(field: Field, scene: &Scene<'_>) -> Option<Msg<'static>> {
    let (page, deployment) = (&*scene.page, scene.deployment);
    match field {
        Field::Account if page.account().is_none() => {
            Some(Msg::Connections(ConnectionMsg::Problem(FieldProblem::AccountId)))
        }
        Field::Subdomain if page.subdomain().is_none() => Some(Msg::OfDeploy(DeployMsg::NameProblem)),
        Field::Name if page.name(deployment).is_none() => Some(Msg::OfDeploy(DeployMsg::NameProblem)),
        Field::Confirm if page.hinders(deployment) == Some(Field::Confirm) => {
            Some(Msg::OfDeploy(DeployMsg::ConfirmProblem))
        }
        _ => None,
    }
}
