//! The gallery's arithmetic: which tiles and day headings a view shows and where they stand. Nothing here knows a tile's
//! content, and no cost of a frame grows with the number of tiles: a grid is made once for its days and width, and asked.
//!
//! Heights are `f64`: at 100,000 tiles an `f32` is too coarse to place one.

use std::ops::Range;

use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};

/// Points; between tiles, and around them.
pub(crate) const GAP: f32 = 10.0;
/// Points; a day's heading, with the room above it.
const HEADING: f32 = 40.0;

/// Square tiles in rows, newest first; each day begins a row of its own below its heading.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Grid {
    columns: usize,
    /// Points; tiles grow or shrink a little so that a row fills the width.
    side: f32,
    count: usize,
    days: Vec<Day>,
}

/// Where a day begins.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Day {
    /// Of its first tile.
    place: usize,
    /// Rows of all days before it.
    row: usize,
    /// Points; where its heading's room begins.
    top: f64,
}

/// Where a tile stands: the day, the row of all rows, the column.
struct Cell {
    day: usize,
    row: usize,
    column: usize,
}

impl Grid {
    /// `width`: points that are there; `tile`: points that a tile's side should have; `days`: the first place of each day,
    /// rising from 0; `count`: tiles in all.
    pub(crate) fn new(width: f32, tile: f32, days: impl IntoIterator<Item = usize>, count: usize) -> Self {
        let columns = (((width - GAP) / (tile + GAP)).round() as usize).max(1);
        let side = ((width - GAP) / columns as f32 - GAP).max(GAP);
        let mut grid = Self { columns, side, count, days: Vec::new() };
        for place in days {
            let row = grid.days.last().map_or(0, |last| last.row + (place - last.place).div_ceil(columns));
            let top = grid.top_of(grid.days.len(), row);
            grid.days.push(Day { place, row, top });
        }
        grid
    }

    /// Points; a tile's side.
    pub(crate) fn side(&self) -> f32 {
        self.side
    }

    /// Points; all rows and headings together.
    pub(crate) fn height(&self) -> f64 {
        self.top_of(self.days.len(), self.rows())
    }

    /// The tiles that stand within these heights.
    pub(crate) fn places(&self, top: f64, bottom: f64) -> Range<usize> {
        let (first, last) = (self.row_at(top), self.row_at(bottom));
        let (first, last) = (self.row_places(first), self.row_places(last));
        first.start..last.end.max(first.start)
    }

    /// The days whose headings may stand within these heights.
    pub(crate) fn headings(&self, top: f64, bottom: f64) -> Range<usize> {
        let end = self.days.partition_point(|day| day.top <= bottom);
        self.day_at(top).min(end)..end
    }

    /// Where a tile stands, seen from the top left of a view that begins at height `top`.
    pub(crate) fn rect(&self, place: usize, top: f64) -> Rect {
        let cell = self.cell(place);
        let x = GAP + cell.column as f32 * (self.side + GAP);
        let y = self.top_of(cell.day + 1, cell.row) - top;
        Rect::from_min_size(pos2(x, y as f32), Vec2::splat(self.side))
    }

    /// Where a day's heading stands, seen from such a view, `width` points wide.
    pub(crate) fn heading(&self, day: usize, top: f64, width: f32) -> Rect {
        let y = self.days.get(day).map_or(0.0, |day| day.top) + f64::from(GAP) - top;
        Rect::from_min_size(pos2(GAP, y as f32), vec2(width - 2.0 * GAP, HEADING - GAP))
    }

    /// The tile so many rows below `place`, or above; in the same column, or the last of a shorter row.
    pub(crate) fn step(&self, place: usize, rows: isize) -> usize {
        let cell = self.cell(place);
        let row = cell.row.saturating_add_signed(rows).min(self.rows().saturating_sub(1));
        let places = self.row_places(row);
        (places.start + cell.column).min(places.end.saturating_sub(1))
    }

    /// Whole rows that such a view shows; at least one.
    pub(crate) fn rows_in(&self, height: f32) -> isize {
        ((f64::from(height) / self.pitch()) as isize).max(1)
    }

    /// Where a view of this height begins so that it shows the whole tile, and of the first row its heading; as near to
    /// `top` as can be.
    pub(crate) fn reveal(&self, place: usize, top: f64, height: f32) -> f64 {
        let cell = self.cell(place);
        let tile = self.top_of(cell.day + 1, cell.row);
        let begins = self.days.get(cell.day).is_some_and(|day| day.row == cell.row);
        let above = f64::from(if begins { HEADING } else { GAP });
        let lowest = tile - above;
        let highest = tile + self.pitch() - f64::from(height);
        // A view smaller than a tile shows its top.
        top.max(highest).min(lowest)
    }

    /// `top`, if a view of this height may begin there.
    pub(crate) fn clamp(&self, top: f64, height: f32) -> f64 {
        top.min(self.height() - f64::from(height)).max(0.0)
    }

    fn pitch(&self) -> f64 {
        f64::from(self.side + GAP)
    }

    fn rows(&self) -> usize {
        self.days.last().map_or(0, |last| last.row + (self.count - last.place).div_ceil(self.columns))
    }

    /// Below so many headings and rows.
    fn top_of(&self, headings: usize, rows: usize) -> f64 {
        headings as f64 * f64::from(HEADING) + rows as f64 * self.pitch()
    }

    /// The day that stands at this height.
    fn day_at(&self, height: f64) -> usize {
        self.days.partition_point(|day| day.top <= height).saturating_sub(1)
    }

    /// The row at this height, of all rows; a heading belongs to the row below it.
    fn row_at(&self, height: f64) -> usize {
        let number = self.day_at(height);
        let Some(day) = self.days.get(number) else { return 0 };
        let within = ((height - self.top_of(number + 1, day.row)) / self.pitch()).max(0.0) as usize;
        let end = self.days.get(number + 1).map_or_else(|| self.rows(), |next| next.row);
        (day.row + within).min(end.saturating_sub(1))
    }

    fn row_places(&self, row: usize) -> Range<usize> {
        let number = self.days.partition_point(|day| day.row <= row).saturating_sub(1);
        let Some(day) = self.days.get(number) else { return 0..0 };
        let end = self.days.get(number + 1).map_or(self.count, |next| next.place);
        let start = day.place + (row - day.row) * self.columns;
        start.min(end)..(start + self.columns).min(end)
    }

    fn cell(&self, place: usize) -> Cell {
        let number = self.days.partition_point(|day| day.place <= place).saturating_sub(1);
        let Some(day) = self.days.get(number) else { return Cell { day: 0, row: 0, column: 0 } };
        let within = place - day.place;
        Cell { day: number, row: day.row + within / self.columns, column: within % self.columns }
    }
}

/// The largest rectangle of the shape `width`:`height` in the middle of `frame`.
pub(crate) fn fit(width: f32, height: f32, frame: Rect) -> Rect {
    let scale = (frame.width() / width.max(1.0)).min(frame.height() / height.max(1.0));
    Rect::from_center_size(Pos2::new(frame.center().x, frame.center().y), Vec2::new(width, height) * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days of 1 to 97 tiles.
    fn days(count: usize) -> Vec<usize> {
        let mut firsts = Vec::new();
        let mut place = 0;
        while place < count {
            firsts.push(place);
            place += 1 + (place * 31) % 97;
        }
        firsts
    }

    fn many(width: f32) -> Grid {
        Grid::new(width, 212.0, days(100_003), 100_003)
    }

    #[test]
    fn every_tile_is_shown_once_wherever_the_view_stands() {
        let grid = many(1000.0);
        let view = Rect::from_min_size(pos2(0.0, 0.0), Vec2::new(1000.0, 600.0));
        assert_eq!(grid.places(0.0, 600.0).start, 0);
        assert_eq!(grid.places(grid.height() - 600.0, grid.height()).end, 100_003);
        for step in 0..500_u32 {
            let top = (grid.height() - 600.0) * f64::from(step) / 499.0;
            let places = grid.places(top, top + 600.0);
            assert!(places.len() < 60, "{places:?}");
            let before = places.start.checked_sub(1).map(|place| grid.rect(place, top));
            assert!(before.is_none_or(|rect| !rect.intersects(view)), "{top}");
            assert!(places.end == 100_003 || !grid.rect(places.end, top).intersects(view), "{top}");
            let headings = grid.headings(top, top + 600.0);
            assert!(headings.len() <= places.len() + 1, "{headings:?}");
            assert!(headings.start == 0 || !grid.heading(headings.start - 1, top, 1000.0).intersects(view), "{top}");
            assert!(headings.end >= grid.days.len() || !grid.heading(headings.end, top, 1000.0).intersects(view));
        }
    }

    #[test]
    fn tiles_fill_the_width_and_never_overlap_each_other_or_a_heading() {
        for width in [150.0, 500.0, 900.0, 1601.0, 3840.0] {
            let grid = Grid::new(width, 212.0, [0, 50], 57);
            let rects: Vec<Rect> = (0..57).map(|place| grid.rect(place, 0.0)).collect();
            let all = rects.iter().copied().chain([0, 1].map(|day| grid.heading(day, 0.0, width))).collect::<Vec<_>>();
            for (n, a) in all.iter().enumerate() {
                assert!(all.iter().skip(n + 1).all(|b| !a.shrink(0.1).intersects(*b)), "{width}: {n}");
            }
            let right = rects.iter().map(Rect::right).fold(0.0, f32::max);
            assert!((right + GAP - width).abs() < 1.0 || grid.columns == 1, "{width}: {right}");
            let bottom = rects.iter().map(Rect::bottom).fold(0.0, f32::max);
            assert!((f64::from(bottom + GAP) - grid.height()).abs() < 0.1, "{width}: {bottom}");
        }
    }

    #[test]
    fn a_tile_deep_down_stands_a_row_below_the_one_above_it() {
        let grid = Grid::new(1000.0, 212.0, [0], 100_000);
        let below = grid.step(90_000, 1);
        assert_eq!(below, 90_000 + grid.columns);
        let top = grid.reveal(90_000, 0.0, 600.0);
        let moved = grid.rect(below, top).top() - grid.rect(90_000, top).top();
        assert!((f64::from(moved) - grid.pitch()).abs() < 0.01, "{moved}");
    }

    #[test]
    fn steps_go_over_days_and_end_at_both_ends() {
        // Rows of four: 0..3, 3..7, 7..9.
        let grid = Grid::new(1000.0, 212.0, [0, 3], 9);
        assert_eq!([grid.step(2, 1), grid.step(6, 1), grid.step(6, -1), grid.step(5, -1)], [5, 8, 2, 2]);
        assert_eq!([grid.step(1, -1), grid.step(8, 1), grid.step(0, 99), grid.step(8, -99)], [1, 8, 7, 1]);
    }

    #[test]
    fn what_is_revealed_is_seen_and_a_view_that_shows_it_stays() {
        let grid = many(1000.0);
        for place in [0, 5_000, 99_999] {
            let top = grid.clamp(grid.reveal(place, 70_000.0, 600.0), 600.0);
            let rect = grid.rect(place, top);
            assert!(rect.top() >= 0.0 && rect.bottom() <= 600.0, "{rect}");
            assert!((grid.reveal(place, top, 600.0) - top).abs() < 1e-6);
        }
    }

    #[test]
    fn an_empty_grid_has_nothing_to_show() {
        let grid = Grid::default();
        assert_eq!((grid.places(0.0, 600.0), grid.headings(0.0, 600.0), grid.height()), (0..0, 0..0, 0.0));
        assert_eq!(grid.step(3, 1), 0);
    }

    #[test]
    fn a_wide_picture_fits_by_width_and_a_high_one_by_height() {
        let frame = Rect::from_min_size(pos2(0.0, 0.0), Vec2::new(100.0, 100.0));
        assert_eq!(fit(200.0, 100.0, frame).size(), Vec2::new(100.0, 50.0));
        assert_eq!(fit(10.0, 20.0, frame).size(), Vec2::new(50.0, 100.0));
    }
}
