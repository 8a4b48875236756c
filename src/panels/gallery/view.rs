//! What the gallery keeps between frames: its days and grid, where it is scrolled to, the tile that the keyboard is on, and
//! what has just arrived. Its promise: the tile that was looked at stays where it is, whatever is added, resized or zoomed.

use std::collections::HashMap;

use eframe::egui::{Context, Id, Pos2, Rect, Vec2};
use engine::{Gallery, Tile};
use jiff::{Timestamp, tz::TimeZone};
use library::PictureId;

use super::days::{self, Day};
use crate::look::{gallery_grid::Grid, motion::Arrival};

/// What the gallery keeps between frames.
#[derive(Default)]
pub(crate) struct GalleryView {
    pub(super) days: Vec<Day>,
    pub(super) grid: Grid,
    made_for: Option<MadeFor>,
    /// Where the view begins, after the last frame.
    pub(super) top: f64,
    /// Where it stands in the window, and how large it is.
    corner: Pos2,
    pub(super) size: Vec2,
    /// Where the view is to begin in this frame, if not where it is.
    pub(super) go_to: Option<f64>,
    /// The tiles of the last frame, to hold on to one.
    seen: Vec<Spot>,
    held: Option<Held>,
    /// The tile that arrow keys go on from.
    pub(crate) cursor: Option<Spot>,
    /// The engine's, when it was last taken over.
    taken: Option<PictureId>,
    /// The last pass in which a tile had the keyboard, unless it was lost to something beside the gallery since.
    pub(super) focused_in: Option<u64>,
    /// The tile whose menu a key asked for.
    pub(crate) menu: Option<PictureId>,
    pub(crate) arrivals: Arrivals,
    /// What Ctrl and the wheel asked for beyond the last step that was taken.
    pub(super) zoom: f32,
}

/// A tile, by what finds it again after a change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Spot {
    pub(crate) at: Timestamp,
    pub(crate) id: PictureId,
    pub(crate) place: usize,
}

/// What days and grid were computed for.
#[derive(Clone, PartialEq)]
struct MadeFor {
    revision: u64,
    zone: TimeZone,
    width: f32,
    tile: u16,
}

/// The tile that stays where it is, until the user scrolls. Kept over several changes, so that many small ones do not add
/// up.
#[derive(Debug, Clone, Copy)]
struct Held {
    spot: Spot,
    /// Which part of the tile's side, 0 being its top, stands at `y`: points below the view's top.
    share: f32,
    y: f32,
    /// Where that led, and where the pointer was.
    top: f64,
    pointer: Option<Pos2>,
}

impl Spot {
    pub(super) fn of(place: usize, tile: &Tile<'_>) -> Self {
        Self { at: tile.at(), id: tile.id(), place }
    }
}

/// The widget of a tile: the same wherever it stands, and before and after its picture arrives.
pub(crate) fn widget(id: PictureId) -> Id {
    Id::unique(("tile", id))
}

impl GalleryView {
    /// Brings days, grid and cursor up to date. `rect`: what the view covers; `pointer`: where the mouse is within it.
    pub(super) fn follow(&mut self, gallery: &Gallery, tile: u16, rect: Rect, pointer: Option<Pos2>) {
        let zone = TimeZone::system();
        let made_for = MadeFor { revision: gallery.revision(), zone, width: rect.width(), tile };
        (self.corner, self.size) = (rect.min, rect.size());
        if self.made_for.as_ref() == Some(&made_for) {
            return;
        }
        let before = self.made_for.replace(made_for.clone());
        let same_tiles = before.as_ref().is_some_and(|b| b.revision == made_for.revision && b.zone == made_for.zone);
        if !same_tiles {
            self.days = days::days(gallery, &made_for.zone);
        }
        let firsts = self.days.iter().map(|day| day.place);
        let grid = Grid::new(rect.width(), f32::from(tile), firsts, gallery.len());
        let old = std::mem::replace(&mut self.grid, grid);
        let zoomed = before.as_ref().is_some_and(|before| before.tile != tile);
        if before.is_some() {
            self.hold(&old, gallery, pointer.filter(|_| zoomed));
        }
        if let Some(cursor) = &mut self.cursor {
            follow(cursor, gallery);
        }
    }

    /// Scrolls so that the tile that was looked at stays: the one under the mouse when it zooms, else the first whole one. A
    /// view that stands at the very top stays there, to show what is new.
    fn hold(&mut self, old: &Grid, gallery: &Gallery, pointer: Option<Pos2>) {
        let same = |held: &Held| (held.top - self.top).abs() < 1.0 && held.pointer == pointer;
        let held = self.held.filter(same).or_else(|| self.pick(old, pointer));
        let Some(mut held) = held.filter(|_| self.top > 0.0 || pointer.is_some()) else { return };
        let last = gallery.len().saturating_sub(1);
        let place = gallery.place_of(held.spot.at, held.spot.id).min(last);
        let tile = f64::from(self.grid.rect(place, 0.0).top());
        held.top = self.grid.clamp(tile + f64::from(held.share * self.grid.side() - held.y), self.size.y);
        self.held = Some(held);
        self.go_to = Some(held.top);
    }

    fn pick(&self, old: &Grid, pointer: Option<Pos2>) -> Option<Held> {
        let within = pointer.map(|at| at - self.corner.to_vec2());
        let rect = |spot: &Spot| old.rect(spot.place, self.top);
        let under =
            within.and_then(|at| self.seen.iter().find(|spot| rect(spot).contains(at)).map(|spot| (spot, at.y)));
        let first = || self.seen.iter().find(|spot| rect(spot).top() >= 0.0).or(self.seen.first());
        let (spot, y) = under.or_else(|| first().map(|spot| (spot, rect(spot).top())))?;
        let share = (y - rect(spot).top()) / old.side();
        Some(Held { spot: *spot, share, y, top: self.top, pointer })
    }

    /// Scrolls to the engine's cursor when the view is drawn next, wherever that stood or went: its tile is at the top then, with
    /// those that are older below.
    pub(crate) fn go_to_cursor(&mut self) {
        (self.cursor, self.taken) = (None, None);
        self.go_to = Some(f64::from(f32::MAX));
    }

    /// Takes over where the engine's cursor went by itself.
    pub(super) fn follow_cursor(&mut self, cursor: Option<PictureId>, gallery: &Gallery) {
        if cursor == self.taken {
            return;
        }
        self.taken = cursor;
        let Some(id) = cursor.filter(|id| self.cursor.is_none_or(|known| known.id != *id)) else { return };
        self.cursor = gallery.place(id).and_then(|place| spot_at(gallery, place));
        if let Some(cursor) = self.cursor {
            self.reveal(cursor.place);
        }
    }

    /// The one tile that Tab reaches: the cursor's, or the first that is seen.
    pub(super) fn stop(&self) -> Option<Spot> {
        let whole = |spot: &&Spot| self.grid.rect(spot.place, self.top).top() >= 0.0;
        self.cursor.or_else(|| self.seen.iter().find(whole).copied())
    }

    /// Scrolls, when the view is drawn next, so that the whole tile is seen.
    pub(crate) fn reveal(&mut self, place: usize) {
        let top = self.go_to.unwrap_or(self.top);
        let revealed = self.grid.clamp(self.grid.reveal(place, top, self.size.y), self.size.y);
        if (revealed - top).abs() > 0.5 {
            self.go_to = Some(revealed);
        }
    }

    /// Takes note of what a frame has drawn.
    pub(super) fn drawn(&mut self, seen: Vec<Spot>, top: f64) {
        (self.seen, self.top) = (seen, top);
    }
}

/// Finds a tile's new place; when it is gone, takes the one that stands there now.
fn follow(spot: &mut Spot, gallery: &Gallery) {
    let place = gallery.place_of(spot.at, spot.id).min(gallery.len().saturating_sub(1));
    if let Some(found) = spot_at(gallery, place) {
        *spot = found;
    }
}

pub(super) fn spot_at(gallery: &Gallery, place: usize) -> Option<Spot> {
    gallery.tiles(place..place + 1).next().map(|(place, tile)| Spot::of(place, &tile))
}

/// Pictures that fade in, from when they can be shown: those whose tiles were seen without a pause since they were jobs.
#[derive(Default)]
pub(crate) struct Arrivals {
    /// What the last frame showed of them; no time as long as a picture cannot be shown.
    before: HashMap<PictureId, Option<Arrival>>,
    now: HashMap<PictureId, Option<Arrival>>,
    pass: u64,
}

impl Arrivals {
    /// Before any tile of a frame is drawn.
    pub(super) fn begin(&mut self, context: &Context) {
        self.before = std::mem::take(&mut self.now);
        let last = std::mem::replace(&mut self.pass, context.cumulative_pass_nr());
        // Something else stood in the gallery's place.
        if last + 1 < self.pass {
            self.before.clear();
        }
    }

    /// A job's tile is seen in this frame.
    pub(crate) fn expect(&mut self, id: PictureId) {
        self.now.insert(id, None);
    }

    /// A picture's tile is, and cannot show it yet.
    pub(crate) fn wait(&mut self, id: PictureId) {
        if self.before.contains_key(&id) {
            self.expect(id);
        }
    }

    /// How opaque a picture is that can be shown, 0..=1.
    pub(crate) fn opacity(&mut self, id: PictureId, context: &Context) -> f32 {
        let Some(arrival) = self.before.get(&id) else { return 1.0 };
        let arrival = arrival.unwrap_or_else(|| Arrival::now(context));
        let opacity = arrival.opacity(context);
        if opacity < 1.0 {
            self.now.insert(id, Some(arrival));
        }
        opacity
    }
}
