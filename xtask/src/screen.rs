//! What the display shows: captured, and searched for a picture. A picture is found at any place and size by the mean colours
//! of 8×8 cells of it, so that neither scaling nor a label in its corner hides it, and a tile that stayed empty never passes.

use std::{ffi::OsStr, path::Path};

use anyhow::{Result, ensure};
use image::RgbImage;

use crate::{desktop::Desktop, hands::Window, patience::wait_for};

/// Cells across and down, coarse to fine: where the coarse ones differ the fine ones do, and need not be compared.
const GRIDS: [u32; 4] = [1, 2, 4, 8];
/// Levels of 255; how far a cell may be off on average. Scaling moves it by 1 or 2, the label in the corner by about 4.
const ALIKE: f32 = 9.0;
/// Levels of 255; how far a picture's cells must be from its mean colour, or an empty tile of that colour would do.
const VARIED: f32 = 2.0 * ALIKE;
/// Pixels; the search's smallest width and its steps.
const NARROWEST: u32 = 120;
const STEP: u32 = 3;

/// What a window showed.
pub(crate) struct Screen(RgbImage);

/// Pixels, from the window's top left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Screen {
    pub(crate) fn capture(desktop: &Desktop, window: &Window) -> Result<Self> {
        let png = desktop.run("import", ["-silent", "-window", &window.0, "png:-"])?;
        Ok(Self(image::load_from_memory(&png)?.into_rgb8()))
    }

    /// The window when something is drawn in it and it has stopped changing.
    pub(crate) fn settled(desktop: &Desktop, window: &Window) -> Result<Self> {
        let mut before = Self::capture(desktop, window)?;
        wait_for("window that stands still", || {
            let now = Self::capture(desktop, window)?;
            let first = now.0.pixels().next();
            let drawn = now.0.pixels().any(|pixel| Some(pixel) != first);
            let still = now.0 == before.0;
            before = now;
            Ok((drawn && still).then_some(()))
        })?;
        Ok(before)
    }

    /// Pixels.
    pub(crate) fn size(&self) -> (u32, u32) {
        self.0.dimensions()
    }

    /// 0 is black, 255 white.
    pub(crate) fn brightness(&self) -> f32 {
        let (width, height) = self.0.dimensions();
        let mean = Sums::of(&self.0).mean(Place { x: 0, y: 0, width, height });
        mean.iter().sum::<f32>() / 3.0
    }

    /// Where the picture is shown, if it is.
    pub(crate) fn find(&self, picture: &RgbImage) -> Result<Option<Place>> {
        let (wide, high) = picture.dimensions();
        let sought = Likeness::of(picture);
        ensure!(sought.variety() > VARIED, "the picture is too plain to be looked for");
        let (screen, sums) = (self.0.dimensions(), Sums::of(&self.0));
        let mut best: Option<(f32, Place)> = None;
        for width in (NARROWEST..=screen.0).step_by(STEP as usize) {
            let height = (f64::from(width) * f64::from(high) / f64::from(wide)).round() as u32;
            let Some(below) = screen.1.checked_sub(height) else { break };
            for y in (0..=below).step_by(STEP as usize) {
                for x in (0..=screen.0 - width).step_by(STEP as usize) {
                    let place = Place { x, y, width, height };
                    let least = best.map_or(ALIKE, |(least, _)| least);
                    best = sought.distance(&sums, place, least).map(|off| (off, place)).or(best);
                }
            }
        }
        Ok(best.map(|(_, place)| place))
    }
}

/// Keeps a picture of the whole display, for whoever has to find out what went wrong.
pub(crate) fn keep(desktop: &Desktop, path: &Path) -> Result<()> {
    let args = ["-silent".as_ref(), "-window".as_ref(), "root".as_ref(), path.as_os_str()];
    desktop.run("import", args as [&OsStr; 4]).map(drop)
}

/// Writes what the window shows as a PNG of at most 256 colours: a third of the bytes, and no difference to the eye.
pub(crate) fn keep_small(desktop: &Desktop, window: &Window, path: &Path) -> Result<()> {
    let to = format!("png8:{}", path.display());
    let colours = ["-dither", "FloydSteinberg", "-colors", "256", "-strip", "-define", "png:compression-level=9"];
    let shot = ["-silent", "-window", &window.0].into_iter().chain(colours).chain([&*to]);
    desktop.run("import", shot).map(drop)
}

type Colour = [f32; 3];

/// Levels of 255, over the three channels.
fn distance(a: Colour, b: Colour) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f32>() / 3.0
}

/// The mean colours of a picture's cells, grid by grid.
struct Likeness(Vec<Vec<Colour>>);

impl Likeness {
    fn of(picture: &RgbImage) -> Self {
        let (width, height) = picture.dimensions();
        let (whole, sums) = (Place { x: 0, y: 0, width, height }, Sums::of(picture));
        Self(GRIDS.iter().map(|grid| cells(&sums, whole, *grid).collect()).collect())
    }

    /// How far the place's finest cells are off on average; `None` when that is `most` or more.
    fn distance(&self, sums: &Sums, place: Place, most: f32) -> Option<f32> {
        let mut off = 0.0;
        for (grid, sought) in GRIDS.iter().zip(&self.0) {
            let each = cells(sums, place, *grid).zip(sought).map(|(shown, sought)| distance(shown, *sought));
            off = each.sum::<f32>() / sought.len() as f32;
            if off >= most {
                return None;
            }
        }
        Some(off)
    }

    /// How far the finest cells are from the mean colour of the whole.
    fn variety(&self) -> f32 {
        let whole = self.0.first().and_then(|grid| grid.first()).copied().unwrap_or_default();
        let finest = self.0.last().map(Vec::as_slice).unwrap_or_default();
        finest.iter().map(|cell| distance(*cell, whole)).sum::<f32>() / finest.len().max(1) as f32
    }
}

/// The mean colours of a place that is cut into `grid`×`grid` cells.
fn cells(sums: &Sums, place: Place, grid: u32) -> impl Iterator<Item = Colour> {
    let edge = move |length: u32, n: u32| length * n / grid;
    (0..grid * grid).map(move |n| {
        let (column, row) = (n % grid, n / grid);
        let (left, top) = (edge(place.width, column), edge(place.height, row));
        sums.mean(Place {
            x: place.x + left,
            y: place.y + top,
            width: edge(place.width, column + 1) - left,
            height: edge(place.height, row + 1) - top,
        })
    })
}

/// For each pixel the sum of all that are above and left of it, so that the mean of any rectangle costs four look-ups.
struct Sums {
    across: usize,
    sums: Vec<[u32; 3]>,
}

impl Sums {
    fn of(image: &RgbImage) -> Self {
        let across = image.width() as usize + 1;
        let mut sums = vec![[0; 3]; across];
        for row in image.rows() {
            let mut left = [0; 3];
            sums.push(left);
            for pixel in row {
                let above = sums.get(sums.len() - across).copied().unwrap_or_default();
                for (sum, level) in left.iter_mut().zip(pixel.0) {
                    *sum += u32::from(level);
                }
                let [r, g, b] = left;
                sums.push([r + above[0], g + above[1], b + above[2]]);
            }
        }
        Self { across, sums }
    }

    fn mean(&self, place: Place) -> Colour {
        let at = |x: u32, y: u32| self.sums.get(y as usize * self.across + x as usize).copied().unwrap_or_default();
        let (right, bottom) = (place.x + place.width, place.y + place.height);
        let (a, b, c, d) = (at(place.x, place.y), at(right, place.y), at(place.x, bottom), at(right, bottom));
        let pixels = (place.width * place.height).max(1) as f32;
        std::array::from_fn(|n| {
            let of = |sums: [u32; 3]| sums.get(n).copied().unwrap_or_default();
            // Added before anything is taken away: the result is never below zero, but a step on the way could be.
            (of(d) + of(a)).saturating_sub(of(b) + of(c)) as f32 / pixels
        })
    }
}

#[cfg(test)]
mod tests {
    use image::{Rgb, imageops};

    use super::*;

    /// Stripes and a slope: nothing like a plain window.
    fn picture() -> RgbImage {
        RgbImage::from_fn(320, 240, |x, y| {
            Rgb([(x * 255 / 320) as u8, (y * 255 / 240) as u8, if x / 40 % 2 == 0 { 230 } else { 20 }])
        })
    }

    fn window() -> RgbImage {
        RgbImage::from_pixel(700, 500, Rgb([32, 32, 32]))
    }

    #[test]
    fn a_picture_is_found_where_it_is_shown_smaller_and_labelled() {
        let mut shown = window();
        let small = imageops::resize(&picture(), 201, 151, imageops::FilterType::Triangle);
        imageops::replace(&mut shown, &small, 333, 111);
        imageops::replace(&mut shown, &RgbImage::from_pixel(90, 14, Rgb([0, 0, 0])), 337, 244);
        let place = Screen(shown).find(&picture()).unwrap().unwrap();
        for (found, is) in [(place.x, 333), (place.y, 111), (place.width, 201), (place.height, 151)] {
            assert!(found.abs_diff(is) <= 2 * STEP, "{place:?}");
        }
    }

    #[test]
    fn a_tile_that_stayed_empty_and_another_picture_are_not_taken_for_it() {
        assert_eq!(Screen(window()).find(&picture()).unwrap(), None);
        let mut tile = window();
        let mean = RgbImage::from_pixel(200, 150, Rgb([127, 127, 125]));
        imageops::replace(&mut tile, &mean, 333, 111);
        imageops::replace(&mut tile, &imageops::flip_vertical(&picture()), 10, 200);
        assert_eq!(Screen(tile).find(&picture()).unwrap(), None);
    }

    #[test]
    fn a_picture_of_one_colour_is_not_looked_for() {
        assert!(Screen(window()).find(&window()).is_err());
    }
}
