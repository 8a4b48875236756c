//! One picture fills the window, with what is known of it beside it, its neighbours below and what can be done with it above;
//! on a full screen it is alone.

use eframe::egui::{
    CentralPanel, Context, EventFilter, Frame, InputState, Key, Modifiers, Panel, Popup, Rangef, Ui, Vec2,
};
use engine::{Command, Opened, Setting, State};
use library::Entry;

use crate::{
    edits::Edits,
    look::{colour::Palette, space},
    panels::side_panel_ui,
    place,
    textures::Textures,
    wishes::Wishes,
};

mod bar;
mod fact;
mod filmstrip;
mod info;
mod picture;

pub(crate) use fact::Fact;

const INFO: &str = "info";

pub(crate) fn viewer_ui(
    ui: &mut Ui,
    state: &State,
    opened: &Opened,
    entry: &Entry,
    edits: &mut Edits,
    textures: &mut Textures,
    wishes: &mut Wishes,
) {
    keep_focus(ui.ctx());
    // First of all that is decoded for this frame.
    let whole = textures.whole(ui.ctx(), entry);
    let palette = Palette::shown(ui);
    let mut ground = palette.stage;
    if !is_alone(ui.ctx(), state) {
        ground = palette.backdrop;
        let frame = Frame::side_top_panel(ui.style()).inner_margin(space::BAR_MARGIN);
        Panel::top("viewer-bar").frame(frame).show(ui, |ui| bar::bar_ui(ui, state, &edits.light_box, wishes));
        info_panel(ui, state, opened, entry, edits, wishes);
        // In a low window it would leave less than it takes.
        if state.settings.filmstrip && ui.available_height() > 3.0 * space::FILM {
            let strip = Panel::bottom("filmstrip").resizable(false);
            strip.show(ui, |ui| filmstrip::filmstrip_ui(ui, state, entry, textures, wishes));
        }
    }
    let neighbours = if whole.picture.is_some() { state.gallery.beside(entry, 1) } else { (&[][..], &[][..]) };
    CentralPanel::default()
        .frame(Frame::new().fill(ground))
        .show(ui, |ui| picture::picture_ui(ui, state, entry, whole, &mut edits.light_box, textures, wishes));
    // The older one first: that is where the arrow that is pressed most leads.
    for neighbour in neighbours.0.iter().chain(neighbours.1) {
        textures.preload(neighbour);
    }
}

/// Whether the picture has the screen for itself.
pub(crate) fn is_alone(context: &Context, state: &State) -> bool {
    state.open.is_some() && place::is_full_screen(context)
}

/// Points that Shift and the arrow keys move the picture by, and those that lead to no other picture without it. To be asked
/// before Older and Newer, which would take them.
pub(crate) fn pan(input: &mut InputState) -> Vec2 {
    let ways = [
        (Modifiers::SHIFT, Key::ArrowRight, Vec2::LEFT),
        (Modifiers::SHIFT, Key::ArrowLeft, Vec2::RIGHT),
        (Modifiers::NONE, Key::ArrowDown, Vec2::UP),
        (Modifiers::NONE, Key::ArrowUp, Vec2::DOWN),
    ];
    let pressed = ways.into_iter().filter(|(modifiers, key, _)| input.consume_key(*modifiers, *key));
    pressed.fold(Vec2::ZERO, |pan, (.., way)| pan + way * space::PAN)
}

/// Arrow keys go through the pictures and move them: they do not walk from button to button as well, as Tab does.
fn keep_focus(context: &Context) {
    if Popup::is_any_open(context) || context.text_edit_focused() {
        return;
    }
    let arrows = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    context.memory_mut(|memory| {
        if let Some(focused) = memory.focused() {
            memory.set_focus_lock_filter(focused, arrows);
        }
    });
}

/// Folded away, too, where it would leave less than half of the window to the picture.
fn info_panel(ui: &mut Ui, state: &State, opened: &Opened, entry: &Entry, edits: &mut Edits, wishes: &mut Wishes) {
    let place = state.settings.info_panel;
    let most = (ui.available_width() / 2.0).min(space::INFO_PANEL_RANGE.max);
    if !place.shown || most < space::INFO_PANEL_RANGE.min {
        return;
    }
    let range = Rangef::new(space::INFO_PANEL_RANGE.min, most);
    let content = |ui: &mut Ui| info::info_ui(ui, opened, entry, &mut edits.copied);
    if let Some(place) = side_panel_ui(ui, INFO, Panel::right(INFO), place, space::INFO_PANEL, range, content) {
        wishes.send(Command::Set(Setting::InfoPanel(place)));
    }
}
