//! What the mouse and a screen reader do to a tile: select, open, and call for its menu.

use eframe::egui::{PointerButton, Response, Ui, accesskit::Action as Asked};
use engine::{Command, Select, Tile};

use super::Slot;
use crate::{
    action::Menu,
    panels::{
        action_menu::called_menu_ui,
        gallery::{GalleryView, Scene, open, take},
    },
};

pub(super) fn press_ui(
    ui: &Ui,
    response: &Response,
    slot: &Slot,
    tile: Tile<'_>,
    view: &mut GalleryView,
    scene: &mut Scene<'_>,
) {
    let (spot, id) = (slot.spot, slot.spot.id);
    let modifiers = ui.input(|input| input.modifiers);
    // By Tab; where a click is, the mouse knows best what it wants to see.
    if response.gained_focus() && !ui.input(|input| input.pointer.any_click()) {
        view.cursor = Some(spot);
        view.reveal(spot.place);
        ui.ctx().request_repaint();
    }
    if ui.input(|input| input.has_accesskit_action_request(response.id, Asked::Focus)) {
        take(ui, view, spot);
        view.reveal(spot.place);
        scene.wishes.send(Command::Select(Select::Only(id)));
    } else if response.double_clicked() && !modifiers.any() {
        open(scene, id);
    } else if response.clicked_by(PointerButton::Primary) {
        take(ui, view, spot);
        let select = if modifiers.command {
            Select::Toggle(id)
        } else if modifiers.shift {
            Select::To(id)
        } else {
            Select::Only(id)
        };
        scene.wishes.send(Command::Select(select));
    } else if response.clicked() {
        // Nobody's finger: a screen reader's.
        take(ui, view, spot);
        open(scene, id);
    }
    let by_key = view.menu.take_if(|asked| *asked == id).is_some();
    if (by_key || response.secondary_clicked()) && !slot.is_selected {
        scene.wishes.send(Command::Select(Select::Only(id)));
    }
    if response.secondary_clicked() {
        take(ui, view, spot);
    }
    let groups = match tile {
        Tile::Picture(_) => Menu::OF_A_PICTURE,
        Tile::Job(_) => Menu::OF_A_JOB,
    };
    called_menu_ui(response, groups, by_key, scene.state, scene.wishes);
}
