//! What falls and drifts before everything else: snow, rain and fog.

use crate::painter::brush::Brush;
use crate::painter::canvas::glaze;
use crate::painter::path::Path;

impl Brush<'_> {
    /// Flakes, the near ones larger.
    pub(crate) fn snow(&mut self) {
        let (w, h, unit) = (self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let colour = self.palette.paper.lift(0.03);
        let count = (w * h / (unit * unit) * 170.0).min(900.0) as u32;
        for _ in 0..count {
            let near = self.chance.unit().powi(4);
            let r = (unit * (0.0018 + 0.0065 * near)).max(0.8);
            let (x, y) = (self.chance.range(0.0, w), self.chance.range(0.0, h));
            self.canvas.fill(&Path::oval(x, y, r, r), glaze(colour, 0.9 - 0.35 * near));
        }
    }

    /// Slanting strokes.
    pub(crate) fn rain(&mut self) {
        let (w, h, unit) = (self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let colour = self.palette.paper;
        let count = (w * h / (unit * unit) * 150.0).min(800.0) as u32;
        for _ in 0..count {
            let long = unit * self.chance.range(0.03, 0.085);
            let (x, y) = (self.chance.range(0.0, w * 1.1), self.chance.range(-0.1, 1.0) * h);
            let wide = (unit * 0.0016).max(0.7);
            let drop = Path::stroke(
                (x, y),
                [(x - long * 0.08, y + long * 0.3), (x - long * 0.16, y + long * 0.6)],
                (x - long * 0.25, y + long),
                (wide * 0.4, wide),
            );
            self.canvas.fill(&drop, glaze(colour, 0.34));
        }
    }

    /// Long soft banks of mist.
    pub(crate) fn fog(&mut self) {
        let (w, h, unit) = (self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let rgb = self.palette.low.rgb();
        for i in 0..4_u32 {
            let y = h * (0.48 + 0.13 * i as f32);
            let ridge = self.swell(y, unit * 0.05, 0.8);
            let thick = unit * 0.20;
            self.canvas.between(&ridge, y + unit * 0.1 + thick, |_, _, depth| {
                let t = depth / thick;
                (rgb, if t < 1.0 { 2.4 * t.max(0.0) * (1.0 - t) * (1.0 - t) } else { 0.0 })
            });
        }
        self.flock(w * 0.5, h * 0.25, 5);
    }
}
