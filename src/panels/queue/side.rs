//! Where the queue panel is: at the side opposite to the prompt panel, as wide as it was left; in place of the gallery where
//! there is no room for both; all of a narrow window; or folded away.

use eframe::egui::{CentralPanel, Context, Frame, Margin, Panel, Rangef, Ui};
use engine::{Command, Setting, State};
use jiff::Timestamp;

use super::{QueueView, Scene, queue_ui};
use crate::{look::space, panels::side_panel_ui, wishes::Wishes};

const PANEL: &str = "queue";

/// Whether there is no room for the prompt panel beside it.
pub(crate) fn takes_the_window(context: &Context, state: &State) -> bool {
    state.settings.queue_panel.shown && context.content_rect().width() < space::NARROW_WINDOW
}

/// The panel, unless it is folded; whether the gallery has no room beside it. After the prompt panel was shown.
pub(crate) fn queue_side_ui(
    ui: &mut Ui,
    state: &State,
    now: Timestamp,
    view: &mut QueueView,
    wishes: &mut Wishes,
) -> bool {
    let place = state.settings.queue_panel;
    if !place.shown {
        return false;
    }
    // At the right the scroll bar has the margin.
    let margin = Margin { left: space::PANEL - space::RING_ROOM.left, right: 0, top: space::PANEL, bottom: 0 };
    let frame = Frame::side_top_panel(ui.style()).inner_margin(margin);
    let most = (ui.available_width() - space::GALLERY_LEAST).min(space::QUEUE_PANEL_RANGE.max);
    let mut scene = Scene { state, now, wishes };
    if takes_the_window(ui.ctx(), state) || most < space::QUEUE_PANEL_RANGE.min {
        CentralPanel::default().frame(frame).show(ui, |ui| queue_ui(ui, view, &mut scene));
        return true;
    }
    let range = Rangef { max: most, ..space::QUEUE_PANEL_RANGE };
    let panel = Panel::right(PANEL).frame(frame);
    let content = |ui: &mut Ui| queue_ui(ui, view, &mut scene);
    if let Some(place) = side_panel_ui(ui, PANEL, panel, place, space::QUEUE_PANEL, range, content) {
        wishes.send(Command::Set(Setting::QueuePanel(place)));
    }
    false
}
