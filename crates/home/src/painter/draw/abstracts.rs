//! Abstract compositions, for prompts that name no thing the painter knows.

use crate::painter::brush::Brush;
use crate::painter::canvas::{fade, flat, glaze};
use crate::painter::colour::Colour;
use crate::painter::path::Path;

use super::studio::arch;

impl Brush<'_> {
    /// One of six kinds.
    pub(crate) fn abstraction(&mut self) {
        match self.chance.below(6) {
            0 => self.cut_paper(),
            1 => self.discs(),
            2 => self.tiles(),
            3 => self.contours(),
            4 => self.arches(),
            _ => self.currents(),
        }
    }

    /// Large discs and half discs that overlap like coloured glass.
    fn discs(&mut self) {
        let (p, w, h, unit) = (self.palette, self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let ground = if p.dark { p.top } else { p.paper.mix(p.low, 0.4) };
        self.canvas.wash(fade(ground, 0.0, ground.lift(-0.025), h));
        let ramp = [p.accent, p.near, p.top, p.far, p.accent.mix(p.far, 0.5), p.leaf];
        let count = 6 + (w.max(h) / unit * 2.0) as u32;
        for i in 0..count {
            let along = (i as f32 + 0.5) / count as f32;
            let spread = self.chance.range(0.15, 0.85);
            let (x, y) = if w > h { (along * w, spread * h) } else { (spread * w, along * h) };
            let r = unit * self.chance.range(0.09, 0.33);
            let colour = self.chance.pick(&ramp, p.accent);
            let turn = self.chance.below(4) as f32 * std::f32::consts::FRAC_PI_2;
            let half = Path::from(-1.0, 0.0)
                .cubic([(-1.0, -0.5523), (-0.5523, -1.0)], (0.0, -1.0))
                .cubic([(0.5523, -1.0), (1.0, -0.5523)], (1.0, 0.0));
            match self.chance.below(4) {
                0 => self.canvas.fill(&half.spin(turn).place(x, y, r, r), glaze(colour, 0.88)),
                1 => {
                    for k in [1.0_f32, 0.72, 0.44] {
                        let tone = if (0.5..=0.9).contains(&k) { ground } else { colour };
                        self.canvas.fill(&Path::oval(x, y, r * k, r * k), glaze(tone, 0.9));
                    }
                }
                _ => self.canvas.fill(&Path::oval(x, y, r, r), glaze(colour, 0.80)),
            }
        }
        for _ in 0..3 {
            let (x, y, r) = (self.chance.range(0.1, 0.9) * w, self.chance.range(0.1, 0.9) * h, unit * 0.022);
            self.canvas.fill(&Path::oval(x, y, r, r), flat(p.ink));
        }
    }

    /// A grid of quarter discs, leaves and dots.
    fn tiles(&mut self) {
        let (p, w, h) = (self.palette, self.canvas.w(), self.canvas.h());
        let rows = 3 + self.chance.below(3) as u32;
        let cell = w.min(h) / rows as f32;
        let ground = p.paper.mix(p.low, 0.3);
        let set = [p.accent, p.near, p.top, p.far, p.low, ground, p.disc];
        let (across, down) = ((w / cell).ceil() as u32, (h / cell).ceil() as u32);
        let mut last = ground;
        for i in 0..across * down {
            let (x, y) = ((i % across) as f32 * cell, (i / across) as f32 * cell);
            let back = last.contrast(&[self.chance.pick(&set, ground), self.chance.pick(&set, ground)]);
            let front = back.contrast(&[
                self.chance.pick(&set, p.ink),
                self.chance.pick(&set, p.near),
                self.chance.pick(&set, p.accent),
            ]);
            last = back;
            self.canvas.area([x, y, x + cell + 1.0, y + cell], flat(back));
            self.tile((x + cell / 2.0, y + cell / 2.0), cell / 2.0, front, back);
        }
    }

    fn tile(&mut self, (x, y): (f32, f32), half: f32, front: Colour, back: Colour) {
        let quarter = |k: f32| {
            let q = -1.0 + 2.0 * k;
            let bend = -1.0 + 2.0 * k * 0.5523;
            Path::from(-1.0, -1.0).line(q, -1.0).cubic([(q, bend), (bend, q)], (-1.0, q))
        };
        let turn = self.chance.below(4) as f32 * std::f32::consts::FRAC_PI_2;
        let put = |path: Path| path.spin(turn).place(x, y, half, half);
        match self.chance.below(6) {
            0 => self.canvas.fill(&put(quarter(1.0)), flat(front)),
            1 => {
                self.canvas.fill(&put(quarter(1.0)), flat(front));
                self.canvas.fill(&put(quarter(0.66)), flat(back));
                self.canvas.fill(&put(quarter(0.33)), flat(front));
            }
            2 => self.canvas.fill(&put(Path::lens((-1.0, -1.0), (1.0, 1.0), 1.1)), flat(front)),
            3 => {
                self.canvas.fill(&Path::oval(x, y, half * 0.66, half * 0.66), flat(front));
                self.canvas.fill(&Path::oval(x, y, half * 0.26, half * 0.26), flat(back));
            }
            4 => self.canvas.fill(&put(arch(0.0, 1.0, 1.0, 1.0).and(arch(0.0, 0.0, 1.0, 1.0))), flat(front)),
            _ => self.canvas.fill(&put(Path::corners(&[(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0)])), flat(front)),
        }
    }

    /// Rainbows of arches that stand on one another, and a sun.
    fn arches(&mut self) {
        let (p, w, h, unit) = (self.palette, self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let wall = if p.dark { p.top } else { p.paper.mix(p.low, 0.55) };
        self.canvas.wash(fade(wall.lift(0.01), 0.0, wall.lift(-0.03), h));
        let r = unit * self.chance.range(0.10, 0.16);
        self.canvas.fill(&Path::oval(self.light.0, h * 0.24, r, r), flat(wall.contrast(&[p.disc, p.accent])));
        let count = 3 + (w / unit * 2.0) as u32;
        for i in 0..count {
            let x = w * (i as f32 + self.chance.range(0.2, 0.8)) / count as f32;
            let (half, rise) = (unit * self.chance.range(0.16, 0.34), self.chance.range(0.05, 0.42));
            let tall = half + rise * h.min(unit * 1.7);
            let ramp = self.palette.ramp();
            let start = self.chance.below(6);
            let rings = 4 + self.chance.below(3) as u32;
            for ring in 0..rings {
                let k = 1.0 - ring as f32 / rings as f32;
                let colour = ramp.iter().copied().cycle().nth(start + ring as usize).unwrap_or(p.accent);
                let fat = half * k;
                self.canvas.fill(&arch(x, h + 1.0, fat, tall - half + fat), flat(colour));
            }
        }
    }
}
