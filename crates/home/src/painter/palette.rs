//! Palettes: which colours a picture is made of, from the moods and colour words of its prompt.
//!
//! The schemes in `schemes.rs` are chosen by hand, in OKLCH. A named colour pulls sky and land to its hue; the accent
//! stays apart from it, so that a red picture still has something in it that is not red.

use super::chance::Chance;
use super::colour::{Colour, lch};
use super::lexicon::{Hue, Mood, Reading, Subject};
use super::schemes::{
    AUTUMN, DAWN, DAY, DREAMY, FOG, NEON, NIGHT, RAIN, SPRING, STORM, SUMMER, SUNSET, Scheme, WINTER,
};

/// The colours of one picture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Palette {
    /// The sky overhead.
    pub(crate) top: Colour,
    /// The sky at the horizon.
    pub(crate) low: Colour,
    /// The farthest land, nearly sky.
    pub(crate) far: Colour,
    /// The nearest land.
    pub(crate) near: Colour,
    /// Trees and grass.
    pub(crate) leaf: Colour,
    /// Sun or moon.
    pub(crate) disc: Colour,
    /// What catches the eye.
    pub(crate) accent: Colour,
    /// The lightest.
    pub(crate) paper: Colour,
    /// The darkest.
    pub(crate) ink: Colour,
    /// The colour that was named for a figure: its coat, petals, sails.
    pub(crate) named: Option<Colour>,
    /// Whether lamps are lit and stars are out.
    pub(crate) dark: bool,
}

impl Palette {
    /// The colours for what was read; chance decides among schemes that fit, and how exactly they are mixed.
    pub(crate) fn of(reading: &Reading, chance: &mut Chance) -> Self {
        let schemes = schemes(reading, chance);
        let fallback = [(0.8, 0.06, 220.); 7];
        let scheme = chance.pick(schemes, fallback);
        let drift = chance.range(-9.0, 9.0);
        let [top, low, far, near, leaf, disc, accent] = scheme.map(|(l, c, h)| lch(l, c, h).turn(drift));
        let dark = top.l < 0.4;
        let paper = lch(0.965, 0.02, low.h);
        let ink = lch(0.20, 0.04, near.h);
        let mut palette = Self { top, low, far, near, leaf, disc, accent, paper, ink, named: None, dark };
        // "A white house on green hills" is a green picture: hues lead, greys follow.
        let mut hues = reading.hues.clone();
        hues.sort_by_key(|hue| dye(*hue).c < 0.05);
        let figure = reading.subjects.iter().any(|subject| wears(*subject));
        match hues.as_slice() {
            [] => {}
            [only] if figure => palette.dress(*only),
            [only] => palette.steep(*only, None),
            [first, second, ..] => palette.steep(*first, Some(*second)),
        }
        if figure {
            palette.named = reading.hues.first().map(|hue| dye(*hue));
        }
        palette
    }

    /// Land between the farthest (0.0) and the nearest (1.0).
    pub(crate) fn land(&self, t: f32) -> Colour {
        self.far.mix(self.near, t)
    }

    /// Six colours that go together, for pictures of nothing but colour.
    pub(crate) fn ramp(&self) -> [Colour; 6] {
        [self.top, self.far, self.accent, self.low, self.near, self.disc]
    }

    /// What stands out before `ground`: dark on light, light on dark.
    pub(crate) fn against(&self, ground: Colour) -> Colour {
        ground.contrast(&[self.ink, self.paper.mix(ground, 0.1)])
    }

    /// Gives a named colour to the figure, and only a breath of it to what is around.
    fn dress(&mut self, hue: Hue) {
        let own = *self;
        self.steep(hue, None);
        let share = 0.3;
        self.top = own.top.mix(self.top, share);
        self.low = own.low.mix(self.low, share);
        self.far = own.far.mix(self.far, share);
        self.near = own.near.mix(self.near, share);
        self.leaf = own.leaf.mix(self.leaf, share * 0.3);
        self.accent = dye(hue);
    }

    /// Pulls the picture to a named colour, and its accent to the second one.
    fn steep(&mut self, first: Hue, second: Option<Hue>) {
        let Colour { l, c, h } = dye(first);
        let pull = |own: Colour| {
            let apart = (own.h - h + 540.0).rem_euclid(360.0) - 180.0;
            let rich = if c < 0.03 { c } else { c * 0.62 + own.c * 0.45 };
            lch(own.l + (l - own.l) * 0.32, rich, h).turn(apart * 0.09)
        };
        for colour in [&mut self.top, &mut self.low, &mut self.far, &mut self.near, &mut self.leaf] {
            *colour = pull(*colour);
        }
        self.paper = lch(self.paper.l, self.paper.c.min(c), h);
        self.ink = lch(if l < 0.3 { 0.12 } else { 0.22 }, self.ink.c.min(c + 0.01), h);
        self.disc = lch(self.disc.l.max(0.86), self.disc.c.min(0.09), self.disc.h);
        if let Some(second) = second {
            let Colour { c, h, .. } = dye(second);
            self.accent = dye(second);
            self.low = self.low.mix(lch(self.low.l, c * 0.6, h), 0.6);
            self.disc = self.disc.mix(self.accent, 0.45);
        } else if ((self.accent.h - h + 540.0).rem_euclid(360.0) - 180.0).abs() < 55.0 && c > 0.03 {
            self.accent = lch(0.86, 0.09, h + 165.0);
        }
    }
}

/// The schemes for the first mood that was named, or for what the subjects suggest.
fn schemes(reading: &Reading, chance: &mut Chance) -> &'static [Scheme] {
    // Of "a snowy night" the night says more about the light, of "a winter sunset" the sunset.
    let strong = [Mood::Neon, Mood::Night, Mood::Sunset, Mood::Dawn, Mood::Storm, Mood::Fog];
    let mood = strong.into_iter().find(|mood| reading.feels(*mood)).or(reading.moods.first().copied());
    match mood {
        Some(Mood::Dawn) => DAWN,
        Some(Mood::Noon) => DAY,
        Some(Mood::Sunset) => SUNSET,
        Some(Mood::Night) => NIGHT,
        Some(Mood::Storm) => STORM,
        Some(Mood::Rain) => RAIN,
        Some(Mood::Fog) => FOG,
        Some(Mood::Winter) => WINTER,
        Some(Mood::Spring) => SPRING,
        Some(Mood::Summer) => SUMMER,
        Some(Mood::Autumn) => AUTUMN,
        Some(Mood::Dreamy) => DREAMY,
        Some(Mood::Neon) => NEON,
        None if reading.has(Subject::Moon) || reading.has(Subject::Planet) => NIGHT,
        None if reading.has(Subject::Desert) => chance.pick(&[SUNSET, AUTUMN, DAY], SUNSET),
        None if reading.hues.is_empty() => chance.pick(&[DAY, DAY, SUNSET, DAWN, AUTUMN, SUMMER, DREAMY, SPRING], DAY),
        None => chance.pick(&[DAY, DAWN, SUMMER], DAY),
    }
}

/// Whether a colour that is said with this figure is the figure's own.
fn wears(subject: Subject) -> bool {
    use Subject as S;
    matches!(
        subject,
        S::Balloon | S::Bird | S::Boat | S::Cat | S::Fish | S::Flower | S::Fox | S::House | S::Portrait | S::Rabbit
    )
}

/// A colour word as a colour.
fn dye(hue: Hue) -> Colour {
    let (l, c, h) = match hue {
        Hue::Red => (0.56, 0.21, 27.),
        Hue::Orange => (0.72, 0.17, 55.),
        Hue::Gold => (0.78, 0.14, 80.),
        Hue::Yellow => (0.87, 0.16, 97.),
        Hue::Lime => (0.80, 0.16, 122.),
        Hue::Green => (0.60, 0.14, 150.),
        Hue::Teal => (0.62, 0.10, 188.),
        Hue::Cyan => (0.78, 0.10, 207.),
        Hue::Blue => (0.56, 0.16, 252.),
        Hue::Indigo => (0.38, 0.13, 272.),
        Hue::Purple => (0.54, 0.17, 305.),
        Hue::Pink => (0.76, 0.15, 355.),
        Hue::Brown => (0.46, 0.08, 55.),
        Hue::Beige => (0.89, 0.04, 80.),
        Hue::White => (0.97, 0.008, 90.),
        Hue::Grey => (0.62, 0.005, 250.),
        Hue::Black => (0.18, 0.006, 260.),
    };
    lch(l, c, h)
}
