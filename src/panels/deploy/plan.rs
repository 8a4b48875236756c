//! What will be made or removed, what it costs, what is asked first, and the button that begins.

use eframe::egui::{RichText, Ui};
use engine::deploy::{BundleState, Deployment, Task};

use super::{Field, Scene, bundle, heading, names, removes, said, token};
use crate::{
    action::{Action, can_retry, obstacle},
    look::{colour::Palette, icon::Icon, space, type_scale},
    msg::{ConnectionMsg, DeployMsg, Msg, Thing},
    panels::{bounded, note},
};

pub(super) fn plan_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let (deployment, task) = (scene.deployment, scene.deployment.task);
    if obstacle(deployment).is_some() && !deployment.uploads() {
        in_the_way_ui(ui, scene);
        return;
    }
    heading(ui, &DeployMsg::PlanTitle(task).text());
    if let Some(account) = &deployment.account {
        // With a token that was kept, nobody has asked for its name.
        let id_alone = Msg::Connections(ConnectionMsg::AccountId).text();
        let name = if account.name.trim().is_empty() { &id_alone } else { &account.name };
        note(ui, Msg::SettingIs { name: &bounded::plain(name), value: account.id.as_str() });
    }
    things_ui(ui, scene);
    ui.label(DeployMsg::Costs(task).text());
    said::left(ui, deployment);
    ui.add_space(space::S);
    if deployment.uploads() {
        standing_ui(ui, scene);
        bundle::bundle_ui(ui, scene);
    }
    if obstacle(deployment).is_some() {
        in_the_way_ui(ui, scene);
        return;
    }
    if deployment.wants_subdomain() {
        subdomain_ui(ui, Action::StartDeploy, scene);
    }
    if removes(task) {
        let name = Msg::OfDeploy(DeployMsg::Confirm(deployment.worker.as_str()));
        names::field_ui(ui, Field::Confirm, name, Action::StartDeploy, scene);
    }
    ui.add_space(space::XS);
    token::keep_ui(ui, scene);
    ui.add_space(space::S);
    let is_ready = !deployment.uploads() || matches!(deployment.bundle, BundleState::Ready { .. });
    ui.horizontal_wrapped(|ui| {
        ui.add_enabled_ui(is_ready, |ui| {
            scene.main_button(ui, Action::StartDeploy, Msg::OfDeploy(DeployMsg::Start(task)));
        });
        if can_retry(deployment) {
            scene.button(ui, Action::RetryDeploy);
        }
    });
}

fn things_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let (deployment, task) = (scene.deployment, scene.deployment.task);
    let weak = Palette::shown(ui).weak;
    let worker = deployment.worker.as_str();
    let icon = if removes(task) { Icon::Delete } else { Icon::Plus };
    for thing in Thing::ALL.into_iter().filter(|thing| is_of(*thing, deployment)) {
        let words = DeployMsg::Thing { task, thing, worker }.text();
        said::line(ui, icon, weak, RichText::new(words));
    }
    if let Some(address) = &deployment.address {
        let words = RichText::new(DeployMsg::At(&address.to_string()).text()).text_style(type_scale::strong());
        said::line(ui, Icon::Service, weak, words);
    }
    ui.add_space(space::XS);
}

/// Another key changes nothing else, and an update keeps the one that is there.
fn is_of(thing: Thing, deployment: &Deployment) -> bool {
    let has_key = || deployment.standing().is_some_and(|standing| standing.is_ours && standing.has_key);
    match deployment.task {
        Task::New | Task::Remove(_) => true,
        Task::Update(_) => thing != Thing::Secret || !has_key(),
        Task::Rotate(_) => thing == Thing::Secret,
    }
}

/// What is there already.
fn standing_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let deployment = scene.deployment;
    let Some(standing) = deployment.standing().filter(|standing| standing.is_ours) else { return };
    if let (Some(running), BundleState::Ready { version, .. }) =
        (deployment.seen().and_then(|seen| seen.running.as_deref()), &deployment.bundle)
    {
        let (running, ours) = (bounded::plain(running), bounded::plain(version));
        said::right(ui, &DeployMsg::Versions { running: &running, ours: &ours }.text());
    }
    if standing.has_key && deployment.task == Task::New {
        said::warned(ui, &DeployMsg::NewKey.text());
    }
}

pub(super) fn in_the_way_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let Some(obstacle) = obstacle(scene.deployment) else { return };
    let (task, worker) = (scene.deployment.task, scene.deployment.worker.as_str());
    said::warned(ui, &DeployMsg::InTheWay { obstacle, task, worker }.text());
    ui.add_space(space::XS);
    if scene.is_available(Action::RenameWorker) {
        names::field_ui(ui, Field::Name, Msg::OfDeploy(DeployMsg::OtherName), Action::RenameWorker, scene);
        ui.add_space(space::XS);
    }
    ui.horizontal_wrapped(|ui| {
        scene.main_button(ui, Action::RenameWorker, Msg::Label(Action::RenameWorker));
        scene.button(ui, Action::ReplaceWorker);
    });
}

/// `action`: what Enter does.
pub(super) fn subdomain_ui(ui: &mut Ui, action: Action, scene: &mut Scene<'_>) {
    names::field_ui(ui, Field::Subdomain, Msg::OfDeploy(DeployMsg::Subdomain), action, scene);
    note(ui, Msg::OfDeploy(DeployMsg::SubdomainNote));
}
