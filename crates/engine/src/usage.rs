//! What days have used, as the services have counted it: remembered between runs, so that it is there at once. The page of usage,
//! the prompt panel and the budgets read it; nothing here asks anybody, and nothing draws.

use std::collections::{BTreeMap, VecDeque};

use contract::{
    AccountHash, Day, Neurons,
    usage::{Odd, Told},
};
use jiff::{SignedDuration, Timestamp, ToSpan as _, civil::Date};
use remote::Analytics;
use serde::{Deserialize, Serialize};

use crate::{connection::ConnectionKind, failure::Failure};

mod budget;
mod calendar;
mod forecast;
mod payer;
mod report;
mod table;
mod today;

pub(crate) use budget::Purses;
pub use budget::{Budget, OverBudget, Period, Plan};
pub use calendar::{Span, local_day, next_reset, utc_date};
pub use forecast::{Forecast, Nearing};
pub use payer::Payer;
pub use report::{DayReport, ModelReport, ModelTotal, Report, Subject, Total, Totals};
pub use table::{csv, json};
pub use today::{Left, Level, Today};

/// Days that are remembered of one place, the newest; a service tells 400.
const REMEMBERED: usize = 4000;
/// Of one place, where the service never tells; the newest.
const MOST_SPENDINGS: usize = 20_000;
/// Days of Cloudflare's figures that are asked for, today included (facts, Cloudflare §5.1).
pub(crate) const THEIR_DAYS: u16 = 31;
/// How late they are at most (facts, Cloudflare §5.1).
const THEIR_LAG: SignedDuration = SignedDuration::from_mins(10);

/// What the services have counted, by their places (see [`ConnectionKind::place`]): two connections to one place count once.
#[derive(Debug, Clone, Default)]
pub struct UsageBook {
    counts: BTreeMap<String, Count>,
    revision: u64,
}

/// What the service at one place has counted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Count {
    /// The account whose allowance it takes; empty where there is none, or where it is not known.
    pub account: AccountHash,
    /// Pictures since the count began, cached ones not included.
    pub total: u64,
    /// By day in UTC; a day that is absent was never told of.
    pub days: BTreeMap<Date, Day>,
    /// What was odd in the last reply.
    pub odd: Vec<Odd>,
    /// When it was told last.
    pub told: Option<Timestamp>,
    /// The account's own figure, where its token may read it.
    pub theirs: Option<Theirs>,
    /// Why the last pull in this run brought nothing.
    #[serde(skip)]
    pub failure: Option<Failure>,
    /// Why the account's own figure could not be read in this run.
    #[serde(skip)]
    pub theirs_failure: Option<Failure>,
    /// When it was last asked in this run.
    #[serde(skip)]
    pub asked: Option<Timestamp>,
    /// Whether an answer is awaited.
    #[serde(skip)]
    pub is_asked: bool,
    /// Whether it is to be asked again, since something was made meanwhile.
    #[serde(skip)]
    pub(crate) is_due: bool,
    /// What this program has spent there, as far as a figure may not hold it.
    spendings: VecDeque<Spending>,
}

/// The account's own figure, as Cloudflare counts it: with what other programs used, minutes late, and sampled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Theirs {
    /// What it says.
    pub analytics: Analytics,
    /// When it was told.
    pub told: Timestamp,
}

/// What one request cost, by what is known of it here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Spending {
    pub(crate) at: Timestamp,
    /// 1, or 0 where none was made.
    pub(crate) pictures: u64,
    /// Empty of a text.
    pub(crate) model: String,
    pub(crate) neurons: Neurons,
    /// Whether the service was asked since.
    is_asked: bool,
    /// Whether the service's count holds it. Cloudflare's, which comes later, may not yet.
    is_told: bool,
}

impl Spending {
    pub(crate) fn new(at: Timestamp, pictures: u64, model: &str, neurons: Neurons) -> Self {
        Self { at, pictures, model: model.to_owned(), neurons, is_asked: false, is_told: false }
    }

    /// Of a text model; which one, its service knows.
    pub(crate) fn of_text(at: Timestamp, neurons: Neurons) -> Self {
        Self::new(at, 0, "", neurons)
    }

    fn date(&self) -> Date {
        utc_date(self.at)
    }
}

impl UsageBook {
    /// As an earlier run remembered it.
    pub(crate) fn remembered(counts: BTreeMap<String, Count>) -> Self {
        Self { counts, revision: 0 }
    }

    /// Another number each time when something has changed.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What the service at this place has counted, where it has told that.
    pub fn count(&self, kind: &ConnectionKind) -> Option<&Count> {
        self.counts.get(&kind.place())
    }

    pub(crate) fn count_mut(&mut self, place: &str) -> &mut Count {
        self.revision += 1;
        self.counts.entry(place.to_owned()).or_default()
    }
}

impl Count {
    /// An answer is awaited from now on.
    pub(crate) fn ask(&mut self, now: Timestamp) {
        (self.asked, self.is_asked, self.is_due) = (Some(now), true, false);
        self.spendings.iter_mut().for_each(|spent| spent.is_asked = true);
    }

    /// Takes over what the service has told: each of its days in place of what was known of it. An account that it told once is not
    /// forgotten for a reply that leaves it out: its budget would be, too.
    pub(crate) fn take(&mut self, told: Told, now: Timestamp) {
        let Told { usage, odd } = told.without_future(utc_date(now));
        if usage.account != AccountHash::default() {
            self.account = usage.account;
        }
        self.total = usage.total;
        for day in usage.days {
            let held = self.spendings.iter_mut().filter(|spent| spent.is_asked && spent.date() == day.date);
            held.for_each(|spent| spent.is_told = true);
            self.days.insert(day.date, day);
        }
        while self.days.len() > REMEMBERED {
            self.days.pop_first();
        }
        (self.odd, self.told, self.failure) = (odd, Some(now), None);
        let today = utc_date(now);
        self.spendings.retain(|spent| !spent.is_told || spent.date().saturating_add(1.day()) >= today);
    }

    pub(crate) fn take_theirs(&mut self, analytics: Analytics, now: Timestamp) {
        self.theirs = Some(Theirs { analytics, told: now });
        self.theirs_failure = None;
    }

    /// Something was made there, or was tried.
    pub(crate) fn spend(&mut self, spending: Spending) {
        self.is_due = true;
        self.spendings.push_back(spending);
        if self.spendings.len() > MOST_SPENDINGS {
            self.spendings.pop_front();
        }
    }

    /// What was spent on a day, and is not in the service's count yet.
    pub(crate) fn untold(&self, date: Date) -> impl Iterator<Item = &Spending> {
        self.spendings.iter().filter(move |spent| !spent.is_told && spent.date() == date)
    }

    /// Our count of a day, with what it does not hold yet.
    pub fn ours(&self, date: Date) -> Neurons {
        let counted = self.days.get(&date).and_then(|day| Neurons::new(day.neurons)).unwrap_or_default();
        counted + self.untold(date).map(|spent| spent.neurons).sum()
    }

    /// Cloudflare's count of a day, just as it told it: nothing where it has no row for one of the days that it was asked for.
    pub fn theirs(&self, date: Date) -> Option<Neurons> {
        let theirs = self.theirs.as_ref()?;
        let last = utc_date(theirs.told);
        let is_told = Span::last(THEIR_DAYS, last).contains(date);
        let counted = || theirs.analytics.days.get(&date).map_or(Neurons::ZERO, |day| day.neurons);
        is_told.then(counted)
    }

    /// What was spent on a day so lately that Cloudflare's figure, told at `told`, may not hold it.
    fn since_theirs(&self, told: Timestamp, date: Date) -> Neurons {
        let held = told.saturating_sub(THEIR_LAG).unwrap_or(told);
        let since = self.spendings.iter().filter(|spent| spent.at > held && spent.date() == date);
        since.map(|spent| spent.neurons).sum()
    }
}
