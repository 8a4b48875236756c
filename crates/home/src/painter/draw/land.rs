//! Land: mountains, rolling hills and dunes.

use crate::painter::brush::Brush;
use crate::painter::chance::Wave;
use crate::painter::colour::{Colour, blend};

/// A summit: where it is and how steeply it falls.
#[derive(Clone, Copy)]
struct Summit {
    x: f32,
    y: f32,
    fall: f32,
}

impl Brush<'_> {
    /// A mountain range whose feet stand at `foot` (pixels), `high` of the sheet's height; `near` 0.0 far ..= 1.0 near.
    pub(crate) fn peaks(&mut self, foot: f32, high: f32, near: f32) {
        let (w, h, unit) = (self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let tall = (h * high).min(foot * 0.86).min(unit * high * 1.9);
        let count = (w / tall * 1.1).clamp(2.0, 9.0) as u32 + 1;
        let summits = (0..count)
            .map(|i| {
                let x = (i as f32 + self.chance.range(0.15, 0.85)) / count as f32 * w;
                Summit { x, y: foot - tall * self.chance.range(0.55, 1.0), fall: self.chance.range(0.62, 1.0) }
            })
            .collect::<Vec<_>>();
        let mut order = summits;
        // The high ones stand behind.
        order.sort_by(|a, b| a.y.total_cmp(&b.y));
        let snowy = near > 0.2 && self.chance.happens(0.75);
        for summit in order {
            let rock = Wave::new(&mut self.chance);
            let grain = 9.0 / unit;
            let ridge = (0..w as u32)
                .map(|x| {
                    let away = (x as f32 - summit.x).abs();
                    let rough = rock.rough(x as f32 * grain, 3) * tall * 0.16 * (away / tall * 4.0).min(1.0);
                    let y = summit.y + away * summit.fall + rough;
                    if y < foot + tall * 0.2 { y } else { h * 2.0 }
                })
                .collect::<Vec<_>>();
            self.mountain(&ridge, summit, foot, near, snowy);
        }
    }

    /// One mountain: light and shade, snow on its head, and haze at its feet.
    fn mountain(&mut self, ridge: &[f32], top: Summit, foot: f32, near: f32, snowy: bool) {
        let (p, unit) = (self.palette, self.canvas.unit());
        let body = p.far.mix(p.near.mix(p.top, 0.35), near);
        let body = if p.near.l > 0.85 { body.mix(p.top.lift(-0.12), 0.55) } else { body };
        let haze = p.low.mix(p.far, 0.5).rgb();
        let snow = p.paper.mix(body, if p.dark { 0.45 } else { 0.1 });
        let (lit, shade) = (body.lift(0.05).mix(p.low, 0.12), body.lift(-0.05));
        let [lit, shade, snow, snow_shade] = [lit, shade, snow, snow.mix(body, 0.45)].map(Colour::rgb);
        let rock = Wave::new(&mut self.chance);
        let high = (foot - top.y).max(1.0);
        let spine = (0..=high as u32 * 2).map(|y| {
            let y = y as f32;
            rock.rough(y / unit * 16.0, 2) * (unit * 0.022 + y * 0.16)
        });
        let spine = spine.collect::<Vec<_>>();
        let line = (0..ridge.len()).map(|x| top.y + high * (0.34 + 0.20 * rock.rough(x as f32 / unit * 30.0, 2)));
        let line = line.collect::<Vec<_>>();
        let light = if self.light.0 < self.canvas.w() / 2.0 { 1.0 } else { -1.0 };
        // Nearer land covers what is further down.
        let bottom = foot + self.canvas.h() * 0.08 + unit * 0.12;
        self.canvas.between(ridge, bottom, |x, y, _| {
            let down = (y - top.y).max(0.0);
            let bend = spine.get(down as usize).copied().unwrap_or_default();
            let shaded = (((x - top.x) * light - bend + down * 0.10) * 0.7 + 0.5).clamp(0.0, 1.0);
            let edge = line.get(x as usize).copied().unwrap_or_default();
            let white = if snowy { ((edge - y) * 0.7).clamp(0.0, 1.0) } else { 0.0 };
            let stone = blend(blend(lit, snow, white), blend(shade, snow_shade, white), shaded);
            let mist = ((down - high * 0.35) / (high * 0.65)).clamp(0.0, 1.0);
            (blend(stone, haze, mist * 0.75), 1.0)
        });
    }

    /// Rolling hills from `horizon` to the bottom; returns the colour of the nearest.
    pub(crate) fn hills(&mut self, horizon: f32, layers: u32, trees: bool) -> Colour {
        let (h, unit) = (self.canvas.h(), self.canvas.unit());
        let mut colour = self.palette.near;
        let level = |i: u32| horizon + (h - horizon) * (i as f32 / layers as f32).powf(1.25) * 0.95;
        for i in 0..layers {
            let t = (i as f32 + 1.0) / layers as f32;
            let y = level(i);
            let ridge = self.swell(y, unit * (0.03 + 0.035 * t), 1.1 + 0.5 * (1.0 - t));
            colour = self.palette.land(t.powf(0.8));
            if trees && i + 1 < layers {
                self.copse(&ridge, unit * (0.03 + 0.05 * t), self.palette.far.mix(self.palette.leaf, 0.35 + 0.6 * t));
            }
            // The next hill, at most this far below its own height, covers the rest.
            let bottom = if i + 1 == layers { h } else { level(i + 1) + unit * 0.15 };
            self.slope(&ridge, colour, unit * 0.30, bottom);
            if i + 1 == layers && self.chance.happens(0.6) {
                self.furrows(&ridge, colour);
            }
        }
        colour
    }

    /// Dunes: a sharp crest each, lit on one side of it.
    pub(crate) fn dunes(&mut self, horizon: f32) -> Colour {
        let (p, w, h, unit) = (self.palette, self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let sand = p.accent.mix(p.low, 0.45);
        let sand = if p.dark { p.far.mix(p.accent, 0.12) } else { sand };
        for i in 0..4_u32 {
            let t = i as f32 / 3.0;
            let y = horizon + (h - horizon) * 0.24 * i as f32;
            let from = w * (0.5 + self.chance.sign() * self.chance.range(0.08, 0.42));
            let mut ridge = self.swell(y + unit * 0.05 * t, unit * (0.02 + 0.04 * t), 0.7);
            for (x, edge) in ridge.iter_mut().enumerate() {
                let away = (x as f32 - from).abs() / (unit * 0.5);
                *edge -= unit * (0.05 + 0.10 * t) * (-away * 1.6).exp();
            }
            let colour = p.low.mix(sand, 0.45 + 0.55 * t).lift(-0.05 * t);
            let bottom = if i == 3 { h } else { y + (h - horizon) * 0.24 + unit * 0.2 };
            self.slope(&ridge, colour, unit * 0.35, bottom);
            let wave = Wave::new(&mut self.chance);
            let shade = colour.mix(p.near, 0.30).lift(-0.03).rgb();
            let away = if self.light.0 < from { 1.0 } else { -1.0 };
            let crest = (0..=unit as u32)
                .map(|depth| {
                    let deep = depth as f32 / unit;
                    from + (wave.at(deep * 5.0) * 0.10 * (deep * 12.0).min(1.0) - 1.1 * away * deep) * unit
                })
                .collect::<Vec<_>>();
            // The shaded flank hangs on the crest, which winds down from the summit; its far side turns to the light again.
            self.canvas.between(&ridge, bottom, |x, _, depth| {
                let line = crest.get(depth.max(0.0) as usize).copied().unwrap_or(from);
                let side = (x - line) * away;
                let soft = (1.0 - side / (unit * (0.55 + 0.3 * t))).clamp(0.0, 1.0)
                    * (1.0 - depth / (unit * (0.16 + 0.22 * t))).clamp(0.0, 1.0);
                (shade, (side * 0.7 + 0.5).clamp(0.0, 1.0) * soft)
            });
        }
        sand.lift(-0.05)
    }

    /// A gently waving line at height `y`, `bends` of it across a square.
    pub(crate) fn swell(&mut self, y: f32, amplitude: f32, bends: f32) -> Vec<f32> {
        let wave = Wave::new(&mut self.chance);
        let step = bends * 2.2 / self.canvas.unit();
        (0..self.canvas.w() as u32).map(|x| y + wave.rough(x as f32 * step, 2) * amplitude * 2.0).collect()
    }

    /// Ground below a line, down to `bottom`: light along its edge, deeper within `reach`.
    pub(crate) fn slope(&mut self, ridge: &[f32], colour: Colour, reach: f32, bottom: f32) {
        let (edge, body) = (colour.lift(0.05).mix(self.palette.low, 0.10).rgb(), colour.lift(-0.03).rgb());
        self.canvas.between(ridge, bottom, |_, _, depth| (blend(edge, body, (depth / reach).clamp(0.0, 1.0)), 1.0));
    }

    /// Lines of a ploughed field that run together far away.
    fn furrows(&mut self, ridge: &[f32], colour: Colour) {
        let (w, h) = (self.canvas.w(), self.canvas.h());
        let (dark, middle) = (colour.lift(-0.05).rgb(), w * self.chance.range(0.3, 0.7));
        let spread = self.canvas.unit() * 0.055;
        self.canvas.below(ridge, |x, y, depth| {
            let t = (depth / (h - y + depth).max(1.0)).clamp(0.0, 1.0);
            let lane = (x - middle) / (spread * (0.35 + t * 1.3)) + t * 0.8;
            let wave = (lane - lane.floor() - 0.5).abs() * 4.0 - 1.0;
            let sharp = spread * (0.35 + t * 1.3) * 0.25;
            (dark, (wave * sharp + 0.5).clamp(0.0, 1.0) * (t * 4.0).min(1.0) * 0.8)
        });
    }
}
