//! What is wrong with figures of usage, in English.

use contract::usage::OddWhy;
use jiff::civil::Date;

use super::{super::failure::failure, days::date, within};
use crate::msg::{FiguresFault, alike::grouped};

pub(super) fn text(msg: FiguresFault<'_>) -> String {
    match msg {
        FiguresFault::Failure(why) => failure(why),
        FiguresFault::TellsNoUsage(service) => {
            format!("{service} does not tell what it has used. It may be an older Worker: update it, then ask again.")
        }
        FiguresFault::ShownAre(age) => format!("These figures are from {}.", within(age)),
        FiguresFault::Odd { name, odd } => {
            format!("What {name} told is odd, and is shown as far as it can be. {}", odd.join(" "))
        }
        FiguresFault::OddIs { why, first, more } => odd_is(why, first, more),
    }
}

fn odd_is(why: OddWhy, first: Option<Date>, more: usize) -> String {
    let what = match why {
        OddWhy::Unreadable => "Some of it cannot be read and is left out",
        OddWhy::Missing => "Some figures are missing and count as 0",
        OddWhy::Negative => "Some figures are negative and count as 0",
        OddWhy::Absurd => "Some figures are absurd and are left out",
        OddWhy::OutOfOrder => "The days were not in order",
        OddWhy::Twice => "Days were there twice, of which the later one counts",
        OddWhy::Future => "Days that have not begun are left out",
        OddWhy::TooMany => "There was more than can be, of which the newest is kept",
    };
    match (first, more) {
        (None, _) => format!("{what}."),
        (Some(first), 0) => format!("{what} ({}).", date(first)),
        (Some(first), more) => format!("{what} ({}, and {} more).", date(first), grouped(more)),
    }
}
