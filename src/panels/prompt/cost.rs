//! What the next batch will cost, above the button that asks for it: what it means for the day, and what would keep it back or be
//! billed. It stands where it is decided; it never says more than anybody has told.

use contract::model::Maker;
use eframe::egui::{Align, Button, Layout, Popup, PopupCloseBehavior, Response, RichText, Role, Ui, WidgetInfo};
use engine::{
    State,
    usage::{Forecast, Plan},
};
use jiff::Timestamp;

use super::super::{in_view, note, repaint_with_hours};
use crate::{
    look::{colour::Palette, icon::Icon, space},
    msg::{BudgetMsg, Msg, RewritingMsg},
};

pub(super) fn cost_ui(ui: &mut Ui, state: &State, now: Timestamp) {
    if state.draft.model.maker == Maker::Painter {
        note(ui, Msg::Free);
        return;
    }
    estimate_ui(ui, state);
    if state.translates() {
        let texts = state.rewriting_estimate().times(state.draft.count);
        note(ui, Msg::OfRewriting(RewritingMsg::Included(texts)));
    }
    // What is changed waits already: it would count twice.
    let forecast = state.forecast(now).filter(|forecast| forecast.batch.likely > 0.0 && state.editing.is_none());
    if let Some(forecast) = forecast {
        forecast_ui(ui, &forecast, now);
    }
}

fn estimate_ui(ui: &mut Ui, state: &State) {
    let estimate = state.estimate();
    ui.horizontal(|ui| {
        // The button first, so that long words wrap before it.
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            neurons_ui(ui);
            ui.with_layout(Layout::left_to_right(Align::Center).with_main_wrap(true), |ui| {
                let words = RichText::new(Msg::Estimated(estimate).text()).color(Palette::shown(ui).weak).small();
                let words = ui.label(words);
                if estimate.likely > 0.0 {
                    explain(words, BudgetMsg::AtMost(estimate));
                }
            });
        });
    });
}

/// In a tooltip, and to a screen reader.
fn explain(words: Response, msg: BudgetMsg<'_>) {
    let tip = msg.text();
    words.ctx.accesskit_node_builder(words.id, |node| node.set_description(tip.as_str()));
    words.on_hover_text(tip);
}

fn forecast_ui(ui: &mut Ui, forecast: &Forecast, now: Timestamp) {
    ui.spacing_mut().item_spacing.y = space::XS;
    if forecast.is_known {
        note(ui, Msg::OfBudget(BudgetMsg::Left(forecast, now)));
        repaint_with_hours(ui, forecast.resets, now);
    } else {
        note(ui, Msg::OfBudget(BudgetMsg::Unknown));
    }
    let is_beyond = match forecast.plan {
        Plan::Free => forecast.pictures_beyond > 0,
        Plan::Paid => forecast.beyond > contract::Neurons::ZERO,
    };
    if is_beyond {
        warning(ui, BudgetMsg::Beyond(forecast));
    }
    if let Some(near) = forecast.budget {
        warning(ui, BudgetMsg::Nearing(near));
    }
}

fn warning(ui: &mut Ui, msg: BudgetMsg<'_>) {
    let palette = Palette::shown(ui);
    ui.label(RichText::new(msg.text()).color(palette.warning).small());
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
