//! Rows of a menu that are actions, in groups: used by the menu bar and by every context menu.

use eframe::egui::{
    Atom, AtomExt as _, Button, Key, Popup, Response, Role, ScrollArea, SetOpenCommand, Ui, Vec2, WidgetInfo,
};
use engine::State;

use super::in_view;
use crate::{
    action::Action,
    edits::Page,
    light_box::Zoom,
    look::{icon::Icon, space, type_scale},
    msg::Msg,
    wishes::Wishes,
};

/// The actions that can be invoked now, and the others greyed, with a line between groups. A press closes the menu.
pub(crate) fn action_menu_ui(
    ui: &mut Ui,
    groups: &[&[Action]],
    state: &State,
    page: Page,
    zoom: Zoom,
    wishes: &mut Wishes,
) {
    ui.set_min_width(space::MENU_ROW.x);
    ui.spacing_mut().button_padding = Vec2::new(space::S, 0.0);
    ui.spacing_mut().interact_size.y = space::MENU_ROW.y;
    ui.spacing_mut().item_spacing.y = 0.0;
    // A low window scrolls it.
    let height = ui.ctx().content_rect().height() - 2.0 * space::BAR;
    ui.set_max_height(height);
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        for (place, group) in groups.iter().enumerate() {
            if place > 0 {
                ui.add_space(space::XS);
                ui.separator();
                ui.add_space(space::XS);
            }
            for action in *group {
                row_ui(ui, *action, state, page, zoom, wishes);
            }
        }
    });
}

/// The menu of a tile or row: where the mouse called for it, or in its middle when a key did.
pub(crate) fn called_menu_ui(
    response: &Response,
    groups: &[&[Action]],
    by_key: bool,
    state: &State,
    wishes: &mut Wishes,
) {
    let popup = Popup::default_response_id(response);
    let is_open = Popup::is_id_open(&response.ctx, popup);
    if !(by_key || is_open || response.secondary_clicked()) {
        return;
    }
    let called_by_mouse = response.secondary_clicked() || Popup::position_of_id(&response.ctx, popup).is_some();
    let menu = if called_by_mouse {
        Popup::context_menu(response)
    } else {
        let asked = by_key.then_some(SetOpenCommand::Bool(true));
        Popup::menu(response).at_position(response.rect.center()).open_memory(asked)
    };
    let shown = menu.show(|ui| action_menu_ui(ui, groups, state, Page::Pictures, Zoom::Fit, wishes));
    let left = shown.is_some_and(|shown| shown.response.should_close());
    if left || (is_open && response.ctx.input(|input| input.key_pressed(Key::Escape))) {
        response.request_focus();
    }
}

fn row_ui(ui: &mut Ui, action: Action, state: &State, page: Page, zoom: Zoom, wishes: &mut Wishes) {
    let (label, keys) = (Msg::Label(action).text(), action.keys(ui.ctx()));
    let on = action.is_on(state, zoom);
    // A switch has its check mark where others have their icon.
    let mark = match on {
        Some(true) => Some(Icon::Check),
        Some(false) => None,
        None => action.icon(),
    };
    let mark = mark.map_or_else(|| Atom::default().atom_size(Vec2::splat(type_scale::ICON)), Icon::atom);
    let row = Button::new((mark, &label)).gap(space::S).shortcut_text(keys.clone().unwrap_or_default());
    let response = ui.add_enabled(action.is_available(state, page), row.min_size(space::MENU_ROW));
    let enabled = response.enabled();
    response.widget_info(|| match on {
        Some(on) => WidgetInfo::selected(Role::Button, enabled, on, &label),
        None => WidgetInfo::labeled(Role::Button, enabled, &label),
    });
    if let Some(keys) = keys {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(keys));
    }
    if in_view(response).on_hover_text(Msg::Tip(action).text()).clicked() {
        wishes.act(action);
        ui.close();
    }
}
