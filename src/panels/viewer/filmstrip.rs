//! The pictures beside the open one: as many as there is room for, however many there are. The open one stands in the middle
//! and is the strip's one stop for Tab; from there the arrow keys go on, as they do everywhere in the viewer.

use contract::Size;
use eframe::egui::{Color32, Id, Rect, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo, vec2};
use engine::{Command, State};
use library::{Entry, Thumb};

use super::super::name_of;
use crate::{
    action::Action,
    look::{colour::Palette, space},
    msg::Msg,
    textures::{Shown, Textures},
    wishes::Wishes,
};

/// Points from one picture to the next.
const PITCH: f32 = space::FILM + space::S;

pub(super) fn filmstrip_ui(ui: &mut Ui, state: &State, entry: &Entry, textures: &mut Textures, wishes: &mut Wishes) {
    let room = vec2(ui.available_width(), space::FILM + space::S);
    let (strip, _) = ui.allocate_exact_size(room, Sense::hover());
    ui.set_clip_rect(ui.clip_rect().intersect(strip));
    let most = (strip.width() / 2.0 / PITCH).ceil() as usize;
    let (older, newer) = state.gallery.beside(entry, most);
    // Newest first, from left to right, as in the gallery.
    let first = strip.center() - vec2(newer.len() as f32 * PITCH, 0.0);
    let films = newer.iter().rev().chain([entry]).chain(older.iter().rev());
    let list = UiBuilder::new().max_rect(strip).accessibility_role(Role::ListBox);
    ui.scope_builder(list.accessibility_label(Msg::Label(Action::Filmstrip).text()), |ui| {
        for (place, film) in films.enumerate() {
            let at = Rect::from_center_size(first + vec2(place as f32 * PITCH, 0.0), Vec2::splat(space::FILM));
            film_ui(ui, at, film, entry, textures, wishes);
        }
    });
}

fn film_ui(ui: &Ui, at: Rect, film: &Entry, open: &Entry, textures: &mut Textures, wishes: &mut Wishes) {
    let is_open = film.id == open.id;
    // The keyboard stays with the open picture, whichever that is.
    let (id, sense) =
        if is_open { (Id::unique("film"), Sense::click()) } else { (ui.scope_id().with(film.id), Sense::CLICK) };
    let response = ui.interact(at, id, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, name_of(film)));
    ui.ctx().accesskit_node_builder(id, |node| node.set_selected(is_open));
    let palette = Palette::shown(ui);
    ui.painter().rect_filled(at, space::RADIUS, palette.tile);
    if let Some(Shown::Ready(texture)) = textures.get(film, Some(Thumb::Small)) {
        ui.painter().image(texture.id(), at, middle(film.size), Color32::WHITE);
    }
    if is_open || response.hovered() {
        let colour = if is_open { palette.selection } else { palette.line };
        ui.painter().rect_stroke(at, space::RADIUS, Stroke::new(space::RING, colour), StrokeKind::Outside);
    }
    if response.clicked() {
        wishes.send(Command::Open(film.id));
    }
    response.on_hover_text(name_of(film));
}

/// The largest square in the middle of a picture, as parts of its sides.
fn middle(size: Size) -> Rect {
    let (width, height) = (size.width.max(1) as f32, size.height.max(1) as f32);
    let side = width.min(height);
    Rect::from_center_size([0.5, 0.5].into(), vec2(side / width, side / height))
}
