//! Craft: a sailing boat and a hot-air balloon.

use crate::painter::brush::{Brush, Spot};
use crate::painter::canvas::{fade, flat, glaze};
use crate::painter::colour::lch;
use crate::painter::path::Path;

impl Brush<'_> {
    /// A boat under two sails, with its reflection; the spot is the waterline.
    pub(crate) fn boat(&mut self, spot: Spot) {
        let Spot { x, y, size: s, ground } = spot;
        let p = self.palette;
        let flip = self.chance.sign();
        let put = |path: &Path, tall: f32| {
            if flip < 0.0 { path.mirror().place(x, y, s, s * tall) } else { path.place(x, y, s, s * tall) }
        };
        let hull = Path::from(-0.42, -0.13)
            .quad(0.05, -0.075, 0.50, -0.17)
            .quad(0.40, -0.01, 0.28, 0.01)
            .line(-0.30, 0.01)
            .quad(-0.38, -0.02, -0.42, -0.13);
        let main = Path::from(0.03, -0.98).quad(-0.10, -0.45, -0.40, -0.20).quad(-0.18, -0.17, 0.03, -0.17);
        let jib = Path::from(0.07, -0.90).quad(0.16, -0.45, 0.44, -0.23).quad(0.22, -0.17, 0.07, -0.17);
        let sail = lch(0.95, 0.025, 80.0);
        for (part, colour, alpha) in [(&main, sail, 0.30), (&jib, p.accent, 0.30), (&hull, p.ink, 0.4)] {
            self.canvas.fill(&put(part, -0.62), glaze(colour.mix(ground, 0.3), alpha));
        }
        self.canvas.fill(&put(&Path::slab(0.035, -1.0, 0.018, 0.9, 0.0), 1.0), flat(p.ink));
        self.canvas.fill(&put(&main, 1.0), fade(sail, y - s, sail.mix(p.low, 0.35).lift(-0.05), y));
        self.canvas.fill(&put(&jib, 1.0), fade(p.accent, y - s, p.accent.lift(-0.06), y));
        self.canvas.fill(&put(&hull, 1.0), flat(p.ink.mix(p.near, 0.2)));
        let stripe = Path::from(-0.415, -0.115)
            .quad(0.05, -0.06, 0.485, -0.15)
            .quad(0.475, -0.13, 0.47, -0.12)
            .quad(0.05, -0.035, -0.405, -0.09);
        self.canvas.fill(&put(&stripe, 1.0), flat(p.accent));
        for (dx, dy, long) in [(-0.1, 0.03, 0.48), (0.12, 0.07, 0.34), (-0.05, 0.12, 0.26), (0.06, 0.19, 0.16)] {
            let ripple = Path::lens((dx - long, dy), (dx + long, dy), 0.014);
            self.canvas.fill(&put(&ripple, 1.0), glaze(ground.mix(p.paper, 0.5), 0.8));
        }
    }

    /// A striped balloon with its basket; the spot is the basket's floor. Small ones drift behind it.
    pub(crate) fn balloon(&mut self, spot: Spot) {
        let (w, unit) = (self.canvas.w(), self.canvas.unit());
        for i in 0..3_u32 {
            let size = unit * (0.10 - 0.022 * i as f32);
            let x = (spot.x + w * (0.28 + 0.22 * i as f32)).rem_euclid(w);
            let y = spot.y * self.chance.range(0.4, 0.9);
            self.envelope(Spot { x, y, size, ..spot }, 0.3 + 0.12 * i as f32);
        }
        self.envelope(spot, 0.0);
    }

    /// One balloon, `haze` of the way to the sky's colour.
    fn envelope(&mut self, spot: Spot, haze: f32) {
        let Spot { x, y, size: s, ground } = spot;
        let p = self.palette;
        let put = |path: &Path| path.place(x, y, s, s);
        let tint = |c: crate::painter::colour::Colour| c.mix(ground, haze);
        let gore = |k: f32| {
            Path::from(0.0, -1.0)
                .cubic([(0.50 * k, -1.0), (0.52 * k, -0.52)], (0.09 * k, -0.20))
                .line(-0.09 * k, -0.20)
                .cubic([(-0.52 * k, -0.52), (-0.50 * k, -1.0)], (0.0, -1.0))
        };
        let cream = lch(0.95, 0.03, 80.0);
        for (k, colour) in [(1.0, p.accent), (0.74, cream), (0.46, p.accent.lift(-0.02)), (0.17, cream)] {
            self.canvas.fill(&put(&gore(k)), flat(tint(colour)));
        }
        let shade = Path::from(0.0, -1.0)
            .cubic([(0.50, -1.0), (0.52, -0.52)], (0.09, -0.20))
            .cubic([(0.34, -0.52), (0.36, -0.92)], (0.0, -1.0));
        self.canvas.fill(&put(&shade), glaze(p.ink, 0.16 * (1.0 - haze)));
        for side in [-1.0, 1.0] {
            let rope = Path::corners(&[
                (side * 0.085, -0.20),
                (side * 0.05, -0.08),
                (side * 0.05 - 0.006, -0.08),
                (side * 0.085 - 0.006, -0.20),
            ]);
            self.canvas.fill(&put(&rope), flat(tint(p.ink)));
        }
        self.canvas.fill(&put(&Path::slab(-0.06, -0.09, 0.12, 0.09, 0.02)), flat(tint(lch(0.45, 0.07, 55.0))));
    }
}
