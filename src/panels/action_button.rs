//! Buttons that are actions: their words, icon, tooltip and shortcut come from there.

use eframe::egui::{Atom, Button, Response, RichText, Role, Ui, WidgetInfo};

use super::in_view;
use crate::{
    action::Action,
    look::{colour::Palette, icon::Icon, type_scale},
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

/// The same for what is on or off. `icon`: as it is now.
pub(crate) fn toggle_button(ui: &mut Ui, action: Action, icon: Icon, on: bool) -> Response {
    let response = ui.add(Button::new(icon.atom()).selected(on));
    let enabled = response.enabled();
    let label = Msg::Label(action).text();
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, on, &label));
    explain(response.on_hover_text(&label), action)
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
    let shortcut = action.keys(&response.ctx).map(|keys| format!("  {keys}"));
    let tooltip = format!("{}{}", Msg::Tip(action).text(), shortcut.unwrap_or_default());
    in_view(response).on_hover_text(&tooltip).on_disabled_hover_text(tooltip)
}
