//! From keys to actions. They are asked before anything is drawn, so that a text field does not take them; never while an
//! input method composes or a form of ours is open.

use eframe::egui::{Context, Event, Key, Modifiers, Popup, text_selection::LabelSelectionState};

use super::App;
use crate::{action::Action, edits::Overlay, panels::viewer, wishes::Wishes};

impl App {
    pub(super) fn shortcuts(&mut self, context: &Context, wishes: &mut Wishes) {
        // The system's dialog is no form of ours: it may never answer.
        let asks = self.edits.service.is_some() || self.saving.as_ref().is_some_and(|save| !save.is_with_the_system());
        if self.edits.composed_in.is_some() || asks {
            return;
        }
        if let Some(overlay) = &self.edits.overlay {
            // The key that opened it closes it.
            let key = match overlay {
                Overlay::Palette(_) => Action::Palette,
                Overlay::Shortcuts => Action::Shortcuts,
            };
            if pressed(key, context) {
                wishes.act(key);
            }
            return;
        }
        if Popup::is_any_open(context) {
            // Its own keys are for it: Escape closes it, arrows move in it.
            if pressed(Action::Palette, context) {
                Popup::close_all(context);
                self.lay_over(Overlay::palette, context);
            }
            return;
        }
        if self.edits.welcome.is_some()
            && self.session.state().open.is_none()
            && context.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
        {
            wishes.act(Action::Start);
        }
        if self.session.state().open.is_some() && self.edits.light_box.overflows() {
            self.edits.light_box.pan(context.input_mut(viewer::pan));
        }
        if !context.input(|input| input.events.iter().any(is_key)) {
            return;
        }
        let writes = context.text_edit_focused();
        let mut actions: Vec<Action> =
            Action::ALL.into_iter().filter(|action| action.is_available(self.session.state())).collect();
        // A key without Shift also fits when Shift is held.
        actions.sort_by_key(|action| action.shortcut().is_none_or(|shortcut| !shortcut.modifiers.shift));
        for action in actions {
            if (writes && action.yields_to_text()) || !pressed(action, context) {
                continue;
            }
            if action == Action::Generate {
                self.edits.leave_number(context);
            }
            if action == Action::Palette {
                // At once, so that letters typed right after it are the palette's.
                self.lay_over(Overlay::palette, context);
            } else {
                wishes.act(action);
            }
        }
    }
}

fn is_key(event: &Event) -> bool {
    matches!(event, Event::Key { pressed: true, .. } | Event::Copy)
}

/// Takes the action's key, if it was pressed.
fn pressed(action: Action, context: &Context) -> bool {
    let Some(shortcut) = action.shortcut() else { return false };
    if action == Action::CopyPicture && copies(context) {
        return true;
    }
    context.input_mut(|input| input.consume_shortcut(&shortcut))
}

/// The system's key to copy comes as an event of its own, and belongs to words that are selected.
fn copies(context: &Context) -> bool {
    let words = context.plugin::<LabelSelectionState>().lock().has_selection();
    !words && context.input(|input| input.events.contains(&Event::Copy))
}
