//! Where the prompt panel is: at the window's side, as wide as it was left, or all of a narrow window, or folded away.

use eframe::egui::{CentralPanel, Frame, Margin, Panel, Rangef, Ui};
use engine::{Command, PanelPlace, Setting, State};

use super::prompt_ui;
use crate::{edits::Edits, look::space, panels::name_edge, wishes::Wishes};

const PANEL: &str = "prompt";

/// Whether there is no room for the gallery beside it.
pub(crate) fn takes_the_window(ui: &Ui, state: &State) -> bool {
    state.settings.prompt_panel.shown && ui.available_width() < space::NARROW_WINDOW
}

/// The panel, unless it is folded.
pub(crate) fn prompt_side_ui(ui: &mut Ui, state: &State, edits: &mut Edits, wishes: &mut Wishes) {
    let place = state.settings.prompt_panel;
    // At the right the scroll bar has the margin.
    let margin = Margin { left: space::PANEL, right: 0, top: space::PANEL, bottom: 0 };
    let frame = Frame::side_top_panel(ui.style()).inner_margin(margin);
    if takes_the_window(ui, state) {
        CentralPanel::default().frame(frame).show(ui, |ui| prompt_ui(ui, state, edits, wishes));
    } else if place.shown {
        let width = place.width.unwrap_or(space::PROMPT_PANEL);
        // Whatever it was dragged to in a wider window, the gallery keeps room for a tile.
        let most = (ui.available_width() - space::GALLERY_LEAST).min(space::PROMPT_PANEL_RANGE.max);
        let range = Rangef { max: most.max(space::PROMPT_PANEL_RANGE.min), ..space::PROMPT_PANEL_RANGE };
        let panel = Panel::left(PANEL).default_size(width).size_range(range);
        let shown = panel.frame(frame).show(ui, |ui| prompt_ui(ui, state, edits, wishes));
        name_edge(ui, PANEL);
        remember_width(ui, place, width.min(range.max), shown.response.rect.width(), wishes);
    }
}

/// Once the edge was let go: while it is dragged, each frame has another width. `before`: as wide as it may be now.
fn remember_width(ui: &Ui, place: PanelPlace, before: f32, width: f32, wishes: &mut Wishes) {
    if ui.input(|input| input.pointer.any_released()) && (width - before).abs() >= 1.0 {
        wishes.send(Command::Set(Setting::PromptPanel(PanelPlace { width: Some(width), ..place })));
    }
}
