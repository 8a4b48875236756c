//! What the page of usage says.

use contract::{Neurons, usage::OddWhy};
use engine::{
    Failure,
    usage::{DayReport, ModelReport, ModelTotal, Period, Report, Total},
};
use jiff::civil::{Date, DateTime};

use super::Msg;
use crate::panels::usage::{Fact, Range, Shape, Sum, Unit};

/// One thing to say of usage.
#[derive(Debug, Clone, Copy)]
pub(crate) enum UsageMsg<'a> {
    Title,
    EmptyTitle,
    EmptyHint,
    /// The button of what takes figures elsewhere.
    TakeAway,

    /// An answer is awaited.
    Asking,
    NeverTold,
    /// How old figures are. `minutes`: since then; more than there can be where the clock was put back. Both times: here.
    Age {
        minutes: u64,
        told: DateTime,
        now: DateTime,
    },
    Whose,
    AllTogether,
    Range(Range),
    Unit(Unit),
    Shape(Shape),

    Totals,
    Sum(Sum),
    Fact(Fact),
    FactIs(Fact, &'a Total),
    /// To the last digit.
    Exactly(Neurons),
    /// `ever`: pictures that were ever counted; `known`: those of the days that are known.
    KnownSince {
        since: Date,
        ever: u64,
        known: u64,
    },
    /// Of the days that are drawn.
    Days(DaysMsg<'a>),
    /// Of Cloudflare's own figure.
    Theirs(TheirsMsg<'a>),
    Fault(FiguresFault<'a>),
}

/// One thing to say of the days that are drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum DaysMsg<'a> {
    /// The chart, for those who do not see it.
    ChartIs {
        report: &'a Report,
        unit: Unit,
    },
    /// Of the chart's axis.
    Figure(Unit, f64),
    /// Of the chart's axis: a day among few.
    Weekday(Date),
    /// A day among many.
    DayOfMonth(Date),
    Month(Date),
    Year(Date),
    /// Of the calendar's side.
    WeekdayName(Date),
    /// All of them are after today.
    NotBegun,
    Less,
    More,
    DayName {
        date: Date,
        today: Date,
    },
    DayFigures(&'a DayReport),
    /// What Cloudflare has counted.
    DayTheirs(Neurons),
    DayModel {
        model: &'a ModelReport,
        used: ModelTotal,
    },
    ClickForPictures,
    /// A model's part of the pictures.
    ModelShare {
        model: &'a ModelReport,
        /// All pictures.
        of: u64,
    },
    /// What no model is told for.
    Others,
    /// Today's bar.
    Running,
    Allowance(Neurons),
    WithoutUse,
    Unknown,

    /// When the day begins and ends, here.
    DayRuns {
        date: Date,
        from: DateTime,
        to: DateTime,
    },
    /// When the allowance comes back, here.
    Resets {
        at: DateTime,
        now: DateTime,
    },
}

/// One thing to say of what Cloudflare has counted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TheirsMsg<'a> {
    Title,
    /// Of connections.
    Names(&'a [String]),
    Shared,
    Counted {
        period: Period,
        counted: Neurons,
    },
    Difference {
        counted: Neurons,
        ours: Neurons,
    },
    Model {
        name: &'a str,
        neurons: Neurons,
    },
    Awaited,
    NeedsToken,
    WhyAnalytics,
    /// How old it is.
    Told(&'a str),
}

/// What is wrong with figures.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FiguresFault<'a> {
    Failure(&'a Failure),
    /// An older service.
    TellsNoUsage(&'a str),
    /// The figures that are shown meanwhile.
    ShownAre(&'a str),
    Odd {
        name: &'a str,
        odd: &'a [String],
    },
    /// `first`: the day that it is about; `more`: as many others.
    OddIs {
        why: OddWhy,
        first: Option<Date>,
        more: usize,
    },
}

impl UsageMsg<'_> {
    /// The words, in the language that is spoken.
    pub(crate) fn text(self) -> String {
        Msg::OfUsage(self).text()
    }

    /// What a figure of the totals was rounded from.
    pub(crate) fn exact(fact: Fact, total: &Total) -> Option<Self> {
        let neurons = match fact {
            Fact::Neurons => total.neurons,
            Fact::Beyond => total.beyond,
            Fact::Average => total.average()?,
            Fact::Pictures | Fact::Cached | Fact::Failed => return None,
        };
        (neurons > Neurons::ZERO).then_some(Self::Exactly(neurons))
    }
}

impl<'a> From<UsageMsg<'a>> for Msg<'a> {
    fn from(msg: UsageMsg<'a>) -> Self {
        Self::OfUsage(msg)
    }
}

impl DaysMsg<'_> {
    pub(crate) fn text(self) -> String {
        UsageMsg::Days(self).text()
    }
}

impl<'a> From<DaysMsg<'a>> for Msg<'a> {
    fn from(msg: DaysMsg<'a>) -> Self {
        Self::OfUsage(UsageMsg::Days(msg))
    }
}

impl TheirsMsg<'_> {
    pub(crate) fn text(self) -> String {
        UsageMsg::Theirs(self).text()
    }
}

impl<'a> From<TheirsMsg<'a>> for Msg<'a> {
    fn from(msg: TheirsMsg<'a>) -> Self {
        Self::OfUsage(UsageMsg::Theirs(msg))
    }
}

impl FiguresFault<'_> {
    pub(crate) fn text(self) -> String {
        UsageMsg::Fault(self).text()
    }
}
