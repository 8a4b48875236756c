//! Every word that the window shows. A language is a `match` over [`Msg`], so that a missing string does not compile.
//!
//! Which language is spoken belongs to the thread that draws, as the window's frame sets it: a parameter would go through
//! every function that draws, and only one language is ever on the screen.

use std::{cell::Cell, sync::OnceLock};

use contract::{Billed, Problem, price::Estimate};
use engine::{Failure, Language, Notice, Snapped};

use crate::{
    action::{Action, Menu},
    panels::viewer::Fact,
};

mod chinese;
mod english;

/// A language that the window speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    /// English.
    English,
    /// 简体中文.
    Chinese,
    /// English in brackets, with which a test finds words that do not go through [`Msg`].
    Bracketed,
}

/// Asked once: it is looked up in each frame.
static SYSTEM: OnceLock<Tongue> = OnceLock::new();

thread_local! {
    static SPOKEN: Cell<Tongue> = const { Cell::new(Tongue::English) };
}

impl Tongue {
    /// What this setting means on this system.
    pub(crate) fn of(language: Language) -> Self {
        match language {
            Language::English => Self::English,
            Language::Chinese => Self::Chinese,
            Language::System => *SYSTEM.get_or_init(|| match sys_locale::get_locale() {
                Some(locale) if locale.starts_with("zh") => Self::Chinese,
                _ => Self::English,
            }),
        }
    }

    /// From here on, this thread's window speaks it.
    pub(crate) fn speak(self) {
        SPOKEN.set(self);
    }
}

/// One thing to say.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Msg<'a> {
    /// What an action is called.
    Label(Action),
    /// What it does, in a sentence.
    Tip(Action),
    Menu(Menu),

    Prompt,
    PromptHint,
    Characters {
        used: usize,
        most: usize,
    },
    Model,
    Width,
    Height,
    Seed,
    RandomSeed,
    SeedNotHonoured,
    Count,
    FixedSize {
        width: u32,
        height: u32,
    },
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
    Making {
        seconds: i64,
    },
    Failed,
    Billed(Billed),

    Pictures {
        count: usize,
    },
    Indexing {
        done: usize,
        total: usize,
    },
    Notice(&'a Notice),
    Failure(&'a Failure),

    Size,
    Made,
    Cost,
    RealCost {
        neurons: f64,
    },
    By,
    File,
    NegativePrompt,
    TranslatedPrompt,
    Steps,
    Guidance,
    LikelyCost {
        neurons: f64,
    },
    /// The name of the button that copies it.
    CopyFact(Fact),
    FactCopied,
    ZoomLevel {
        per_cent: f32,
    },
    More,
    NotShown {
        reason: &'a str,
    },

    SaveTitle,
    SavePath,
    SaveDialogOpen,
    FileExists,
    NoFolder,
    CannotStart,
}

impl Msg<'_> {
    /// The words, in the language that is spoken.
    pub(crate) fn text(self) -> String {
        match SPOKEN.get() {
            Tongue::English => english::text(self),
            Tongue::Chinese => chinese::text(self),
            Tongue::Bracketed => format!("⟦{}⟧", english::text(self)),
        }
    }
}
