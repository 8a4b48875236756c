//! The keys of the tile that the keyboard is on: it moves by tiles, rows, views and to both ends, selects as it goes, and
//! opens. They are taken before egui moves the keyboard elsewhere by the same arrows.

use eframe::egui::{FocusDirection, InputState, Key, Memory, Modifiers, Popup, Ui};
use engine::{Command, Select};
use library::PictureId;

use super::{
    Scene, Spot,
    view::{GalleryView, spot_at, widget},
};

pub(super) fn keys(ui: &Ui, view: &mut GalleryView, scene: &mut Scene<'_>) {
    let Some(stop) = view.stop().filter(|stop| ui.memory(Memory::focused) == Some(widget(stop.id))) else { return };
    if Popup::is_any_open(ui.ctx()) {
        return;
    }
    let last = scene.state.gallery.len().saturating_sub(1);
    if let Some((place, select)) = ui.input_mut(|input| step(input, view, stop.place, last)) {
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        if let Some(spot) = spot_at(&scene.state.gallery, place) {
            view.reveal(place);
            take(ui, view, spot);
            scene.wishes.send(Command::Select(select(spot.id)));
        }
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::SHIFT, Key::F10) || pressed(Modifiers::NONE, Key::Menu) {
        view.menu = Some(stop.id);
        view.reveal(stop.place);
    }
    if pressed(Modifiers::NONE, Key::Space) {
        take(ui, view, stop);
        scene.wishes.send(Command::Select(Select::Toggle(stop.id)));
    }
    if pressed(Modifiers::NONE, Key::Enter) {
        take(ui, view, stop);
        open(scene, stop.id);
    }
}

/// Puts the keyboard on a tile.
pub(in crate::panels) fn take(ui: &Ui, view: &mut GalleryView, spot: Spot) {
    view.cursor = Some(spot);
    ui.memory_mut(|memory| memory.request_focus(widget(spot.id)));
}

/// Looks at a picture; a job has nothing to look at yet.
pub(in crate::panels) fn open(scene: &mut Scene<'_>, id: PictureId) {
    if scene.state.gallery.job(id).is_none() {
        scene.wishes.send(Command::Open(id));
    }
}

/// How a move selects what it reaches.
type Selects = fn(PictureId) -> Select;

/// Where a key leads, and how that selects.
fn step(input: &mut InputState, view: &GalleryView, from: usize, last: usize) -> Option<(usize, Selects)> {
    let rows = view.grid.rows_in(view.size.y);
    let ways = [
        (Key::ArrowRight, (from + 1).min(last)),
        (Key::ArrowLeft, from.saturating_sub(1)),
        (Key::ArrowDown, view.grid.step(from, 1)),
        (Key::ArrowUp, view.grid.step(from, -1)),
        (Key::PageDown, view.grid.step(from, rows)),
        (Key::PageUp, view.grid.step(from, -rows)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    ways.into_iter().find_map(|(key, to)| {
        // A key without Shift also fits when Shift is held.
        if input.consume_key(Modifiers::SHIFT, key) {
            return Some((to, Select::To as Selects));
        }
        input.consume_key(Modifiers::NONE, key).then_some((to, Select::Only as _))
    })
}
