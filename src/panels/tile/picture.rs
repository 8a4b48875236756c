//! A picture on its tile: whole, on neutral ground, sharp enough for its size; or why it cannot be shown.

use contract::model::PAINTER;
use eframe::egui::{Align2, Color32, Pos2, Rect, TextStyle, Ui, pos2, vec2};
use engine::Failure;
use library::{Entry, Thumb};

use super::{Slot, badge, shape};
use crate::{
    look::{colour::Palette, icon::Icon, space},
    msg::Msg,
    panels::{
        bounded,
        gallery::{Arrivals, Scene},
        name_of,
    },
    textures::Shown,
};

const WHOLE: Rect = Rect { min: Pos2::ZERO, max: pos2(1.0, 1.0) };

pub(super) fn picture_ui(ui: &Ui, slot: &Slot, entry: &Entry, arrivals: &mut Arrivals, scene: &mut Scene<'_>) {
    let palette = Palette::shown(ui);
    let at = shape(entry.size, slot.rect.shrink(space::MAT));
    let thumb = thumb_for(ui, slot.rect);
    // At another tile size the other one stands in until this one is there.
    let stands_in = if thumb == Thumb::Large { Thumb::Small } else { Thumb::Large };
    match scene.textures.get(entry, Some(thumb)).or_else(|| scene.textures.held(entry, Some(stands_in))) {
        Some(Shown::Ready(texture)) => {
            let opacity = arrivals.opacity(entry.id, ui.ctx());
            if opacity < 1.0 {
                ui.painter().rect_filled(at, space::RADIUS, palette.coming);
            }
            let image = eframe::egui::Image::new(&texture).corner_radius(space::RADIUS).uv(WHOLE);
            image.tint(Color32::WHITE.gamma_multiply(opacity)).paint_at(ui, at);
            if entry.model.as_ref() == PAINTER.id {
                drawn_here(ui, at, palette);
            }
        }
        Some(Shown::Broken(reason)) => broken_ui(ui, slot, entry, &reason, palette),
        None => {
            arrivals.wait(entry.id);
            ui.painter().rect_filled(at, space::RADIUS, palette.coming);
        }
    }
}

/// What it is, or why it is not to be seen.
pub(super) fn about(ui: &Ui, slot: &Slot, entry: &Entry, scene: &mut Scene<'_>) -> String {
    match scene.textures.held(entry, Some(thumb_for(ui, slot.rect))) {
        Some(Shown::Broken(reason)) => Msg::NotShown { reason: &reason }.text(),
        _ => Msg::Facts(entry).text(),
    }
}

/// Pixels of the screen decide which thumbnail is sharp enough.
fn thumb_for(ui: &Ui, rect: Rect) -> Thumb {
    let pixels = rect.width() * ui.pixels_per_point();
    if pixels > Thumb::Small.pixels() as f32 { Thumb::Large } else { Thumb::Small }
}

fn broken_ui(ui: &Ui, slot: &Slot, entry: &Entry, reason: &Failure, palette: Palette) {
    let frame = slot.rect.shrink(space::S);
    let painter = ui.painter().with_clip_rect(ui.clip_rect().intersect(frame));
    badge(ui, frame.center_top() + vec2(0.0, space::L), Icon::Warning, palette.error);
    let name = bounded::galley(&name_of(entry), &TextStyle::Small, palette.text, frame.width(), 2, ui);
    let mut at = frame.left_top() + vec2(0.0, 2.0 * space::L);
    let below = name.size().y + space::XS;
    painter.galley(at, name, palette.text);
    at.y += below;
    let most = ((frame.bottom() - at.y) / ui.text_style_height(&TextStyle::Small)).max(1.0) as usize;
    let why = Msg::NotShown { reason }.text();
    let why = bounded::galley(&why, &TextStyle::Small, palette.error, frame.width(), most, ui);
    painter.galley(at, why, palette.error);
}

/// The painter is no mock, and no FLUX either: it is said where it is seen. In words where they leave most of the picture's
/// edge free, else by an icon.
fn drawn_here(ui: &Ui, picture: Rect, palette: Palette) {
    let font = TextStyle::Small.resolve(ui.style());
    let words = ui.painter().layout_no_wrap(Msg::DrawnHere.text(), font, palette.on_veil);
    let corner = picture.left_bottom() + vec2(space::XS, -space::XS);
    let veil = |size| {
        let ground = Align2::LEFT_BOTTOM.anchor_size(corner, size);
        ui.painter().rect_filled(ground, space::XS, palette.veil);
        ground
    };
    let size = words.size() + vec2(space::S, space::XS);
    if size.x <= picture.width() * 0.6 {
        let ground = veil(size);
        ui.painter().galley(ground.min + vec2(space::XS, space::XS / 2.0), words, palette.on_veil);
    } else if picture.width() > 3.0 * space::L {
        let ground = veil(vec2(space::L, space::L));
        badge(ui, ground.center(), Icon::Painter, palette.on_veil);
    }
}
