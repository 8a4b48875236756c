//! What keeps a job back that waits although its turn has come, and what is to be said of all those that wait: read from the
//! state by the engine, which sends nothing into it, and by the window, which words it. Nothing here changes anything.

use contract::Billed;
use jiff::Timestamp;

use crate::{
    connection::Connection,
    job::{Job, JobState},
    rest::{Pause, Rest, RestReason},
    state::State,
    usage::{OverBudget, Purses},
};

/// Why a job that waits is not sent although its turn has come.
#[derive(Debug, Clone, Copy)]
pub enum KeptBack<'a> {
    /// Nothing of the whole queue is sent.
    Pause(&'a Pause),
    /// Nothing goes over its connection.
    Rest(&'a Rest, &'a Connection),
    /// It would pass the budget of the account that its connection leads to.
    Budget(OverBudget, &'a Connection),
}

/// Jobs that are kept back.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// Why.
    pub by: KeptBack<'a>,
    /// How many jobs wait for the same.
    pub waiting: usize,
}

impl State {
    /// What keeps back a job that waits, apart from a pause. What may wait at its service already takes no allowance.
    pub fn rest_of(&self, job: &Job, now: Timestamp) -> Option<&Rest> {
        let rest = self.find_connection(job.connection?)?.rest_at(now)?;
        (rest.why != RestReason::AllowanceUsed || job.before == Billed::No).then_some(rest)
    }

    /// What keeps this job back, which waits.
    pub fn kept_back(&self, job: &Job, now: Timestamp) -> Option<KeptBack<'_>> {
        self.kept_back_by(job, &mut Purses::new(now), now)
    }

    /// `purses`: shared by all jobs that are asked for in a row.
    fn kept_back_by(&self, job: &Job, purses: &mut Purses, now: Timestamp) -> Option<KeptBack<'_>> {
        if let Some(pause) = &self.pause {
            return Some(KeptBack::Pause(pause));
        }
        let connection = self.find_connection(job.connection?)?;
        let rest = self.rest_of(job, now).map(|rest| KeptBack::Rest(rest, connection));
        rest.or_else(|| purses.over(self, job).map(|over| KeptBack::Budget(over, connection)))
    }

    /// Whether a budget, and nothing else, keeps this job back, which waits: what the user may let through.
    pub(crate) fn is_held_by_budget(&self, job: &Job, purses: &mut Purses, now: Timestamp) -> bool {
        !self.is_edited(job.id) && matches!(self.kept_back_by(job, purses, now), Some(KeptBack::Budget(..)))
    }

    /// Whether a budget, and nothing else, keeps anything back. Asked in every frame: where nobody has set one, at no cost.
    pub fn has_over_budget(&self, now: Timestamp) -> bool {
        let mut purses = Purses::new(now);
        let mut waiting = self.gallery.jobs().iter().filter(|job| job.state == JobState::Waiting);
        !self.settings.budgets.is_empty() && waiting.any(|job| self.is_held_by_budget(job, &mut purses, now))
    }

    /// What keeps back the first job that waits longer than its place says. One that is sent before it, over another connection,
    /// does not make it unsaid.
    pub fn held(&self, now: Timestamp) -> Option<Held<'_>> {
        let waiting = || self.gallery.jobs().iter().filter(|job| job.state == JobState::Waiting);
        let mut purses = Purses::new(now);
        let mut in_order = self.queue().into_iter().filter(|job| !self.is_edited(job.id));
        let (first, by) = in_order.find_map(|job| Some((job, self.kept_back_by(job, &mut purses, now)?)))?;
        let waiting = match by {
            KeptBack::Pause(_) => waiting().count(),
            KeptBack::Rest(..) => waiting().filter(|job| job.connection == first.connection).count(),
            // What costs nothing goes over the same connection; and past one that no day has room for, the others go on.
            KeptBack::Budget(OverBudget { until: None, .. }, _) => {
                waiting().filter(|job| purses.over(self, job).is_some_and(|over| over.until.is_none())).count()
            }
            KeptBack::Budget(..) => {
                waiting().filter(|job| job.connection == first.connection && purses.mind(self, job)).count()
            }
        };
        Some(Held { by, waiting })
    }
}
