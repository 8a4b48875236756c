//! Where the prompt panel is: at the window's side, as wide as it was left, or all of a narrow window, or folded away.

use eframe::egui::{CentralPanel, Frame, Margin, Panel, Rangef, Ui};
use engine::{Command, Setting, State};
use jiff::Timestamp;

use super::prompt_ui;
use crate::{edits::Edits, look::space, panels::side_panel_ui, wishes::Wishes};

const PANEL: &str = "prompt";

/// Whether there is no room for the gallery beside it.
pub(crate) fn takes_the_window(ui: &Ui, state: &State) -> bool {
    state.settings.prompt_panel.shown && ui.available_width() < space::NARROW_WINDOW
}

/// The panel, unless it is folded.
pub(crate) fn prompt_side_ui(ui: &mut Ui, state: &State, now: Timestamp, edits: &mut Edits, wishes: &mut Wishes) {
    let place = state.settings.prompt_panel;
    // At the right the scroll bar has the margin.
    let margin = Margin { left: space::PANEL, right: 0, top: space::PANEL, bottom: 0 };
    let frame = Frame::side_top_panel(ui.style()).inner_margin(margin);
    if takes_the_window(ui, state) {
        CentralPanel::default().frame(frame).show(ui, |ui| prompt_ui(ui, state, now, edits, wishes));
    } else if place.shown {
        // Whatever it was dragged to in a wider window, the gallery keeps room for a tile.
        let most = (ui.available_width() - space::GALLERY_LEAST).min(space::PROMPT_PANEL_RANGE.max);
        let range = Rangef { max: most.max(space::PROMPT_PANEL_RANGE.min), ..space::PROMPT_PANEL_RANGE };
        let panel = Panel::left(PANEL).frame(frame);
        let content = |ui: &mut Ui| prompt_ui(ui, state, now, edits, wishes);
        if let Some(place) = side_panel_ui(ui, PANEL, panel, place, space::PROMPT_PANEL, range, content) {
            wishes.send(Command::Set(Setting::PromptPanel(place)));
        }
    }
}
