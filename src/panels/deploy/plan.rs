//! What will be made or removed, what it costs, what is asked first, and the button that begins.

use eframe::egui::{RichText, Ui};
use engine::deploy::{BundleState, Task};

use super::{Field, Scene, bundle, heading, names, removes, said, token};
use crate::{
    action::{Action, can_retry, obstacle},
    look::{colour::Palette, icon::Icon, space, type_scale},
    msg::{DeployMsg, Msg, Thing},
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
        let name = DeployMsg::AccountNamed(&account.name).text();
        let (name, id) = (bounded::plain(&name), account.id.as_str());
        note(ui, Msg::SettingIs { name: &name, value: id });
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
    let things: &[Thing] = match task {
        Task::Rotate(_) => &[Thing::Secret],
        Task::New | Task::Update(_) | Task::Remove(_) => &Thing::ALL,
    };
    for thing in things {
        let words = DeployMsg::Thing { task, thing: *thing, worker }.text();
        said::line(ui, icon, weak, RichText::new(words));
    }
    if let Some(address) = &deployment.address {
        let words = RichText::new(DeployMsg::At(&address.to_string()).text()).text_style(type_scale::strong());
        said::line(ui, Icon::Service, weak, words);
    }
    ui.add_space(space::XS);
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
