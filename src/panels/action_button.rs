//! Buttons that are actions: their words, icon, tooltip and shortcut come from there.

use eframe::egui::{Atom, Button, Response, RichText, Role, Sense, Ui, WidgetInfo};

use super::in_view;
use crate::{
    action::Action,
    look::{colour::Palette, icon::Icon, space, type_scale},
    msg::Msg,
};

/// A button with the action's words.
pub(crate) fn action_button(ui: &mut Ui, action: Action) -> Response {
    let button = Button::new(Msg::Label(action).text());
    explain(ui.add(button), action)
}

/// A button with the action's icon alone, where many stand side by side. Its words are said by the tooltip and to a screen
/// reader.
pub(crate) fn icon_button(ui: &mut Ui, action: Action) -> Response {
    let Some(icon) = action.icon() else { return action_button(ui, action) };
    let response = ui.add(Button::new(icon.atom()));
    name_icon(&response, action);
    explain(response, action)
}

/// Says to a screen reader and in a tooltip what an icon means.
pub(super) fn name_icon(response: &Response, action: Action) {
    let (enabled, label) = (response.enabled(), Msg::Label(action).text());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &label));
    response.clone().on_hover_text(&label).on_disabled_hover_text(label);
}

/// The same for what is on or off. `icon`: as it is now.
pub(crate) fn toggle_button(ui: &mut Ui, action: Action, icon: Icon, on: bool) -> Response {
    let response = ui.add(Button::new(icon.atom()).selected(on));
    let enabled = response.enabled();
    let label = Msg::Label(action).text();
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, on, &label));
    explain(response.on_hover_text(&label), action)
}

/// A button on a tile: its words, or its icon where there is room for no more. `sense`: whether Tab reaches it.
pub(crate) fn tile_button(ui: &mut Ui, action: Action, sense: Sense, room: Room) -> Response {
    let label = Msg::Label(action).text();
    let button = match action.icon().filter(|_| room == Room::Icons) {
        Some(icon) => Button::new(icon.atom()),
        None => Button::new(&label),
    };
    let response = ui.add(button.sense(sense));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    explain(response, action)
}

/// What a tile has room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Room {
    Words,
    Icons,
}

/// The one button of a panel that matters most. `width`: points, at least.
pub(crate) fn main_button(ui: &mut Ui, action: Action, width: f32) -> Response {
    let palette = Palette::shown(ui);
    let (fill, text) =
        if ui.is_enabled() { (palette.accent, palette.on_accent) } else { (palette.control, palette.weak) };
    let name = Msg::Label(action).text();
    let label = RichText::new(&name).color(text).text_style(type_scale::strong());
    let shortcut = action.shortcut().map(|shortcut| ui.ctx().format_shortcut(&shortcut)).unwrap_or_default();
    let shortcut = RichText::new(shortcut).color(text).small();
    let height = ui.spacing().interact_size.y + ui.spacing().button_padding.y;
    let button = Button::new((Atom::grow(), label, shortcut, Atom::grow())).gap(space::S).fill(fill);
    let response = ui.add(button.min_size([width, height].into()));
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &name));
    explain(response, action)
}

pub(super) fn explain(response: Response, action: Action) -> Response {
    let shortcut = action.keys(&response.ctx).map(|keys| format!("  {keys}"));
    let tooltip = format!("{}{}", Msg::Tip(action).text(), shortcut.unwrap_or_default());
    in_view(response).on_hover_text(&tooltip).on_disabled_hover_text(tooltip)
}
