//! Every word that the window shows. A language is a `match` over [`Msg`], so that a missing string does not compile.

use std::time::Duration;

use contract::{
    Billed, Model, Problem, Size, Task,
    model::{GoodAt, Seconds, Sizes},
    price::Estimate,
};
use engine::{Failure, Finished, Job, Notice, Ratio, Snapped};
use jiff::civil::Date;
use library::Entry;

use crate::{
    action::{Action, Menu},
    fault::WhyNot,
    panels::viewer::Fact,
};

mod alike;
mod budget;
mod cards;
mod chinese;
mod connections;
mod deploy;
mod english;
mod gesture;
mod queue;
mod rewriting;
mod tongue;
mod usage;
mod usage_table;

pub(crate) use budget::BudgetMsg;
pub(crate) use cards::{CardMsg, Whom};
pub(crate) use connections::ConnectionMsg;
pub(crate) use deploy::{DeployMsg, Permission, Thing};
pub(crate) use gesture::Gesture;
pub(crate) use queue::QueueMsg;
pub(crate) use rewriting::RewritingMsg;
pub use tongue::Tongue;
pub(crate) use usage::{DaysMsg, FiguresFault, TheirsMsg, UsageMsg};
pub(crate) use usage_table::{Column, TableMsg};

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
    /// A field that takes no more characters.
    FieldFull {
        most: usize,
    },
    NegativePrompt,
    NegativeHint,
    Model,
    ModelName(&'static Model),
    GoodAt(GoodAt),
    /// How long a picture usually takes.
    Typical(Seconds),
    /// Of one picture.
    Price(Estimate),
    /// Which sizes a model draws.
    Sizes(Sizes),
    NeedsPicture,
    Shape,
    Ratio(Ratio),
    /// A shape, and the size that it would give.
    RatioOf {
        ratio: Ratio,
        size: Size,
    },
    Pixels(Size),
    Megapixels(Size),
    KeepSize,
    ForgetSize,
    FavouriteTip,
    FavouritesFull {
        most: usize,
    },
    Width,
    Height,
    Seed,
    RandomSeed,
    SeedNotHonoured,
    SeedUnknown,
    AnotherSeed,
    Count,
    Steps,
    Guidance,
    AsTheModelLikes,
    FixedSize {
        width: u32,
        height: u32,
    },
    Problem(&'a Problem),
    Snapped(&'a Snapped),
    Free,
    Estimated(Estimate),
    WhatNeuronsAre,
    /// What they are.
    Neurons,

    Connection,
    PainterConnection,
    PainterNote,
    ServiceAddress,
    ServiceKey,
    /// Of the page of connections.
    Connections(ConnectionMsg<'a>),
    /// Of the card of a picture that was not made.
    Card(CardMsg<'a>),
    /// Of the queue, its panel, and what keeps it back.
    OfQueue(QueueMsg<'a>),
    /// Of a prompt that is translated or enhanced, and of what a connection has.
    OfRewriting(RewritingMsg<'a>),
    /// Of the page of usage.
    OfUsage(UsageMsg<'a>),
    /// Of the table on it.
    OfUsageTable(TableMsg<'a>),
    /// Of the page of a deployment.
    OfDeploy(DeployMsg<'a>),
    /// Of what a batch means for the day, and of budgets.
    OfBudget(BudgetMsg<'a>),

    EmptyTitle,
    EmptyHint,
    /// One sentence after another.
    Sentences(&'a str, &'a str),
    /// A setting and what it is.
    SettingIs {
        name: &'a str,
        value: &'a str,
    },
    DrawnHere,
    Waiting,
    Making,
    /// Since when it is being made, and how long that usually takes.
    Elapsed {
        elapsed: Duration,
        usual: Option<Duration>,
    },
    /// Where it stands among those that wait, from 1.
    Queue {
        place: usize,
    },
    /// What a picture that is not there yet is called: how far it is, its prompt, its shape.
    JobName(&'a Job),
    /// A picture's size, model and time.
    Facts(&'a Entry),
    Gallery,
    TileSize,
    ResizePanel,
    Selected {
        count: usize,
    },
    Number {
        count: usize,
    },
    Day {
        date: Date,
        today: Date,
    },
    /// A day, and how many pictures are of it.
    DayOf {
        date: Date,
        today: Date,
        count: usize,
    },
    Billed(Billed),

    Pictures {
        count: usize,
    },
    Indexing {
        done: usize,
        total: usize,
    },
    Notice(&'a Notice),
    /// What came of the last requests, on the desktop.
    Finished(Finished),
    Failure(&'a Failure),

    Size,
    Made,
    Cost,
    /// Of a picture; `prompt`: for its prompt, which `neurons` does not include.
    RealCost {
        neurons: f64,
        prompt: f64,
    },
    By,
    File,
    TranslatedPrompt,
    /// Why it was not.
    NotTranslated,
    /// Before a text model wrote another one.
    TypedPrompt,
    /// That one.
    WrittenPrompt(Task),
    WritingCost,
    /// The same, where nobody has told it.
    LikelyCost {
        neurons: f64,
        prompt: f64,
    },
    /// Of a picture that an earlier request had made.
    FromTheShelf,
    /// The name of the button that copies it.
    CopyFact(Fact),
    FactCopied,
    ZoomLevel {
        per_cent: f32,
    },
    More,
    NotShown {
        reason: &'a Failure,
    },

    SaveTitle,
    SaveUsageTitle,
    SavePath,
    SaveDialogOpen,
    FileExists,
    NoFolder,
    CannotStart,
    /// Why, and what to do.
    WhyNot(&'a WhyNot),

    PaletteHint,
    NoAction,
    MouseAndKeys,
    CloseList,
    /// What the hands do, apart from actions' keys.
    Gesture(Gesture),
    /// What comes of it.
    GestureDoes(Gesture),
    UnderWay {
        count: usize,
        /// Since the first one is being made; `None` while all wait.
        elapsed: Option<Duration>,
    },

    WelcomeTitle,
    WelcomeLead,
    /// Drawn on the first run: something that the painter knows well.
    ExamplePrompt,
    WelcomePicture,
    WelcomeConnect,
    WelcomeNeurons,
}

impl Msg<'_> {
    /// The words, in the language that is spoken.
    pub(crate) fn text(self) -> String {
        self.text_in(Tongue::spoken())
    }

    /// The words in this language, whichever is spoken.
    pub(crate) fn text_in(self, tongue: Tongue) -> String {
        match tongue {
            Tongue::English => english::text(self),
            Tongue::Chinese => chinese::text(self),
            Tongue::Bracketed => format!("⟦{}⟧", english::text(self)),
        }
    }
}

#[cfg(test)]
mod tests;
