//! The outlines of pictures to come: how a shape is drawn in the prompt panel, small on a chip and larger beside the sides.

use eframe::egui::{Align2, Color32, Painter, Rect, Stroke, StrokeKind, Vec2};
use engine::Ratio;

use super::colour::Palette;

/// Points; corners of an outline.
const RADIUS: f32 = 1.5;
/// Points; of an outline's line.
const LINE: f32 = 1.5;
/// Points; the least that an outline's side is drawn with, however narrow its shape.
const LEAST: f32 = 4.0;

/// Only an outline, as large as `place` lets it be and in its middle.
pub(crate) fn outline(painter: &Painter, place: Rect, ratio: Ratio, colour: Color32) {
    painter.rect_stroke(within(place, ratio), RADIUS, Stroke::new(LINE, colour), StrokeKind::Inside);
}

/// The sheet that the picture will be, on the ground that it is measured against.
pub(crate) fn sheet(painter: &Painter, place: Rect, ratio: Ratio, palette: &Palette) {
    painter.rect_filled(place, super::space::RADIUS, palette.field);
    let sheet = within(place.shrink(super::space::XS), ratio);
    painter.rect(sheet, RADIUS, palette.control, Stroke::new(LINE, palette.weak), StrokeKind::Inside);
}

fn within(place: Rect, ratio: Ratio) -> Rect {
    let (width, height) = (ratio.width.max(1) as f32, ratio.height.max(1) as f32);
    let scale = (place.width() / width).min(place.height() / height);
    let size = Vec2::new(width, height) * scale;
    Align2::CENTER_CENTER.align_size_within_rect(size.max(Vec2::splat(LEAST)), place)
}

#[cfg(test)]
mod tests {
    use eframe::egui::pos2;

    use super::*;

    #[test]
    fn an_outline_has_its_shape_and_stays_in_its_place() {
        let place = Rect::from_min_size(pos2(10.0, 20.0), Vec2::splat(64.0));
        for ratio in Ratio::USUAL {
            let drawn = within(place, ratio);
            assert!(place.contains_rect(drawn) && (drawn.center() - place.center()).length() < 0.01, "{ratio:?}");
            let asked = ratio.width as f32 / ratio.height as f32;
            assert!((drawn.width() / drawn.height() - asked).abs() < 0.01, "{ratio:?}: {drawn}");
        }
        assert!(within(place, Ratio::new(0, u32::MAX)).is_positive());
    }
}
