//! Cities: rows of towers with lit windows, and a street's worth of water before them.

use crate::painter::brush::Brush;
use crate::painter::canvas::{fade, flat, glaze};
use crate::painter::chance::scramble;
use crate::painter::colour::Colour;
use crate::painter::path::Path;

impl Brush<'_> {
    /// A city before the sky, with its reflection below `horizon`; returns the colour of the ground.
    pub(crate) fn city(&mut self, horizon: f32) -> Colour {
        let (p, w, h, unit) = (self.palette, self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let tall = (h * 0.6).min(unit * 0.75) / h;
        self.skyline(horizon + 2.0, tall, 0.12);
        self.skyline(horizon + 2.0, tall * 0.80, 0.45);
        self.skyline(horizon + 2.0, tall * 0.52, 0.85);
        let water = p.near.mix(p.low, 0.25);
        self.canvas.area([0.0, horizon, w, h], fade(water, horizon, p.near.lift(-0.03), h));
        let glint = if p.dark { p.accent } else { p.low };
        for _ in 0..110 {
            let t = self.chance.unit();
            let (x, y) = (self.chance.range(0.0, w), horizon + (h - horizon) * t);
            let long = unit * self.chance.range(0.008, 0.05);
            let ink = glaze(glint, 0.5 * (1.0 - t * 0.7));
            self.canvas.fill(&Path::slab(x - long, y, long * 2.0, unit * 0.0045, unit * 0.002), ink);
        }
        water
    }

    /// One row of towers on `foot`, up to `high` of the sheet's height; `near` 0.0 far ..= 1.0 near.
    pub(crate) fn skyline(&mut self, foot: f32, high: f32, near: f32) {
        let (p, w, h, unit) = (self.palette, self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let colour = p.low.mix(p.far, 0.4 + 0.6 * near).mix(p.near, near * 0.85);
        let mut x = -self.chance.range(0.0, 0.08) * unit;
        while x < w {
            let wide = unit * self.chance.range(0.055, 0.13);
            // Towers are highest about the middle of the sheet.
            let swell = 0.62 + 0.38 * (1.0 - ((x / w - 0.5) * 2.0).abs());
            let tall = h * high * swell * self.chance.range(0.35, 1.0);
            self.tower(x, foot, (wide, tall), colour, near);
            x += wide * self.chance.range(0.85, 1.25);
        }
    }

    fn tower(&mut self, x: f32, foot: f32, (wide, tall): (f32, f32), colour: Colour, near: f32) {
        let p = self.palette;
        let top = foot - tall;
        let haze = colour.mix(p.low, 0.42 - 0.25 * near);
        let body = match self.chance.below(5) {
            0 => Path::corners(&[(x, top + wide * 0.45), (x + wide, top), (x + wide, foot), (x, foot)]),
            1 => Path::from(x, foot)
                .line(x, top + wide * 0.3)
                .quad(x + wide * 0.5, top - wide * 0.35, x + wide, top + wide * 0.3)
                .line(x + wide, foot),
            2 => Path::corners(&[
                (x, foot),
                (x, top + wide),
                (x + wide * 0.18, top + wide),
                (x + wide * 0.18, top + wide * 0.4),
                (x + wide * 0.36, top + wide * 0.4),
                (x + wide * 0.36, top),
                (x + wide * 0.64, top),
                (x + wide * 0.64, top + wide * 0.4),
                (x + wide * 0.82, top + wide * 0.4),
                (x + wide * 0.82, top + wide),
                (x + wide, top + wide),
                (x + wide, foot),
            ]),
            _ => Path::slab(x, top, wide, tall, 0.0),
        };
        if self.chance.happens(0.25) {
            let mast = Path::slab(x + wide * 0.485, top - wide * 0.7, wide * 0.03 + 0.6, wide * 0.8, 0.0);
            self.canvas.fill(&mast, flat(colour));
        }
        self.canvas.fill(&body, fade(colour, top, haze, foot));
        let side = if self.light.0 < x { (x + wide * 0.62, x + wide) } else { (x, x + wide * 0.38) };
        self.canvas.area([side.0, top + wide, side.1, foot], glaze(p.ink, 0.10));
        self.windows(x, top + wide * 1.08, (wide, foot), colour, near);
    }

    fn windows(&mut self, x: f32, top: f32, (wide, foot): (f32, f32), colour: Colour, near: f32) {
        let p = self.palette;
        let columns = 3 + self.chance.below(3) as u32;
        let step = wide / (columns as f32 + 0.6);
        let lit_share = if p.dark { 110 } else { 46 };
        let (salt, lit) = (self.chance.next() as u32, if p.dark { p.accent } else { p.low });
        let (bright, dim) = (lit.mix(colour, 0.45 - 0.4 * near).rgb(), colour.lift(-0.035).rgb());
        let rows = step * 1.5;
        self.canvas.area([x + step * 0.3, top, x + wide - step * 0.3, foot - rows], |px, py| {
            let (cx, cy) = ((px - x - step * 0.3) / step, (py - top) / rows);
            let (fx, fy) = (cx.fract(), cy.fract());
            if !(0.22..0.78).contains(&fx) || !(0.25..0.75).contains(&fy) {
                return (dim, 0.0);
            }
            let chosen = scramble(cx as u32 ^ ((cy as u32) << 8) ^ salt) % 256 < lit_share;
            if chosen { (bright, 0.92) } else { (dim, 0.75) }
        });
    }
}
