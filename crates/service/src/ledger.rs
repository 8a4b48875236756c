//! What the service wants counted, and how it asks for it back. The home keeps it; exactness under parallel requests is the
//! home's duty.

use std::{collections::BTreeMap, future::Future};

use contract::{AccountHash, ApiError, Day, usage::ModelDay};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// Counts what was made.
pub trait Ledger: Send + Sync + 'static {
    /// Counts one entry, once. It returns when the count is safe.
    fn record(&self, entry: Entry) -> impl Future<Output = Result<(), ApiError>> + Send;

    /// What was counted from `first` to `last`, both included.
    fn counted(&self, first: Date, last: Date) -> impl Future<Output = Result<Counted, ApiError>> + Send;
}

/// One run of a model as it ended, or one picture from the shelf.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When it ended, by the home's clock.
    pub at: Timestamp,
    /// The account that it was last tried on.
    pub account: AccountHash,
    /// The model's short id.
    pub model: &'static str,
    /// How it ended.
    pub outcome: Outcome,
}

/// How an accepted request ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outcome {
    /// A picture was made, at a cost that its maker said.
    Made {
        /// Workers AI's unit of cost.
        neurons: f64,
    },
    /// A picture was made, and its maker said no cost.
    MadeAtAbout {
        /// Our estimate, in neurons.
        estimate: f64,
    },
    /// Answered from the shelf by its recipe, at no cost.
    Cached,
    /// No picture but a prompt, at a cost that its maker said.
    Wrote {
        /// Workers AI's unit of cost.
        neurons: f64,
    },
    /// No picture but a prompt, or an attempt at one, and its maker said no cost.
    WroteAtAbout {
        /// Our estimate, in neurons.
        estimate: f64,
    },
    /// No picture.
    Failed {
        /// Our estimate of what it may have cost all the same, in neurons; 0 where it surely cost nothing.
        estimate: f64,
    },
}

/// One row of a ledger's table `ledger`, whose columns have these names: what a day, an account and a model add up to, or what one
/// entry adds to that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The day in UTC.
    pub date: Date,
    /// Empty where it is not known.
    pub account: AccountHash,
    /// The model's short id.
    pub model: String,
    /// Pictures that were made.
    pub count: u64,
    /// Pictures that were answered from the shelf.
    pub cached: u64,
    /// Requests that failed.
    pub failed: u64,
    /// Workers AI's unit of cost.
    pub neurons: f64,
    /// The part of `neurons` that is our estimate.
    pub estimated: f64,
    /// Milliseconds since 1970.
    pub last_updated: i64,
}

/// Adds a [`Row`], in SQLite, which every home has. One statement, so that parallel requests cannot lose a count. Its values are
/// the row's fields, in their order.
pub const ADD: &str = "
    INSERT INTO ledger VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
    ON CONFLICT DO UPDATE SET
        count = count + excluded.count,
        cached = cached + excluded.cached,
        failed = failed + excluded.failed,
        neurons = neurons + excluded.neurons,
        estimated = estimated + excluded.estimated,
        last_updated = max(last_updated, excluded.last_updated)";

/// What a ledger holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// Pictures since the count began, cached ones not included.
    pub total: u64,
    /// The days that were asked for; those without use may be absent.
    pub days: BTreeMap<Date, Day>,
}

impl Entry {
    /// The day that it counts for.
    pub fn date(&self) -> Date {
        utc_date(self.at)
    }
}

impl Row {
    /// What `entry` adds.
    pub fn of(entry: &Entry) -> Self {
        let (count, cached, failed, neurons, estimated) = match entry.outcome {
            Outcome::Made { neurons } => (1, 0, 0, neurons, 0.0),
            Outcome::MadeAtAbout { estimate } => (1, 0, 0, estimate, estimate),
            Outcome::Cached => (0, 1, 0, 0.0, 0.0),
            Outcome::Wrote { neurons } => (0, 0, 0, neurons, 0.0),
            Outcome::WroteAtAbout { estimate } => (0, 0, 0, estimate, estimate),
            Outcome::Failed { estimate } => (0, 0, 1, estimate, estimate),
        };
        let (date, account, model) = (entry.date(), entry.account.clone(), entry.model.to_owned());
        let last_updated = entry.at.as_millisecond();
        Self { date, account, model, count, cached, failed, neurons, estimated, last_updated }
    }

    fn join(self, day: &mut Day) {
        day.count += self.count;
        day.cached += self.cached;
        day.failed += self.failed;
        day.neurons += self.neurons;
        day.estimated += self.estimated;
        day.last_updated = day.last_updated.max(Timestamp::from_millisecond(self.last_updated).ok());
        // What failed may have cost something too.
        if self.count > 0 || self.neurons > 0.0 {
            let model = day.by_model.entry(self.model).or_default();
            *model = ModelDay { count: model.count + self.count, neurons: model.neurons + self.neurons };
        }
    }
}

/// The days that `rows` make up; those without use are absent.
pub fn days(rows: impl IntoIterator<Item = Row>) -> BTreeMap<Date, Day> {
    let mut days = BTreeMap::new();
    for row in rows {
        let date = row.date;
        row.join(days.entry(date).or_insert_with(|| Day::empty(date)));
    }
    days
}

/// A moment's day in UTC.
pub(crate) fn utc_date(at: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(at).date()
}
