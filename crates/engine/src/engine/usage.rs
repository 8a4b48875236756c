//! What days have used: when services are asked for it, what becomes of their answers, and what the user sets for it.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    Billed, Neurons,
    usage::{MAX_DAYS, Told},
};
use jiff::{SignedDuration, Timestamp};
use library::PictureId;
use remote::Analytics;

use super::{Engine, Now};
use crate::{
    connection::{Connection, ConnectionId},
    effect::Effect,
    failure::{Again, Failure},
    job::{Job, JobState},
    usage::{Budget, Count, Payer, Purses, Spending, UsageBook, utc_date},
};

/// How long a service is left alone after it was asked.
const PAUSE: SignedDuration = SignedDuration::from_secs(20);

impl Engine {
    /// With what an earlier run remembered, by place.
    #[must_use]
    pub fn with_usage(mut self, counts: BTreeMap<String, Count>) -> Self {
        self.state.usage = UsageBook::remembered(counts);
        self
    }

    /// Asks the service of one connection, or of all, unless it was asked just now.
    pub(super) fn pull_usage(&mut self, only: Option<ConnectionId>, now: Now) -> Vec<Effect> {
        let wanted = |known: &&Connection| only.is_none_or(|id| known.id == id);
        let wanted: Vec<ConnectionId> = self.state.connections.iter().filter(wanted).map(|known| known.id).collect();
        wanted.into_iter().filter_map(|id| self.pull(id, now)).collect()
    }

    /// Asks once a place, and no place again too soon.
    pub(super) fn pull(&mut self, id: ConnectionId, now: Now) -> Option<Effect> {
        let target = self.state.find_connection(id)?.target();
        let count = self.state.usage.count(&target.kind);
        if count.is_some_and(|count| count.is_asked || rests_until(count, now.at).is_some()) {
            return None;
        }
        let days = days_since(count.and_then(|count| count.told), now.at);
        self.state.usage.count_mut(&target.kind.place()).ask(now.at);
        Some(Effect::PullUsage { target, days, today: utc_date(now.at) })
    }

    pub(super) fn usage_told(&mut self, place: String, told: Result<Box<Told>, Failure>, now: Now) -> Vec<Effect> {
        let count = self.state.usage.count_mut(&place);
        count.is_asked = false;
        match told {
            Ok(told) => count.take(*told, now.at),
            // What was spent meanwhile is in no count but this one.
            Err(failure) => count.failure = Some(failure),
        }
        let mut effects = vec![Effect::KeepUsage(place, Box::new(count.clone()))];
        // There may be more left of a budget than was thought.
        effects.extend(self.start_waiting(now));
        effects
    }

    pub(super) fn analytics_told(
        &mut self,
        place: String,
        told: Result<Box<Analytics>, Failure>,
        now: Now,
    ) -> Vec<Effect> {
        let count = self.state.usage.count_mut(&place);
        match told {
            Ok(analytics) => {
                count.take_theirs(*analytics, now.at);
                vec![Effect::KeepUsage(place, Box::new(count.clone()))]
            }
            Err(failure) => {
                count.theirs_failure = Some(failure);
                Vec::new()
            }
        }
    }

    /// `neurons`: as the service said; until its count is told, the estimate stands for what it did not say, or nobody could believe.
    pub(super) fn spent(&mut self, id: PictureId, neurons: Option<f64>, now: Now) {
        // One that was there already costs nothing, and is not made.
        let pictures = u64::from(neurons != Some(0.0));
        self.spend(id, pictures, neurons.and_then(Neurons::new), now);
    }

    /// What was tried, and may have been billed. A picture that arrived and could not be saved has been counted.
    pub(super) fn spend_on_failure(&mut self, id: PictureId, failure: &Failure, now: Now) {
        if failure.billed != Billed::No && failure.again != Again::Save {
            self.spend(id, 0, None, now);
        }
    }

    fn spend(&mut self, id: PictureId, pictures: u64, neurons: Option<Neurons>, now: Now) {
        let Some(job) = self.state.gallery.job(id).or(self.state.cancelled.get(&id)) else { return };
        let neurons = neurons.or_else(|| Neurons::new(job.estimate().likely)).unwrap_or_default();
        let spending = Spending::new(now.at, pictures, job.request.model.id, neurons);
        let place = job.place.clone();
        self.spend_at(&place, spending);
    }

    pub(super) fn spend_at(&mut self, place: &str, spending: Spending) {
        self.state.usage.count_mut(place).spend(spending);
        // Cloudflare's own figure of the account has changed as well, whatever place it is asked at.
        let over = self.state.connections.iter().find(|known| known.kind.place() == place);
        let payer = over.and_then(|known| self.state.payer(known));
        let others = self.state.connections.iter().filter(|known| payer.is_some() && self.state.payer(known) == payer);
        let others: Vec<String> = others.map(|known| known.kind.place()).collect();
        for other in others.into_iter().filter(|other| *other != place) {
            self.state.usage.count_mut(&other).is_due = true;
        }
    }

    /// Asks the places where something was made, once nothing of theirs is under way any more; and says when the next of them may be
    /// asked, which was asked too lately.
    pub(super) fn pull_due(&mut self, now: Now) -> (Vec<Effect>, Option<Timestamp>) {
        let runs = || self.state.gallery.jobs().iter().filter(|job| runs(job));
        let places: BTreeSet<&str> = runs().map(|job| &*job.place).collect();
        let payers: BTreeSet<Payer> = runs().filter_map(|job| self.state.payer_of(job)).collect();
        let is_due = |known: &&Connection| {
            self.state.usage.count(&known.kind).is_some_and(|count| count.is_due)
                && !places.contains(&*known.kind.place())
                && self.state.payer(known).is_none_or(|payer| !payers.contains(&payer))
        };
        let due: Vec<ConnectionId> = self.state.connections.iter().filter(is_due).map(|known| known.id).collect();
        let kinds = due.iter().filter_map(|id| Some(&self.state.find_connection(*id)?.kind));
        let later = kinds.filter_map(|kind| rests_until(self.state.usage.count(kind)?, now.at)).min();
        (due.into_iter().filter_map(|id| self.pull(id, now)).collect(), later)
    }

    pub(super) fn set_budget(&mut self, payer: Payer, budget: Budget, now: Now) -> Vec<Effect> {
        self.state.settings.budgets.insert(payer, budget.bounded());
        let mut effects = vec![Effect::SaveSettings(self.state.settings.clone())];
        effects.extend(self.start_waiting(now));
        effects
    }

    /// What a budget keeps back now is sent all the same; what is asked for later is not.
    pub(super) fn let_through(&mut self, now: Now) -> Vec<Effect> {
        let waiting = || self.state.gallery.jobs().iter().filter(|job| job.state == JobState::Waiting);
        let mut purses = Purses::new(now.at);
        let held = waiting().filter(|job| self.state.is_held_by_budget(job, &mut purses, now.at));
        let payers: BTreeSet<Payer> = held.filter_map(|job| self.state.payer_of(job)).collect();
        // What is small enough, and waits behind what is not, is of the same batch.
        let of_batch = |job: &Job| Some((job.id, self.state.payer_of(job).filter(|payer| payers.contains(payer))?));
        let batch: Vec<(PictureId, Payer)> = waiting().filter_map(of_batch).collect();
        self.state.let_through.extend(batch);
        self.start_waiting(now)
    }
}

fn runs(job: &Job) -> bool {
    matches!(job.state, JobState::Running { .. })
}

/// Until when a service is left alone. Not for long, should the clock have been put back.
fn rests_until(count: &Count, now: Timestamp) -> Option<Timestamp> {
    let asked = count.asked.filter(|asked| *asked <= now)?;
    asked.checked_add(PAUSE).ok().filter(|until| now < *until)
}

/// The days that may have changed since a service told: the day on which it did, and the one before, for a clock that is not quite
/// right. All of them, where it told too long ago or never, or at a time that has not come yet.
fn days_since(told: Option<Timestamp>, now: Timestamp) -> u16 {
    let days = |told: Timestamp| utc_date(told).until(utc_date(now)).ok()?.get_days().checked_add(2);
    let days = told.filter(|told| *told <= now).and_then(days).and_then(|days| u16::try_from(days).ok());
    days.unwrap_or(MAX_DAYS).min(MAX_DAYS)
}
