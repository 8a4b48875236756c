//! What is selected in the gallery: tiles by their ids, so that a picture that arrives stays selected as its job was. Asking
//! whether one tile is selected is quick; what else is here may look at all tiles, and is not for a frame.

use std::collections::HashSet;

use library::PictureId;

use crate::gallery::Gallery;

/// What is selected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    tiles: HashSet<PictureId>,
    /// Where a range begins.
    anchor: Option<PictureId>,
    cursor: Option<PictureId>,
}

/// One change of the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Select {
    /// This tile and no other.
    Only(PictureId),
    /// This tile too, or no longer.
    Toggle(PictureId),
    /// All from the last one that was picked by itself, to this one.
    To(PictureId),
    /// Every tile.
    All,
    /// Nothing.
    None,
}

impl Selection {
    /// Whether this tile is selected.
    pub fn contains(&self, id: PictureId) -> bool {
        self.tiles.contains(&id)
    }

    /// Selected tiles.
    pub fn len(&self) -> usize {
        self.tiles.len()
    }

    /// Whether nothing is selected.
    pub fn is_empty(&self) -> bool {
        self.tiles.is_empty()
    }

    /// The tile that arrow keys go on from: the last one that was touched.
    pub fn cursor(&self) -> Option<PictureId> {
        self.cursor
    }

    /// The selected tiles, newest first.
    pub fn ids(&self, gallery: &Gallery) -> Vec<PictureId> {
        if self.tiles.len() <= 1 {
            return self.tiles.iter().copied().collect();
        }
        all(gallery).filter(|id| self.contains(*id)).take(self.tiles.len()).collect()
    }

    pub(crate) fn select(&mut self, select: Select, gallery: &Gallery) {
        match select {
            Select::Only(id) => {
                self.tiles = HashSet::from([id]);
                (self.anchor, self.cursor) = (Some(id), Some(id));
            }
            Select::Toggle(id) => {
                if !self.tiles.remove(&id) {
                    self.tiles.insert(id);
                }
                (self.anchor, self.cursor) = (Some(id), Some(id));
            }
            Select::To(id) => self.select_to(id, gallery),
            Select::All => self.tiles = all(gallery).collect(),
            Select::None => self.tiles.clear(),
        }
    }

    fn select_to(&mut self, id: PictureId, gallery: &Gallery) {
        let anchor = self.anchor.and_then(|anchor| gallery.place(anchor));
        let Some((from, to)) = anchor.zip(gallery.place(id)) else {
            self.select(Select::Only(id), gallery);
            return;
        };
        let places = from.min(to)..from.max(to) + 1;
        self.tiles = gallery.tiles(places).map(|(_, tile)| tile.id()).collect();
        self.cursor = Some(id);
    }

    /// Takes out tiles that are about to go. `gallery`: with them, so that arrow keys go on from where they stood.
    pub(crate) fn forget(&mut self, gone: &[PictureId], gallery: &Gallery) {
        let gone: HashSet<PictureId> = gone.iter().copied().collect();
        self.tiles.retain(|id| !gone.contains(id));
        self.anchor = self.anchor.filter(|anchor| !gone.contains(anchor));
        if let Some(cursor) = self.cursor.filter(|cursor| gone.contains(cursor)) {
            self.cursor = gallery.place(cursor).and_then(|place| {
                let older =
                    gallery.tiles(place..gallery.len()).map(|(_, tile)| tile.id()).find(|id| !gone.contains(id));
                older.or_else(|| all(gallery).take(place).filter(|id| !gone.contains(id)).last())
            });
        }
    }

    /// A job that is tried again under another id stays selected.
    pub(crate) fn rename(&mut self, old: PictureId, new: PictureId) {
        if self.tiles.remove(&old) {
            self.tiles.insert(new);
        }
        let renamed = |id| if id == old { new } else { id };
        (self.anchor, self.cursor) = (self.anchor.map(renamed), self.cursor.map(renamed));
    }
}

/// The tiles, newest first.
fn all(gallery: &Gallery) -> impl Iterator<Item = PictureId> {
    gallery.tiles(0..gallery.len()).map(|(_, tile)| tile.id())
}
