//! What the user wants. Panels send commands; only [`crate::Engine::apply`] acts on them.

use std::path::PathBuf;

use contract::{Format, Key, Model};
use library::PictureId;

use crate::{connection::ConnectionId, draft::Seed, settings::WindowPlace};

/// One wish of the user.
#[derive(Debug, Clone)]
pub enum Command {
    /// Change the request that is being written.
    Edit(DraftEdit),
    /// Make the pictures that the draft asks for.
    Generate,
    /// Stop a picture that waits or is being made.
    Cancel(PictureId),
    /// Try a failed picture again, in the way that its failure allows.
    Retry(PictureId),
    /// Put a failed picture's tile away.
    Forget(PictureId),
    /// Look at a picture.
    Open(PictureId),
    /// Look at the next older picture.
    Older,
    /// Look at the next newer picture.
    Newer,
    /// Back to the gallery.
    CloseViewer,
    /// Save a picture's copy outside the library.
    SaveAs {
        /// Which.
        picture: PictureId,
        /// Where to.
        target: PathBuf,
        /// As what.
        format: Format,
    },
    /// Send what comes next over this connection.
    Use(ConnectionId),
    /// Add a service at an address, and use it when it answers.
    AddService {
        /// As it was typed.
        address: String,
        /// Held in memory only.
        key: Key,
    },
    /// The window was moved or resized.
    PlaceWindow(WindowPlace),
    /// The message in the status bar was read.
    DismissNotice,
}

/// One change of the draft.
#[derive(Debug, Clone, PartialEq)]
pub enum DraftEdit {
    /// The whole text.
    Prompt(String),
    /// Who draws.
    Model(&'static Model),
    /// Pixels, as typed or dragged; clamped and snapped.
    Width(i64),
    /// Pixels, as typed or dragged; clamped and snapped.
    Height(i64),
    /// Which seed.
    Seed(Seed),
    /// How many pictures, as typed or dragged; clamped to 1..=8.
    Count(i64),
}
