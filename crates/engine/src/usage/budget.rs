//! Budgets: what a payer's pictures may cost in a day and in a month. They reckon with the upper bounds of what is not made yet, so
//! that a limit is not passed by rounding; what is over one waits, until the next day or month, another budget, or the user's word.

use std::collections::{BTreeMap, BTreeSet};

use contract::{Billed, Neurons};
use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Date};
use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};

use super::{
    Count, Payer,
    calendar::{Span, next_reset, start, utc_date},
};
use crate::{
    connection::{Connection, ConnectionId},
    job::{Job, JobState},
    rest::RestReason,
    state::State,
};

/// Per cent of a limit, from which on it is warned of, until the user says otherwise.
const USUAL_WARNING: u8 = 80;
/// A rest for the allowance ends at the reset by the service's clock, which this one need not agree with.
const SLACK: SignedDuration = SignedDuration::from_mins(15);

/// What a payer's pictures may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Budget {
    /// What the account has booked, as its user says: no request tells it.
    #[serde(deserialize_with = "leniently")]
    pub plan: Plan,
    /// At most, in a day.
    #[serde(deserialize_with = "leniently")]
    pub day: Option<Neurons>,
    /// At most, in a month.
    #[serde(deserialize_with = "leniently")]
    pub month: Option<Neurons>,
    /// Per cent of a limit from which on it is warned of; 1..=100.
    #[serde(deserialize_with = "leniently")]
    pub warn_at: u8,
}

/// What happens when the day's allowance is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// Requests are refused until the next day.
    #[default]
    Free,
    /// They go on, at list price.
    Paid,
}

/// What a limit is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// A day in UTC.
    Day,
    /// A month in UTC.
    Month,
}

/// A limit that something would pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverBudget {
    /// Which.
    pub period: Period,
    /// The limit.
    pub limit: Neurons,
    /// What is used of it so far.
    pub used: Neurons,
    /// When the period ends; `None`: it does not help, since this one alone costs more than the limit.
    pub until: Option<Timestamp>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { plan: Plan::Free, day: None, month: None, warn_at: USUAL_WARNING }
    }
}

impl Budget {
    /// The limit of a period.
    pub fn limit(&self, period: Period) -> Option<Neurons> {
        match period {
            Period::Day => self.day,
            Period::Month => self.month,
        }
    }

    /// From which figure on it is warned of.
    pub fn warning(&self, period: Period) -> Option<Neurons> {
        Neurons::new(self.limit(period)?.get() * f64::from(self.warn_at) / 100.0)
    }

    /// A file says what it likes.
    pub(crate) fn bounded(self) -> Self {
        Self { warn_at: self.warn_at.clamp(1, 100), ..self }
    }
}

impl Period {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Day, Self::Month];

    /// Its days up to now.
    pub fn span(self, now: Timestamp) -> Span {
        let today = utc_date(now);
        match self {
            Self::Day => Span::last(1, today),
            Self::Month => Span::month_of(today),
        }
    }

    /// When the next one begins.
    pub fn ends(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Day => next_reset(now),
            Self::Month => start(utc_date(now).last_of_month().saturating_add(1.day())),
        }
    }
}

impl State {
    /// What was set for this payer; what was set while its account was not known yet holds for the account.
    pub fn budget(&self, payer: &Payer) -> Budget {
        let set = |payer: &Payer| self.settings.budgets.get(payer).copied();
        let of_places = || self.paid_by(payer).find_map(|known| set(&Payer::of_place(&known.kind)));
        set(payer).or_else(of_places).unwrap_or_default()
    }

    /// What a payer's account has used in a period, as far as anybody has told: our own counts of all its places, or Cloudflare's
    /// where that is more, since it counts other programs too. Of a day all of the allowance, where Cloudflare has refused for it.
    pub fn used(&self, payer: &Payer, period: Period, now: Timestamp) -> Neurons {
        let counts: Vec<&Count> = self.paid_by(payer).filter_map(|known| self.usage.count(&known.kind)).collect();
        let told: Neurons = period.span(now).days().map(|date| used_on(date, &counts)).sum();
        let is_used_up = period == Period::Day && self.paid_by(payer).any(|known| is_used_up(known, now));
        if is_used_up { told.max(Neurons::FREE_A_DAY) } else { told }
    }

    /// Who pays for a job, while its connection is there.
    pub(crate) fn payer_of(&self, job: &Job) -> Option<Payer> {
        self.payer(self.find_connection(job.connection?)?)
    }

    /// Jobs of the gallery that this one pays for.
    pub(crate) fn jobs_of(&self, payer: &Payer) -> impl Iterator<Item = &Job> {
        let paid = self.connections.iter().filter(|known| self.payer(known).as_ref() == Some(payer));
        let paid: BTreeSet<ConnectionId> = paid.map(|known| known.id).collect();
        self.gallery.jobs().iter().filter(move |job| job.connection.is_some_and(|id| paid.contains(&id)))
    }

    /// The limit that keeps a job back which waits.
    pub fn over_budget(&self, job: &Job, now: Timestamp) -> Option<OverBudget> {
        Purses::new(now).over(self, job)
    }

    /// Whether a budget keeps this job back at all. What may wait at its service already is kept there for a day only, and goes; and
    /// what the user let through for this payer does.
    fn minds_budget(&self, payer: &Payer, job: &Job) -> bool {
        self.let_through.get(&job.id) != Some(payer) && job.before == Billed::No && at_most(job) > Neurons::ZERO
    }
}

/// What is left of budgets, reckoned once for each connection however many jobs are held against it: it is good for as long as
/// nothing is sent.
pub(crate) struct Purses {
    now: Timestamp,
    by_connection: BTreeMap<ConnectionId, Option<Purse>>,
}

/// What one payer may still spend.
pub(crate) struct Purse {
    payer: Payer,
    /// Those that are set, the longer one first, with what is used of each.
    limits: Vec<(Period, Neurons, Neurons)>,
    /// At most.
    under_way: Neurons,
}

impl Purses {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self { now, by_connection: BTreeMap::new() }
    }

    fn of(&mut self, state: &State, id: ConnectionId) -> Option<&Purse> {
        let now = self.now;
        self.by_connection.entry(id).or_insert_with(|| state.purse(id, now)).as_ref()
    }

    /// The limit that keeps this job back over its own connection.
    pub(crate) fn over(&mut self, state: &State, job: &Job) -> Option<OverBudget> {
        self.over_by(state, job.connection?, job)
    }

    /// The limit that would, over this one.
    pub(crate) fn over_by(&mut self, state: &State, id: ConnectionId, job: &Job) -> Option<OverBudget> {
        if state.settings.budgets.is_empty() {
            return None;
        }
        let now = self.now;
        let purse = self.of(state, id)?;
        if !state.minds_budget(&purse.payer, job) {
            return None;
        }
        purse.over(at_most(job), now)
    }

    /// The limit that so much more, beside what is under way, would pass.
    pub(crate) fn over_by_text(&mut self, state: &State, id: ConnectionId, cost: Neurons) -> Option<OverBudget> {
        let now = self.now;
        self.of(state, id)?.over(cost, now)
    }

    /// Whether budgets have a say in it over its own connection.
    pub(crate) fn mind(&mut self, state: &State, job: &Job) -> bool {
        let purse = job.connection.and_then(|id| self.of(state, id));
        purse.is_some_and(|purse| state.minds_budget(&purse.payer, job))
    }
}

impl Purse {
    fn over(&self, cost: Neurons, now: Timestamp) -> Option<OverBudget> {
        self.limits.iter().find_map(|(period, limit, used)| {
            let (period, limit, used) = (*period, *limit, *used);
            // What alone is more than the limit does not go on any day.
            let until = (cost <= limit).then(|| period.ends(now));
            (used + self.under_way + cost > limit).then_some(OverBudget { period, limit, used, until })
        })
    }
}

impl State {
    fn purse(&self, id: ConnectionId, now: Timestamp) -> Option<Purse> {
        let payer = self.payer(self.find_connection(id)?)?;
        let budget = self.budget(&payer);
        let limit = |period| Some((period, budget.limit(period)?, self.used(&payer, period, now)));
        let limits = Period::ALL.into_iter().rev().filter_map(limit).collect();
        let runs = self.jobs_of(&payer).filter(|job| matches!(job.state, JobState::Running { .. }));
        let listens = self.cancelled.values().filter(|job| self.payer_of(job).as_ref() == Some(&payer));
        let under_way = runs.chain(listens).map(at_most).sum::<Neurons>() + self.texts_under_way(&payer);
        Some(Purse { payer, limits, under_way })
    }
}

/// What cannot be read does not take the rest of the budget with it.
fn leniently<'de, D: Deserializer<'de>, T: Default + DeserializeOwned>(read: D) -> Result<T, D::Error> {
    let value = toml::Value::deserialize(read)?;
    Ok(value.try_into().unwrap_or_else(|error| {
        tracing::warn!(%error, "a part of a budget in the settings cannot be read");
        T::default()
    }))
}

/// Whether it rests for today's allowance, not still for yesterday's.
fn is_used_up(connection: &Connection, now: Timestamp) -> bool {
    let rest = connection.rest_at(now).filter(|rest| rest.why == RestReason::AllowanceUsed);
    let until = rest.and_then(|rest| rest.until).and_then(|until| until.checked_add(SLACK).ok());
    until.is_some_and(|until| until >= next_reset(now))
}

fn used_on(date: Date, counts: &[&Count]) -> Neurons {
    let ours: Neurons = counts.iter().map(|count| count.ours(date)).sum();
    let theirs = counts.iter().filter_map(|count| Some((count.theirs.as_ref()?.told, count.theirs(date)?)));
    // Whatever place it was made over, theirs may not hold it yet.
    let since = |told| counts.iter().map(|count| count.since_theirs(told, date)).sum::<Neurons>();
    let theirs = theirs.map(|(told, counted)| counted + since(told)).max();
    ours.max(theirs.unwrap_or_default())
}

fn at_most(job: &Job) -> Neurons {
    Neurons::new(job.estimate().at_most).unwrap_or_default()
}
