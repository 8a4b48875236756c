//! One row of the count: a day, an account and a model. The service writes one for each request, the object adds them up.

use contract::{AccountHash, Day, usage::ModelDay};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use service::{Entry, Outcome};

/// A row; the names are the columns'.
#[derive(Serialize, Deserialize)]
pub(crate) struct Row {
    pub(super) date: Date,
    pub(super) account: AccountHash,
    pub(super) model: String,
    pub(super) count: u64,
    pub(super) cached: u64,
    pub(super) failed: u64,
    pub(super) neurons: f64,
    /// The part of `neurons` that is ours.
    pub(super) estimated: f64,
    /// Milliseconds since 1970.
    pub(super) last_updated: i64,
}

impl Row {
    /// What `entry` adds.
    pub(crate) fn of(entry: &Entry) -> Self {
        let (count, cached, failed, neurons, estimated) = match entry.outcome {
            Outcome::Made { neurons } => (1, 0, 0, neurons, 0.0),
            Outcome::MadeAtAbout { estimate } => (1, 0, 0, estimate, estimate),
            Outcome::Cached => (0, 1, 0, 0.0, 0.0),
            Outcome::Failed { estimate } => (0, 0, 1, estimate, estimate),
        };
        let (date, account, model) = (entry.date(), entry.account.clone(), entry.model.to_owned());
        let last_updated = entry.at.as_millisecond();
        Self { date, account, model, count, cached, failed, neurons, estimated, last_updated }
    }

    /// Adds it to its day.
    pub(super) fn join(self, day: &mut Day) {
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
