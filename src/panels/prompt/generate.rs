//! The foot of the prompt panel: what it will cost, and the button that everything else is for.

use contract::{Problem, model::Maker};
use eframe::egui::{Align, Button, Layout, Popup, PopupCloseBehavior, Role, Ui, WidgetInfo};
use engine::State;

use super::super::{action_button::main_button_saying, in_view, main_button, note};
use crate::{
    action::Action,
    look::{icon::Icon, space},
    msg::{Msg, QueueMsg},
    wishes::Wishes,
};

pub(super) fn generate_ui(ui: &mut Ui, state: &State, problems: &[Problem], wishes: &mut Wishes) {
    ui.add_space(space::XS);
    cost_ui(ui, state);
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

fn cost_ui(ui: &mut Ui, state: &State) {
    let estimate = state.estimate();
    if state.draft.model.maker == Maker::Painter {
        note(ui, Msg::Free);
        return;
    }
    ui.horizontal(|ui| {
        // The button first, so that long words wrap before it.
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            neurons_ui(ui);
            ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
                note(ui, Msg::Estimated(estimate));
            });
        });
    });
}

/// What neurons are, for those who meet them first here.
fn neurons_ui(ui: &mut Ui) {
    let response = in_view(ui.add(Button::new(Icon::Help.atom()).frame_when_inactive(false)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, Msg::WhatNeuronsAre.text()));
    let popup = Popup::from_toggle_button_response(&response).close_behavior(PopupCloseBehavior::CloseOnClick);
    let open = popup.is_open();
    popup.show(|ui| {
        ui.set_max_width(space::PROMPT_PANEL);
        ui.label(Msg::Neurons.text());
    });
    if !open {
        response.on_hover_text(Msg::Neurons.text());
    }
}
