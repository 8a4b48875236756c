//! The foot of the prompt panel: what it will cost, and the button that everything else is for.

use contract::Problem;
use eframe::egui::Ui;
use engine::State;
use jiff::Timestamp;

use super::{
    super::{action_button::main_button_saying, main_button},
    cost::cost_ui,
};
use crate::{
    action::Action,
    look::space,
    msg::{Msg, QueueMsg},
    wishes::Wishes,
};

pub(super) fn generate_ui(ui: &mut Ui, state: &State, now: Timestamp, problems: &[Problem], wishes: &mut Wishes) {
    ui.add_space(space::XS);
    ui.scope(|ui| cost_ui(ui, state, now));
    let width = ui.available_width();
    let button = ui.add_enabled_ui(problems.is_empty(), |ui| match state.editing {
        Some(_) => {
            let button = main_button_saying(ui, Action::Generate, Msg::OfQueue(QueueMsg::SaveChanges), width);
            button.on_hover_text(QueueMsg::SaveChangesTip.text())
        }
        None => main_button(ui, Action::Generate, width),
    });
    let button = problems.iter().fold(button.inner, |button, wrong| {
        // Why it is grey.
        button.on_disabled_hover_text(Msg::Problem(wrong).text())
    });
    if button.clicked() {
        wishes.act(Action::Generate);
    }
    ui.add_space(space::XS);
}
