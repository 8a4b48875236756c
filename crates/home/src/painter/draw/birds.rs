//! A songbird on a branch.

use crate::painter::brush::{Brush, Spot};
use crate::painter::canvas::{fade, flat, glaze};
use crate::painter::colour::lch;
use crate::painter::path::Path;

impl Brush<'_> {
    /// A bird whose feet are at the spot, on a branch that comes in from the near edge.
    pub(crate) fn perch(&mut self, spot: Spot) {
        let Spot { x, y, size: s, ground } = spot;
        let p = self.palette;
        let way = if x > self.canvas.w() / 2.0 { 1.0 } else { -1.0 };
        self.branch(x, y, s, way);
        let s = s * 0.62;
        let put = |path: &Path| if way < 0.0 { path.mirror().place(x, y, s, s) } else { path.place(x, y, s, s) };
        let back = p.named.unwrap_or_else(|| ground.contrast(&[p.accent, p.top.lift(-0.25).rich(1.6), p.near]));
        let breast = if (back.h - p.accent.h).abs() < 1.0 { lch(0.95, 0.03, 85.0) } else { p.accent };
        let wing = back.lift(-0.10);
        let dark = lch(0.18, 0.02, 270.0);
        let tail = Path::from(0.30, -0.30).line(0.86, 0.16).line(0.74, 0.24).line(0.18, -0.16);
        self.canvas.fill(&put(&tail), flat(wing.lift(-0.03)));
        for dx in [-0.06, 0.06] {
            let leg = Path::stroke((dx, -0.10), [(dx, -0.05), (dx - 0.01, -0.02)], (dx - 0.02, 0.02), (0.022, 0.018));
            self.canvas.fill(&put(&leg), flat(dark));
        }
        let body = Path::from(-0.30, -0.80)
            .cubic([(-0.50, -0.62), (-0.46, -0.10)], (-0.02, -0.06))
            .cubic([(0.26, -0.04), (0.42, -0.20)], (0.42, -0.26))
            .cubic([(0.22, -0.42), (0.14, -0.62)], (0.06, -0.86))
            .cubic([(0.0, -1.10), (-0.28, -1.08)], (-0.30, -0.80));
        self.canvas.fill(&put(&body), fade(back, y - s, back.lift(-0.03), y));
        let front = Path::from(-0.32, -0.76)
            .cubic([(-0.50, -0.60), (-0.46, -0.10)], (-0.02, -0.06))
            .cubic([(-0.02, -0.40), (-0.20, -0.60)], (-0.32, -0.76));
        self.canvas.fill(&put(&front), flat(breast));
        let fold = Path::from(-0.02, -0.66)
            .cubic([(-0.14, -0.36), (0.02, -0.16)], (0.50, -0.06))
            .cubic([(0.40, -0.30), (0.24, -0.56)], (-0.02, -0.66));
        self.canvas.fill(&put(&fold), flat(wing));
        for i in 0..3_u32 {
            let t = i as f32 * 0.09;
            let quill = Path::stroke(
                (0.04 + t * 0.5, -0.48 + t),
                [(0.10 + t, -0.34 + t), (0.20 + t, -0.24 + t * 0.8)],
                (0.36 + t * 0.4, -0.17 + t * 0.6),
                (0.018, 0.008),
            );
            self.canvas.fill(&put(&quill), glaze(back.lift(0.08), 0.8));
        }
        let beak = Path::from(-0.29, -0.90).quad(-0.38, -0.88, -0.47, -0.82).quad(-0.36, -0.79, -0.29, -0.78);
        self.canvas.fill(&put(&beak), flat(lch(0.78, 0.14, 75.0)));
        self.canvas.fill(&put(&Path::oval(-0.15, -0.87, 0.042, 0.042)), flat(dark));
        self.canvas.fill(&put(&Path::oval(-0.163, -0.884, 0.014, 0.014)), flat(lch(0.97, 0.0, 0.0)));
    }
}
