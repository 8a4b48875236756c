//! People: a wanderer seen from behind, and a faceless portrait as posters have them.

use crate::painter::brush::{Brush, Spot};
use crate::painter::canvas::{fade, flat, glaze};
use crate::painter::colour::{Colour, lch};
use crate::painter::path::Path;

impl Brush<'_> {
    /// A figure in a long coat with a scarf in the wind, seen from behind.
    pub(crate) fn person(&mut self, spot: Spot) {
        let Spot { x, y, size: s, ground } = spot;
        let p = self.palette;
        let coat = ground.contrast(&[p.ink.mix(p.near, 0.2), p.paper.mix(p.far, 0.3)]);
        let scarf = ground.contrast(&[p.accent, p.accent.lift(0.12)]);
        let skin = self.skin();
        let way = if self.light.0 > x { -1.0 } else { 1.0 };
        let put = |path: Path| if way < 0.0 { path.mirror().place(x, y, s, s) } else { path.place(x, y, s, s) };
        self.canvas.fill(&Path::oval(x + way * s * 0.12, y, s * 0.30, s * 0.025), glaze(p.ink, 0.28));
        for lx in [-0.075, 0.02] {
            self.canvas.fill(&put(Path::slab(lx, -0.26, 0.06, 0.26, 0.01)), flat(coat.lift(-0.05)));
            self.canvas.fill(&put(Path::slab(lx - 0.008, -0.035, 0.08, 0.04, 0.015)), flat(p.ink));
        }
        let body = Path::from(-0.10, -0.76)
            .cubic([(-0.17, -0.72), (-0.15, -0.45)], (-0.20, -0.17))
            .quad(0.0, -0.13, 0.22, -0.17)
            .cubic([(0.15, -0.45), (0.17, -0.72)], (0.10, -0.76));
        self.canvas.fill(&put(body), fade(coat.lift(0.03), y - s * 0.76, coat, y));
        let arm = Path::stroke((0.105, -0.72), [(0.17, -0.62), (0.17, -0.5)], (0.155, -0.40), (0.075, 0.06));
        self.canvas.fill(&put(arm.mirror()), flat(coat.lift(0.045)));
        self.canvas.fill(&put(arm), flat(coat.lift(-0.02)));
        self.canvas.fill(&put(Path::slab(-0.03, -0.83, 0.06, 0.09, 0.0)), flat(skin));
        let hair = self.hair();
        self.canvas.fill(&put(Path::oval(0.0, -0.895, 0.072, 0.088)), flat(hair));
        let tail = Path::from(0.02, -0.78)
            .cubic([(0.20, -0.84), (0.26, -0.68)], (0.46, -0.74))
            .line(0.44, -0.66)
            .cubic([(0.28, -0.60), (0.18, -0.74)], (0.02, -0.70));
        self.canvas.fill(&put(tail), flat(scarf.lift(-0.04)));
        self.canvas.fill(&put(Path::slab(-0.085, -0.80, 0.17, 0.075, 0.036)), flat(scarf));
    }

    /// Head and shoulders without a face; the spot is the lower edge, as wide as it is high.
    pub(crate) fn portrait(&mut self, spot: Spot) {
        let Spot { x, y, size: s, ground } = spot;
        let p = self.palette;
        let (skin, hair) = (self.skin(), self.hair());
        let hair =
            if (hair.l - ground.l).abs() < 0.15 { hair.lift(if ground.l > 0.5 { -0.2 } else { 0.25 }) } else { hair };
        let put = |path: &Path| path.place(x, y, s, s);
        let long = self.chance.happens(0.5);
        if long {
            let fall = Path::from(-0.02, -0.93)
                .cubic([(-0.42, -0.95), (-0.28, -0.45)], (-0.36, -0.16))
                .quad(0.0, -0.05, 0.36, -0.16)
                .cubic([(0.28, -0.45), (0.42, -0.95)], (-0.02, -0.93));
            self.canvas.fill(&put(&fall), flat(hair.lift(-0.04)));
        } else {
            self.canvas.fill(&put(&Path::oval(0.05, -0.93, 0.105, 0.10)), flat(hair.lift(-0.04)));
        }
        let cloth = ground.contrast(&[p.accent, p.near, p.top]);
        let shoulders = Path::from(-0.62, 0.05)
            .cubic([(-0.60, -0.25), (-0.30, -0.24)], (-0.11, -0.33))
            .line(0.11, -0.33)
            .cubic([(0.30, -0.24), (0.60, -0.25)], (0.62, 0.05));
        self.canvas.fill(&put(&shoulders), fade(cloth, y - s * 0.3, cloth.lift(-0.05), y));
        let neck = Path::from(-0.085, -0.52)
            .line(-0.085, -0.36)
            .quad(-0.09, -0.31, -0.14, -0.30)
            .quad(0.0, -0.16, 0.14, -0.30)
            .quad(0.09, -0.31, 0.085, -0.36)
            .line(0.085, -0.52);
        self.canvas.fill(&put(&neck), flat(skin.lift(-0.07)));
        let face = Path::from(-0.185, -0.68)
            .cubic([(-0.19, -0.50), (-0.10, -0.405)], (0.0, -0.40))
            .cubic([(0.10, -0.405), (0.19, -0.50)], (0.185, -0.68))
            .cubic([(0.16, -0.92), (-0.16, -0.92)], (-0.185, -0.68));
        self.canvas.fill(&put(&face), flat(skin));
        let blush = lch(0.70, 0.12, 25.0);
        for side in [-1.0, 1.0] {
            self.canvas.fill(&put(&Path::oval(side * 0.112, -0.545, 0.042, 0.028)), glaze(blush, 0.35));
            let brow = Path::lens((side * 0.055, -0.665), (side * 0.135, -0.662), -side * 0.03);
            self.canvas.fill(&put(&brow), flat(hair.lift(-0.02)));
            let lash = Path::stroke(
                (side * 0.055, -0.612),
                [(side * 0.075, -0.592), (side * 0.115, -0.592)],
                (side * 0.135, -0.614),
                (0.009, 0.012),
            );
            self.canvas.fill(&put(&lash), flat(lch(0.22, 0.03, 30.0)));
        }
        let nose = Path::stroke((0.012, -0.60), [(0.03, -0.55), (0.032, -0.525)], (-0.005, -0.52), (0.007, 0.009));
        self.canvas.fill(&put(&nose), flat(skin.lift(-0.13)));
        self.canvas.fill(&put(&Path::lens((-0.045, -0.468), (0.045, -0.468), 0.022)), flat(lch(0.56, 0.15, 22.0)));
        let fringe = Path::from(0.0, -0.955)
            .cubic([(-0.28, -0.96), (-0.25, -0.68)], (-0.195, -0.60))
            .cubic([(-0.19, -0.72), (-0.06, -0.76)], (0.06, -0.84))
            .cubic([(0.13, -0.78), (0.19, -0.72)], (0.195, -0.60))
            .cubic([(0.25, -0.68), (0.28, -0.96)], (0.0, -0.955));
        self.canvas.fill(&put(&fringe), flat(hair));
        for side in [-1.0, 1.0] {
            self.canvas.fill(&put(&Path::oval(side * 0.20, -0.515, 0.02, 0.028)), flat(lch(0.82, 0.13, 85.0)));
        }
    }

    fn skin(&mut self) -> Colour {
        let tones = [lch(0.84, 0.06, 58.0), lch(0.76, 0.07, 56.0), lch(0.64, 0.08, 52.0), lch(0.50, 0.07, 48.0)];
        self.chance.pick(&tones, lch(0.7, 0.07, 55.0))
    }

    fn hair(&mut self) -> Colour {
        let tones = [lch(0.22, 0.02, 280.0), lch(0.33, 0.05, 45.0), lch(0.52, 0.11, 48.0), lch(0.26, 0.04, 320.0)];
        self.chance.pick(&tones, lch(0.25, 0.02, 40.0))
    }
}
