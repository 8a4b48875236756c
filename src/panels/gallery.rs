//! The gallery: only the tiles that the view shows are laid out, however many there are.

use eframe::egui::{Align2, FontId, Rect, ScrollArea, Sense, TextStyle, Ui, UiBuilder, Vec2};
use engine::State;
use jiff::Timestamp;

use super::tile;
use crate::{
    look::{self, colour::Palette, gallery_grid::Grid, space},
    msg::Msg,
    textures::Textures,
    wishes::Wishes,
};

pub(crate) fn gallery_ui(ui: &mut Ui, state: &State, textures: &mut Textures, now: Timestamp, wishes: &mut Wishes) {
    if state.gallery.is_empty() {
        empty_ui(ui);
        return;
    }
    look::scrolls_pictures(ui);
    let scroll = ScrollArea::vertical().id_salt("gallery").auto_shrink(false);
    scroll.show_viewport(ui, |ui, view| {
        let grid = Grid::new(ui.available_width(), state.gallery.len());
        ui.set_height(grid.height());
        let corner = ui.max_rect().min.to_vec2() + Vec2::new(0.0, view.top());
        for (place, shown) in state.gallery.tiles(grid.places(view.top(), view.bottom())) {
            let rect = grid.rect(place, view.top()).translate(corner);
            let mut ui = ui.new_child(UiBuilder::new().id_salt(shown.id()).max_rect(rect));
            tile::tile_ui(&mut ui, rect, shown, textures, now, wishes);
        }
    });
}

/// What to do next, where pictures will be.
fn empty_ui(ui: &mut Ui) {
    let palette = Palette::shown(ui);
    let (rect, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    let say = |msg: Msg<'_>, at: Vec2, font: FontId, colour| {
        ui.painter().text(rect.center() + at, Align2::CENTER_CENTER, msg.text(), font, colour);
    };
    say(Msg::EmptyTitle, Vec2::new(0.0, -space::L), TextStyle::Heading.resolve(ui.style()), palette.text);
    say(Msg::EmptyHint, Vec2::new(0.0, space::S), TextStyle::Body.resolve(ui.style()), palette.weak);
    response.widget_info(|| {
        let words = format!("{}. {}", Msg::EmptyTitle.text(), Msg::EmptyHint.text());
        eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, words)
    });
}

/// A place within a tile, away from its edges.
pub(super) fn inside(rect: Rect) -> Rect {
    rect.shrink(space::M)
}
