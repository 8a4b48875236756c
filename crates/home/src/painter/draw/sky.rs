//! Skies: the gradient, sun, moon, stars, clouds and far birds.

use crate::painter::brush::Brush;
use crate::painter::canvas::{Canvas, fade, flat, glaze};
use crate::painter::path::Path;

impl Brush<'_> {
    /// The sky from the top of the sheet to the horizon, and its glow behind the land.
    pub(crate) fn sky(&mut self, horizon: f32) {
        let p = self.palette;
        self.canvas.wash(fade(p.top, 0.0, p.low, horizon));
    }

    /// A flat sun with rings of light around it.
    pub(crate) fn sun(&mut self) {
        let (p, unit, (x, y)) = (self.palette, self.canvas.unit(), self.light);
        let r = unit * self.chance.range(0.085, 0.15);
        self.canvas.glow((x, y), r * 6.0, p.disc, 0.28);
        if self.chance.happens(0.65) {
            for ring in [3.1, 2.3, 1.6] {
                self.canvas.fill(&Path::oval(x, y, r * ring, r * ring), glaze(p.disc, 0.13));
            }
        }
        self.canvas.fill(&Path::oval(x, y, r, r), flat(p.disc));
    }

    /// A full moon with its seas, or a crescent.
    pub(crate) fn moon(&mut self) {
        let (p, unit, (x, y)) = (self.palette, self.canvas.unit(), self.light);
        let r = unit * self.chance.range(0.075, 0.13);
        self.canvas.glow((x, y), r * 5.0, p.disc, 0.34);
        if self.chance.happens(0.4) {
            let crescent = Path::from(0.35, -0.94)
                .cubic([(-1.35, -1.25), (-1.35, 1.25)], (0.35, 0.94))
                .cubic([(-0.45, 0.6), (-0.45, -0.6)], (0.35, -0.94));
            self.canvas.fill(&crescent.spin(0.4).place(x, y, r, r), flat(p.disc));
            return;
        }
        self.canvas.fill(&Path::oval(x, y, r * 1.9, r * 1.9), glaze(p.disc, 0.08));
        self.canvas.fill(&Path::oval(x, y, r, r), flat(p.disc));
        for (dx, dy, size) in [(-0.32, -0.2, 0.28), (0.3, 0.3, 0.2), (0.22, -0.45, 0.13), (-0.25, 0.48, 0.12)] {
            let sea = Path::oval(x + dx * r, y + dy * r, r * size, r * size * 0.92);
            self.canvas.fill(&sea, glaze(p.disc.mix(p.top, 0.3), 0.45));
        }
    }

    /// Stars above `horizon`; a few of them large, with four rays.
    pub(crate) fn stars(&mut self, horizon: f32, density: f32) {
        let (w, unit) = (self.canvas.w(), self.canvas.unit());
        let colour = self.palette.paper;
        let count = (w * horizon / (unit * unit) * 130.0 * density).min(700.0) as u32;
        for i in 0..count {
            let (x, y) = (self.chance.range(0.0, w), horizon * self.chance.unit().powf(1.3));
            let r = (unit * self.chance.range(0.0008, 0.0022)).max(0.7);
            let alpha = self.chance.range(0.3, 0.95) * (1.0 - 0.75 * y / horizon);
            if i % 16 == 0 {
                self.canvas.fill(&spark(x, y, r * 5.5), glaze(colour, alpha.max(0.6)));
            } else {
                self.canvas.fill(&Path::oval(x, y, r, r), glaze(colour, alpha));
            }
        }
    }

    /// Clouds in one of two hands: heaped ones with flat feet, or long bars.
    pub(crate) fn clouds(&mut self, horizon: f32) {
        let (w, unit) = (self.canvas.w(), self.canvas.unit());
        let heaped = self.chance.happens(0.55);
        let count = 3 + (w / unit * 2.0) as u32;
        for i in 0..count {
            let deep = (i as f32 + 0.5) / count as f32;
            let x = self.chance.range(-0.05, 1.05) * w;
            let y = horizon * (0.14 + 0.62 * (1.0 - deep) + self.chance.range(-0.05, 0.05));
            let size = unit * (0.07 + 0.13 * deep) * self.chance.range(0.8, 1.3);
            if heaped {
                self.heap(x, y, size);
            } else {
                self.bars(x, y, size);
            }
        }
    }

    fn heap(&mut self, x: f32, y: f32, size: f32) {
        let p = self.palette;
        let light = if p.dark { p.top.mix(p.low, 0.75).lift(0.06) } else { p.paper.mix(p.low, 0.2) };
        let shade = light.mix(p.top.mix(p.low, 0.5), 0.55);
        let flip = self.chance.sign();
        let cloud = Path::from(-1.0, 0.0)
            .cubic([(-1.2, -0.3), (-0.85, -0.46)], (-0.66, -0.32))
            .cubic([(-0.62, -0.78), (-0.02, -0.84)], (0.08, -0.46))
            .cubic([(0.24, -0.66), (0.66, -0.56)], (0.62, -0.25))
            .cubic([(0.92, -0.34), (1.18, -0.08)], (1.0, 0.0));
        let cloud = if flip < 0.0 { cloud.mirror() } else { cloud };
        let ink = fade(light, y - size * 0.6, shade, y);
        self.canvas.fill(&cloud.place(x, y, size, size), |x, y| (ink(x, y).0, 0.9));
    }

    fn bars(&mut self, x: f32, y: f32, size: f32) {
        let p = self.palette;
        let colour = if p.dark { p.low } else { p.paper };
        for row in 0..3 {
            let long = size * self.chance.range(0.7, 1.7);
            let thick = size * 0.15;
            let (left, top) = (x - long + self.chance.range(-0.6, 0.6) * size, y + row as f32 * thick * 1.25);
            self.canvas.fill(&Path::slab(left, top, long * 2.0, thick, thick / 2.0), glaze(colour, 0.5));
        }
    }

    /// A few birds far off, as two strokes each.
    pub(crate) fn flock(&mut self, x: f32, y: f32, count: u32) {
        let size = self.canvas.unit() * 0.022;
        let colour = self.palette.against(self.palette.low);
        for _ in 0..count {
            let (dx, dy) = (self.chance.range(-7.0, 7.0) * size, self.chance.range(-2.5, 2.5) * size);
            let s = size * self.chance.range(0.6, 1.2);
            gull(self.canvas, x + dx, y + dy, s, glaze(colour, 0.8));
        }
    }
}

fn gull(canvas: &mut Canvas, x: f32, y: f32, size: f32, ink: impl Fn(f32, f32) -> crate::painter::canvas::Ink) {
    let wing = Path::from(0.0, 0.0).quad(0.35, -0.5, 1.0, -0.42).quad(0.42, -0.3, 0.0, 0.16);
    canvas.fill(&wing.mirror().and(wing).place(x, y, size, size), ink);
}

/// A star with four rays.
pub(crate) fn spark(x: f32, y: f32, r: f32) -> Path {
    Path::from(0.0, -1.0)
        .quad(0.08, -0.08, 1.0, 0.0)
        .quad(0.08, 0.08, 0.0, 1.0)
        .quad(-0.08, 0.08, -1.0, 0.0)
        .quad(-0.08, -0.08, 0.0, -1.0)
        .place(x, y, r, r)
}
