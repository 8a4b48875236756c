//! What the batch that is being written would mean for the day: shown where it is decided, before anything is sent.

use contract::{Neurons, price::Estimate};
use jiff::Timestamp;

use super::{Payer, Period, Plan, next_reset};
use crate::{
    job::{Job, JobState},
    state::State,
};

/// What the next batch would mean for its account's day.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// Whose day it is.
    pub payer: Payer,
    /// What the account has booked.
    pub plan: Plan,
    /// The whole batch.
    pub batch: Estimate,
    /// What today has used, with what waits and is under way.
    pub used: Neurons,
    /// Of that, what is not made yet.
    pub queued: Neurons,
    /// What is left of today's allowance before the batch.
    pub left: Neurons,
    /// How many such pictures that is; `None` where one costs nothing.
    pub pictures_left: Option<u64>,
    /// What of the batch, at most, is past the allowance.
    pub beyond: Neurons,
    /// How many pictures of the batch may be past it.
    pub pictures_beyond: u64,
    /// The limit that the batch may come near, or past.
    pub budget: Option<Nearing>,
    /// When the allowance comes back.
    pub resets: Timestamp,
    /// Whether anything has told what today has used.
    pub is_known: bool,
}

/// A limit that is near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nearing {
    /// Which.
    pub period: Period,
    /// The limit.
    pub limit: Neurons,
    /// What is used of it, with what waits and is under way.
    pub used: Neurons,
    /// Whether the batch may pass it: then its pictures wait.
    pub passes: bool,
}

impl State {
    /// What Generate would mean for the day of the account that pays; `None` where nobody does.
    pub fn forecast(&self, now: Timestamp) -> Option<Forecast> {
        let connection = self.connection()?;
        let payer = self.payer(connection)?;
        let one = self.estimate_of_one();
        let batch = one.times(self.draft.count);
        let neurons = |cost| Neurons::new(cost).unwrap_or_default();
        let (likely, most, at_most) = (neurons(one.likely), neurons(one.at_most), neurons(batch.at_most));
        let count = u64::from(self.draft.count);
        let (queued, queued_at_most) = self.queued(&payer);
        let used = self.used(&payer, Period::Day, now) + queued;
        let left = Neurons::FREE_A_DAY.saturating_sub(used);
        Some(Forecast {
            plan: self.budget(&payer).plan,
            batch,
            used,
            queued,
            left,
            pictures_left: left.pictures(likely),
            beyond: at_most.saturating_sub(left),
            pictures_beyond: count.saturating_sub(left.pictures(most).unwrap_or(count)),
            budget: self.nearing(&payer, queued_at_most + self.texts_under_way(&payer), at_most, now),
            resets: next_reset(now),
            is_known: self.knows_today(&payer, now),
            payer,
        })
    }

    /// What waits and is under way for a payer will most likely cost, and at most.
    fn queued(&self, payer: &Payer) -> (Neurons, Neurons) {
        let open = self.jobs_of(payer).filter(|job| !matches!(job.state, JobState::Failed(_)));
        let neurons = |cost| Neurons::new(cost).unwrap_or_default();
        open.map(Job::estimate).fold(Default::default(), |(likely, at_most), cost| {
            (likely + neurons(cost.likely), at_most + neurons(cost.at_most))
        })
    }

    fn nearing(&self, payer: &Payer, queued: Neurons, batch: Neurons, now: Timestamp) -> Option<Nearing> {
        let budget = self.budget(payer);
        let near = |period: Period| {
            let (limit, warning) = (budget.limit(period)?, budget.warning(period)?);
            let used = self.used(payer, period, now) + queued;
            let passes = batch > Neurons::ZERO && used + batch > limit;
            (passes || used + batch >= warning).then_some(Nearing { period, limit, used, passes })
        };
        let found: Vec<Nearing> = Period::ALL.into_iter().filter_map(near).collect();
        found.iter().find(|near| near.passes).or(found.first()).copied()
    }
}
