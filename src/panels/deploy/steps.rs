//! The steps with how far each is, and, where they have stopped, why, what stays, and what to do.

use eframe::egui::{Color32, RichText, Ui, accesskit::Live};
use engine::deploy::{Progress, Question, Step};

use super::{Scene, heading, plan, said, token};
use crate::{
    action::{Action, asks, obstacle},
    look::{colour::Palette, icon::Icon, space},
    msg::{DeployMsg, Msg},
    panels::{note, problem},
};

pub(super) fn steps_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    heading(ui, &DeployMsg::StepsTitle.text());
    list_ui(ui, scene);
    ui.add_space(space::S);
    match scene.deployment.at() {
        Some((step, Progress::Running)) => running_ui(ui, step, scene),
        Some((step, Progress::Failed(failure))) => {
            said::failed(ui, failure);
            note(ui, Msg::OfDeploy(DeployMsg::Stopped));
            ui.add_space(space::XS);
            stopped_ui(ui, step, scene);
        }
        Some((_, Progress::Asks(_))) => asked_ui(ui, scene),
        Some((_, Progress::Waiting | Progress::Done)) | None => {}
    }
}

/// All of them, so that what is done is seen.
pub(super) fn list_ui(ui: &mut Ui, scene: &Scene<'_>) {
    let palette = Palette::shown(ui);
    for (step, progress) in &scene.deployment.steps {
        let (icon, colour) = mark(progress, &palette);
        let (name, how) = (DeployMsg::Step(*step).text(), DeployMsg::Progress(progress).text());
        said::line(ui, icon, colour, RichText::new(Msg::SettingIs { name: &name, value: &how }.text()).color(colour));
    }
}

fn mark(progress: &Progress, palette: &Palette) -> (Icon, Color32) {
    match progress {
        Progress::Waiting => (Icon::Clock, palette.weak),
        Progress::Running => (Icon::Refresh, palette.accent),
        Progress::Done => (Icon::Check, palette.text),
        Progress::Asks(_) => (Icon::Help, palette.warning),
        Progress::Failed(_) => (Icon::Warning, palette.error),
    }
}

fn running_ui(ui: &mut Ui, step: Step, scene: &Scene<'_>) {
    let steps = &scene.deployment.steps;
    let at = steps.iter().position(|(known, _)| *known == step).unwrap_or_default() + 1;
    let label = ui.label(DeployMsg::StepOf { at, of: steps.len(), step }.text());
    ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
    if step == Step::Health {
        note(ui, Msg::OfDeploy(DeployMsg::Patience));
    }
}

fn stopped_ui(ui: &mut Ui, step: Step, scene: &mut Scene<'_>) {
    ui.horizontal_wrapped(|ui| {
        scene.main_button(ui, Action::RetryDeploy, Msg::Label(Action::RetryDeploy));
        if step == Step::Connection {
            scene.button(ui, Action::KeepForSession);
        }
        scene.button(ui, Action::LeaveCounts);
    });
    ui.add_space(space::S);
    token::another_ui(ui, scene);
}

fn asked_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    if obstacle(scene.deployment).is_some() {
        plan::in_the_way_ui(ui, scene);
    } else if asks(scene.deployment, Question::SubdomainTaken) {
        problem(ui, Msg::OfDeploy(DeployMsg::SubdomainTaken));
        plan::subdomain_ui(ui, Action::ContinueDeploy, scene);
        ui.add_space(space::S);
        scene.main_button(ui, Action::ContinueDeploy, Msg::Label(Action::ContinueDeploy));
    } else {
        let counts = scene.deployment.counts.as_ref();
        let is_exact = counts.is_none_or(|counts| counts.is_exact);
        let is_odd = counts.is_some_and(|counts| counts.oddities > 0);
        ui.label(DeployMsg::SaveCounts { is_exact, is_odd }.text());
        ui.add_space(space::XS);
        ui.horizontal_wrapped(|ui| {
            scene.main_button(ui, Action::SaveCounts, Msg::Label(Action::SaveCounts));
            scene.button(ui, Action::LeaveCounts);
        });
    }
}
