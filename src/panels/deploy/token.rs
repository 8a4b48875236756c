//! The token: which permissions it needs and why, where it is made, and the field that it is pasted into.

use eframe::egui::{RichText, Ui};
use engine::{
    Command,
    deploy::{Phase, TokenState, Wish},
};

use super::{Field, Scene, heading, names, said};
use crate::{
    action::{Action, takes_token},
    look::{colour::Palette, icon::Icon, space, type_scale},
    msg::{ConnectionMsg, DeployMsg, Msg, Permission},
    panels::{
        connections::{FieldProblem, Way},
        entered, field_name, in_view, note, problem,
        secret_field::secret_field,
    },
};

/// The whole part: it is the page, until there is a token.
pub(super) fn token_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    if scene.deployment.token == TokenState::Reading {
        said::busy(ui, &DeployMsg::ReadingToken.text());
        return;
    }
    heading(ui, &DeployMsg::TokenTitle.text());
    ui.label(DeployMsg::TokenHow.text());
    for permission in Permission::ALL {
        permission_ui(ui, permission);
    }
    ui.add_space(space::XS);
    scene.button(ui, Action::TokenPage);
    ui.add_space(space::S);
    field_ui(ui, scene);
    keep_ui(ui, scene);
    ui.add_space(space::S);
    match &scene.deployment.token {
        TokenState::Checking => said::busy(ui, &DeployMsg::Checking.text()),
        TokenState::Refused(failure) => said::failed(ui, failure),
        TokenState::Wanted | TokenState::Reading | TokenState::Known => {}
    }
    ui.add_space(space::XS);
    scene.main_button(ui, Action::ContinueDeploy, Msg::Label(Action::ContinueDeploy));
}

/// Beside a step that has failed for it: another one may be typed.
pub(super) fn another_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    if !takes_token(scene.deployment) && scene.deployment.token != TokenState::Checking {
        return;
    }
    note(ui, Msg::OfDeploy(DeployMsg::OtherToken));
    scene.button(ui, Action::TokenPage);
    ui.add_space(space::XS);
    field_ui(ui, scene);
    if scene.deployment.token == TokenState::Checking {
        said::busy(ui, &DeployMsg::Checking.text());
    } else if let (TokenState::Refused(failure), Phase::Steps) = (&scene.deployment.token, scene.deployment.phase()) {
        said::failed(ui, failure);
    }
    scene.button(ui, Action::ContinueDeploy);
}

fn permission_ui(ui: &mut Ui, permission: Permission) {
    let palette = Palette::shown(ui);
    let name = RichText::new(DeployMsg::Permission(permission).text()).text_style(type_scale::strong());
    said::line(ui, Icon::Key, palette.weak, name);
    said::below(ui, |ui| note(ui, Msg::OfDeploy(DeployMsg::PermissionWhy(permission))));
}

fn field_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let label = field_name(ui, Msg::Connections(ConnectionMsg::ApiToken));
    let response = secret_field(ui, names::id(Field::Token), label.id, &mut scene.page.token, "");
    if scene.page.takes_focus(Field::Token) {
        response.request_focus();
    }
    if entered(&response) {
        scene.wishes.act(Action::ContinueDeploy);
        response.request_focus();
    }
    if scene.page.is_tried && scene.page.token().is_none() {
        let wrong = if scene.page.token.is_empty() { FieldProblem::NoKey } else { FieldProblem::Key(Way::WorkersAi) };
        problem(ui, Msg::Connections(ConnectionMsg::Problem(wrong)));
    }
}

/// Also beside the plan, where one that is kept already can be taken back.
pub(super) fn keep_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let mut keeps = scene.deployment.keeps_token;
    if in_view(ui.checkbox(&mut keeps, DeployMsg::KeepToken.text())).changed() {
        scene.wishes.send(Command::Deploy(Wish::KeepToken(keeps)));
    }
    note(ui, Msg::OfDeploy(DeployMsg::KeepTokenNote));
}
