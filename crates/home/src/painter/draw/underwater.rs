//! Under water: shafts of light, weeds, bubbles and fish.

use crate::painter::brush::{Brush, Spot};
use crate::painter::canvas::{fade, flat, glaze};
use crate::painter::colour::{Colour, lch};
use crate::painter::lexicon::Subject;
use crate::painter::path::Path;
use crate::painter::scene::Scene;

impl Brush<'_> {
    /// The whole scene; other figures than fish are left on land.
    pub(crate) fn underwater(&mut self, scene: &Scene) {
        let (p, w, h, unit) = (self.palette, self.canvas.w(), self.canvas.h(), self.canvas.unit());
        // Water keeps the palette's hue where that is a cool one, and a named colour's always.
        let own = (130.0..330.0).contains(&p.top.h) || (p.top.c > 0.12 && p.named.is_none());
        let hue = if own { p.top.h } else { self.chance.range(185.0, 245.0) };
        let deep = lch(if p.dark { 0.24 } else { 0.40 }, 0.09, hue + 12.0);
        let clear = lch(if p.dark { 0.48 } else { 0.83 }, 0.085, hue);
        self.canvas.wash(fade(clear, 0.0, deep, h));
        for _ in 0..6 {
            let (x, wide) = (self.chance.range(-0.1, 1.1) * w, unit * self.chance.range(0.03, 0.10));
            let lean = unit * 0.3;
            let shaft = Path::corners(&[(x, -2.0), (x + wide, -2.0), (x + wide * 2.6 - lean, h), (x - lean - wide, h)]);
            let rgb = clear.lift(0.1).rgb();
            self.canvas.fill(&shaft, |_, y| (rgb, 0.26 * (1.0 - y / h)));
        }
        for i in 0..3_u32 {
            let t = i as f32 / 2.0;
            let ridge = self.swell(h * (0.80 + 0.07 * t), unit * 0.05, 1.2);
            self.weeds(&ridge, clear.mix(deep, 0.75).lift(-0.07 * t), 0.8 + 0.4 * t);
            self.slope(&ridge, deep.lift(0.03 - 0.07 * t), unit * 0.2, h);
        }
        let school = clear.mix(deep, 0.5).lift(0.12);
        let (sx, sy) = (self.chance.range(0.2, 0.8) * w, self.chance.range(0.15, 0.35) * h);
        for _ in 0..14 {
            let (dx, dy) = (self.chance.range(-0.28, 0.28) * unit, self.chance.range(-0.09, 0.09) * unit);
            let small =
                Path::lens((-1.0, 0.0), (0.7, 0.0), 0.55).and(Path::corners(&[(0.5, 0.0), (1.1, -0.35), (1.1, 0.35)]));
            self.canvas.fill(&small.place(sx + dx, sy + dy, unit * 0.022, unit * 0.022), glaze(school, 0.75));
        }
        let fish = scene.heroes.contains(&Subject::Fish) || self.chance.happens(0.7);
        for i in 0..if fish { 3_u32 } else { 0 } {
            let t = i as f32;
            let x = w * (0.5 + [0.0, -0.25, 0.26].get(i as usize).copied().unwrap_or(0.0));
            let y = h * (0.52 + [0.0, 0.18, -0.17].get(i as usize).copied().unwrap_or(0.0));
            self.fish(Spot { x, y, size: unit * (0.40 - 0.09 * t), ground: deep });
        }
        for _ in 0..24 {
            let r = unit * self.chance.range(0.003, 0.013);
            let (x, y) = (self.chance.range(0.0, w), self.chance.range(0.0, h));
            self.canvas.fill(&Path::oval(x, y, r, r), glaze(p.paper, 0.25));
            self.canvas.fill(&Path::oval(x - r * 0.3, y - r * 0.3, r * 0.3, r * 0.3), glaze(p.paper, 0.7));
        }
    }

    fn weeds(&mut self, ridge: &[f32], colour: Colour, size: f32) {
        let (w, unit) = (self.canvas.w(), self.canvas.unit());
        let groups = (w / unit * 4.0) as u32 + 1;
        for _ in 0..groups {
            let x = self.chance.range(0.0, 1.0) * w;
            let own = if self.chance.happens(0.3) { colour.mix(self.palette.accent, 0.6) } else { colour };
            for _ in 0..5 {
                let foot = x + self.chance.range(-0.04, 0.04) * unit;
                let y = super::forest::height(ridge, foot) + unit * 0.03;
                let (tall, bend) = (unit * self.chance.range(0.08, 0.24) * size, unit * self.chance.range(0.02, 0.07));
                let weed = Path::stroke(
                    (foot, y),
                    [(foot + bend, y - tall * 0.35), (foot - bend, y - tall * 0.7)],
                    (foot + bend * 0.6, y - tall),
                    (unit * 0.020, unit * 0.004),
                );
                self.canvas.fill(&weed, flat(own));
            }
        }
    }

    /// A fish, seen from the side; the spot is its middle, its size its length.
    pub(crate) fn fish(&mut self, spot: Spot) {
        let Spot { x, y, size: s, ground } = spot;
        let p = self.palette;
        let (flip, tilt) = (self.chance.sign(), self.chance.range(-0.16, 0.16));
        let put = |path: &Path| {
            let path = if flip < 0.0 { path.mirror() } else { path.clone() };
            path.spin(tilt).place(x, y, s, s)
        };
        let body = p.named.unwrap_or(p.accent);
        let body = if p.named.is_none() && (body.l - ground.l).abs() < 0.12 { p.paper.mix(body, 0.5) } else { body };
        let fin = body.lift(-0.09).turn(-10.0);
        let (pale, dark) = (body.mix(lch(0.97, 0.02, 85.0), 0.75), lch(0.18, 0.03, 260.0));
        let tail = Path::from(0.24, 0.0)
            .cubic([(0.36, -0.03), (0.42, -0.22)], (0.58, -0.25))
            .cubic([(0.50, -0.10), (0.50, 0.08)], (0.60, 0.24))
            .cubic([(0.42, 0.20), (0.36, 0.03)], (0.24, 0.0));
        let top = Path::from(-0.20, -0.13)
            .cubic([(-0.10, -0.34), (0.12, -0.33)], (0.24, -0.22))
            .quad(0.17, -0.16, 0.19, -0.07);
        let low = Path::from(0.02, 0.14).quad(0.06, 0.30, 0.20, 0.28).quad(0.14, 0.20, 0.15, 0.10);
        for part in [&tail, &top, &low] {
            self.canvas.fill(&put(part), flat(fin));
        }
        let flesh = Path::from(-0.50, 0.02)
            .cubic([(-0.36, -0.24), (0.06, -0.28)], (0.33, -0.025))
            .line(0.33, 0.03)
            .cubic([(0.06, 0.25), (-0.36, 0.24)], (-0.50, 0.02));
        self.canvas.fill(&put(&flesh), flat(body));
        let belly = Path::from(-0.50, 0.02)
            .cubic([(-0.30, 0.10), (0.06, 0.12)], (0.33, 0.02))
            .line(0.33, 0.03)
            .cubic([(0.06, 0.25), (-0.36, 0.24)], (-0.50, 0.02));
        self.canvas.fill(&put(&belly), glaze(pale, 0.8));
        for (bx, high) in [(-0.17, 0.34), (0.03, 0.31), (0.19, 0.19)] {
            let band = Path::lens((bx, -high * 0.53), (bx + 0.01, high * 0.50), -0.055);
            self.canvas.fill(&put(&band), glaze(pale, 0.92));
        }
        let side = Path::from(-0.12, 0.02).quad(0.02, 0.02, 0.06, 0.11).quad(-0.06, 0.13, -0.12, 0.02);
        self.canvas.fill(&put(&side), flat(fin));
        self.canvas.fill(&put(&Path::oval(-0.35, -0.035, 0.032, 0.032)), flat(pale.lift(0.05)));
        self.canvas.fill(&put(&Path::oval(-0.355, -0.035, 0.019, 0.019)), flat(dark));
    }
}
