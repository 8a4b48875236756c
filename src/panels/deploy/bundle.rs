//! The packed Worker: that it is at hand, or how it gets there.

use eframe::egui::Ui;
use engine::deploy::BundleState;

use super::{Scene, said};
use crate::{action::Action, look::space, msg::DeployMsg, panels::bounded};

pub(super) fn bundle_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    match &scene.deployment.bundle {
        BundleState::Looking => said::busy(ui, &DeployMsg::BundleLooking.text()),
        BundleState::Ready { version, gzip } => {
            said::right(ui, &DeployMsg::Bundle { version: &bounded::plain(version), gzip: *gzip }.text());
        }
        BundleState::Missing => {
            said::warned(ui, &DeployMsg::BundleMissing { can_pack: scene.deployment.can_pack }.text());
        }
        BundleState::Packing { line } => {
            said::busy(ui, &DeployMsg::Packing.text());
            said::below(ui, |ui| {
                ui.small(bounded::plain(line).as_ref());
            });
        }
        BundleState::Failed(failure) => said::failed(ui, failure),
    }
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        scene.button(ui, Action::PackWorker);
        scene.button(ui, Action::StopPacking);
    });
    ui.add_space(space::XS);
}
