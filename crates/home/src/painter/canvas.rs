//! The sheet: pixels, and the few ways paint gets onto it.
//!
//! The `draw` modules paint here, from back to front. Edges are covered by exact area, so they are smooth at any size.
//! Nothing here knows what it paints, and paint outside the sheet is simply not seen.

use super::chance::scramble;
use super::colour::{Colour, Rgb, blend};
use super::path::{Path, Point};

/// A colour and how much of it, 0.0..=1.0.
pub(crate) type Ink = (Rgb, f32);

/// One colour everywhere.
pub(crate) fn flat(colour: Colour) -> impl Fn(f32, f32) -> Ink {
    glaze(colour, 1.0)
}

/// One colour everywhere, thinned.
pub(crate) fn glaze(colour: Colour, alpha: f32) -> impl Fn(f32, f32) -> Ink {
    let rgb = colour.rgb();
    move |_, _| (rgb, alpha)
}

/// From one colour at height `y0` to another at `y1`.
pub(crate) fn fade(from: Colour, y0: f32, to: Colour, y1: f32) -> impl Fn(f32, f32) -> Ink {
    let (a, b, mid) = (from.rgb(), to.rgb(), from.mix(to, 0.5).rgb());
    let per = 1.0 / (y1 - y0).abs().max(1.0) * (y1 - y0).signum();
    move |_, y| {
        let t = ((y - y0) * per).clamp(0.0, 1.0) * 2.0;
        (if t < 1.0 { blend(a, mid, t) } else { blend(mid, b, t - 1.0) }, 1.0)
    }
}

/// The sheet. Rows from the top, each `width` pixels.
pub(crate) struct Canvas {
    width: usize,
    height: usize,
    pixels: Vec<Rgb>,
    cover: Vec<f32>,
}

impl Canvas {
    /// An empty sheet of this many pixels.
    pub(crate) fn new(width: u32, height: u32) -> Self {
        let (width, height) = (width as usize, height as usize);
        Self { width, height, pixels: vec![[0.0; 3]; width * height], cover: Vec::new() }
    }

    pub(crate) fn w(&self) -> f32 {
        self.width as f32
    }

    pub(crate) fn h(&self) -> f32 {
        self.height as f32
    }

    /// What shapes are measured in: the short side, a little more on long sheets so that they do not look lost.
    pub(crate) fn unit(&self) -> f32 {
        let (short, long) = (self.w().min(self.h()), self.w().max(self.h()));
        short * (long / short).powf(0.15)
    }

    /// Paints everything, by position in pixels.
    pub(crate) fn wash(&mut self, ink: impl Fn(f32, f32) -> Ink) {
        self.area([0.0, 0.0, self.w(), self.h()], ink);
    }

    /// Paints a rectangle: left, top, right, bottom.
    pub(crate) fn area(&mut self, [l, t, r, b]: [f32; 4], ink: impl Fn(f32, f32) -> Ink) {
        let (l, r) = (self.column(l), self.column(r));
        let (t, b) = (t.clamp(0.0, self.h()) as usize, b.ceil().clamp(0.0, self.h()) as usize);
        for (y, row) in self.pixels.chunks_exact_mut(self.width).enumerate().take(b).skip(t) {
            for (x, pixel) in row.iter_mut().enumerate().take(r).skip(l) {
                let (rgb, alpha) = ink(x as f32, y as f32);
                *pixel = blend(*pixel, rgb, alpha);
            }
        }
    }

    /// Light about a point that fades out at `radius`.
    pub(crate) fn glow(&mut self, (cx, cy): Point, radius: f32, colour: Colour, strength: f32) {
        let (rgb, per) = (colour.rgb(), 1.0 / (radius * radius).max(1.0));
        self.area([cx - radius, cy - radius, cx + radius, cy + radius], |x, y| {
            let near = (1.0 - ((x - cx) * (x - cx) + (y - cy) * (y - cy)) * per).max(0.0);
            (rgb, strength * near * near)
        });
    }

    /// Paints all that lies below a line given as a height for each column; the ink is asked with (x, y, depth).
    pub(crate) fn below(&mut self, ridge: &[f32], ink: impl Fn(f32, f32, f32) -> Ink) {
        self.between(ridge, self.h(), ink);
    }

    /// Like [`Canvas::below`], but only down to `bottom`, for what other land will cover further down.
    pub(crate) fn between(&mut self, ridge: &[f32], bottom: f32, ink: impl Fn(f32, f32, f32) -> Ink) {
        let bottom = bottom.clamp(0.0, self.h()) as usize;
        let top = ridge.iter().copied().fold(self.h(), f32::min).max(0.0) as usize;
        for (y, row) in self.pixels.chunks_exact_mut(self.width).enumerate().take(bottom).skip(top) {
            for (x, (pixel, &edge)) in row.iter_mut().zip(ridge).enumerate() {
                let depth = y as f32 + 0.5 - edge;
                if depth > -0.5 {
                    let (rgb, alpha) = ink(x as f32, y as f32, depth);
                    *pixel = blend(*pixel, rgb, alpha * (depth + 0.5).min(1.0));
                }
            }
        }
    }

    /// A soft shadow that falls upwards from such a line, as if what follows were cut from paper.
    pub(crate) fn shadow_over(&mut self, ridge: &[f32], colour: Colour, size: f32, strength: f32) {
        let raised = ridge.iter().map(|y| y - size).collect::<Vec<_>>();
        let rgb = colour.rgb();
        let limit = size + 2.0;
        let bottom = ridge.iter().copied().fold(0.0, f32::max) + 3.0;
        self.between(&raised, bottom, |_, _, depth| {
            let t = depth / size;
            (rgb, if depth < limit { strength * t * t } else { 0.0 })
        });
    }

    /// Fills outlines.
    pub(crate) fn fill(&mut self, path: &Path, ink: impl Fn(f32, f32) -> Ink) {
        let Some([l, t, r, b]) = path.bounds() else { return };
        let (l, r) = (self.column(l.floor()), self.column(r.ceil()));
        let (t, b) = (t.floor().clamp(0.0, self.h()) as usize, b.ceil().clamp(0.0, self.h()) as usize);
        if l >= r || t >= b {
            return;
        }
        let (wide, high) = (r - l, b - t);
        let mut cover = std::mem::take(&mut self.cover);
        cover.clear();
        cover.resize((wide + 2) * high, 0.0);
        for (from, to) in path.edges() {
            let shift = |p: Point| (p.0 - l as f32, p.1 - t as f32);
            trace(&mut cover, wide, shift(from), shift(to));
        }
        let rows = self.pixels.chunks_exact_mut(self.width).enumerate().skip(t);
        for ((y, row), line) in rows.zip(cover.chunks_exact(wide + 2)) {
            let mut sum = 0.0;
            for ((x, pixel), change) in row.iter_mut().enumerate().skip(l).zip(line.iter().take(wide)) {
                sum += change;
                let covered = f32::abs(sum).min(1.0);
                if covered > 0.002 {
                    let (rgb, alpha) = ink(x as f32, y as f32);
                    *pixel = blend(*pixel, rgb, alpha * covered);
                }
            }
        }
        self.cover = cover;
    }

    /// The finished picture, three bytes a pixel: paper tooth and grain against banding, and slightly darker corners.
    pub(crate) fn finish(&self, seed: u32) -> Vec<u8> {
        let mut bytes = vec![0; self.pixels.len() * 3];
        let tooth = tooth(seed);
        let (half_w, half_h) = (self.w() / 2.0, self.h() / 2.0);
        let across = (0..self.width).map(|x| ((x as f32 - half_w) / half_w).powi(2)).collect::<Vec<_>>();
        let rows = self.pixels.chunks_exact(self.width).zip(bytes.chunks_exact_mut(self.width * 3));
        for (y, (row, line)) in rows.enumerate() {
            let down = ((y as f32 - half_h) / half_h).powi(2);
            let paper = tooth.chunks_exact(TOOTH).nth(y % TOOTH).unwrap_or_default();
            let row = row.iter().zip(&across).zip(paper.iter().cycle());
            for (((pixel, far), rough), out) in row.zip(line.chunks_exact_mut(3)) {
                let far = far + down;
                let gain = (1.0 - 0.035 * far * far + rough) * 255.0;
                out.copy_from_slice(&pixel.map(|v| (v * gain + rough * 90.0 + 0.5) as u8));
            }
        }
        bytes
    }

    fn column(&self, x: f32) -> usize {
        x.clamp(0.0, self.w()) as usize
    }
}

const TOOTH: usize = 256;

/// A square of paper texture that repeats: grain of one pixel over fibres of a few.
fn tooth(seed: u32) -> Vec<f32> {
    let noise = |x: u32, y: u32| {
        let n = scramble((x % 256) | ((y % 256) << 8) | (seed << 16));
        (n >> 16) as f32 / 32768.0 - 1.0
    };
    let fibre = |x: u32, y: u32| noise(x / 2 + 77, y) + noise(x, y / 2 + 31) + noise(x / 3, y / 3 + 99);
    (0..256).flat_map(|y| (0..256).map(move |x| 0.006 * noise(x, y) + 0.004 * fibre(x, y))).collect()
}

/// Adds one edge's change of covered area to each cell it passes (the signed-area method of font-rs).
fn trace(cover: &mut [f32], wide: usize, from: Point, to: Point) {
    if (from.1 - to.1).abs() < 1e-6 {
        return;
    }
    let (sign, from, to) = if from.1 < to.1 { (1.0, from, to) } else { (-1.0, to, from) };
    let slope = (to.0 - from.0) / (to.1 - from.1);
    let mut x = if from.1 < 0.0 { from.0 - from.1 * slope } else { from.0 };
    let first = from.1.max(0.0) as usize;
    for (y, line) in cover.chunks_exact_mut(wide + 2).enumerate().skip(first) {
        let y = y as f32;
        if y >= to.1 {
            break;
        }
        let high = (y + 1.0).min(to.1) - y.max(from.1);
        let next = x + slope * high;
        let edge = wide as f32;
        let (a, b) = (x.min(next).clamp(0.0, edge), x.max(next).clamp(0.0, edge));
        spread(line, a, b, high * sign);
        x = next;
    }
}

/// Spreads `area` over the cells between `a` and `b` of one row.
fn spread(line: &mut [f32], a: f32, b: f32, area: f32) {
    let start = a.floor();
    let cells = (b.ceil() - start).max(1.0) as usize;
    let mut done = 0.0;
    for (i, cell) in line.iter_mut().skip(start as usize).take(cells + 1).enumerate() {
        // How much of the edge's area lies left of this cell's right border.
        let border = start + i as f32 + 1.0;
        let total = if i == cells { area } else { area * passed(a, b, border) };
        *cell += total - done;
        done = total;
    }
}

/// The mean over the edge's points of how far each is left of `border`, at most a whole cell.
fn passed(a: f32, b: f32, border: f32) -> f32 {
    let span = b - a;
    if span < 1e-4 {
        return (border - a).clamp(0.0, 1.0);
    }
    let integral = |x: f32| {
        let x = (border - x).max(0.0);
        if x > 1.0 { x - 0.5 } else { x * x * 0.5 }
    };
    ((integral(a) - integral(b)) / span).clamp(0.0, 1.0)
}
