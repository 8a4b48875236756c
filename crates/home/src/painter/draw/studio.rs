//! Still lifes: a wall with one large shape, a table, and what sits on it.

use crate::painter::brush::{Brush, Spot};
use crate::painter::canvas::{fade, flat, glaze};
use crate::painter::colour::Colour;
use crate::painter::lexicon::Subject;
use crate::painter::path::Path;
use crate::painter::scene::Scene;

impl Brush<'_> {
    /// Paints the room and the first figure.
    pub(crate) fn studio(&mut self, scene: &Scene) {
        let (p, w, h, unit) = (self.palette, self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let hero = scene.heroes.first().copied().unwrap_or(Subject::Flower);
        let wall = p.low.mix(p.top, self.chance.range(0.1, 0.5));
        self.canvas.wash(fade(wall.lift(0.01), 0.0, wall.lift(-0.02), h));
        let bust = hero == Subject::Portrait || hero == Subject::Person;
        let floor = if bust { h } else { f32::midpoint(h, unit).min(h) * 0.5 + h * 0.5 - unit * 0.20 };
        let floor = floor.max(h * 0.78);
        // Long walls have niches on both sides, so that the middle is not alone.
        let niche = wall.mix(p.far, 0.35);
        for i in 1..=(w / unit * 0.6) as u32 {
            for side in [-1.0, 1.0] {
                let x = w / 2.0 + side * unit * 0.92 * i as f32;
                self.canvas.fill(&arch(x, floor, unit * 0.30, unit * 0.66), flat(niche));
            }
        }
        let shape = self.backdrop(wall, (w / 2.0, floor - unit * 0.36), unit, floor);
        if !bust {
            let table = p.near.mix(p.low, 0.35).rich(1.1);
            let table = if p.near.l > 0.85 { p.accent.mix(p.near, 0.5) } else { table };
            self.canvas.area([0.0, floor, w, h], fade(table, floor, table.lift(-0.05), h));
            self.canvas.area([0.0, floor, w, floor + unit * 0.008], glaze(p.paper, 0.25));
        }
        let spot = Spot { x: w / 2.0, y: floor + unit * 0.09, size: unit * 0.72, ground: shape };
        match hero {
            Subject::Portrait | Subject::Person => self.portrait(Spot { y: h + 1.0, size: unit * 0.88, ..spot }),
            Subject::Flower => self.vase(spot.x, floor + unit * 0.075, unit * 0.80),
            Subject::Bird => self.perch(Spot { y: floor - unit * 0.22, size: unit * 0.62, ..spot }),
            _ => self.animal(hero, Spot { size: unit * if hero == Subject::Rabbit { 0.56 } else { 0.66 }, ..spot }),
        }
    }

    /// The large shape on the wall: a disc, an arch, or a window; returns its colour.
    fn backdrop(&mut self, wall: Colour, (x, y): (f32, f32), unit: f32, floor: f32) -> Colour {
        let p = self.palette;
        let shape = wall.contrast(&[p.far, p.accent.mix(p.low, 0.35), p.top]).mix(wall, 0.12);
        match self.chance.below(4) {
            0 => self.canvas.fill(&Path::oval(x, y, unit * 0.37, unit * 0.37), flat(shape)),
            1 => {
                for (i, k) in [1.0_f32, 0.84, 0.68, 0.52].into_iter().enumerate() {
                    let colour = if i % 2 == 0 { shape } else { shape.mix(wall, 0.55) };
                    self.canvas.fill(&arch(x, floor, unit * 0.42 * k, unit * (0.44 + 0.36 * k)), flat(colour));
                }
            }
            2 => {
                self.canvas.fill(&arch(x, floor, unit * 0.36, unit * 0.78), flat(shape));
                let (sx, r) = (x + unit * 0.15 * self.chance.sign(), unit * 0.085);
                self.canvas.fill(&Path::oval(sx, floor - unit * 0.58, r, r), flat(p.disc));
            }
            _ => {
                self.canvas.fill(
                    &Path::slab(x - unit * 0.36, floor - unit * 0.80, unit * 0.72, unit * 0.80, unit * 0.03),
                    flat(shape),
                );
                let hill = Path::from(x - unit * 0.36, floor)
                    .line(x - unit * 0.36, floor - unit * 0.22)
                    .cubic(
                        [(x - unit * 0.15, floor - unit * 0.40), (x + unit * 0.05, floor - unit * 0.12)],
                        (x + unit * 0.36, floor - unit * 0.30),
                    )
                    .line(x + unit * 0.36, floor);
                self.canvas.fill(&hill, flat(shape.mix(p.near, 0.25)));
                self.canvas
                    .fill(&Path::oval(x - unit * 0.19, floor - unit * 0.62, unit * 0.07, unit * 0.07), flat(p.disc));
            }
        }
        shape
    }
}

/// A round arch on its feet at (x, y).
pub(crate) fn arch(x: f32, y: f32, half: f32, tall: f32) -> Path {
    let spring = y - (tall - half).max(0.0);
    let k = half * 0.5523;
    Path::from(x - half, y)
        .line(x - half, spring)
        .cubic([(x - half, spring - k), (x - k, spring - half)], (x, spring - half))
        .cubic([(x + k, spring - half), (x + half, spring - k)], (x + half, spring))
        .line(x + half, y)
}
