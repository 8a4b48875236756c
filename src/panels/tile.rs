//! One tile: its ground and rings, what the mouse does to it and what a screen reader is told. What is on it is drawn by
//! `tile/picture.rs`, or by `tile/job.rs` as long as there is no picture.

mod failed;
mod hover;
mod job;
mod lines;
mod picture;
mod press;

use eframe::egui::{
    Color32, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, accesskit::Action as Asked,
};
use engine::Tile;

use super::{
    action_button::Room,
    gallery::{GalleryView, Scene, Spot, widget},
    name_of,
};
use crate::{
    look::{colour::Palette, gallery_grid::fit, icon::Icon, space},
    msg::Msg,
};

/// Where a tile stands, and how.
pub(super) struct Slot {
    pub(super) rect: Rect,
    pub(super) spot: Spot,
    pub(super) is_selected: bool,
    /// Whether Tab reaches it: one tile of all has it.
    pub(super) is_stop: bool,
}

impl Slot {
    /// Of the tile and of what is on it.
    fn sense(&self) -> Sense {
        if self.is_stop { Sense::click() } else { Sense::CLICK }
    }

    fn room(&self) -> Room {
        if self.rect.width() < space::SMALL_TILE { Room::Icons } else { Room::Words }
    }
}

pub(super) fn tile_ui(ui: &mut Ui, slot: &Slot, tile: Tile<'_>, view: &mut GalleryView, scene: &mut Scene<'_>) {
    let response = ui.interact(slot.rect, widget(slot.spot.id), slot.sense());
    tell(ui, &response, slot, tile, scene);
    press::press_ui(ui, &response, slot, tile, view, scene);
    if !ui.is_rect_visible(slot.rect) {
        return;
    }
    let palette = Palette::shown(ui);
    // Grey even when it is selected: pictures are judged on it.
    let ground = if response.hovered() || slot.is_selected { palette.tile_hovered } else { palette.tile };
    ui.painter().rect_filled(slot.rect, space::RADIUS, ground);
    match tile {
        Tile::Picture(entry) => picture::picture_ui(ui, slot, entry, &mut view.arrivals, scene),
        Tile::Job(job) => {
            view.arrivals.expect(job.id);
            job::job_ui(ui, slot, job, scene);
        }
    }
    if slot.is_selected {
        selected_ui(ui, slot.rect, &response, palette);
    }
    if response.hovered() {
        hover::hover_ui(&response, tile);
    }
}

/// A ring and a mark: colour alone would not say it to everybody. What the keyboard is on has one ring, the keyboard's.
fn selected_ui(ui: &Ui, rect: Rect, response: &Response, palette: Palette) {
    if !response.has_focus() {
        ui.painter().rect_stroke(rect, space::RADIUS, Stroke::new(space::RING, palette.selection), StrokeKind::Inside);
    }
    let corner = rect.right_top() + eframe::egui::vec2(-space::MARK, space::MARK);
    ui.painter().circle_filled(corner, space::MARK / 2.0 + space::RING, palette.selection);
    badge(ui, corner, Icon::Check, palette.on_accent);
}

fn badge(ui: &Ui, centre: eframe::egui::Pos2, icon: Icon, colour: Color32) {
    let words = eframe::egui::WidgetText::from(icon.text());
    let galley = words.into_galley(ui, None, f32::INFINITY, eframe::egui::TextStyle::Small);
    ui.painter().galley_with_override_text_color(centre - galley.size() / 2.0, galley, colour);
}

/// Where something of this shape stands within its tile.
fn shape(size: contract::Size, tile: Rect) -> Rect {
    fit(size.width as f32, size.height as f32, tile)
}

fn tell(ui: &Ui, response: &Response, slot: &Slot, tile: Tile<'_>, scene: &mut Scene<'_>) {
    response.widget_info(|| {
        let name = match tile {
            Tile::Picture(entry) => name_of(entry).into_owned(),
            Tile::Job(job) => Msg::JobName(job).text(),
        };
        WidgetInfo::labeled(Role::ListBoxOption, true, name)
    });
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_selected(slot.is_selected);
        node.add_action(Asked::Focus);
        node.set_description(match tile {
            Tile::Picture(entry) => picture::about(ui, slot, entry, scene),
            Tile::Job(job) => job::told(job, scene),
        });
    });
}
