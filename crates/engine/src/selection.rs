//! What is selected in the gallery: tiles by their ids, so that a picture that arrives stays selected as its job was.

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
    /// All from the last one that was selected alone, to this one.
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
        let tiles = gallery.tiles(0..gallery.len()).map(|(_, tile)| tile.id());
        tiles.filter(|id| self.contains(*id)).collect()
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
            Select::All => self.tiles = gallery.tiles(0..gallery.len()).map(|(_, tile)| tile.id()).collect(),
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

    /// Takes tiles out that are no longer there.
    pub(crate) fn forget(&mut self, gone: &[PictureId]) {
        for id in gone {
            self.tiles.remove(id);
        }
    }
}
