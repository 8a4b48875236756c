//! Above the prompt while it holds the request of a job that waits: that it is so, and the way back to what was being written.

use eframe::egui::{Frame, Margin, RichText, Ui};

use super::super::action_button;
use crate::{
    action::Action,
    look::{colour::Palette, space},
    msg::QueueMsg,
    wishes::Wishes,
};

pub(super) fn editing_ui(ui: &mut Ui, wishes: &mut Wishes) {
    let palette = Palette::shown(ui);
    let frame =
        Frame::new().fill(palette.selected).corner_radius(space::RADIUS).inner_margin(Margin::same(space::FIELD));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(QueueMsg::Editing.text()).color(palette.on_selected));
        if action_button(ui, Action::LeaveJob).clicked() {
            wishes.act(Action::LeaveJob);
        }
    });
    ui.add_space(space::S);
}
