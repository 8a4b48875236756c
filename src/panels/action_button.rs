//! Buttons that are actions: their words, icon, tooltip and shortcut come from there.

use eframe::egui::{Atom, Atoms, Button, Response, RichText, Role, Sense, Ui, WidgetInfo};

use super::in_view;
use crate::{
    action::Action,
    look::{
        colour::{self, Palette},
        icon::Icon,
        space, type_scale,
    },
    msg::Msg,
};

/// A button with the action's words.
pub(crate) fn action_button(ui: &mut Ui, action: Action) -> Response {
    let button = Button::new(Msg::Label(action).text());
    explain(ui.add(button), action)
}

/// The action's words alone, small, at the end of a field's name: it is there, and does not press for attention.
pub(crate) fn link_button(ui: &mut Ui, action: Action) -> Response {
    explain(link_button_saying(ui, Msg::Label(action)), action)
}

/// The same in other words, which a tooltip has to explain.
pub(crate) fn link_button_saying(ui: &mut Ui, words: Msg<'_>) -> Response {
    let words = RichText::new(words.text()).small().color(Palette::shown(ui).accent);
    in_view(ui.add(Button::new(words).frame(false)))
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
    let response = main_button_saying(ui, action, Msg::Label(action), width);
    explain(response, action)
}

/// The same in other words, which a tooltip has to explain.
pub(crate) fn main_button_saying(ui: &mut Ui, action: Action, words: Msg<'_>, width: f32) -> Response {
    let name = words.text();
    let mut words = Atoms::new(Atom::grow());
    words.push_right(RichText::new(&name).text_style(type_scale::strong()));
    if let Some(keys) = action.keys(ui.ctx()) {
        words.push_right(RichText::new(keys).small());
    }
    words.push_right(Atom::grow());
    let height = ui.spacing().interact_size.y + ui.spacing().button_padding.y;
    let button = Button::new(words).gap(space::S).min_size([width, height].into());
    let response = ui.scope(|ui| {
        if ui.is_enabled() {
            colour::on_accent(ui);
        }
        ui.add(button)
    });
    let response = response.inner;
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &name));
    in_view(response)
}

pub(crate) fn explain(response: Response, action: Action) -> Response {
    let shortcut = action.keys(&response.ctx).map(|keys| format!("  {keys}"));
    let tooltip = format!("{}{}", Msg::Tip(action).text(), shortcut.unwrap_or_default());
    in_view(response).on_hover_text(&tooltip).on_disabled_hover_text(tooltip)
}
