//! Space: stars, a nebula's veil, a large planet with bands or a ring, and small moons.

use crate::painter::brush::Brush;
use crate::painter::canvas::{fade, flat, glaze};
use crate::painter::chance::Wave;
use crate::painter::colour::{blend, lch};
use crate::painter::lexicon::Subject;
use crate::painter::path::Path;
use crate::painter::scene::Scene;

impl Brush<'_> {
    /// The whole scene, with a wanderer on near ground where one was asked for.
    pub(crate) fn space(&mut self, scene: &Scene) {
        let (p, w, h, unit) = (self.palette, self.canvas.w(), self.canvas.h(), self.canvas.unit());
        let night = lch(p.top.l.min(0.22), p.top.c.min(0.08), p.top.h);
        let glow = lch(p.low.l.min(0.42), p.low.c.clamp(0.06, 0.13), p.low.h);
        self.canvas.wash(fade(night, 0.0, night.mix(glow, 0.7), h));
        for _ in 0..5 {
            let at = (self.chance.range(0.0, w), self.chance.range(0.1, 0.9) * h);
            let colour = if self.chance.happens(0.4) { p.accent.lift(-0.25) } else { glow };
            self.canvas.glow(at, unit * self.chance.range(0.3, 0.7), colour, 0.33);
        }
        self.stars(h, 1.3);
        let side = self.chance.sign();
        let r = unit * self.chance.range(0.22, 0.32);
        let (x, y) = (w * 0.5 + side * unit * 0.08, h * 0.46);
        self.planet(x, y, r);
        for i in 0..2_u32 {
            let (sin, cos) = (self.chance.range(0.0, 6.2)).sin_cos();
            let (mx, my) = (x + cos * r * (1.9 + 0.5 * i as f32), y + sin * r * (1.4 + 0.3 * i as f32));
            let small = unit * self.chance.range(0.018, 0.05);
            let colour = if i == 0 { p.disc } else { p.accent.lift(-0.1) };
            self.ball(mx, my, small, colour);
        }
        if let Some(&hero) = scene.heroes.first() {
            let ridge = self.swell(h * 0.86, unit * 0.03, 1.3);
            let ground = night.mix(glow, 0.5).lift(0.10);
            self.slope(&ridge, ground, unit * 0.15, h);
            let spot = crate::painter::brush::Spot {
                x: w * 0.5 - side * unit * 0.2,
                y: h * 0.92,
                size: unit * 0.3,
                ground: night,
            };
            match hero {
                Subject::Cat | Subject::Fox | Subject::Rabbit => self.animal(hero, spot),
                _ => self.person(spot),
            }
        }
    }

    fn ball(&mut self, x: f32, y: f32, r: f32, colour: crate::painter::colour::Colour) {
        self.canvas.fill(&Path::oval(x, y, r, r), flat(colour));
        let dark = Path::from(0.3, -0.954)
            .cubic([(1.25, -0.62), (1.25, 0.85)], (0.0, 1.0))
            .cubic([(0.75, 0.6), (0.75, -0.45)], (0.3, -0.954));
        self.canvas.fill(&dark.place(x, y, r, r), glaze(self.palette.ink, 0.42));
    }

    fn planet(&mut self, x: f32, y: f32, r: f32) {
        let p = self.palette;
        let ringed = self.chance.happens(0.65);
        let (tilt, light) = (self.chance.range(-0.45, 0.45), p.accent);
        self.canvas.glow((x, y), r * 2.4, light, 0.30);
        let ring = |half: f32| {
            let mut sum = Path::default();
            for (k, fat) in [(2.05_f32, 0.10_f32), (1.78, 0.14), (1.50, 0.07)] {
                let outer = Path::from(-k, 0.0).cubic([(-k, half * k * 0.45), (k, half * k * 0.45)], (k, 0.0));
                let inner = k - fat;
                sum = sum.and(
                    outer
                        .line(inner, 0.0)
                        .cubic([(inner, half * inner * 0.45), (-inner, half * inner * 0.45)], (-inner, 0.0)),
                );
            }
            sum.spin(tilt).place(x, y, r, r)
        };
        let dust = p.disc.mix(light, 0.35);
        if ringed {
            self.canvas.fill(&ring(-1.0), glaze(dust, 0.7));
        }
        let wave = Wave::new(&mut self.chance);
        let stripes = self.chance.range(3.0, 5.5);
        let (sin, cos) = tilt.sin_cos();
        let tones = [
            light.rgb(),
            light.mix(p.disc, 0.55).rgb(),
            light.lift(-0.10).turn(-14.0).rgb(),
            light.mix(p.low, 0.45).rgb(),
        ];
        let bands = (0..512).map(|i| wave.rough(i as f32 / 512.0 * 2.0 * stripes, 2)).collect::<Vec<_>>();
        self.canvas.fill(&Path::oval(x, y, r, r), |px, py| {
            let (dx, dy) = ((px - x) / r, (py - y) / r);
            let (u, v) = (dx * cos + dy * sin, dy * cos - dx * sin);
            let bent = v + 0.05 * u * u + 0.015 * (u * 9.0 + v * 5.0).sin();
            let tone =
                bands.get(((bent + 1.1) / 2.2 * 511.0).clamp(0.0, 511.0) as usize).copied().unwrap_or(0.0) * 4.0 + 2.0;
            let [a, b, c, d] = tones;
            let step = |edge: f32| ((tone - edge) * 8.0 + 0.5).clamp(0.0, 1.0);
            let colour = blend(blend(blend(a, b, step(1.2)), c, step(2.0)), d, step(2.8));
            let shade = ((dx * 0.75 + dy * 0.5 + 0.15) * 1.2).clamp(0.0, 0.78);
            (blend(colour, [0.05, 0.04, 0.10], shade * shade), 1.0)
        });
        if ringed {
            self.canvas.fill(&ring(1.0), glaze(dust, 0.95));
        }
    }
}
