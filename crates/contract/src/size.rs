//! The sides of a picture: bounds, the grid that FLUX draws on, tiles and megapixels. Used by requests, prices and sliders.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Pixels; the smallest side that a request may ask for.
pub const MIN_SIDE: u32 = 256;
/// Pixels; the largest side that a request may ask for.
pub const MAX_SIDE: u32 = 1920;
/// Pixels; FLUX.2 rounds sides down to a multiple of this, so only multiples are offered.
pub const SIDE_STEP: u32 = 16;

/// A picture's sides, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Size {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

impl Size {
    /// What a request without sides gets.
    pub const DEFAULT: Self = Self::new(1024, 768);

    /// `width`, `height`: pixels; any value, since a reply may have any.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// Pixels in all.
    pub fn pixels(self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// Tiles of 512×512, as the fraction that three of four measurements bear out (facts, Cloudflare §4.2).
    pub fn tiles(self) -> f64 {
        self.pixels() as f64 / (512.0 * 512.0)
    }

    /// Megapixels of 1024×1024.
    pub fn megapixels(self) -> f64 {
        self.pixels() as f64 / (1024.0 * 1024.0)
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}×{}", self.width, self.height)
    }
}

/// The nearest side that may be asked for, not above `side` where there is one: clamped to 256..=1920 and rounded down to a
/// multiple of 16 (1000 → 992), as FLUX itself would.
pub fn snap_side(side: i64) -> u32 {
    let clamped = side.clamp(i64::from(MIN_SIDE), i64::from(MAX_SIDE)) as u32;
    clamped - clamped % SIDE_STEP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_side_is_clamped_and_snapped() {
        for (typed, kept) in
            [(1000, 992), (1024, 1024), (0, 256), (-7, 256), (257, 256), (1919, 1904), (1920, 1920), (i64::MAX, 1920)]
        {
            assert_eq!(snap_side(typed), kept, "{typed}");
        }
    }
}
