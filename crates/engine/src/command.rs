//! What the user wants. Panels send commands; only [`crate::Engine::command`] acts on them.

use std::path::PathBuf;

use contract::{Account, Format, Key, Model, Size, Task};
use library::PictureId;

use crate::{
    connection::{ConnectionId, ConnectionKind, Keep},
    deploy::Wish,
    draft::Seed,
    gallery::Towards,
    ratio::Ratio,
    rewriting::Translate,
    selection::Select,
    settings::Setting,
    usage::{Budget, Payer},
};

/// One wish of the user.
#[derive(Debug, Clone)]
pub enum Command {
    /// Change the request that is being written.
    Edit(DraftEdit),
    /// Have the prompt written anew by a text model; what comes is proposed, and changes nothing by itself.
    /// The same wish again costs nothing more, in a run of the program.
    Rewrite(Task),
    /// Ask for another prompt than the one that is proposed: it costs as much again.
    RewriteAgain,
    /// Take the proposed prompt in place of what is typed; [`Self::Undo`] brings that back.
    TakeRewriting,
    /// Put the proposed prompt away, or no longer wait for it. What was asked may be billed all the same.
    LeaveRewriting,
    /// Make the pictures that the draft asks for; or change the job that is being edited.
    Generate,
    /// Stop a picture that waits or is being made.
    Cancel(PictureId),
    /// Cancel those of these jobs that wait or run, and put those away that failed.
    TakeOut(Vec<PictureId>),
    /// Take all that wait out of the queue.
    CancelWaiting,
    /// Try a failed picture again, where that surely costs nothing twice: under the same key, or from memory.
    Retry(PictureId),
    /// The same for all that failed.
    RetryFailed,
    /// Make a failed picture under a new key, which may be billed again.
    Remake(PictureId),
    /// The same with another seed.
    Reseed(PictureId),
    /// Fill the draft with what a job asks for.
    TakeRequest(PictureId),
    /// Put a failed picture's tile away.
    Forget(PictureId),
    /// Take all that wait out of the queue, and put all that failed away; but for those whose pictures are held in memory.
    ClearQueue,
    /// Send nothing more of what waits.
    Pause,
    /// Go on: with the pause, or with what connections rest for.
    Resume,
    /// Move jobs among those that wait, one behind the other, in their order.
    MoveJobs {
        /// Which.
        ids: Vec<PictureId>,
        /// The place of the first of them then, 0 being the next one; beyond the end is the end.
        to: usize,
    },
    /// Take the request of a job that waits into the draft, to change it; [`Self::Generate`] puts it back, changed.
    EditJob(PictureId),
    /// Leave that job as it was.
    LeaveJob,
    /// Ask for the same once more, with other seeds, over the same connections.
    DuplicateJobs(Vec<PictureId>),
    /// The window has told what [`crate::State::finished`] says.
    FinishedTold,
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
    /// Send what comes next over the next connection of the list that can be used, or the one before.
    UseNext(Towards),
    /// Show this connection on the page of connections; `None`: the form for a new one.
    ShowConnection(Option<ConnectionId>),
    /// Add a connection, or change one; then test it. A new one is used when all is right.
    SaveConnection(ConnectionEdit),
    /// Add a connection for each of these accounts, and test them.
    AddAccounts(Vec<Account>, Keep),
    /// Hold a key that the keychain did not take until the program ends.
    KeepForSession(ConnectionId),
    /// Try once more to put that key into the keychain, or to read the one that is there.
    AskKeychain(ConnectionId),
    /// Add a connection to the same place, with the same key.
    DuplicateConnection(ConnectionId),
    /// Take a connection away, and its key out of the keychain; [`Self::Undo`] brings both back.
    RemoveConnection(ConnectionId),
    /// Look whether all is right with a connection, at no cost.
    TestConnection(ConnectionId),
    /// From now on a connection stands in for others that have no allowance left, and they for it; or no longer.
    StandIn(ConnectionId, bool),
    /// As many requests may be under way over a connection at once; clamped to [`crate::PARALLEL`].
    Parallel(ConnectionId, u8),
    /// Move a connection up ([`Towards::Newer`]) or down the list, which is the order of standing in.
    MoveConnection(ConnectionId, Towards),
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
    /// Ask what the days have used: this connection's service, or all of them. None is asked again within 20 seconds.
    PullUsage(Option<ConnectionId>),
    /// What a payer's pictures may cost from now on.
    SetBudget(Payer, Budget),
    /// Send what a budget keeps back now all the same.
    LetThrough,
    /// Save a text outside the library, such as a table of usage.
    SaveText {
        /// What.
        text: String,
        /// Where to.
        target: PathBuf,
    },
    /// Deploy a Worker of one's own, or change one that was.
    Deploy(Wish),
    /// Change the settings.
    Set(Setting),
    /// The window has put what helps others to help on the clipboard.
    ReportCopied,
    /// The window has put the chart of usage on the clipboard.
    ChartCopied,
    /// The message in the status bar was read.
    DismissNotice,
}

/// A connection as its form has it.
#[derive(Debug, Clone, PartialEq)]
pub struct ConnectionEdit {
    /// Which one is changed; `None`: a new one.
    pub id: Option<ConnectionId>,
    /// As the user calls it; where it is blank, the place gives it a name.
    pub name: String,
    /// Where it leads; not [`ConnectionKind::BuiltIn`].
    pub kind: ConnectionKind,
    /// Its key; `None`: as before, which only goes with the place as before.
    pub key: Option<Key>,
    /// For how long.
    pub keep: Keep,
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
    /// When the prompt is translated as it is sent.
    Translate(Translate),
    /// What not to show.
    NegativePrompt(String),
    /// Which seed.
    Seed(Seed),
    /// How many pictures, as typed or dragged; clamped to 1..=8.
    Count(i64),
}
