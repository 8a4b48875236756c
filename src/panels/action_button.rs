//! Buttons that are actions: their words, icon, tooltip and shortcut come from there.

use eframe::egui::{Atom, Button, Response, RichText, Role, Sense, Ui, WidgetInfo};

use super::in_view;
use crate::{
    action::Action,
    look::{colour::Palette, type_scale},
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
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, Msg::Label(action).text()));
    let label = Msg::Label(action).text();
    explain(response.on_hover_text(label), action)
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
    let label = RichText::new(Msg::Label(action).text()).color(text).text_style(type_scale::strong());
    let height = ui.spacing().interact_size.y + ui.spacing().button_padding.y;
    let button = Button::new((Atom::grow(), label, Atom::grow())).fill(fill).min_size([width, height].into());
    explain(ui.add(button), action)
}

fn explain(response: Response, action: Action) -> Response {
    let shortcut = action.shortcut().map(|shortcut| format!("  {}", response.ctx.format_shortcut(&shortcut)));
    let tooltip = format!("{}{}", Msg::Tip(action).text(), shortcut.unwrap_or_default());
    in_view(response).on_hover_text(&tooltip).on_disabled_hover_text(tooltip)
}
