//! Trees: conifers and round crowns, in rows, in groups, and one alone.

use crate::painter::brush::{Brush, Spot};
use crate::painter::canvas::{fade, flat, glaze};
use crate::painter::colour::Colour;
use crate::painter::path::Path;

impl Brush<'_> {
    /// A forest that thins into mist; returns the colour of its floor.
    pub(crate) fn forest(&mut self, horizon: f32) -> Colour {
        let (p, h, w, unit) = (self.palette, self.canvas.h(), self.canvas.w(), self.canvas.unit());
        let round = p.leaf.c > 0.09 || self.chance.happens(0.3);
        for i in 0..5_u32 {
            let t = i as f32 / 4.0;
            let y = horizon + (h - horizon) * (0.02 + 0.72 * t * t);
            let colour = p.far.mix(p.leaf, 0.12 + 0.88 * t).lift(if p.near.l > 0.85 { 0.0 } else { -0.03 * t });
            let ridge = self.swell(y, unit * 0.02, 1.2);
            let tall = unit * (0.16 + 0.26 * t);
            let step = tall * if round { 0.42 } else { 0.30 };
            let mut x = self.chance.range(-1.0, 0.0) * step;
            while x < w + step {
                let middle = ((x / w - 0.5).abs() * 2.0).min(1.0);
                // The near rows leave a clearing, so that one looks into the depth.
                if t < 0.6 || middle > 0.35 + 0.22 * t {
                    let foot = height(&ridge, x) + tall * 0.06;
                    let size = tall * self.chance.range(0.72, 1.2) * if t < 0.6 { 1.0 } else { 0.8 + 0.5 * middle };
                    self.tree(x, foot, size, colour, round);
                }
                x += step * self.chance.range(0.7, 1.5);
            }
            let floor = if p.near.l > 0.85 { p.far.mix(p.near, t) } else { p.land(0.15 + 0.8 * t) };
            self.slope(&ridge, floor, unit * 0.2, h);
            let haze = p.low.rgb();
            if t < 0.9 {
                self.canvas.area([0.0, y - tall, w, y + tall], move |_, at| {
                    (haze, (0.30 - (at - y).abs() / tall * 0.3).max(0.0))
                });
            }
        }
        p.land(0.9)
    }

    /// Small trees in loose groups along a line.
    pub(crate) fn copse(&mut self, ridge: &[f32], size: f32, colour: Colour) {
        let w = self.canvas.w();
        let round = self.palette.leaf.c > 0.075;
        let mut x = self.chance.range(0.0, 3.0) * size;
        while x < w {
            for _ in 0..self.chance.below(6) {
                let tall = size * self.chance.range(0.7, 1.3);
                self.tree(x, height(ridge, x) + tall * 0.12, tall, colour, round);
                x += size * self.chance.range(0.3, 0.7);
            }
            x += size * self.chance.range(1.0, 6.0);
        }
    }

    fn tree(&mut self, x: f32, foot: f32, tall: f32, colour: Colour, round: bool) {
        let shade = colour.lift(-0.045);
        if round {
            let trunk = Path::slab(x - tall * 0.022, foot - tall * 0.5, tall * 0.044, tall * 0.5, 0.0);
            self.canvas.fill(&trunk, flat(shade.lift(-0.06)));
            let crown = Path::oval(x, foot - tall * 0.62, tall * 0.23, tall * 0.36);
            self.canvas.fill(&crown, flat(colour));
            let dark =
                Path::lens((x + tall * 0.02, foot - tall * 0.96), (x + tall * 0.05, foot - tall * 0.28), -tall * 0.36);
            self.canvas.fill(&dark, glaze(shade, 0.8));
            return;
        }
        let lean = self.chance.range(-0.02, 0.02);
        let conifer = Path::from(lean, -1.0)
            .quad(0.03, -0.78, 0.10, -0.68)
            .line(0.055, -0.68)
            .quad(0.08, -0.50, 0.155, -0.42)
            .line(0.09, -0.42)
            .quad(0.12, -0.22, 0.21, -0.12)
            .line(0.03, -0.12)
            .line(0.03, 0.0)
            .line(lean, 0.0);
        let half = conifer.clone().line(lean, -1.0);
        self.canvas.fill(&conifer.mirror().place(x, foot, tall, tall), flat(colour));
        self.canvas.fill(&half.place(x - tall * 0.004, foot, tall, tall), flat(shade));
    }

    /// One great tree with a broad crown.
    pub(crate) fn lone_tree(&mut self, spot: Spot) {
        let p = self.palette;
        let bark = spot.ground.contrast(&[p.ink.mix(p.near, 0.2), p.leaf.lift(-0.22)]);
        let Spot { x, y, size: s, .. } = spot;
        let ground = Path::oval(x, y + s * 0.005, s * 0.42, s * 0.035);
        self.canvas.fill(&ground, glaze(p.ink, 0.22));
        let trunk =
            Path::from(-0.085, 0.01).quad(-0.03, -0.08, -0.035, -0.40).line(0.03, -0.40).quad(0.03, -0.10, 0.095, 0.01);
        self.canvas.fill(&trunk.place(x, y, s, s), flat(bark));
        for (ex, ey, thick) in [(-0.24, -0.62, 0.036), (0.22, -0.60, 0.036), (-0.03, -0.74, 0.04), (0.10, -0.70, 0.03)]
        {
            let bough =
                Path::stroke((0.0, -0.32), [(0.0, -0.45), (ex * 0.6, ey + 0.12)], (ex, ey), (0.055, thick * 0.5));
            self.canvas.fill(&bough.place(x, y, s, s), flat(bark));
        }
        let crown = if p.leaf.l < 0.36 && p.dark { p.leaf.lift(0.12) } else { p.leaf };
        let crown = if (crown.l - p.low.l).abs() < 0.1 { crown.lift(-0.14) } else { crown };
        for (layer, lift) in [(0.0, -0.07), (1.0, 0.0), (2.0, 0.06)] {
            for i in 0..11_u32 {
                let turn = i as f32 / 11.0 * std::f32::consts::TAU + layer;
                let (sin, cos) = turn.sin_cos();
                let spread = 1.0 - 0.26 * layer;
                let r = s * self.chance.range(0.10, 0.155) * (1.0 - 0.12 * layer);
                let (cx, cy) = (
                    x + cos * s * 0.32 * spread - layer * s * 0.02,
                    y - s * (0.72 + 0.045 * layer) + sin * s * 0.17 * spread,
                );
                self.canvas.fill(&Path::oval(cx, cy, r * 1.15, r), flat(crown.lift(lift)));
            }
        }
        for _ in 0..16 {
            let (dx, dy) = (self.chance.range(-0.5, 0.5) * s, self.chance.range(0.0, 0.6) * s);
            let leaf = Path::lens((0.0, 0.0), (s * 0.02, s * 0.008), s * 0.008).place(x + dx, y - dy, 1.0, 1.0);
            self.canvas.fill(&leaf, glaze(crown.lift(0.03), 0.9));
        }
    }

    /// A branch in leaf from (x, y) to the sheet's edge on the side of `way`.
    pub(crate) fn branch(&mut self, x: f32, y: f32, size: f32, way: f32) {
        let p = self.palette;
        let edge = if way > 0.0 { self.canvas.w() + size * 0.1 } else { -size * 0.1 };
        let bark = p.low.contrast(&[p.ink, p.paper]).mix(p.near, 0.3);
        let tip = (x - way * size * 0.75, y + size * 0.03);
        let wood = Path::stroke(
            (edge, y - size * 0.10),
            [(x + way * size * 0.5, y + size * 0.07), (x, y - size * 0.01)],
            tip,
            (size * 0.075, size * 0.012),
        );
        self.canvas.fill(&wood, fade(bark.lift(0.05), y - size * 0.05, bark, y + size * 0.05));
        for i in 0..9_u32 {
            let t = i as f32 / 8.0;
            let (lx, ly) = (tip.0 + way * size * (0.05 + 1.6 * t), y + size * 0.02);
            let up = if i % 2 == 0 { -1.0 } else { 1.0 };
            let near = (lx - x).abs() < size * 0.25 && up < 0.0;
            let long = size * self.chance.range(0.14, 0.22);
            let to = (lx - way * long * 0.8, ly + up * long * 0.75);
            let colour = if i % 3 == 0 { p.accent } else { p.leaf };
            if !near {
                self.canvas.fill(&Path::lens((lx, ly), to, long * 0.42), flat(colour));
            }
        }
    }
}

/// A line's height in the column of `x`.
pub(crate) fn height(ridge: &[f32], x: f32) -> f32 {
    let last = ridge.len().saturating_sub(1);
    ridge.get((x.max(0.0) as usize).min(last)).copied().unwrap_or_default()
}
