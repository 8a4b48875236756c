//! The head of the queue panel: how much there is, what it will cost, and what can be done to all of it.

use eframe::egui::{Button, RichText, Role, Ui, WidgetInfo, containers::menu::MenuButton};
use engine::State;

use super::{Scene, rows::Rows};
use crate::{
    action::{Action, Menu},
    edits::Page,
    light_box::Zoom,
    look::{colour::Palette, icon::Icon},
    msg::{Msg, QueueMsg},
    panels::{action_button, action_menu::action_menu_ui, in_view},
    wishes::Wishes,
};

pub(super) fn head_ui(ui: &mut Ui, rows: &Rows<'_>, scene: &mut Scene<'_>) {
    let weak = Palette::shown(ui).weak;
    let small = |ui: &mut Ui, msg: QueueMsg<'_>| ui.label(RichText::new(msg.text()).small().color(weak));
    ui.horizontal_wrapped(|ui| {
        ui.heading(QueueMsg::Title.text());
        if !rows.is_empty() {
            small(ui, QueueMsg::Numbers(rows.numbers()));
        }
    });
    ui.horizontal(|ui| {
        let toggle = if scene.state.pause.is_some() { Action::ResumeQueue } else { Action::PauseQueue };
        if action_button(ui, toggle).clicked() {
            scene.wishes.act(toggle);
        }
        if !rows.is_empty() {
            more_ui(ui, scene.state, scene.wishes);
        }
    });
    if rows.numbers().waiting > 0 {
        small(ui, QueueMsg::Sum(rows.sum()));
    }
}

fn more_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let (response, _) = MenuButton::from_button(Button::new(Icon::More.atom())).ui(ui, |ui| {
        action_menu_ui(ui, Menu::OF_THE_QUEUE, state, Page::Pictures, Zoom::Fit, wishes);
    });
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, Msg::More.text()));
    in_view(response).on_hover_text(Msg::More.text());
}
