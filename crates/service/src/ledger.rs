//! What the service wants counted, and how it asks for it back. The home keeps it; exactness under parallel requests is the
//! home's duty.

use std::{collections::BTreeMap, future::Future};

use contract::{AccountHash, ApiError, Day};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Counts what was made.
pub trait Ledger: Send + Sync + 'static {
    /// Counts one request, once. It returns when the count is safe.
    fn record(&self, entry: Entry) -> impl Future<Output = Result<(), ApiError>> + Send;

    /// What was counted from `first` to `last`, both included.
    fn counted(&self, first: Date, last: Date) -> impl Future<Output = Result<Counted, ApiError>> + Send;
}

/// One accepted request, as it ended.
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
    /// No picture.
    Failed {
        /// Our estimate of what it may have cost all the same, in neurons; 0 where it surely cost nothing.
        estimate: f64,
    },
}

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

/// A moment's day in UTC.
pub(crate) fn utc_date(at: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(at).date()
}
