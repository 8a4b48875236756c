//! The gallery's arithmetic: which tiles a view shows and where they stand. Nothing here knows a tile's content, and no cost
//! here grows with the number of tiles.

use std::ops::Range;

use eframe::egui::{Pos2, Rect, Vec2, pos2};

/// Points; a tile's side.
const TILE: f32 = 212.0;
/// Points; between tiles, and around them.
const GAP: f32 = 10.0;

/// Square tiles in rows, newest first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Grid {
    columns: usize,
    /// Points; tiles grow a little so that a row fills the width.
    side: f32,
    count: usize,
}

impl Grid {
    /// `width`: points that are there; `count`: tiles in all.
    pub(crate) fn new(width: f32, count: usize) -> Self {
        let columns = (((width - GAP) / (TILE + GAP)).floor() as usize).max(1);
        let side = ((width - GAP) / columns as f32 - GAP).max(GAP);
        Self { columns, side, count }
    }

    /// Points; all rows together.
    pub(crate) fn height(&self) -> f32 {
        (self.count.div_ceil(self.columns) as f64 * self.pitch() + f64::from(GAP)) as f32
    }

    /// The tiles that stand within these heights, and a row more on either side, so that arrow keys find the next one.
    pub(crate) fn places(&self, top: f32, bottom: f32) -> Range<usize> {
        let row = |height: f32| (f64::from(height.max(0.0)) / self.pitch()) as usize;
        let first = row(top).saturating_sub(1) * self.columns;
        let end = (row(bottom) + 2) * self.columns;
        first.min(self.count)..end.min(self.count)
    }

    /// Where a tile stands, seen from the top left of a view that begins at height `top`. Computed in `f64` and relative to
    /// the view: at 100,000 tiles an `f32` of the whole height is too coarse to place one.
    pub(crate) fn rect(&self, place: usize, top: f32) -> Rect {
        let (row, column) = (place / self.columns, place % self.columns);
        let y = row as f64 * self.pitch() + f64::from(GAP) - f64::from(top);
        let x = GAP + column as f32 * (self.side + GAP);
        Rect::from_min_size(pos2(x, y as f32), Vec2::splat(self.side))
    }

    fn pitch(&self) -> f64 {
        f64::from(self.side + GAP)
    }
}

/// The largest rectangle of the shape `width`:`height` in the middle of `frame`, never larger than `width`×`height` points
/// times `most`.
pub(crate) fn fit(width: f32, height: f32, frame: Rect, most: f32) -> Rect {
    let scale = (frame.width() / width.max(1.0)).min(frame.height() / height.max(1.0)).min(most);
    Rect::from_center_size(Pos2::new(frame.center().x, frame.center().y), Vec2::new(width, height) * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tile_is_shown_once_wherever_the_view_stands() {
        let grid = Grid::new(1000.0, 100_003);
        assert_eq!(grid.places(0.0, 600.0).start, 0);
        let last = grid.places(grid.height() - 600.0, grid.height());
        assert_eq!(last.end, 100_003);
        assert!(last.len() < 60, "{last:?}");
        for top in [0.0, 333.0, 70_000.5, grid.height() / 2.0] {
            let view = Rect::from_min_size(pos2(0.0, 0.0), Vec2::new(1000.0, 600.0));
            let places = grid.places(top, top + 600.0);
            let before = places.start.checked_sub(1).map(|place| grid.rect(place, top));
            assert!(before.is_none_or(|rect| !rect.intersects(view)), "{top}");
            assert!(!grid.rect(places.end, top).intersects(view), "{top}");
        }
    }

    #[test]
    fn tiles_fill_the_width_and_never_overlap() {
        for width in [150.0, 500.0, 900.0, 1601.0, 3840.0] {
            let grid = Grid::new(width, 50);
            let (a, b) = (grid.rect(0, 0.0), grid.rect(1, 0.0));
            assert!(!a.intersects(b), "{width}");
            let right = (0..50).map(|place| grid.rect(place, 0.0).right()).fold(0.0, f32::max);
            assert!((right + GAP - width).abs() < 1.0 || grid.columns == 1, "{width}: {right}");
        }
    }

    #[test]
    fn a_tile_deep_down_stands_where_its_row_says() {
        let grid = Grid::new(1000.0, 100_000);
        let place = 99_996;
        let row = place / grid.columns;
        let top = (row as f64 * grid.pitch()) as f32;
        let y = f64::from(grid.rect(place, top).top()) + f64::from(top);
        assert!((y - row as f64 * grid.pitch() - f64::from(GAP)).abs() < 0.01);
    }

    #[test]
    fn a_wide_picture_fits_by_width_and_a_small_one_is_not_blown_up() {
        let frame = Rect::from_min_size(pos2(0.0, 0.0), Vec2::new(100.0, 100.0));
        assert_eq!(fit(200.0, 100.0, frame, 9.0).size(), Vec2::new(100.0, 50.0));
        assert_eq!(fit(20.0, 10.0, frame, 1.0).size(), Vec2::new(20.0, 10.0));
    }
}
