//! Every word that the window shows. A language is a `match` over [`Msg`], so that a missing string does not compile.

use contract::{Billed, Problem, price::Estimate};
use engine::{Failure, Notice, Snapped};

mod english;

/// One thing to say.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Msg<'a> {
    Generate,
    GenerateTip,
    Cancel,
    CancelTip,
    Retry,
    RetryTip,
    PutAway,
    PutAwayTip,
    Back,
    BackTip,
    Older,
    OlderTip,
    Newer,
    NewerTip,
    Fit,
    FitTip,
    ActualSize,
    ActualSizeTip,
    SaveAs,
    SaveAsTip,
    AddService,
    AddServiceTip,
    Connect,
    ConnectTip,
    Save,
    SaveTip,
    CloseTip,
    Dismiss,
    DismissTip,

    Prompt,
    PromptHint,
    Characters { used: usize, most: usize },
    Model,
    Width,
    Height,
    Seed,
    RandomSeed,
    SeedNotHonoured,
    Count,
    FixedSize { width: u32, height: u32 },
    Problem(&'a Problem),
    Snapped(&'a Snapped),
    Free,
    Estimated(Estimate),

    Connection,
    PainterConnection,
    PainterNote,
    ServiceAddress,
    ServiceKey,
    KeyInMemory,
    Connecting,

    EmptyTitle,
    EmptyHint,
    DrawnHere,
    Waiting,
    Making { seconds: i64 },
    Failed,
    Billed(Billed),

    Pictures { count: usize },
    Indexing { done: usize, total: usize },
    Notice(&'a Notice),
    Failure(&'a Failure),

    Size,
    Made,
    Cost,
    RealCost { neurons: f64 },
    By,
    File,
    Loading,
    NotShown { reason: &'a str },

    SaveTitle,
    SavePath,
    SaveDialogOpen,
    FileExists,
    NoFolder,
    CannotStart,
}

impl Msg<'_> {
    /// The words.
    pub(crate) fn text(self) -> String {
        english::text(self)
    }
}
