//! What the mouse and a screen reader do to a tile: select, open, and call for its menu.

use eframe::egui::{Key, PointerButton, Popup, Response, SetOpenCommand, Ui, accesskit::Action as Asked};
use engine::{Command, Select, Tile};

use super::Slot;
use crate::{
    action::Menu,
    edits::Page,
    light_box::Zoom,
    panels::{
        action_menu::action_menu_ui,
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
    menu_ui(response, tile, by_key, scene);
}

/// The menu of a tile: where the mouse called for it, or in the tile's middle when a key did.
fn menu_ui(response: &Response, tile: Tile<'_>, by_key: bool, scene: &mut Scene<'_>) {
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
    let groups = match tile {
        Tile::Picture(_) => Menu::OF_A_PICTURE,
        Tile::Job(_) => Menu::OF_A_JOB,
    };
    let shown = menu.show(|ui| action_menu_ui(ui, groups, scene.state, Page::Pictures, Zoom::Fit, scene.wishes));
    let left = shown.is_some_and(|shown| shown.response.should_close());
    if left || (is_open && response.ctx.input(|input| input.key_pressed(Key::Escape))) {
        response.request_focus();
    }
}
