//! The bar of the page: the way back, how old the figures are, and what can be done with them.

use std::time::Duration;

use eframe::egui::{Button, Frame, Panel, RichText, Role, Ui, WidgetInfo, containers::menu::MenuButton};
use jiff::Timestamp;

use super::{Scene, heading_ui};
use crate::{
    action::Action,
    edits::Page,
    light_box::Zoom,
    look::{colour::Palette, icon::Icon, space},
    msg::UsageMsg,
    panels::{action_button, action_menu::action_menu_ui, icon_button, in_view},
};

/// In a menu: they are seldom wanted, and each has a key.
const TAKEN_AWAY: &[&[Action]] = &[&[Action::SaveUsageCsv, Action::SaveUsageJson], &[Action::CopyChart]];
/// Seconds. Later, the age is a time of day, which does not change.
const HOUR: i64 = 3600;

pub(super) fn head_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let bar = Frame::side_top_panel(ui.style()).inner_margin(space::BAR_MARGIN);
    Panel::top("usage-bar").frame(bar).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            if action_button(ui, Action::BackToPictures).clicked() {
                scene.wishes.act(Action::BackToPictures);
            }
            ui.add_space(space::S);
            heading_ui(ui, &UsageMsg::Title.text());
            ui.add_space(space::S);
            if icon_button(ui, Action::PullUsage).clicked() {
                scene.wishes.act(Action::PullUsage);
            }
            ui.label(RichText::new(age(ui, scene).text()).color(Palette::shown(ui).weak));
            take_away_ui(ui, scene);
        });
    });
}

/// How old the oldest of the figures is, which is what all of them together are.
fn age(ui: &Ui, scene: &Scene<'_>) -> UsageMsg<'static> {
    if scene.counts().any(|(_, count)| count.is_asked) {
        return UsageMsg::Asking;
    }
    let Some(told) = scene.counts().filter_map(|(_, count)| count.told).min() else { return UsageMsg::NeverTold };
    age_of(ui, told, scene)
}

/// Asks for the frame in which it changes.
pub(super) fn age_of(ui: &Ui, told: Timestamp, scene: &Scene<'_>) -> UsageMsg<'static> {
    let seconds = scene.now.duration_since(told).as_secs();
    if (0..HOUR).contains(&seconds) {
        ui.ctx().request_repaint_after(Duration::from_secs(u64::try_from(60 - seconds % 60).unwrap_or(60)));
    }
    let here = |at: Timestamp| at.to_zoned(scene.zone.clone()).datetime();
    // A clock that was put back says nothing of an age.
    let minutes = u64::try_from(scene.now.duration_since(told).as_mins()).unwrap_or(u64::MAX);
    UsageMsg::Age { minutes, told: here(told), now: here(scene.now) }
}

fn take_away_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let (state, wishes) = (scene.state, &mut *scene.wishes);
    let (button, _) = MenuButton::from_button(Button::new(Icon::More.atom())).ui(ui, |ui| {
        action_menu_ui(ui, TAKEN_AWAY, state, Page::Usage, Zoom::Fit, wishes);
    });
    let name = UsageMsg::TakeAway.text();
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    in_view(button).on_hover_text(name);
}
