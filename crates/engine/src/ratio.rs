//! The shapes of a picture: those that the prompt panel offers, the sides of each, and what a locked shape does to a side.

use contract::{
    Size,
    size::{MAX_SIDE, MIN_SIDE, SIDE_STEP, snap_side},
};
use serde::{Deserialize, Serialize};

/// The proportion of width to height, in lowest terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratio {
    /// Parts.
    pub width: u32,
    /// Parts.
    pub height: u32,
}

impl Ratio {
    /// What is offered, wide ones first and their portraits after.
    pub const USUAL: [Self; 9] = [
        Self::new(1, 1),
        Self::new(4, 3),
        Self::new(3, 2),
        Self::new(16, 9),
        Self::new(21, 9),
        Self::new(3, 4),
        Self::new(2, 3),
        Self::new(9, 16),
        Self::new(9, 21),
    ];

    /// `width`, `height`: parts, as people say them.
    pub const fn new(width: u32, height: u32) -> Self {
        Self { width, height }
    }

    /// Of a picture of this size.
    pub fn of(size: Size) -> Self {
        let divisor = greatest_common_divisor(size.width, size.height).max(1);
        Self::new(size.width / divisor, size.height / divisor)
    }

    /// Whether a picture of this size has this shape.
    pub fn fits(self, size: Size) -> bool {
        u64::from(size.width) * u64::from(self.height) == u64::from(size.height) * u64::from(self.width)
    }

    /// The size of exactly this shape, on FLUX's grid, that is nearest to `pixels` in all.
    pub fn size(self, pixels: u64) -> Size {
        let lowest = Self::of(Size::new(self.width, self.height));
        let (width, height) = (lowest.width * SIDE_STEP, lowest.height * SIDE_STEP);
        let most = (MAX_SIDE / width.max(height)).max(1);
        let least = MIN_SIDE.div_ceil(width.min(height)).min(most);
        let sizes = (least..=most).map(|times| Size::new(width * times, height * times));
        sizes.min_by_key(|size| size.pixels().abs_diff(pixels)).unwrap_or(Size::DEFAULT)
    }

    /// The height for a width of this shape, on FLUX's grid and within its bounds.
    pub(crate) fn height_for(self, width: u32) -> u32 {
        snap_near(u64::from(width) * u64::from(self.height), self.width)
    }

    /// The width for a height of this shape, on FLUX's grid and within its bounds.
    pub(crate) fn width_for(self, height: u32) -> u32 {
        snap_near(u64::from(height) * u64::from(self.width), self.height)
    }
}

/// The nearest side on the grid to `dividend` by `divisor`.
fn snap_near(dividend: u64, divisor: u32) -> u32 {
    let side = dividend / u64::from(divisor.max(1));
    snap_side(i64::try_from(side).unwrap_or(i64::MAX).saturating_add(i64::from(SIDE_STEP / 2)))
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_shape_has_a_size_of_about_a_megapixel_that_flux_draws_exactly() {
        for ratio in Ratio::USUAL {
            let size = ratio.size(1 << 20);
            assert!(ratio.fits(size), "{ratio:?}: {size}");
            assert!(size.width % SIDE_STEP == 0 && size.height % SIDE_STEP == 0, "{size}");
            assert!((0.85..1.15).contains(&size.megapixels()), "{size}");
        }
        assert_eq!(Ratio::new(16, 9).size(1 << 20), Size::new(1280, 720));
    }

    #[test]
    fn the_largest_and_the_smallest_stay_within_bounds() {
        for ratio in Ratio::USUAL {
            for pixels in [0, u64::MAX] {
                let Size { width, height } = ratio.size(pixels);
                assert!((MIN_SIDE..=MAX_SIDE).contains(&width.min(height)) && width.max(height) <= MAX_SIDE);
            }
        }
    }

    #[test]
    fn a_locked_shape_gives_the_other_side() {
        let ratio = Ratio::of(Size::new(1280, 720));
        assert_eq!(ratio, Ratio::new(16, 9));
        assert_eq!((ratio.height_for(1920), ratio.width_for(720)), (1088, 1280));
        assert_eq!(Ratio::new(21, 9).height_for(256), 256);
    }
}
