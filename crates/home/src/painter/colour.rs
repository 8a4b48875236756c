//! Colours as the eye orders them: lightness, chroma and hue (OKLCH), and their way to the screen.
//!
//! Palettes are thought and mixed here, pixels are not: the canvas holds [`Rgb`]. No colour leaves this file outside the
//! screen's gamut; its chroma gives way, since clipping would turn the hue.

/// Red, green and blue as the screen takes them (sRGB, gamma-coded), 0.0..=1.0.
pub(crate) type Rgb = [f32; 3];

/// A colour in OKLCH.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Colour {
    /// Lightness, 0.0 (black) to 1.0 (white).
    pub(crate) l: f32,
    /// Chroma, 0.0 (grey) to about 0.3.
    pub(crate) c: f32,
    /// Hue in degrees: 30 red, 90 yellow, 145 green, 250 blue, 300 violet.
    pub(crate) h: f32,
}

/// A colour from its lightness, chroma and hue.
pub(crate) const fn lch(l: f32, c: f32, h: f32) -> Colour {
    Colour { l, c, h }
}

impl Colour {
    /// Lighter by `by` (darker where negative).
    pub(crate) fn lift(self, by: f32) -> Self {
        Self { l: (self.l + by).clamp(0.03, 0.985), ..self }
    }

    /// The hue turned by degrees.
    pub(crate) fn turn(self, degrees: f32) -> Self {
        Self { h: (self.h + degrees).rem_euclid(360.0), ..self }
    }

    /// The chroma multiplied.
    pub(crate) fn rich(self, times: f32) -> Self {
        Self { c: self.c * times, ..self }
    }

    /// The way from this colour to the other, mixed as light is seen; `t` 0.0..=1.0.
    pub(crate) fn mix(self, other: Self, t: f32) -> Self {
        let ([l, a, b], [m, p, q]) = (self.lab(), other.lab());
        let (a, b) = (a + (p - a) * t, b + (q - b) * t);
        Self { l: l + (m - l) * t, c: a.hypot(b), h: b.atan2(a).to_degrees().rem_euclid(360.0) }
    }

    /// The one of these that stands out most from this colour.
    pub(crate) fn contrast(self, choices: &[Self]) -> Self {
        let away = |other: &Self| {
            let ([l, a, b], [m, p, q]) = (self.lab(), other.lab());
            (l - m).abs() + (a - p).hypot(b - q)
        };
        choices.iter().copied().max_by(|a, b| away(a).total_cmp(&away(b))).unwrap_or(self)
    }

    /// For the screen.
    pub(crate) fn rgb(self) -> Rgb {
        let mut c = self.c;
        for _ in 0..12 {
            let light = Self { c, ..self }.linear();
            if light.iter().all(|v| (-0.002..=1.002).contains(v)) {
                return light.map(encode);
            }
            c *= 0.9;
        }
        Self { c, ..self }.linear().map(encode)
    }

    fn lab(self) -> [f32; 3] {
        let (sin, cos) = self.h.to_radians().sin_cos();
        [self.l, self.c * cos, self.c * sin]
    }

    /// Björn Ottosson's matrices, to linear sRGB.
    fn linear(self) -> Rgb {
        let [l, a, b] = self.lab();
        let long = (l + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
        let mid = (l - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
        let short = (l - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
        [
            4.076_741_7 * long - 3.307_711_6 * mid + 0.230_969_93 * short,
            -1.268_438 * long + 2.609_757_4 * mid - 0.341_319_4 * short,
            -0.004_196_086_3 * long - 0.703_418_6 * mid + 1.707_614_7 * short,
        ]
    }
}

fn encode(v: f32) -> f32 {
    let v = v.clamp(0.0, 1.0);
    if v <= 0.003_130_8 { v * 12.92 } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 }
}

/// Pixels mixed as they are; good between neighbours.
pub(crate) fn blend(from: Rgb, to: Rgb, t: f32) -> Rgb {
    let ([a, b, c], [x, y, z]) = (from, to);
    [a + (x - a) * t, b + (y - b) * t, c + (z - c) * t]
}
