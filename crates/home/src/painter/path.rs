//! Outlines: what every silhouette is made of, in its own small coordinates until it is placed on the canvas.
//!
//! Curves are flattened as they are drawn. Outlines never cross themselves in opposite directions: the filler counts
//! windings, and they would cancel to a hole.

/// A point: x to the right, y down.
pub(crate) type Point = (f32, f32);

/// Closed outlines that are filled together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path {
    outlines: Vec<Vec<Point>>,
}

impl Path {
    /// A new outline that starts here.
    pub(crate) fn from(x: f32, y: f32) -> Self {
        Self { outlines: vec![vec![(x, y)]] }
    }

    /// An outline through these corners.
    pub(crate) fn corners(points: &[Point]) -> Self {
        Self { outlines: vec![points.to_vec()] }
    }

    /// An ellipse.
    pub(crate) fn oval(cx: f32, cy: f32, rx: f32, ry: f32) -> Self {
        let steps = (rx.abs().max(ry.abs()).sqrt() * 5.0).clamp(48.0, 160.0) as u32;
        let at = |i| {
            let (sin, cos) = (i as f32 / steps as f32 * std::f32::consts::TAU).sin_cos();
            (cx + rx * cos, cy + ry * sin)
        };
        Self { outlines: vec![(0..steps).map(at).collect()] }
    }

    /// A rectangle with round corners; `r` may be 0.
    pub(crate) fn slab(x: f32, y: f32, w: f32, h: f32, r: f32) -> Self {
        let r = r.min(w / 2.0).min(h / 2.0);
        Self::from(x + r, y)
            .line(x + w - r, y)
            .quad(x + w, y, x + w, y + r)
            .line(x + w, y + h - r)
            .quad(x + w, y + h, x + w - r, y + h)
            .line(x + r, y + h)
            .quad(x, y + h, x, y + h - r)
            .line(x, y + r)
            .quad(x, y, x + r, y)
    }

    /// A petal, leaf or eye: two bows between two points, `fat` wide.
    pub(crate) fn lens(a: Point, b: Point, fat: f32) -> Self {
        let (mx, my) = (f32::midpoint(a.0, b.0), f32::midpoint(a.1, b.1));
        let long = (b.0 - a.0).hypot(b.1 - a.1).max(1e-4);
        let (nx, ny) = ((a.1 - b.1) / long * fat, (b.0 - a.0) / long * fat);
        Self::from(a.0, a.1).quad(mx + nx, my + ny, b.0, b.1).quad(mx - nx, my - ny, a.0, a.1)
    }

    /// A stroke along a cubic curve, `thick.0` wide at its start and `thick.1` at its end.
    pub(crate) fn stroke(from: Point, bends: [Point; 2], to: Point, thick: (f32, f32)) -> Self {
        let spine = Self::from(from.0, from.1).cubic(bends, to);
        let points = spine.outlines.into_iter().flatten().collect::<Vec<_>>();
        let count = points.len().max(2) as f32 - 1.0;
        let (mut left, mut right) = (Vec::new(), Vec::new());
        let ahead = points.iter().skip(1).chain(points.last());
        let behind = points.first().into_iter().chain(points.iter());
        for (i, ((here, next), last)) in points.iter().zip(ahead).zip(behind).enumerate() {
            let (dx, dy) = (next.0 - last.0, next.1 - last.1);
            let long = dx.hypot(dy).max(1e-5) * 2.0;
            let wide = thick.0 + (thick.1 - thick.0) * (i as f32 / count);
            let (nx, ny) = (-dy / long * wide, dx / long * wide);
            left.push((here.0 + nx, here.1 + ny));
            right.push((here.0 - nx, here.1 - ny));
        }
        left.extend(right.into_iter().rev());
        Self { outlines: vec![left] }
    }

    /// A straight edge to here.
    pub(crate) fn line(mut self, x: f32, y: f32) -> Self {
        self.push((x, y));
        self
    }

    /// A bow to (x, y), pulled towards (cx, cy).
    pub(crate) fn quad(self, cx: f32, cy: f32, x: f32, y: f32) -> Self {
        let (x0, y0) = self.end();
        let third = |a: f32, c: f32| a + (c - a) * 2.0 / 3.0;
        self.cubic([(third(x0, cx), third(y0, cy)), (third(x, cx), third(y, cy))], (x, y))
    }

    /// A cubic curve.
    pub(crate) fn cubic(mut self, bends: [Point; 2], to: Point) -> Self {
        const STEPS: u32 = 20;
        let from = self.end();
        let [b, c] = bends;
        for i in 1..=STEPS {
            let t = i as f32 / STEPS as f32;
            let s = 1.0 - t;
            let (k0, k1, k2, k3) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
            self.push((k0 * from.0 + k1 * b.0 + k2 * c.0 + k3 * to.0, k0 * from.1 + k1 * b.1 + k2 * c.1 + k3 * to.1));
        }
        self
    }

    /// Both, filled as one where they run the same way.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.outlines.extend(other.outlines);
        self
    }

    /// Mirrored left to right about x = 0, running the same way round as before.
    pub(crate) fn mirror(&self) -> Self {
        let flip = |outline: &Vec<Point>| outline.iter().rev().map(|p| (-p.0, p.1)).collect();
        Self { outlines: self.outlines.iter().map(flip).collect() }
    }

    /// Turned about the origin by radians.
    pub(crate) fn spin(&self, angle: f32) -> Self {
        let (sin, cos) = angle.sin_cos();
        self.map(|(x, y)| (x * cos - y * sin, x * sin + y * cos))
    }

    /// Scaled by (sx, sy), then moved to (x, y).
    pub(crate) fn place(&self, x: f32, y: f32, sx: f32, sy: f32) -> Self {
        self.map(|p| (x + p.0 * sx, y + p.1 * sy))
    }

    /// The edges of all outlines, closed.
    pub(crate) fn edges(&self) -> impl Iterator<Item = (Point, Point)> {
        self.outlines.iter().flat_map(|outline| {
            let next = outline.iter().skip(1).chain(outline.first());
            outline.iter().copied().zip(next.copied())
        })
    }

    /// Left, top, right, bottom; `None` where there is nothing to fill.
    pub(crate) fn bounds(&self) -> Option<[f32; 4]> {
        self.outlines.iter().flatten().fold(None, |sum, &(x, y)| {
            let [l, t, r, b] = sum.unwrap_or([x, y, x, y]);
            Some([l.min(x), t.min(y), r.max(x), b.max(y)])
        })
    }

    fn map(&self, f: impl Fn(Point) -> Point) -> Self {
        Self { outlines: self.outlines.iter().map(|o| o.iter().map(|&p| f(p)).collect()).collect() }
    }

    fn push(&mut self, point: Point) {
        if let Some(outline) = self.outlines.last_mut() {
            outline.push(point);
        }
    }

    fn end(&self) -> Point {
        self.outlines.last().and_then(|o| o.last()).copied().unwrap_or_default()
    }
}
