//! The hand that paints a scene: canvas, palette and chance together, and the order from back to front.
//!
//! Each file in `draw` gives it the strokes for one kind of thing. This file says only what comes before what, and where
//! the figures stand.

use super::canvas::Canvas;
use super::chance::Chance;
use super::colour::Colour;
use super::lexicon::Subject;
use super::palette::Palette;
use super::scene::{Detail, Disc, Place, Scene, Weather};

/// Where a figure stands: the middle of its feet in pixels, its height, and the colour behind it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) size: f32,
    pub(crate) ground: Colour,
}

/// A canvas at work.
pub(crate) struct Brush<'a> {
    pub(crate) canvas: &'a mut Canvas,
    pub(crate) palette: &'a Palette,
    pub(crate) chance: Chance,
    /// Where sun or moon stands, or would, in pixels: light comes from there.
    pub(crate) light: (f32, f32),
}

impl<'a> Brush<'a> {
    pub(crate) fn new(canvas: &'a mut Canvas, palette: &'a Palette, mut chance: Chance) -> Self {
        let x = if chance.happens(0.5) { chance.range(0.22, 0.42) } else { chance.range(0.58, 0.78) };
        let light = (canvas.w() * x, canvas.h() * 0.3);
        Self { canvas, palette, chance, light }
    }

    /// Paints the whole scene.
    pub(crate) fn paint(&mut self, scene: &Scene) {
        match scene.place {
            Place::Abstract => self.abstraction(),
            Place::Studio => self.studio(scene),
            Place::Underwater => self.underwater(scene),
            Place::Space => self.space(scene),
            _ => self.outside(scene),
        }
        match scene.weather {
            Weather::Clear => {}
            Weather::Fog => self.fog(),
            Weather::Rain => self.rain(),
            Weather::Snow => self.snow(),
        }
    }

    fn outside(&mut self, scene: &Scene) {
        let horizon = self.canvas.h() * self.horizon(scene.place);
        let high = if scene.disc == Some(Disc::Moon) { 0.38 } else { self.chance.range(0.5, 0.72) };
        self.light.1 = horizon * high;
        self.sky(horizon);
        if scene.shows(Detail::Stars) {
            self.stars(horizon, 1.0);
        }
        match scene.disc {
            Some(Disc::Sun) => self.sun(),
            Some(Disc::Moon) => self.moon(),
            None => {}
        }
        if scene.shows(Detail::Clouds) || scene.place == Place::Sky {
            self.clouds(horizon);
        }
        if scene.shows(Detail::Peaks) && scene.place != Place::Mountains {
            self.peaks(horizon + 2.0, 0.34, 0.3);
        }
        if scene.shows(Detail::Skyline) {
            self.skyline(horizon + 2.0, 0.22, 0.45);
        }
        if scene.shows(Detail::Birds) {
            let (x, y) = (self.chance.range(0.25, 0.75) * self.canvas.w(), horizon * self.chance.range(0.35, 0.65));
            self.flock(x, y, 5);
        }
        let floor = self.ground(scene, horizon);
        self.figures(scene, horizon, floor);
    }

    fn horizon(&mut self, place: Place) -> f32 {
        match place {
            Place::City => 0.74,
            Place::Sky => 0.97,
            Place::Sea | Place::River => self.chance.range(0.52, 0.62),
            _ => self.chance.range(0.56, 0.66),
        }
    }

    /// Paints the land and says what colour figures stand before.
    fn ground(&mut self, scene: &Scene, horizon: f32) -> Colour {
        match scene.place {
            Place::Sea => self.sea(horizon),
            Place::River => self.river(horizon),
            Place::City => self.city(horizon),
            Place::Desert => self.dunes(horizon),
            Place::Forest => self.forest(horizon),
            Place::Mountains => {
                self.peaks(horizon + 2.0, 0.30, 0.12);
                self.peaks(horizon + self.canvas.h() * 0.1, 0.46, 0.42);
                self.hills(horizon + self.canvas.h() * 0.14, 2, scene.shows(Detail::Trees))
            }
            Place::Sky => self.palette.low,
            _ => self.hills(horizon, 4, scene.shows(Detail::Trees)),
        }
    }

    fn figures(&mut self, scene: &Scene, horizon: f32, floor: Colour) {
        let (w, h, unit) = (self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let many = scene.heroes.len() > 1;
        // The figure stands away from the sun, where the composition is empty.
        let away = if self.light.0 < w / 2.0 { 1.0 } else { -1.0 };
        for (i, &hero) in scene.heroes.iter().enumerate() {
            let lean = if many { 0.2 - 0.42 * i as f32 } else { self.chance.range(0.04, 0.16) };
            let x = w * (0.5 + away * lean * (w / h).clamp(0.5, 1.3));
            let size = unit * if many { 0.36 } else { 0.46 };
            let spot = Spot { x, y: h * 0.93, size, ground: floor };
            match hero {
                Subject::Balloon => {
                    let size = (size * 1.05).min(horizon * 0.74);
                    self.balloon(Spot { y: horizon * 0.80, size, ground: self.palette.low, ..spot });
                }
                Subject::Bird if scene.place == Place::Sky => {
                    self.perch(Spot { y: h * 0.66, size: size * 1.05, ground: self.palette.low, ..spot });
                }
                Subject::Bird => {
                    self.perch(Spot { y: horizon * 0.92, size: size * 0.8, ground: self.palette.low, ..spot });
                }
                Subject::Boat => {
                    let y = if scene.place == Place::Sea { horizon + (h - horizon) * 0.42 } else { h * 0.86 };
                    self.boat(Spot { y, ..spot });
                }
                Subject::Lighthouse => {
                    self.lighthouse(Spot { x: w * (0.5 + away * 0.28), y: h * 0.84, size: size * 1.3, ..spot });
                }
                Subject::House => self.house(Spot { y: h * 0.86, size: size * 0.72, ..spot }),
                Subject::Castle => self.castle(Spot { y: h * 0.84, size: size * 1.05, ..spot }),
                Subject::Tree => self.lone_tree(Spot { y: h * 0.90, size: size * 1.25, ..spot }),
                Subject::Flower => self.meadow(),
                Subject::Fish => self.fish(Spot { y: h * 0.8, size: size * 0.7, ..spot }),
                Subject::Person | Subject::Portrait => self.person(Spot { size: size * 0.95, ..spot }),
                Subject::Cat | Subject::Fox | Subject::Rabbit => self.animal(hero, spot),
                _ => {}
            }
        }
    }
}
