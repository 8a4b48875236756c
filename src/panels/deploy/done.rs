//! All is done: what is there now, and the first picture.

use eframe::egui::{RichText, Ui};

use super::{Scene, heading, removes, said, steps};
use crate::{
    action::Action,
    look::{colour::Palette, icon::Icon, space, type_scale},
    msg::{DeployMsg, Msg},
    panels::{action_button, note},
};

pub(super) fn done_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let deployment = scene.deployment;
    heading(ui, &DeployMsg::Done { task: deployment.task, has_left: deployment.left().next().is_some() }.text());
    if let Some(address) = deployment.address.as_ref().filter(|_| !removes(deployment.task)) {
        let weak = Palette::shown(ui).weak;
        let words = RichText::new(DeployMsg::At(&address.to_string()).text()).text_style(type_scale::strong());
        said::line(ui, Icon::Service, weak, words);
    }
    steps::list_ui(ui, scene);
    said::left(ui, deployment);
    let of_token = if deployment.keeps_token { DeployMsg::TokenKept } else { DeployMsg::TokenForgotten };
    said::right(ui, &of_token.text());
    ui.add_space(space::S);
    if scene.is_available(Action::FirstPicture) {
        scene.main_button(ui, Action::FirstPicture, Msg::Label(Action::FirstPicture));
        note(ui, Msg::OfDeploy(DeployMsg::FirstPictureNote));
    } else if action_button(ui, Action::BackToPictures).clicked() {
        scene.wishes.act(Action::BackToPictures);
    }
}
