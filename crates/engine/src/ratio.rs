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

    /// The size of about `pixels` in all, on FLUX's grid and within its bounds: of exactly this shape where there is one.
    pub fn size(self, pixels: u64) -> Size {
        let lowest = self.lowest();
        let (width, height) = (lowest.width.saturating_mul(SIDE_STEP), lowest.height.saturating_mul(SIDE_STEP));
        let times = MIN_SIDE.div_ceil(width.min(height))..=MAX_SIDE / width.max(height);
        let exact = times.map(|times| Size::new(width * times, height * times));
        exact.min_by_key(|size| size.pixels().abs_diff(pixels)).unwrap_or_else(|| {
            let width = (pixels as f64 * f64::from(lowest.width) / f64::from(lowest.height)).sqrt();
            drawable(width, width * f64::from(lowest.height) / f64::from(lowest.width))
        })
    }

    /// The size of this width, and of this shape as nearly as FLUX's grid allows. A height that meets a bound pulls the
    /// width back. `width`: on the grid.
    pub(crate) fn with_width(self, width: u32) -> Size {
        let Self { width: across, height: down } = self.lowest();
        let (width, height) = pair(width, across, down);
        Size::new(width, height)
    }

    /// The same from the height.
    pub(crate) fn with_height(self, height: u32) -> Size {
        let Self { width: across, height: down } = self.lowest();
        let (height, width) = pair(height, down, across);
        Size::new(width, height)
    }

    /// In lowest terms, neither part of which is nothing.
    fn lowest(self) -> Self {
        Self::of(Size::new(self.width.max(1), self.height.max(1)))
    }
}

/// The size that can be asked for and is most like this one, whatever it is: of its shape, as large where that can be.
pub(crate) fn nearest(size: Size) -> Size {
    drawable(size.width.into(), size.height.into())
}

/// `width`, `height`: pixels, scaled into the bounds together, so that the shape is kept.
fn drawable(width: f64, height: f64) -> Size {
    let scale = (f64::from(MIN_SIDE) / width.min(height)).max(1.0).min(f64::from(MAX_SIDE) / width.max(height));
    Size::new(snap_near(width * scale), snap_near(height * scale))
}

/// A side of so many `parts`, and the other side.
fn pair(side: u32, parts: u32, other_parts: u32) -> (u32, u32) {
    let exact = |side: u32, from: u32, to: u32| f64::from(side) * f64::from(to) / f64::from(from);
    let other = exact(side, parts, other_parts);
    let kept = snap_near(other);
    if (f64::from(MIN_SIDE)..=f64::from(MAX_SIDE)).contains(&other) {
        (side, kept)
    } else {
        (snap_near(exact(kept, other_parts, parts)), kept)
    }
}

/// The nearest side on the grid and within the bounds.
fn snap_near(side: f64) -> u32 {
    snap_side((side + f64::from(SIDE_STEP) / 2.0) as i64)
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
    fn any_shape_stays_within_bounds_and_on_the_grid() {
        let odd = [(0, 0), (1, 0), (997, 1000), (1, u32::MAX), (u32::MAX, u32::MAX - 1), (15, 2)];
        for ratio in Ratio::USUAL.into_iter().chain(odd.map(|(width, height)| Ratio::new(width, height))) {
            for pixels in [0, 1 << 20, u64::MAX] {
                for size in [ratio.size(pixels), ratio.with_width(1024), ratio.with_height(1024)] {
                    for side in [size.width, size.height] {
                        let fits = (MIN_SIDE..=MAX_SIDE).contains(&side) && side % SIDE_STEP == 0;
                        assert!(fits, "{ratio:?} of {pixels}: {size}");
                    }
                }
            }
        }
        assert_eq!(Ratio::new(997, 1000).size(1 << 20), Size::new(1024, 1024));
    }

    #[test]
    fn a_locked_shape_gives_the_other_side() {
        let ratio = Ratio::of(Size::new(1280, 720));
        assert_eq!(ratio, Ratio::new(16, 9));
        assert_eq!(ratio.with_width(1920), Size::new(1920, 1088));
        assert_eq!(ratio.with_height(720), Size::new(1280, 720));
    }

    #[test]
    fn a_side_that_meets_a_bound_pulls_the_other_one_back() {
        assert_eq!(Ratio::new(9, 16).with_width(1280), Size::new(1088, 1920));
        assert_eq!(Ratio::new(16, 9).with_height(1920), Size::new(1920, 1088));
        assert_eq!(Ratio::new(21, 9).with_width(256), Size::new(592, 256));
        assert_eq!(Ratio::new(1, 1).with_width(1920), Size::new(1920, 1920));
    }

    #[test]
    fn another_programs_picture_gives_the_nearest_size_of_its_shape() {
        for (theirs, ours) in [
            (Size::new(4000, 3000), Size::new(1920, 1440)),
            (Size::new(64, 128), Size::new(256, 512)),
            (Size::new(1000, 760), Size::new(1008, 768)),
            (Size::new(1, 5000), Size::new(256, 1920)),
            (Size::new(0, 0), Size::new(256, 256)),
        ] {
            assert_eq!(nearest(theirs), ours, "{theirs}");
        }
    }
}
