//! Flowers: single blooms on stems, and a meadow of them along the bottom of a landscape.

use crate::painter::brush::Brush;
use crate::painter::canvas::{flat, glaze};
use crate::painter::colour::{Colour, lch};
use crate::painter::path::Path;

/// The make of a flower.
#[derive(Clone, Copy)]
pub(crate) enum Bloom {
    Daisy,
    Poppy,
    Tulip,
    Bell,
}

impl Brush<'_> {
    /// One flower: its stem from `foot` to `head` (pixels), a bloom of radius `r`.
    pub(crate) fn bloom(&mut self, kind: Bloom, foot: (f32, f32), head: (f32, f32), r: f32, colour: Colour) {
        let p = self.palette;
        let green = if p.leaf.c > 0.05 && p.leaf.l < 0.6 { p.leaf.lift(0.06) } else { lch(0.48, 0.09, 150.0) };
        let green = if p.dark { green.lift(-0.1) } else { green };
        let sway = (head.0 - foot.0) * 0.2;
        let stem = Path::stroke(
            foot,
            [(foot.0 + sway, foot.1 + (head.1 - foot.1) * 0.4), (head.0 - sway, head.1 + r)],
            head,
            (r * 0.17, r * 0.11),
        );
        self.canvas.fill(&stem, flat(green));
        let side = self.chance.sign();
        for (t, way) in [(0.32, side), (0.5, -side)] {
            let (lx, ly) = (foot.0 + (head.0 - foot.0) * t, foot.1 + (head.1 - foot.1) * t);
            let leaf = Path::lens((lx, ly), (lx + way * r * 1.3, ly - r * 1.0), r * 0.42 * way);
            self.canvas.fill(&leaf, flat(green.lift(-0.03)));
        }
        let tilt = self.chance.range(-0.25, 0.25);
        match kind {
            Bloom::Daisy => self.petals(head, r, colour, 13, tilt),
            Bloom::Poppy => self.petals(head, r, colour, 5, tilt),
            Bloom::Tulip => self.tulip(head, r, colour, tilt * 0.6),
            Bloom::Bell => self.bells(foot, head, r, colour),
        }
    }

    fn petals(&mut self, (x, y): (f32, f32), r: f32, colour: Colour, count: u32, tilt: f32) {
        let fat = if count > 8 { 0.30 } else { 0.86 };
        for (layer, lift) in [(0.0, -0.05), (0.5, 0.02)] {
            for i in 0..count {
                let angle = (i as f32 + layer) / count as f32 * std::f32::consts::TAU + tilt;
                let petal = Path::from(0.0, 0.0)
                    .cubic([(fat, -0.35), (fat * 0.8, -1.08)], (0.0, -1.0))
                    .cubic([(-fat * 0.8, -1.08), (-fat, -0.35)], (0.0, 0.0));
                let size = r * (1.0 - 0.22 * layer);
                let shade = if i % 2 == 0 { lift } else { lift - 0.035 };
                self.canvas.fill(&petal.spin(angle).place(x, y, size, size * 0.9), flat(colour.lift(shade)));
            }
        }
        let heart = if colour.h > 60.0 && colour.h < 115.0 && colour.c > 0.08 {
            lch(0.36, 0.07, 50.0)
        } else {
            lch(0.80, 0.15, 82.0)
        };
        let heart = if count < 8 { lch(0.24, 0.04, 300.0) } else { heart };
        self.canvas.fill(&Path::oval(x, y, r * 0.27, r * 0.25), flat(heart));
        for i in 0..9_u32 {
            let (sin, cos) = (i as f32 * 2.4).sin_cos();
            let d = r * 0.06 * (i as f32).sqrt();
            self.canvas.fill(&Path::oval(x + cos * d, y + sin * d, r * 0.025, r * 0.025), flat(heart.lift(0.12)));
        }
    }

    fn tulip(&mut self, (x, y): (f32, f32), r: f32, colour: Colour, tilt: f32) {
        let back = Path::from(-0.42, -0.75).quad(0.0, -1.7, 0.42, -0.75).line(0.0, 0.1);
        let side = Path::from(0.0, 0.28)
            .cubic([(0.85, 0.25), (0.78, -0.62)], (0.52, -1.18))
            .cubic([(0.30, -0.72), (0.06, -0.38)], (0.0, 0.28));
        let front = Path::from(0.0, 0.28)
            .cubic([(-0.62, 0.05), (-0.40, -0.70)], (0.0, -0.98))
            .cubic([(0.40, -0.70), (0.62, 0.05)], (0.0, 0.28));
        for (path, lift) in [(&back, -0.09), (&side, -0.04), (&side.mirror(), -0.015), (&front, 0.045)] {
            self.canvas.fill(&path.spin(tilt).place(x, y, r, r), flat(colour.lift(lift)));
        }
    }

    fn bells(&mut self, foot: (f32, f32), head: (f32, f32), r: f32, colour: Colour) {
        for i in 0..16_u32 {
            let t = i as f32 / 15.0;
            let along = 1.05 - 0.5 * t;
            let (x, y) = (foot.0 + (head.0 - foot.0) * along, foot.1 + (head.1 - foot.1) * along);
            let side = if i % 2 == 0 { 1.0 } else { -1.0 };
            let wide = r * (0.16 + 0.28 * t);
            let petal = Path::oval(x + side * wide * 0.75, y, wide, wide * 0.85);
            self.canvas.fill(&petal, flat(colour.lift(0.05 - 0.10 * (i % 3) as f32 * 0.5)));
        }
    }

    /// Flowers along the bottom of the sheet, the nearest as high as a third of it.
    pub(crate) fn meadow(&mut self) {
        let (w, h, unit) = (self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let kinds = [Bloom::Daisy, Bloom::Poppy, Bloom::Tulip, Bloom::Bell];
        let kind = self.chance.pick(&kinds, Bloom::Daisy);
        for row in 0..3_u32 {
            let t = row as f32 / 2.0;
            let count = (w / unit * (20.0 - 12.0 * t)) as u32;
            for i in 0..count {
                let x = (i as f32 + self.chance.range(0.1, 0.9)) / count as f32 * w;
                let tall = unit * (0.10 + 0.20 * t) * self.chance.range(0.7, 1.35);
                let foot = (x, h * (0.86 + 0.16 * t));
                let head = (x + self.chance.range(-0.2, 0.2) * tall, foot.1 - tall);
                let made = if self.chance.happens(0.25) { self.chance.pick(&kinds, kind) } else { kind };
                let colour = self.flower_colour();
                let r = unit * (0.020 + 0.030 * t) * self.chance.range(0.8, 1.15);
                self.bloom(made, foot, head, r, colour);
            }
        }
    }

    /// A colour for a petal, near the accent or the lightest.
    pub(crate) fn flower_colour(&mut self) -> Colour {
        let p = self.palette;
        if let Some(named) = p.named {
            return named.turn(self.chance.range(-8.0, 8.0)).lift(self.chance.range(-0.04, 0.05));
        }
        let own = [p.accent, p.accent.turn(28.0).lift(0.05), p.accent.turn(-24.0), p.paper, p.accent.lift(0.10)];
        self.chance.pick(&own, p.accent)
    }

    /// A vase with flowers; its foot at (x, y), `s` high with them.
    pub(crate) fn vase(&mut self, x: f32, y: f32, s: f32) {
        let p = self.palette;
        let kinds = [Bloom::Daisy, Bloom::Poppy, Bloom::Tulip, Bloom::Bell];
        let kind = self.chance.pick(&kinds, Bloom::Daisy);
        let heads =
            [(-0.30, -0.80), (0.30, -0.84), (0.0, -1.0), (-0.15, -0.64), (0.19, -0.62), (-0.40, -0.56), (0.41, -0.58)];
        for (i, (hx, hy)) in heads.into_iter().enumerate() {
            let foot = (x + hx * s * 0.10, y - s * 0.36);
            let made = if i % 3 == 2 { self.chance.pick(&kinds, kind) } else { kind };
            let colour = self.flower_colour();
            let r = s * self.chance.range(0.095, 0.135);
            self.bloom(made, foot, (x + hx * s, y + hy * s), r, colour);
        }
        let clay = p.low.contrast(&[p.paper, p.near, p.top]);
        let vase = Path::from(-0.075, -0.42)
            .cubic([(-0.05, -0.34), (-0.20, -0.28)], (-0.185, -0.16))
            .cubic([(-0.18, -0.06), (-0.12, -0.01)], (-0.10, 0.0))
            .line(0.10, 0.0)
            .cubic([(0.12, -0.01), (0.18, -0.06)], (0.185, -0.16))
            .cubic([(0.20, -0.28), (0.05, -0.34)], (0.075, -0.42));
        self.canvas.fill(&vase.place(x, y, s, s), flat(clay));
        let shade = Path::from(0.02, -0.42)
            .line(0.075, -0.42)
            .cubic([(0.05, -0.34), (0.20, -0.28)], (0.185, -0.16))
            .cubic([(0.18, -0.06), (0.12, -0.01)], (0.10, 0.0))
            .line(0.04, 0.0)
            .cubic([(0.15, -0.14), (0.06, -0.3)], (0.02, -0.42));
        self.canvas.fill(&shade.place(x, y, s, s), glaze(p.ink, 0.14));
    }
}
