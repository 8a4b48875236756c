//! Rows of a menu that are actions, in groups: used by the menu bar and by every context menu.

use eframe::egui::{Button, Ui};
use engine::State;

use crate::{action::Action, msg::Msg, wishes::Wishes};

/// The actions that can be invoked now, and the others greyed, with a line between groups. A press closes the menu.
pub(crate) fn action_menu_ui(ui: &mut Ui, groups: &[&[Action]], state: &State, wishes: &mut Wishes) {
    for (place, group) in groups.iter().enumerate() {
        if place > 0 {
            ui.separator();
        }
        for action in *group {
            row_ui(ui, *action, state, wishes);
        }
    }
}

fn row_ui(ui: &mut Ui, action: Action, state: &State, wishes: &mut Wishes) {
    let shortcut = action.shortcut().map(|shortcut| ui.ctx().format_shortcut(&shortcut)).unwrap_or_default();
    let row = Button::new(Msg::Label(action).text()).shortcut_text(shortcut);
    let response = ui.add_enabled(action.is_available(state), row);
    if response.on_hover_text(Msg::Tip(action).text()).clicked() {
        wishes.act(action);
        ui.close();
    }
}
