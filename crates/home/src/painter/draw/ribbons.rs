//! Abstract compositions of flowing lines: cut paper, contour maps and currents.

use crate::painter::brush::Brush;
use crate::painter::canvas::Ink;
use crate::painter::chance::Wave;
use crate::painter::colour::{Colour, Rgb, blend};

impl Brush<'_> {
    /// Sheets of coloured paper, each with a waved edge that throws a shadow on the one behind.
    pub(crate) fn cut_paper(&mut self) {
        let (p, h, unit) = (self.palette, self.canvas.h(), self.canvas.unit());
        let back = p.top;
        let rgb = back.rgb();
        self.canvas.wash(|_, _| (rgb, 1.0));
        self.light.1 = h * 0.22;
        if self.chance.happens(0.7) {
            self.sun();
        }
        let sheets = 6 + self.chance.below(3);
        let stops =
            [p.top.mix(p.low, 0.55), p.low, p.far, p.accent.mix(p.far, 0.25), p.near.mix(p.accent, 0.2), p.near];
        let bends = self.chance.range(0.7, 1.6);
        for i in 0..sheets {
            let t = (i as f32 + 1.0) / sheets as f32;
            let ridge = self.swell(h * (0.14 + 0.82 * t), unit * (0.06 + 0.05 * t), bends);
            let colour = along(&stops, t);
            self.canvas.shadow_over(&ridge, p.ink, unit * 0.05, 0.30);
            self.slope(&ridge, colour, unit * 0.3, h * (0.14 + 0.82 * (t + 1.0 / sheets as f32)) + unit * 0.2);
        }
    }

    /// A map of hills: flat steps of colour with a thin line between.
    pub(crate) fn contours(&mut self) {
        let p = self.palette;
        let stops = [p.near, p.near.mix(p.top, 0.5), p.top, p.far, p.low, p.low.mix(p.paper, 0.7), p.accent];
        let shades = 11_u32;
        let tones = (0..shades).map(|i| along(&stops, i as f32 / (shades - 1) as f32).rgb()).collect::<Vec<_>>();
        let line = p.paper.rgb();
        let sharp = self.canvas.unit() * 0.035;
        self.field(1.6, 0.0, |level| {
            let level = (level * 0.62 + 0.5).clamp(0.0, 0.999) * shades as f32;
            let step = level as usize;
            let tone = tones.get(step).copied().unwrap_or(line);
            let fract = level - step as f32;
            let rim = (1.0 - fract.min(1.0 - fract) * sharp).clamp(0.0, 1.0) * 0.5;
            let under = (1.0 - fract * 3.0).max(0.0) * 0.06;
            (blend(blend(tone, [0.0; 3], under), line, rim), 1.0)
        });
    }

    /// Bands that flow around one another like marbled ink.
    pub(crate) fn currents(&mut self) {
        let p = self.palette;
        let ramp = [p.top, p.low, p.far, p.paper, p.accent, p.near, p.disc, p.far];
        let tones = ramp.map(Colour::rgb);
        let turns = self.chance.range(1.1, 1.9);
        let sharp = self.canvas.unit() * 0.055;
        self.field(0.9, turns, |level| {
            let level = (level * 7.0).rem_euclid(8.0);
            let step = level as usize;
            let tone: Rgb = tones.get(step).copied().unwrap_or_default();
            let next = tones.get((step + 1) % 8).copied().unwrap_or_default();
            let edge = (0.5 - (1.0 - level.fract()) * sharp).clamp(0.0, 1.0);
            let depth = level.fract() * 0.07;
            (blend(blend(tone, [0.1, 0.05, 0.15], depth), next, edge), 1.0)
        });
    }

    /// Paints by a smooth field of heights with `bends` hills across a square, tilted by `tilt`. It is sampled on a
    /// coarse grid and drawn out between: noise for each pixel would cost more than the rest of the picture.
    fn field(&mut self, bends: f32, tilt: f32, ink: impl Fn(f32) -> Ink) {
        const GRID: usize = 8;
        let (wave, warp) = (Wave::new(&mut self.chance), Wave::new(&mut self.chance));
        let per = bends * 1.8 / self.canvas.unit();
        let (columns, rows) = (self.canvas.w() as usize / GRID + 2, self.canvas.h() as usize / GRID + 2);
        let knots = (0..columns * rows)
            .map(|i| {
                let (x, y) = ((i % columns * GRID) as f32 * per, (i / columns * GRID) as f32 * per);
                let (dx, dy) = (warp.plane(x * 0.8 + 9.0, y * 0.8), warp.plane(x * 0.8, y * 0.8 + 31.0));
                let (x, y) = (x + dx * 0.55, y + dy * 0.55);
                wave.plane(x, y) * 0.75 + wave.plane(x * 2.1 + 5.0, y * 2.1) * 0.22 + tilt * (x * 0.35 + y * 0.8)
            })
            .collect::<Vec<_>>();
        let knot = |i: usize| knots.get(i).copied().unwrap_or_default();
        let size = GRID as f32;
        self.canvas.wash(|x, y| {
            let (gx, gy) = (x / size, y / size);
            let (tx, ty) = (gx.fract(), gy.fract());
            let at = gy as usize * columns + gx as usize;
            let above = knot(at) + (knot(at + 1) - knot(at)) * tx;
            let below = knot(at + columns) + (knot(at + columns + 1) - knot(at + columns)) * tx;
            ink(above + (below - above) * ty)
        });
    }
}

/// The colour at `t` (0.0..=1.0) along a row of stops.
fn along(stops: &[Colour], t: f32) -> Colour {
    let at = t.clamp(0.0, 1.0) * (stops.len().max(2) - 1) as f32;
    let from = stops.get(at as usize).or(stops.last()).copied();
    let to = stops.get(at as usize + 1).or(stops.last()).copied();
    match (from, to) {
        (Some(from), Some(to)) => from.mix(to, at.fract()),
        _ => Colour { l: 0.5, c: 0.0, h: 0.0 },
    }
}
