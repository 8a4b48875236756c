//! Every word that the window shows. A language is a `match` over [`Msg`], so that a missing string does not compile.
//!
//! Which language is spoken belongs to the thread that draws, as the window's frame sets it: a parameter would go through
//! every function that draws, and only one language is ever on the screen.

use std::{cell::Cell, sync::OnceLock, time::Duration};

use contract::{
    Billed, Model, Problem, Size,
    model::{GoodAt, Seconds, Sizes},
    price::Estimate,
};
use engine::{Failure, Job, Language, Notice, Ratio, Snapped};
use jiff::{civil::Date, tz::TimeZone};
use library::Entry;

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
    KeyInMemory,
    Connecting,

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
    TranslatedPrompt,
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
        reason: &'a Failure,
    },

    SaveTitle,
    SavePath,
    SaveDialogOpen,
    FileExists,
    NoFolder,
    CannotStart,

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
}

impl Gesture {
    pub(crate) const ALL: [Self; 6] = [
        Self::GalleryArrows,
        Self::GalleryWheel,
        Self::ViewerWheel,
        Self::ViewerArrows,
        Self::MenuKey,
        Self::TileMenuKey,
    ];
}

impl Msg<'_> {
    /// The words, in the language that is spoken.
    pub(crate) fn text(self) -> String {
        self.text_in(SPOKEN.get())
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

/// `1234567` as `1,234,567`, as both languages write it.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// What both languages write alike: `1024×768 · FLUX.2 klein 4B · 2026-11-21 14:32`.
fn facts(entry: &Entry) -> String {
    let size = entry.size.to_string();
    let model = Model::find(&entry.model).map_or_else(|| entry.model.to_string(), |model| Msg::ModelName(model).text());
    let made = entry.made.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string();
    let known = [&*size, &*crate::panels::bounded::plain(&model), &*made].map(str::to_owned);
    known.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_read_by_threes() {
        let all = [0, 12, 999, 1_000, 100_000, 1_234_567].map(grouped);
        assert_eq!(all, ["0", "12", "999", "1,000", "100,000", "1,234,567"]);
    }

    #[test]
    fn days_are_called_as_people_call_them() {
        let today: Date = "2026-11-22".parse().unwrap();
        let said = |date: &str| {
            let msg = Msg::Day { date: date.parse().unwrap(), today };
            (english::text(msg), chinese::text(msg))
        };
        assert_eq!(said("2026-11-22"), ("Today".to_owned(), "今天".to_owned()));
        assert_eq!(said("2026-11-21"), ("Yesterday".to_owned(), "昨天".to_owned()));
        let long_ago = said("2024-02-29");
        assert_eq!(long_ago, ("Thursday 29 February 2024".to_owned(), "2024年2月29日 星期四".to_owned()));
    }
}
