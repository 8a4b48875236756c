//! The model of the page of usage: what a span of days has used, by day and by model, and what it comes to. Made once for each change
//! and kept by the window, so that a frame only draws it. Pure: the day that it is comes from outside.

use std::collections::{BTreeMap, BTreeSet};

use contract::{Day, Model, Neurons};
use jiff::civil::Date;

use super::{Count, Payer, Span, Spending};
use crate::{
    connection::{Connection, ConnectionId},
    state::State,
};

/// Models that are told apart, the most used; a service may name any number.
const MOST_MODELS: usize = 64;

/// Whose usage is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Subject {
    /// All connections together.
    #[default]
    All,
    /// One connection.
    One(ConnectionId),
}

/// What a span of days has used.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The last day that is not over yet.
    pub today: Date,
    /// Each day of the span, the oldest first; those after today are left out.
    pub days: Vec<DayReport>,
    /// The models of the span, the most used first.
    pub models: Vec<ModelReport>,
    /// What it comes to.
    pub totals: Totals,
    /// What is free of each day; nothing where nobody pays.
    pub allowance: Neurons,
    /// The first day that anything is known of.
    pub known_since: Option<Date>,
    /// Pictures that were ever made, also before that day.
    pub pictures_ever: u64,
}

/// One day.
#[derive(Debug, Clone, PartialEq)]
pub struct DayReport {
    /// In UTC.
    pub date: Date,
    /// Whether a service has told of it; a day that it told of may be without use.
    pub is_known: bool,
    /// What it comes to.
    pub total: Total,
    /// By model, in the order of [`Report::models`], those without use included.
    pub by_model: Vec<ModelTotal>,
}

/// One model, over the whole span.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelReport {
    /// Its short id, as the service told it.
    pub id: String,
    /// The model, where this program knows it.
    pub model: Option<&'static Model>,
    /// What it comes to.
    pub total: ModelTotal,
}

/// What one model has used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ModelTotal {
    /// Pictures that were made.
    pub pictures: u64,
    /// What they cost.
    pub neurons: Neurons,
}

/// What some days come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Total {
    /// Pictures that were made.
    pub pictures: u64,
    /// Pictures that were there already, at no cost.
    pub cached: u64,
    /// Requests that failed.
    pub failed: u64,
    /// What all of that cost, by our count.
    pub neurons: Neurons,
    /// The part of it that is our estimate.
    pub estimated: Neurons,
    /// The part of it that is past the allowances of its days: what a paid plan pays for.
    pub beyond: Neurons,
    /// What Cloudflare has counted, with what other programs used; `None` where it has told of none of these days.
    pub theirs: Option<Neurons>,
}

/// What the usual spans come to, in UTC.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Today, so far.
    pub today: Total,
    /// This week, from Monday.
    pub week: Total,
    /// This month.
    pub month: Total,
    /// All days that are known.
    pub ever: Total,
}

impl Total {
    /// What a picture cost on average, those that were there already not included.
    pub fn average(&self) -> Option<Neurons> {
        (self.pictures > 0).then(|| Neurons::new(self.neurons.get() / self.pictures as f64)).flatten()
    }

    /// What days come to; of Cloudflare's figure only where it is there for each of them, or it would say less than it has counted.
    fn sum(days: impl Iterator<Item = Self>) -> Self {
        let both = |one: Self, two: Self| Self {
            pictures: one.pictures + two.pictures,
            cached: one.cached + two.cached,
            failed: one.failed + two.failed,
            neurons: one.neurons + two.neurons,
            estimated: one.estimated + two.estimated,
            beyond: one.beyond + two.beyond,
            theirs: one.theirs.zip(two.theirs).map(|(one, two)| one + two),
        };
        days.reduce(both).unwrap_or_default()
    }
}

/// The counts that a report is made of, by who pays for them; those that nobody pays for have none.
struct Counts<'a>(Vec<(Option<Payer>, &'a Count)>);

impl Report {
    /// What `span` has used, and what the usual spans have until `today`.
    pub fn new(state: &State, subject: Subject, span: Span, today: Date) -> Self {
        let counts = Counts::of(state, subject);
        let mut known: BTreeSet<Date> = counts.0.iter().flat_map(|(_, count)| count.days.keys().copied()).collect();
        known.extend(counts.0.iter().flat_map(|(_, count)| count.other_days()));
        known.retain(|date| *date <= today);
        let models = counts.models(span, today);
        let day = |date| DayReport {
            date,
            is_known: known.contains(&date),
            total: counts.total(date),
            by_model: models.iter().map(|model| counts.model(date, &model.id)).collect(),
        };
        let payers: BTreeSet<&Payer> = counts.0.iter().filter_map(|(payer, _)| payer.as_ref()).collect();
        Self {
            today,
            days: span.days().filter(|date| *date <= today).map(day).collect(),
            allowance: payers.iter().map(|_| Neurons::FREE_A_DAY).sum(),
            totals: counts.totals(&known, today),
            known_since: known.first().copied(),
            pictures_ever: counts.0.iter().map(|(_, count)| count.total).sum(),
            models,
        }
    }

    /// What its days come to.
    pub fn sum(&self) -> Total {
        Total::sum(self.days.iter().map(|day| day.total))
    }
}

impl<'a> Counts<'a> {
    fn of(state: &'a State, subject: Subject) -> Self {
        let wanted = |known: &&Connection| subject == Subject::All || subject == Subject::One(known.id);
        let mut places = BTreeSet::new();
        let connections = state.connections.iter().filter(wanted).filter(|known| places.insert(known.kind.place()));
        let counts = connections.filter_map(|known| Some((state.payer(known), state.usage.count(&known.kind)?)));
        Self(counts.collect())
    }

    fn days(&self, date: Date) -> impl Iterator<Item = &'a Day> {
        self.0.iter().filter_map(move |(_, count)| count.days.get(&date))
    }

    fn untold(&self, date: Date) -> impl Iterator<Item = &'a Spending> {
        self.0.iter().flat_map(move |(_, count)| count.untold(date))
    }

    fn total(&self, date: Date) -> Total {
        let mut total = Total::default();
        let mut by_payer: BTreeMap<&Payer, (Neurons, Option<Neurons>)> = BTreeMap::new();
        for (payer, count) in &self.0 {
            let counted = count.days.get(&date);
            if let Some(day) = counted {
                total.pictures += day.count;
                total.cached += day.cached;
                total.failed += day.failed;
                total.estimated += Neurons::new(day.estimated).unwrap_or_default();
            }
            total.pictures += count.untold(date).map(|spent| spent.pictures).sum::<u64>();
            let ours = count.ours(date);
            total.neurons += ours;
            if let Some(payer) = payer {
                let (sum, theirs) = by_payer.entry(payer).or_default();
                *sum += ours;
                *theirs = (*theirs).max(count.theirs(date));
            }
        }
        // Each account has an allowance of its own.
        let beyond = |(ours, theirs): &(Neurons, Option<Neurons>)| {
            // What other programs used has taken of the allowance as well; that part is not ours to pay.
            let others = theirs.unwrap_or_default().saturating_sub(*ours);
            ours.saturating_sub(Neurons::FREE_A_DAY.saturating_sub(others))
        };
        total.beyond = by_payer.values().map(beyond).sum();
        // Of all accounts, or it would stand beside what others have used too.
        total.theirs =
            by_payer.values().map(|(_, theirs)| *theirs).sum::<Option<Neurons>>().filter(|_| !by_payer.is_empty());
        total
    }

    fn model(&self, date: Date, id: &str) -> ModelTotal {
        let mut total = ModelTotal::default();
        for used in self.days(date).filter_map(|day| day.by_model.get(id)) {
            total.pictures += used.count;
            total.neurons += Neurons::new(used.neurons).unwrap_or_default();
        }
        for spent in self.untold(date).filter(|spent| spent.model == id) {
            total.pictures += spent.pictures;
            total.neurons += spent.neurons;
        }
        total
    }

    /// Those that are used in the span, the most used first.
    fn models(&self, span: Span, today: Date) -> Vec<ModelReport> {
        let mut totals: BTreeMap<&str, ModelTotal> = BTreeMap::new();
        let days = self.0.iter().flat_map(|(_, count)| count.days.range(span.first()..=span.end().min(today)));
        for (id, used) in days.flat_map(|(_, day)| &day.by_model) {
            let total = totals.entry(id).or_default();
            total.pictures += used.count;
            total.neurons += Neurons::new(used.neurons).unwrap_or_default();
        }
        let untold = span.days().filter(|date| *date <= today).flat_map(|date| self.untold(date));
        for spent in untold.filter(|spent| !spent.model.is_empty()) {
            let total = totals.entry(&spent.model).or_default();
            total.pictures += spent.pictures;
            total.neurons += spent.neurons;
        }
        let mut models: Vec<ModelReport> = totals
            .into_iter()
            .map(|(id, total)| ModelReport { id: id.to_owned(), model: Model::find(id), total })
            .collect();
        models.sort_by_key(|model| std::cmp::Reverse((model.total.pictures, model.total.neurons)));
        models.truncate(MOST_MODELS);
        models
    }

    fn totals(&self, known: &BTreeSet<Date>, today: Date) -> Totals {
        let sum = |span: Span| Total::sum(known.range(span.first()..=span.end()).map(|date| self.total(*date)));
        Totals {
            today: sum(Span::last(1, today)),
            week: sum(Span::week_of(today)),
            month: sum(Span::month_of(today)),
            ever: Total::sum(known.iter().map(|date| self.total(*date))),
        }
    }
}

impl Count {
    /// Days of which the service has not told: those that Cloudflare counts, and those on which something was spent since.
    fn other_days(&self) -> impl Iterator<Item = Date> {
        let theirs = self.theirs.iter().flat_map(|theirs| theirs.analytics.days.keys().copied());
        theirs.chain(self.spendings.iter().map(Spending::date))
    }
}
