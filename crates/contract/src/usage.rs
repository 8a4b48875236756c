//! What a day has used: the rows of `GET /usage`. The ledger makes them, the usage page reads them: leniently, since a service
//! may be older, or wrong, and what is right in its reply is still worth to be shown.

mod reading;

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::account::AccountHash;

pub use reading::{MAX_MODEL_ID, MAX_MODELS, MAX_ODD, MOST_NEURONS_A_DAY, MOST_PICTURES, MOST_PICTURES_A_DAY};

/// The most days that `GET /usage?days=` gives.
pub const MAX_DAYS: u16 = 400;

/// The reply of `GET /usage`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Usage {
    /// Pictures since the count began, cached ones not included.
    pub total: u64,
    /// The account whose allowance this is; empty where there is none, or where it is not known.
    pub account: AccountHash,
    /// One row a day, newest last, days without use included.
    pub days: Vec<Day>,
}

/// One day in UTC.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// The day in UTC, as `YYYY-MM-DD`.
    pub date: Date,
    /// Pictures that were made.
    pub count: u64,
    /// Pictures that were answered from the shelf, at no cost.
    pub cached: u64,
    /// Requests that failed after they had been accepted.
    pub failed: u64,
    /// Workers AI's unit of cost, over all of the day; a failure that may have been billed counts as its estimate.
    pub neurons: f64,
    /// The part of `neurons` that is our estimate, since the real figure was not sent.
    pub estimated: f64,
    /// The same by model id.
    pub by_model: BTreeMap<String, ModelDay>,
    /// When the last request of the day was counted; none on a day without use.
    #[serde(rename = "lastUpdated")]
    pub last_updated: Option<Timestamp>,
}

/// One model's part of a [`Day`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct ModelDay {
    /// Pictures that were made.
    pub count: u64,
    /// Workers AI's unit of cost.
    pub neurons: f64,
}

/// What a service told, as far as it can be believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// What is left: its days are sorted, oldest first, each there once, and every figure is within its bound.
    pub usage: Usage,
    /// What was wrong with the rest; empty where all is well. The same thing about the same day is said once, and of all days
    /// together at most [`MAX_ODD`] times.
    pub odd: Vec<Odd>,
}

/// Something in a reply that no ledger of ours would say. The engine remembers it with what it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Odd {
    /// The day that it is about; none where it is about the reply as a whole, or the day could not be read.
    pub date: Option<Date>,
    /// What.
    pub why: OddWhy,
}

/// What was wrong, and what was done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OddWhy {
    /// It has another form: a row that is no object or has no date, a model's part that is no object, a time or an account that
    /// is none. It is left out.
    Unreadable,
    /// A figure is not there, as from an older or simpler service; it counts as 0. Said once for all days.
    Missing,
    /// A figure is negative; it counts as 0.
    Negative,
    /// A figure is no number, or beyond any bound, and counts as 0; or a model's id or a date is, and is left out.
    Absurd,
    /// The days were not in order. They are now.
    OutOfOrder,
    /// A day was there twice; the later row counts.
    Twice,
    /// A day that has not begun anywhere. It is left out: [`Told::without_future`].
    Future,
    /// More days than were asked for, of which the newest are kept; or more models a day than there are.
    TooMany,
}

impl Day {
    /// A day on which nothing was counted.
    pub fn empty(date: Date) -> Self {
        Self {
            date,
            count: 0,
            cached: 0,
            failed: 0,
            neurons: 0.0,
            estimated: 0.0,
            by_model: BTreeMap::new(),
            last_updated: None,
        }
    }
}
