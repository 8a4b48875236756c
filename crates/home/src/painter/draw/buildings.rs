//! Buildings that stand alone: a house, a castle, a lighthouse on its rock.

use crate::painter::brush::{Brush, Spot};
use crate::painter::canvas::{fade, flat, glaze};
use crate::painter::colour::{Colour, lch};
use crate::painter::path::Path;

impl Brush<'_> {
    /// A gabled house with a chimney and lamps behind its windows.
    pub(crate) fn house(&mut self, spot: Spot) {
        let Spot { x, y, size: s, ground } = spot;
        let p = self.palette;
        let wall = if let Some(named) = p.named {
            named
        } else if p.dark {
            p.far.lift(0.14)
        } else {
            ground.contrast(&[p.paper, p.paper.mix(p.near, 0.5)])
        };
        let roof = if p.dark { p.ink.mix(p.accent, 0.25) } else { p.accent };
        let lamp = if p.dark { p.accent } else { p.low.mix(p.near, 0.55) };
        let put = |path: Path| path.place(x, y, s, s);
        self.canvas.fill(&put(Path::oval(0.05, 0.01, 0.72, 0.05)), glaze(p.ink, 0.22));
        self.canvas.fill(&put(Path::slab(0.22, -0.98, 0.11, 0.4, 0.0)), flat(wall.lift(-0.14)));
        self.canvas.fill(
            &put(Path::corners(&[(-0.12, 0.0), (-0.12, -0.48), (0.58, -0.48), (0.58, 0.0)])),
            flat(wall.lift(-0.06)),
        );
        self.canvas
            .fill(&put(Path::corners(&[(-0.32, -0.88), (0.40, -0.88), (0.66, -0.44), (-0.06, -0.44)])), flat(roof));
        self.canvas.fill(
            &put(Path::corners(&[(-0.54, 0.0), (-0.54, -0.48), (-0.32, -0.86), (-0.10, -0.48), (-0.10, 0.0)])),
            flat(wall),
        );
        let gable = Path::corners(&[
            (-0.32, -0.92),
            (-0.02, -0.42),
            (-0.09, -0.40),
            (-0.32, -0.79),
            (-0.55, -0.40),
            (-0.62, -0.42),
        ]);
        self.canvas.fill(&put(gable), flat(roof.lift(-0.08)));
        self.canvas.fill(
            &put(Path::slab(-0.39, -0.28, 0.14, 0.28, 0.0).and(Path::oval(-0.32, -0.28, 0.07, 0.07))),
            flat(roof.lift(-0.18)),
        );
        for wx in [0.03, 0.22, 0.41] {
            self.canvas.fill(&put(Path::slab(wx, -0.33, 0.10, 0.17, 0.01)), flat(lamp));
        }
        self.canvas.fill(&put(Path::oval(-0.32, -0.56, 0.055, 0.055)), flat(lamp));
        if p.dark {
            self.canvas.glow((x + s * 0.27, y - s * 0.24), s * 0.6, p.accent, 0.35);
        }
        self.smoke(x + s * 0.275, y - s, s);
    }

    fn smoke(&mut self, x: f32, y: f32, s: f32) {
        let colour = self.palette.paper;
        for i in 0..4_u32 {
            let t = i as f32;
            let r = s * (0.035 + 0.022 * t);
            self.canvas.fill(
                &Path::oval(x + s * 0.05 * t * t * 0.6, y - s * 0.09 * t, r * 1.2, r),
                glaze(colour, 0.5 - 0.09 * t),
            );
        }
    }

    /// A castle of round towers with pointed roofs.
    pub(crate) fn castle(&mut self, spot: Spot) {
        let Spot { x, y, size: s, ground } = spot;
        let p = self.palette;
        let stone = if p.dark {
            p.far.lift(0.10)
        } else {
            ground.contrast(&[p.paper.mix(p.far, 0.25), p.ink.mix(p.near, 0.5)])
        };
        let roof = p.accent.lift(if p.dark { -0.25 } else { -0.05 });
        let lamp = if p.dark { p.accent } else { stone.lift(-0.28) };
        self.canvas.fill(
            &Path::from(-0.85, 0.08).cubic([(-0.5, -0.06), (0.5, -0.06)], (0.85, 0.08)).place(x, y, s, s),
            flat(ground.lift(-0.03)),
        );
        let towers =
            [(-0.18, 0.70, 0.10), (0.16, 0.82, 0.11), (0.0, 0.55, 0.24), (-0.36, 0.52, 0.10), (0.37, 0.46, 0.10)];
        for (i, (tx, tall, half)) in towers.into_iter().enumerate() {
            let wall = stone.lift(if i < 2 { -0.06 } else { 0.0 });
            self.keep((x + tx * s, y), (half * s, tall * s), wall, (i != 2).then_some(roof));
            for row in 0..2_u32 {
                let slit = Path::slab(
                    x + (tx - 0.014) * s,
                    y - s * (tall - 0.10 - 0.14 * row as f32),
                    0.028 * s,
                    0.065 * s,
                    0.014 * s,
                );
                self.canvas.fill(&slit, flat(lamp));
            }
        }
        let gate = Path::from(-0.075, 0.0)
            .line(-0.075, -0.12)
            .quad(-0.07, -0.22, 0.0, -0.22)
            .quad(0.07, -0.22, 0.075, -0.12)
            .line(0.075, 0.0);
        self.canvas.fill(&gate.place(x, y, s, s), flat(roof.lift(-0.2)));
    }

    /// A tower with shade on one side; with battlements where it has no roof.
    fn keep(&mut self, (x, y): (f32, f32), (half, tall): (f32, f32), wall: Colour, roof: Option<Colour>) {
        let top = y - tall;
        self.canvas.fill(&Path::slab(x - half, top, half * 2.0, tall, 0.0), flat(wall));
        self.canvas.area([x + half * 0.35, top, x + half, y], glaze(self.palette.ink, 0.12));
        let Some(roof) = roof else {
            for i in 0..5_u32 {
                let left = x - half + half * 2.0 * (i as f32 * 2.0) / 9.0;
                self.canvas.fill(&Path::slab(left, top - half * 0.16, half * 2.0 / 9.0, half * 0.2, 0.0), flat(wall));
            }
            return;
        };
        let cone = Path::from(x - half * 1.25, top + half * 0.1)
            .quad(x - half * 0.3, top - half * 0.9, x, top - half * 2.9)
            .quad(x + half * 0.3, top - half * 0.9, x + half * 1.25, top + half * 0.1);
        self.canvas.fill(&cone, flat(roof));
        let pole = Path::slab(x - 0.5, top - half * 3.7, 1.2, half * 0.9, 0.0);
        self.canvas.fill(&pole, flat(roof.lift(-0.1)));
        let flag = Path::corners(&[(x, top - half * 3.7), (x + half * 0.9, top - half * 3.45), (x, top - half * 3.2)]);
        self.canvas.fill(&flag, flat(self.palette.accent));
    }

    /// A striped lighthouse on a rock, its beam over the water.
    pub(crate) fn lighthouse(&mut self, spot: Spot) {
        let Spot { x, y, size: s, .. } = spot;
        let p = self.palette;
        let put = |path: Path| path.place(x, y, s, s);
        let lamp = (x, y - s * 0.865);
        let (light, way) = (lch(0.95, 0.10, 95.0), if x > self.canvas.w() / 2.0 { -1.0 } else { 1.0 });
        let (far, strength) = (self.canvas.w().max(self.canvas.h()), if p.dark { 0.42 } else { 0.28 });
        for (dx, alpha) in [(way, 1.0), (-way, 0.5)] {
            let beam = Path::corners(&[
                lamp,
                (lamp.0 + dx * far, lamp.1 - far * 0.16),
                (lamp.0 + dx * far, lamp.1 + far * 0.02),
            ]);
            let rgb = light.rgb();
            self.canvas
                .fill(&beam, |px, _| (rgb, (strength * alpha * (1.0 - (px - lamp.0).abs() / far * 1.3)).max(0.0)));
        }
        let stone = p.ink.mix(p.near, 0.35);
        let rock = Path::from(-0.62, 0.34)
            .line(-0.46, 0.10)
            .line(-0.33, 0.07)
            .line(-0.24, -0.03)
            .line(0.20, -0.05)
            .line(0.34, 0.06)
            .line(0.50, 0.09)
            .line(0.74, 0.34);
        self.canvas.fill(&put(rock), fade(stone.lift(0.07), y, stone.lift(-0.03), y + s * 0.3));
        let half = |at: f32| 0.125 + at * 0.062 / 0.76;
        for i in 0..5_u32 {
            let (a, b) = (-0.76 * i as f32 / 5.0, -0.76 * (i as f32 + 1.0) / 5.0);
            let colour = if i % 2 == 0 { lch(0.95, 0.02, 80.0) } else { p.accent };
            let colour = if p.dark { colour.mix(p.far, 0.3) } else { colour };
            self.canvas
                .fill(&put(Path::corners(&[(-half(a), a), (half(a), a), (half(b), b), (-half(b), b)])), flat(colour));
        }
        let shade = Path::corners(&[
            (half(0.0) * 0.3, 0.0),
            (half(0.0), 0.0),
            (half(-0.76), -0.76),
            (half(-0.76) * 0.3, -0.76),
        ]);
        self.canvas.fill(&put(shade), glaze(p.ink, 0.16));
        self.canvas.fill(&put(Path::slab(-0.105, -0.80, 0.21, 0.045, 0.01)), flat(stone));
        self.canvas.fill(&put(Path::slab(-0.052, -0.93, 0.104, 0.14, 0.0)), flat(light));
        self.canvas.fill(&put(Path::slab(-0.006, -0.93, 0.012, 0.14, 0.0)), flat(stone));
        let cap = Path::from(-0.085, -0.925).quad(-0.06, -1.0, 0.0, -1.04).quad(0.06, -1.0, 0.085, -0.925);
        self.canvas.fill(&put(cap), flat(p.accent.lift(-0.08)));
        self.canvas.fill(&put(Path::slab(-0.022, -0.10, 0.05, 0.10, 0.02)), flat(stone));
        self.canvas.glow(lamp, s * 0.5, light, 0.6);
    }
}
