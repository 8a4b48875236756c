//! What the user wants. Panels send commands; only [`crate::Engine::command`] acts on them.

use std::path::PathBuf;

use contract::{Format, Key, Model, Size};
use library::PictureId;

use crate::{connection::ConnectionId, draft::Seed, ratio::Ratio, selection::Select, settings::Setting};

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
    /// Change what is selected in the gallery.
    Select(Select),
    /// Move these pictures to the system's bin; [`Self::Undo`] brings them back.
    Delete(Vec<PictureId>),
    /// Take back what [`crate::State::undoable`] says: the last deletion, or the draft that a picture's settings replaced.
    Undo,
    /// Put a picture's pixels on the clipboard: they are handed to the window in [`crate::State::clipboard`].
    CopyPicture(PictureId),
    /// The window has taken what [`crate::State::clipboard`] held.
    ClipboardTaken,
    /// Show a picture's file in the system's file manager.
    ShowInFolder(PictureId),
    /// Show the folder of pictures in the system's file manager.
    ShowLibrary,
    /// Fill the draft with what a picture was made from, once it was read, unless the draft is edited before.
    UseSettings(PictureId),
    /// Compare the folder with the index again.
    Refresh,
    /// Stop the comparison of folder and index; what was found so far stays.
    StopIndexing,
    /// This system cannot show Chinese, and the user was not told yet.
    TellOfFonts,
    /// Change the settings.
    Set(Setting),
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
    /// Both sides, as a favourite has them.
    Size(Size),
    /// The sides of this shape, about as many pixels as were last asked for.
    Ratio(Ratio),
    /// Width becomes height, and height width.
    Swap,
    /// From now on a changed side changes the other one too, or, if it did, no longer does.
    Lock,
    /// Diffusion steps, clamped to what the model takes; `None`: as it likes.
    Steps(Option<u32>),
    /// How closely the prompt is followed, clamped to what the model takes; `None`: as it likes.
    Guidance(Option<f64>),
    /// What not to show.
    NegativePrompt(String),
    /// Which seed.
    Seed(Seed),
    /// How many pictures, as typed or dragged; clamped to 1..=8.
    Count(i64),
}
