//! What a day has used: the rows of `GET /usage`. The ledger makes them, the usage page reads them.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use crate::account::AccountHash;

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
