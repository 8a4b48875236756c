//! Words with an icon before them, which a screen reader says as soon as they are there.

use eframe::egui::{Color32, RichText, Sense, Ui, accesskit::Live, vec2};
use engine::{Failure, deploy::Deployment};

use crate::{
    look::{colour::Palette, icon::Icon, type_scale},
    msg::{DeployMsg, Msg},
    panels::bounded,
};

/// What is being waited for.
pub(super) fn busy(ui: &mut Ui, words: &str) {
    let weak = Palette::shown(ui).weak;
    said(ui, Icon::Clock, weak, words);
}

pub(super) fn right(ui: &mut Ui, words: &str) {
    let text = Palette::shown(ui).text;
    said(ui, Icon::Check, text, words);
}

pub(super) fn warned(ui: &mut Ui, words: &str) {
    let warning = Palette::shown(ui).warning;
    said(ui, Icon::Warning, warning, words);
}

pub(super) fn failed(ui: &mut Ui, failure: &Failure) {
    let error = Palette::shown(ui).error;
    said(ui, Icon::Warning, error, &Msg::Failure(failure).text());
}

/// What stays on the account though it is of no use any more.
pub(super) fn left(ui: &mut Ui, deployment: &Deployment) {
    for title in deployment.left() {
        warned(ui, &DeployMsg::Left(&bounded::plain(title)).text());
    }
}

fn said(ui: &mut Ui, icon: Icon, colour: Color32, words: &str) {
    let label = line(ui, icon, colour, RichText::new(words).color(colour));
    ui.ctx().accesskit_node_builder(label, |node| node.set_live(Live::Polite));
}

/// The words stay beside the icon where they wrap. Which widget they are.
pub(super) fn line(ui: &mut Ui, icon: Icon, colour: Color32, words: RichText) -> eframe::egui::Id {
    ui.horizontal_top(|ui| {
        let (place, _) = ui.allocate_exact_size(vec2(type_scale::ICON, type_scale::ICON), Sense::hover());
        icon.paint(ui, place, colour);
        ui.vertical(|ui| ui.label(words)).inner.id
    })
    .inner
}

/// What belongs to a line stands below its words.
pub(super) fn below(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let left = type_scale::ICON + ui.spacing().item_spacing.x;
    ui.horizontal_top(|ui| {
        ui.add_space(left);
        ui.vertical(content);
    });
}
