//! Animals that sit and look at you: cat, fox and rabbit, from one body.

use crate::painter::brush::{Brush, Spot};
use crate::painter::canvas::{fade, flat, glaze};
use crate::painter::colour::{Colour, lch};
use crate::painter::lexicon::Subject;
use crate::painter::path::Path;

/// The coat of an animal.
struct Coat {
    fur: Colour,
    pale: Colour,
    mark: Colour,
}

impl Brush<'_> {
    /// A cat, fox or rabbit; anything else is a cat.
    pub(crate) fn animal(&mut self, kind: Subject, spot: Spot) {
        let Spot { x, y, size: s, .. } = spot;
        let flip = self.chance.sign();
        let put = |path: Path| if flip < 0.0 { path.mirror().place(x, y, s, s) } else { path.place(x, y, s, s) };
        let coat = self.coat(kind, spot.ground);
        self.canvas.fill(&Path::oval(x, y, s * 0.42, s * 0.035), glaze(self.palette.ink, 0.25));
        for (path, colour) in tail(kind, &coat) {
            self.canvas.fill(&put(path), flat(colour));
        }
        let body = Path::from(-0.27, 0.0)
            .cubic([(-0.40, -0.22), (-0.20, -0.42)], (-0.14, -0.64))
            .line(0.14, -0.64)
            .cubic([(0.20, -0.42), (0.40, -0.22)], (0.27, 0.0))
            .quad(0.0, 0.03, -0.27, 0.0);
        self.canvas.fill(&put(body), fade(coat.fur.lift(0.015), y - s * 0.6, coat.fur.lift(-0.03), y));
        let chest = Path::lens((0.0, -0.60), (0.0, -0.10), 0.15);
        self.canvas.fill(&put(chest), flat(coat.pale));
        for side in [-1.0, 1.0] {
            let leg = Path::slab(side * 0.085 - 0.055, -0.26, 0.11, 0.27, 0.055);
            self.canvas.fill(&put(leg), flat(coat.fur.lift(0.03)));
            let paw = Path::oval(side * 0.085, -0.012, 0.066, 0.030);
            self.canvas.fill(&put(paw), flat(coat.pale.mix(coat.fur, 0.35)));
        }
        self.head(kind, &coat, put);
    }

    fn head(&mut self, kind: Subject, coat: &Coat, put: impl Fn(Path) -> Path) {
        for side in [-1.0, 1.0] {
            let turn = |path: &Path| if side < 0.0 { path.mirror() } else { path.clone() };
            let (ear, inner) = ear(kind);
            self.canvas.fill(&put(turn(&ear)), flat(coat.fur));
            self.canvas.fill(&put(turn(&inner)), flat(coat.mark));
        }
        let (rx, ry) = if kind == Subject::Rabbit { (0.165, 0.155) } else { (0.205, 0.165) };
        self.canvas.fill(&put(Path::oval(0.0, -0.70, rx, ry)), flat(coat.fur.lift(0.012)));
        match kind {
            Subject::Fox => {
                for side in [-1.0, 1.0] {
                    let cheek = Path::from(side * 0.205, -0.70)
                        .quad(side * 0.10, -0.72, 0.0, -0.60)
                        .line(0.0, -0.535)
                        .quad(side * 0.17, -0.53, side * 0.205, -0.70);
                    self.canvas.fill(&put(cheek), flat(coat.pale));
                }
            }
            Subject::Rabbit => self.canvas.fill(&put(Path::oval(0.0, -0.635, 0.085, 0.065)), flat(coat.pale)),
            _ => {
                self.canvas.fill(&put(Path::oval(-0.045, -0.625, 0.062, 0.047)), flat(coat.pale));
                self.canvas.fill(&put(Path::oval(0.045, -0.625, 0.062, 0.047)), flat(coat.pale));
                for dx in [-0.06, 0.0, 0.06] {
                    let stripe = Path::lens((dx, -0.855), (dx * 0.7, -0.775), 0.014);
                    self.canvas.fill(&put(stripe), flat(coat.fur.lift(-0.12)));
                }
                self.whiskers(coat, &put);
            }
        }
        self.face(kind, coat, put);
    }

    fn face(&mut self, kind: Subject, coat: &Coat, put: impl Fn(Path) -> Path) {
        let dark = lch(0.17, 0.03, coat.fur.h);
        let eye = if coat.fur.l < 0.45 { lch(0.88, 0.14, 100.0) } else { dark };
        for side in [-1.0, 1.0] {
            let cx = side * 0.088;
            if kind == Subject::Cat && coat.fur.l < 0.45 {
                self.canvas.fill(&put(Path::lens((cx - 0.046, -0.705), (cx + 0.046, -0.715), 0.062)), flat(eye));
                self.canvas.fill(&put(Path::lens((cx, -0.742), (cx, -0.678), 0.016)), flat(dark));
            } else {
                self.canvas.fill(&put(Path::oval(cx, -0.71, 0.026, 0.032)), flat(dark));
                self.canvas.fill(&put(Path::oval(cx + 0.008, -0.722, 0.009, 0.009)), flat(lch(0.97, 0.01, 90.0)));
            }
        }
        let nose = Path::from(-0.024, -0.652)
            .line(0.024, -0.652)
            .quad(0.012, -0.628, 0.0, -0.625)
            .quad(-0.012, -0.628, -0.024, -0.652);
        self.canvas.fill(&put(nose), flat(if kind == Subject::Fox { dark } else { coat.mark }));
    }

    fn whiskers(&mut self, coat: &Coat, put: impl Fn(Path) -> Path) {
        for side in [-1.0, 1.0] {
            for dy in [-0.03, 0.0, 0.03] {
                let hair = Path::stroke(
                    (side * 0.075, -0.63 + dy * 0.4),
                    [(side * 0.14, -0.64 + dy * 0.7), (side * 0.20, -0.64 + dy)],
                    (side * 0.27, -0.625 + dy * 1.4),
                    (0.006, 0.002),
                );
                self.canvas.fill(&put(hair), glaze(coat.pale, 0.9));
            }
        }
    }

    fn coat(&mut self, kind: Subject, ground: Colour) -> Coat {
        let p = self.palette;
        let fur = match (p.named, kind) {
            (Some(named), _) => named,
            (None, Subject::Fox) => lch(0.66, 0.17, 48.0),
            (None, Subject::Rabbit) => ground.contrast(&[lch(0.93, 0.02, 70.0), lch(0.52, 0.05, 60.0)]),
            (None, _) => {
                let coats =
                    [lch(0.24, 0.02, 280.0), lch(0.93, 0.02, 80.0), lch(0.70, 0.13, 62.0), lch(0.52, 0.02, 250.0)];
                let first = self.chance.pick(&coats, p.ink);
                if (first.l - ground.l).abs() < 0.17 { ground.contrast(&coats) } else { first }
            }
        };
        let pale = if fur.l > 0.85 {
            fur.lift(-0.06)
        } else {
            fur.mix(lch(0.96, 0.02, 80.0), if fur.l < 0.4 { 0.2 } else { 0.8 })
        };
        Coat { fur, pale, mark: lch(0.74, 0.10, 20.0).mix(fur, 0.15) }
    }
}

/// An ear on the right side, and its inside.
fn ear(kind: Subject) -> (Path, Path) {
    match kind {
        Subject::Rabbit => {
            (Path::lens((0.055, -0.80), (0.13, -1.24), 0.13), Path::lens((0.065, -0.84), (0.125, -1.18), 0.06))
        }
        _ => (
            Path::from(0.205, -0.71).quad(0.225, -0.88, 0.185, -0.985).quad(0.09, -0.92, 0.03, -0.82),
            Path::from(0.175, -0.79).quad(0.19, -0.88, 0.172, -0.935).quad(0.11, -0.89, 0.075, -0.83),
        ),
    }
}

/// The tail's parts, from back to front.
fn tail(kind: Subject, coat: &Coat) -> Vec<(Path, Colour)> {
    match kind {
        Subject::Fox => vec![
            (
                Path::from(0.16, -0.02)
                    .cubic([(0.45, 0.06), (0.66, -0.22)], (0.50, -0.56))
                    .cubic([(0.40, -0.42), (0.42, -0.20)], (0.16, -0.14)),
                coat.fur.lift(-0.05),
            ),
            (
                Path::from(0.50, -0.56)
                    .cubic([(0.575, -0.42), (0.58, -0.36)], (0.555, -0.26))
                    .quad(0.50, -0.33, 0.43, -0.30)
                    .cubic([(0.44, -0.42), (0.45, -0.48)], (0.50, -0.56)),
                coat.pale,
            ),
        ],
        Subject::Rabbit => vec![(Path::oval(0.29, -0.10, 0.085, 0.085), coat.pale)],
        _ => vec![
            (
                Path::stroke((0.18, -0.06), [(0.50, 0.06), (0.56, -0.14)], (0.43, -0.36), (0.085, 0.065)),
                coat.fur.lift(-0.035),
            ),
            (Path::oval(0.43, -0.36, 0.033, 0.033), coat.fur.lift(-0.035)),
        ],
    }
}
