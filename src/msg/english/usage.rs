//! The page of usage, in English.

mod days;
mod faults;
mod theirs;

use contract::Neurons;
use engine::usage::Total;
use jiff::civil::DateTime;

use crate::{
    msg::{
        UsageMsg,
        alike::{decimal, grouped_u64, money, neurons},
    },
    panels::usage::{Fact, Range, Shape, Sum, Unit},
};

pub(super) fn text(msg: UsageMsg<'_>) -> String {
    let fixed = match msg {
        UsageMsg::Title => "Usage",
        UsageMsg::EmptyTitle => "Nothing is known yet",
        UsageMsg::EmptyHint => {
            "What each day has used will stand here, as soon as a service has told what it counted: pictures, neurons, and \
             what is left of the day's allowance."
        }
        UsageMsg::TakeAway => "Save or copy the figures",
        UsageMsg::Asking => "Asking…",
        UsageMsg::NeverTold => "Not told yet",
        UsageMsg::Age { minutes, told, now } => return age(minutes, told, now),
        UsageMsg::Whose => "Usage of",
        UsageMsg::AllTogether => "All together",
        UsageMsg::Range(range) => return self::range(range),
        UsageMsg::Unit(Unit::Pictures) | UsageMsg::Fact(Fact::Pictures) => "Pictures",
        UsageMsg::Unit(Unit::Neurons) | UsageMsg::Fact(Fact::Neurons) => "Neurons",
        UsageMsg::Unit(Unit::Dollars) => "Dollars",
        UsageMsg::Shape(Shape::Chart) => "Chart",
        UsageMsg::Shape(Shape::Calendar) => "Calendar",
        UsageMsg::Shape(Shape::Table) => "Table",
        UsageMsg::Totals => "Totals",
        UsageMsg::Sum(Sum::Today) => "Today",
        UsageMsg::Sum(Sum::Week) => "This week",
        UsageMsg::Sum(Sum::Month) => "This month",
        UsageMsg::Sum(Sum::Ever) => "All time",
        UsageMsg::Fact(Fact::Cached) => "Reused",
        UsageMsg::Fact(Fact::Failed) => "Failed",
        UsageMsg::Fact(Fact::Beyond) => "Beyond the allowance",
        UsageMsg::Fact(Fact::Average) => "Average per picture",
        UsageMsg::FactIs(fact, total) => return fact_is(fact, total),
        UsageMsg::Exactly(exact) => return exactly(exact),
        UsageMsg::KnownSince { since, ever, known } => {
            let since = format!("Known since {}.", days::date(since));
            // Before the days that are remembered.
            return match ever.saturating_sub(known) {
                0 => since,
                _ => format!("{since} {} were ever made, more than those days tell of.", days::pictures(ever)),
            };
        }
        UsageMsg::Days(msg) => return days::text(msg),
        UsageMsg::Theirs(msg) => return theirs::text(msg),
        UsageMsg::Fault(msg) => return faults::text(msg),
    };
    fixed.to_owned()
}

fn age(minutes: u64, told: DateTime, now: DateTime) -> String {
    let clock = told.strftime("%H:%M");
    match minutes {
        0 => "Just now".to_owned(),
        1 => "1 minute ago".to_owned(),
        2..60 => format!("{minutes} minutes ago"),
        _ if told.date() == now.date() => format!("Today, {clock}"),
        _ if now.date().yesterday().ok() == Some(told.date()) => format!("Yesterday, {clock}"),
        _ => format!("{}, {clock}", days::date(told.date())),
    }
}

fn range(range: Range) -> String {
    match range {
        Range::Last(days) => format!("{days} days"),
        Range::Days(span) => format!("{} to {}", days::date(span.first()), days::date(span.end())),
    }
}

fn fact_is(fact: Fact, total: &Total) -> String {
    match fact {
        Fact::Pictures => grouped_u64(total.pictures),
        Fact::Cached => grouped_u64(total.cached),
        Fact::Failed => grouped_u64(total.failed),
        Fact::Neurons => neurons(total.neurons),
        Fact::Beyond => money(total.beyond.dollars()),
        Fact::Average => total.average().map_or_else(|| "–".to_owned(), |each| money(each.dollars())),
    }
}

fn exactly(exact: Neurons) -> String {
    format!("{} neurons, {} at list price", decimal(exact.get(), 6), money(exact.dollars()))
}

/// Within a sentence.
fn within(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
