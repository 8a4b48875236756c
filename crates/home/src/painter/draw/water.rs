//! Water: the sea with its glitter, and a river that winds through hills.

use crate::painter::brush::Brush;
use crate::painter::canvas::{fade, glaze};
use crate::painter::chance::Wave;
use crate::painter::colour::Colour;
use crate::painter::path::Path;

impl Brush<'_> {
    /// The sea from `horizon` down; returns its colour.
    pub(crate) fn sea(&mut self, horizon: f32) -> Colour {
        let (p, w, h, unit) = (self.palette, self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let deep = if p.near.l > 0.85 {
            p.top.lift(-0.3).rich(1.5)
        } else {
            p.near.mix(p.top, if p.dark { 0.3 } else { 0.5 })
        };
        let shallow = p.low.mix(p.top, 0.45).lift(-0.03);
        self.canvas.area([0.0, horizon, w, h], fade(shallow, horizon, deep, h));
        if self.chance.happens(0.5) {
            self.islands(horizon);
        }
        for i in 0..5_u32 {
            let t = (i as f32 + 1.0) / 6.0;
            let ridge =
                self.swell(horizon + (h - horizon) * t.powf(1.25), unit * 0.012 * (0.4 + t), 1.5 + 2.0 * (1.0 - t));
            let band = shallow.mix(deep, t + 0.12);
            self.canvas.shadow_over(&ridge, p.paper, unit * 0.010 * (0.4 + t), 0.10);
            let rgb = band.rgb();
            self.canvas.below(&ridge, |_, _, _| (rgb, 0.55));
        }
        self.glitter(horizon, deep);
        deep
    }

    /// Lens-shaped lights: a path under the sun, and a scatter elsewhere.
    fn glitter(&mut self, horizon: f32, deep: Colour) {
        let (p, w, h, unit) = (self.palette, self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let light = p.disc.mix(p.low, 0.25);
        for i in 0..150_u32 {
            let t = (i as f32 / 150.0).powf(1.15);
            let y = horizon + (h - horizon) * t * 0.96 + unit * 0.006;
            let sunny = i % 3 != 0;
            let reach = unit * (0.05 + 0.13 * t);
            let x = if sunny { self.light.0 + self.chance.range(-1.0, 1.0) * reach } else { self.chance.range(0.0, w) };
            let long = unit * (0.012 + 0.05 * t) * self.chance.range(0.5, 1.3);
            let thick = unit * (0.002 + 0.005 * t);
            let colour = if sunny { light } else { deep.mix(p.paper, 0.35) };
            let alpha = if sunny { 0.75 } else { 0.35 };
            self.canvas.fill(&Path::lens((x - long, y), (x + long, y), thick * 2.0), glaze(colour, alpha));
        }
    }

    fn islands(&mut self, horizon: f32) {
        let (p, w, unit) = (self.palette, self.canvas.w(), self.canvas.unit());
        for (far, side) in [(0.25, self.chance.sign()), (0.5, self.chance.sign())] {
            let (x, wide) = (w * (0.5 + side * self.chance.range(0.2, 0.5)), unit * self.chance.range(0.22, 0.45));
            let tall = unit * self.chance.range(0.03, 0.09);
            let hump = Path::from(-1.0, 0.0)
                .cubic([(-0.7, -0.1), (-0.5, -0.9)], (-0.2, -0.95))
                .cubic([(0.1, -1.0), (0.2, -0.45)], (0.5, -0.4))
                .cubic([(0.7, -0.38), (0.8, -0.05)], (1.0, 0.0));
            self.canvas
                .fill(&hump.place(x, horizon + unit * 0.002, wide, tall), glaze(p.land(far).mix(p.top, 0.25), 1.0));
        }
    }

    /// Hills with a river that comes from the horizon to the foreground; returns the colour of the nearest land.
    pub(crate) fn river(&mut self, horizon: f32) -> Colour {
        let (p, w, h, unit) = (self.palette, self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let back = self.swell(horizon - unit * 0.01, unit * 0.02, 1.4);
        self.copse(&back, unit * 0.045, p.far.mix(p.leaf, 0.5));
        self.slope(&back, p.land(0.35), unit * 0.2, horizon + unit * 0.1);
        let fore = self.swell(horizon + unit * 0.03, unit * 0.008, 1.0);
        let land = p.land(0.7);
        self.canvas.below(&fore, {
            let ink = fade(land, horizon, p.near, h);
            move |x, y, _| ink(x, y)
        });
        let (wave, start) = (Wave::new(&mut self.chance), w * self.chance.range(0.4, 0.6));
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for i in 0..=60_u32 {
            let t = i as f32 / 60.0;
            let y = horizon + unit * 0.035 + (h * 1.02 - horizon) * t * t;
            let x = start + wave.at(t * 3.4 + 0.5) * unit * (0.08 + 0.42 * t) * (t * 4.0).min(1.0);
            let half = unit * (0.006 + 0.20 * t * t);
            left.push((x - half, y));
            right.push((x + half, y));
        }
        left.extend(right.into_iter().rev());
        let water = p.low.mix(p.top, 0.35);
        self.canvas.fill(&Path::corners(&left), fade(p.low, horizon, water.lift(-0.04), h));
        for _ in 0..26 {
            let t = self.chance.range(0.25, 1.0);
            let y = horizon + unit * 0.035 + (h * 1.02 - horizon) * t * t;
            let x = start
                + wave.at(t * 3.4 + 0.5) * unit * (0.08 + 0.42 * t)
                + self.chance.range(-0.12, 0.12) * unit * t * t;
            let long = unit * 0.06 * t * t;
            self.canvas.fill(&Path::lens((x - long, y), (x + long, y), unit * 0.006 * t), glaze(p.paper, 0.5));
        }
        self.reeds(horizon);
        land.mix(p.near, 0.6)
    }

    /// Grass at the lower corners, which frames a river.
    fn reeds(&mut self, horizon: f32) {
        let (p, w, h, unit) = (self.palette, self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let tall = (h - horizon) * 0.55;
        let colour = if p.near.l > 0.85 { p.leaf } else { p.near.lift(-0.07) };
        for i in 0..44_u32 {
            let side = if i % 2 == 0 { 0.0 } else { 1.0 };
            let x = (side - self.chance.unit().powf(1.6) * 0.3 * (side * 2.0 - 1.0)).mul_add(w, 0.0);
            let (lean, high) = (self.chance.range(-0.10, 0.10) * unit, tall * self.chance.range(0.35, 1.0));
            let blade = Path::stroke(
                (x, h + 2.0),
                [(x, h - high * 0.4), (x + lean * 0.3, h - high * 0.8)],
                (x + lean, h - high),
                (unit * 0.011, unit * 0.001),
            );
            self.canvas.fill(&blade, glaze(colour, 1.0));
        }
    }
}
