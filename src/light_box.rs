//! How the open picture is seen: how near, and which part of it. Arithmetic only: `panels/viewer` draws by it and hands on
//! what mouse and keys do, the actions change it. The picture never leaves its view.

use contract::Size;
use eframe::egui::{Pos2, Rect, Vec2, emath::GuiRounding as _, pos2, vec2};

/// Screen pixels a pixel; nearer shows nothing more.
const NEAREST: f32 = 16.0;
/// Screen pixels a pixel, from which on pixels are seen as squares.
const SQUARES: f32 = 2.0;
/// What one press of a key comes closer by.
const STEP: f32 = 1.25;
/// Two scales that nobody can tell apart.
const SAME: f32 = 1e-3;

/// How the open picture is seen.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct LightBox {
    zoom: Zoom,
    /// The point in the middle of the view, as parts of the picture's width and height, so that it stays there when the
    /// view changes.
    middle: Pos2,
    /// Pixels; the picture's, as of the last pass.
    size: Size,
    /// Points; where it is seen.
    view: Rect,
    /// Screen pixels a point.
    density: f32,
}

/// How near.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Zoom {
    /// The whole picture, never above one screen pixel a pixel: a small picture is not blown up.
    Fit,
    /// No edge of the view is left empty.
    Fill,
    /// One screen pixel a pixel.
    Actual,
    /// Screen pixels a pixel of the picture, above what fits.
    Free(f32),
}

/// One step by keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    In,
    Out,
}

impl LightBox {
    /// How a picture is first seen.
    pub(crate) const FIT: Self = Self {
        zoom: Zoom::Fit,
        middle: pos2(0.5, 0.5),
        size: Size { width: 1, height: 1 },
        view: Rect::ZERO,
        density: 1.0,
    };

    pub(crate) fn zoom(&self) -> Zoom {
        self.zoom
    }

    /// Shows it so from now on, around the middle.
    pub(crate) fn set_zoom(&mut self, zoom: Zoom) {
        self.zoom = zoom;
        self.hold();
    }

    /// Takes over which picture is shown, and where. One of the same size keeps zoom and place, so that variations can be
    /// compared by stepping through them. Another size keeps what was chosen by name (fit, fill, 100 %); a free zoom goes
    /// back to fit, since a place in one picture means nothing in another.
    pub(crate) fn show(&mut self, size: Size, view: Rect, density: f32) {
        if self.size != size {
            self.middle = Self::FIT.middle;
            if matches!(self.zoom, Zoom::Free(_)) {
                self.zoom = Zoom::Fit;
            }
        }
        (self.size, self.view, self.density) = (size, view, density);
        self.hold();
    }

    /// Screen pixels a pixel.
    pub(crate) fn scale(&self) -> f32 {
        let (x, y) = self.fitting();
        match self.zoom {
            Zoom::Fit => self.least(),
            Zoom::Fill => x.max(y).min(NEAREST),
            Zoom::Actual => 1.0,
            Zoom::Free(scale) => scale.clamp(self.least(), NEAREST),
        }
    }

    /// Points; where the picture stands, of which the view shows its part. On whole screen pixels, so that 100 % is sharp.
    pub(crate) fn place(&self) -> Rect {
        let place = self.unrounded(self.scale());
        Rect::from_min_size(place.min.round_to_pixels(self.density), place.size())
    }

    /// Whether so near that pixels are seen as squares.
    pub(crate) fn shows_squares(&self) -> bool {
        self.scale() >= SQUARES
    }

    /// Whether a part is out of sight.
    pub(crate) fn overflows(&self) -> bool {
        let over = self.points(self.scale()) - self.view.size();
        over.x > SAME || over.y > SAME
    }

    /// Comes closer by `factor`, or steps back; what is under `at` (points) stays there.
    pub(crate) fn zoom_by(&mut self, factor: f32, at: Pos2) {
        // A hand that does nothing does not undo what was chosen by name.
        if (factor - 1.0).abs() > f32::EPSILON {
            self.zoom_to(self.scale() * factor, at);
        }
    }

    /// One step around the middle. 100 % is never stepped over.
    pub(crate) fn step(&mut self, step: Step) {
        let before = self.scale();
        let after = match step {
            Step::In => before * STEP,
            Step::Out => before / STEP,
        };
        let passes = (before - 1.0) * (after - 1.0) < 0.0 && (before - 1.0).abs() > SAME;
        self.zoom_to(if passes { 1.0 } else { after }, self.view.center());
    }

    /// Between the whole picture and its single pixels, at a point that stays where it is. Where the whole picture has a
    /// screen pixel for each of its own already, it fills the view instead.
    pub(crate) fn toggle(&mut self, at: Pos2) {
        if self.zoom != Zoom::Fit {
            self.set_zoom(Zoom::Fit);
        } else if self.least() < 1.0 - SAME {
            self.zoom_to(1.0, at);
        } else {
            self.set_zoom(Zoom::Fill);
        }
    }

    /// Moves the picture by so many points, as far as it goes.
    pub(crate) fn pan(&mut self, by: Vec2) {
        self.middle -= by / self.points(self.scale());
        self.hold();
    }

    fn zoom_to(&mut self, scale: f32, at: Pos2) {
        let scale = scale.clamp(self.least(), NEAREST);
        let before = self.unrounded(self.scale());
        // Beside the picture, its nearest point is held.
        let held = ((at - before.min) / before.size()).clamp(Vec2::ZERO, Vec2::splat(1.0));
        self.zoom = if scale <= self.least() + SAME {
            Zoom::Fit
        } else if (scale - 1.0).abs() < SAME {
            Zoom::Actual
        } else {
            Zoom::Free(scale)
        };
        self.middle = held.to_pos2() + (self.view.center() - at) / self.points(scale);
        self.hold();
    }

    /// Keeps the view within the picture; along a side that is seen whole, the picture stands in the middle.
    fn hold(&mut self) {
        let half = self.view.size() / self.points(self.scale()) / 2.0;
        let hold = |middle: f32, half: f32| if half < 0.5 { middle.clamp(half, 1.0 - half) } else { 0.5 };
        self.middle = pos2(hold(self.middle.x, half.x), hold(self.middle.y, half.y));
    }

    fn unrounded(&self, scale: f32) -> Rect {
        let size = self.points(scale);
        Rect::from_min_size(self.view.center() - self.middle.to_vec2() * size, size)
    }

    /// Points that the picture takes at this scale.
    fn points(&self, scale: f32) -> Vec2 {
        vec2(self.size.width.max(1) as f32, self.size.height.max(1) as f32) * scale / self.density.max(SAME)
    }

    /// The scales at which the picture is as wide, and as high, as the view.
    fn fitting(&self) -> (f32, f32) {
        let scale = self.view.size().max(Vec2::splat(1.0)) / self.points(1.0);
        (scale.x, scale.y)
    }

    /// The scale that shows all of it.
    fn least(&self) -> f32 {
        let (x, y) = self.fitting();
        x.min(y).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIEW: Rect = Rect { min: pos2(100.0, 50.0), max: pos2(900.0, 650.0) };

    fn showing(width: u32, height: u32) -> LightBox {
        let mut light_box = LightBox::FIT;
        light_box.show(Size { width, height }, VIEW, 1.0);
        light_box
    }

    /// The point of the picture, in its pixels, that is seen at `at`.
    fn under(light_box: &LightBox, at: Pos2) -> Vec2 {
        let place = light_box.unrounded(light_box.scale());
        (at - place.min) / place.size() * vec2(light_box.size.width as f32, light_box.size.height as f32)
    }

    #[track_caller]
    fn near(a: Vec2, b: Vec2) {
        assert!((a - b).length() < 0.5, "{a:?} is not {b:?}");
    }

    #[test]
    fn a_large_picture_fits_and_a_small_one_is_not_blown_up() {
        let large = showing(1600, 800);
        assert_eq!((large.scale(), large.place()), (0.5, Rect::from_center_size(VIEW.center(), vec2(800.0, 400.0))));
        let small = showing(256, 256);
        assert_eq!((small.scale(), small.overflows()), (1.0, false));
    }

    #[test]
    fn a_pixel_is_a_pixel_of_the_screen_at_any_density() {
        for density in [1.0, 1.5, 2.0] {
            let mut light_box = LightBox::FIT;
            light_box.set_zoom(Zoom::Actual);
            light_box.show(Size { width: 1023, height: 767 }, VIEW, density);
            let place = light_box.place();
            near(place.size() * density, vec2(1023.0, 767.0));
            let corner = place.min.to_vec2() * density;
            assert!((corner - corner.round()).length() < 0.01, "{corner:?} lies between two pixels");
        }
    }

    #[test]
    fn filled_leaves_no_edge_empty() {
        for (width, height) in [(1600, 800), (300, 2000), (64, 64)] {
            let mut light_box = showing(width, height);
            light_box.set_zoom(Zoom::Fill);
            light_box.zoom_by(1.0, VIEW.min);
            assert_eq!(light_box.zoom(), Zoom::Fill);
            assert!(light_box.place().expand(1.0).contains_rect(VIEW), "{width}×{height}: {:?}", light_box.place());
        }
    }

    #[test]
    fn what_is_under_the_pointer_stays_there_between_fit_and_1600_per_cent() {
        let mut light_box = showing(4000, 3000);
        let at = pos2(300.0, 200.0);
        let held = under(&light_box, at);
        for _ in 0..40 {
            light_box.zoom_by(1.2, at);
            near(under(&light_box, at), held);
        }
        assert_eq!(light_box.zoom(), Zoom::Free(16.0));
        for _ in 0..60 {
            light_box.zoom_by(1.0 / 1.2, at);
        }
        assert_eq!((light_box.zoom(), light_box.scale()), (Zoom::Fit, 0.2));
    }

    #[test]
    fn the_picture_never_leaves_its_view() {
        let mut light_box = showing(1600, 800);
        light_box.pan(vec2(500.0, 500.0));
        assert_eq!(light_box.place().center(), VIEW.center());
        light_box.set_zoom(Zoom::Actual);
        for way in [vec2(1e6, 1e6), vec2(-1e6, -1e6), vec2(1e6, -1e6)] {
            light_box.pan(way);
            assert!(light_box.place().contains_rect(VIEW), "{:?}", light_box.place());
        }
        light_box.pan(vec2(-80.0, 0.0));
        near(light_box.place().left_bottom() - VIEW.left_bottom(), vec2(-80.0, 0.0));
    }

    #[test]
    fn steps_stop_at_100_per_cent() {
        let mut light_box = showing(1000, 500);
        light_box.step(Step::In);
        assert_eq!(light_box.zoom(), Zoom::Actual);
        light_box.step(Step::In);
        assert_eq!(light_box.zoom(), Zoom::Free(1.25));
        light_box.step(Step::Out);
        light_box.step(Step::Out);
        assert_eq!(light_box.zoom(), Zoom::Fit);
    }

    #[test]
    fn a_double_click_shows_the_pixels_of_that_point_and_then_all_again() {
        let mut light_box = showing(3200, 2400);
        let at = pos2(200.0, 100.0);
        let held = under(&light_box, at);
        light_box.toggle(at);
        near(under(&light_box, at), held);
        assert_eq!(light_box.zoom(), Zoom::Actual);
        light_box.toggle(at);
        assert_eq!(light_box.zoom(), Zoom::Fit);

        let mut small = showing(200, 100);
        small.toggle(at);
        assert_eq!(small.zoom(), Zoom::Fill);
    }

    #[test]
    fn a_changed_view_keeps_the_middle() {
        let mut light_box = showing(4000, 3000);
        light_box.zoom_by(4.0, pos2(300.0, 200.0));
        let middle = under(&light_box, VIEW.center());
        let smaller = Rect::from_min_max(VIEW.min, pos2(600.0, 500.0));
        light_box.show(light_box.size, smaller, 1.0);
        near(under(&light_box, smaller.center()), middle);
    }

    #[test]
    fn the_next_picture_keeps_the_place_if_it_has_the_same_size() {
        let mut light_box = showing(1600, 1200);
        light_box.zoom_by(3.0, pos2(150.0, 70.0));
        let before = light_box;
        light_box.show(Size { width: 1600, height: 1200 }, VIEW, 1.0);
        assert_eq!(light_box, before);
        light_box.show(Size { width: 1200, height: 1600 }, VIEW, 1.0);
        assert_eq!((light_box.zoom(), light_box.middle), (Zoom::Fit, pos2(0.5, 0.5)));
        light_box.set_zoom(Zoom::Actual);
        light_box.show(Size { width: 1600, height: 1200 }, VIEW, 1.0);
        assert_eq!(light_box.zoom(), Zoom::Actual);
    }

    #[test]
    fn nothing_breaks_without_room() {
        let mut light_box = showing(0, 0);
        light_box.show(Size { width: 1920, height: 1 }, Rect::from_min_size(VIEW.min, vec2(0.0, -5.0)), 1.0);
        light_box.zoom_by(f32::INFINITY, VIEW.min);
        light_box.pan(vec2(9.0, 9.0));
        assert!(light_box.place().is_finite() && light_box.scale().is_finite());
    }
}
