//! What keys and mouse do that is no action: told in the list of shortcuts. What they do is done where they are used.

/// What keys and mouse do that is no action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gesture {
    /// From tile to tile.
    GalleryArrows,
    /// Larger and smaller tiles.
    GalleryWheel,
    /// Closer, and back.
    ViewerWheel,
    /// The picture moves.
    ViewerArrows,
    /// The first menu opens.
    MenuKey,
    /// A tile's own menu opens.
    TileMenuKey,
    /// A row of the queue goes elsewhere.
    QueueDrag,
}

impl Gesture {
    pub(crate) const ALL: [Self; 7] = [
        Self::GalleryArrows,
        Self::GalleryWheel,
        Self::ViewerWheel,
        Self::ViewerArrows,
        Self::MenuKey,
        Self::TileMenuKey,
        Self::QueueDrag,
    ];
}
