//! Reads the reply of `GET /usage` from a service that may be older or wrong. What is right is kept, what is not is left out
//! and said: a row that cannot be read must not cost the artist the other 399. It never panics, and all that comes out is
//! bounded; the bytes themselves are bounded by whoever received them.
//!
//! Each value is looked at by itself (`RawValue`): with derived structs, or one tree for all, a single `1e999` would lose the
//! whole reply.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, de::Error as _};
use serde_json::{Error, value::RawValue};

use super::{Day, MAX_DAYS, ModelDay, Odd, OddWhy, Told, Usage};
use crate::account::AccountHash;

/// Pictures a day; more are absurd, as no account could make them. Cached and failed ones too.
pub const MOST_PICTURES_A_DAY: u64 = 1_000_000;
/// Pictures since the count began.
pub const MOST_PICTURES: u64 = 1_000_000_000;
/// Neurons a day: $11,000.
pub const MOST_NEURONS_A_DAY: f64 = 1e9;
/// Models a day.
pub const MAX_MODELS: usize = 64;
/// Bytes; the longest id of a model.
pub const MAX_MODEL_ID: usize = 128;
/// Oddities of single days that are told; one kind of them says it all.
pub const MAX_ODD: usize = 32;
/// Workers AI is younger. A date long before it would stretch a chart of all days over centuries.
const FIRST_YEAR: i16 = 2020;

/// The fields of an object, unread.
type Object<'a> = BTreeMap<String, &'a RawValue>;

impl Usage {
    /// What `json`, the reply of `GET /usage`, tells. It is an error only where it is no such reply at all: no JSON, no object,
    /// or without a list of days.
    pub fn read(json: &[u8]) -> Result<Told, Error> {
        let reply: Object = serde_json::from_slice(json)?;
        let days = reply.get("days").ok_or_else(|| Error::custom("no days"))?;
        let days: Vec<&RawValue> = serde_json::from_str(days.get())?;
        let mut reading = Reading::default();
        let usage = Self {
            total: reading.count(&reply, "total", MOST_PICTURES),
            account: reading.account(&reply),
            days: reading.days(&days),
        };
        Ok(Told { usage, odd: reading.odd })
    }
}

impl Told {
    /// The same without days after tomorrow of `today`, in UTC. Tomorrow may be right: clocks differ.
    #[must_use]
    pub fn without_future(self, today: Date) -> Self {
        let Self { mut usage, odd } = self;
        let mut reading = Reading { odd, date: None };
        let latest = today.tomorrow().unwrap_or(today);
        usage.days.retain(|day| {
            reading.date = Some(day.date);
            let has_begun = day.date <= latest;
            if !has_begun {
                reading.say(OddWhy::Future);
            }
            has_begun
        });
        Self { usage, odd: reading.odd }
    }
}

/// What was said so far, and the day that is being read.
#[derive(Default)]
struct Reading {
    odd: Vec<Odd>,
    date: Option<Date>,
}

impl Reading {
    /// About the day that is being read; what a simpler service never sends is not said for each day anew.
    fn say(&mut self, why: OddWhy) {
        self.note(Odd { date: self.date.filter(|_| why != OddWhy::Missing), why });
    }

    /// About the reply as a whole.
    fn say_of_all(&mut self, why: OddWhy) {
        self.note(Odd { date: None, why });
    }

    fn note(&mut self, odd: Odd) {
        // What is about the whole reply has room always: it is one of a few kinds.
        let has_room = odd.date.is_none() || self.odd.iter().filter(|odd| odd.date.is_some()).count() < MAX_ODD;
        if has_room && !self.odd.contains(&odd) {
            self.odd.push(odd);
        }
    }

    /// Sorted, oldest first; at most one more than may be asked for, as a day can begin on the way.
    fn days(&mut self, rows: &[&RawValue]) -> Vec<Day> {
        let mut days = BTreeMap::new();
        let mut latest: Option<Date> = None;
        for row in rows {
            self.date = None;
            let Some(day) = self.day(row) else { continue };
            if latest.is_some_and(|latest| day.date < latest) {
                self.say_of_all(OddWhy::OutOfOrder);
            }
            latest = latest.max(Some(day.date));
            if days.insert(day.date, day).is_some() {
                self.say(OddWhy::Twice);
            }
        }
        let over = days.len().saturating_sub(usize::from(MAX_DAYS) + 1);
        if over > 0 {
            self.say_of_all(OddWhy::TooMany);
        }
        days.into_values().skip(over).collect()
    }

    fn day(&mut self, row: &RawValue) -> Option<Day> {
        let row: Object = self.readable(row)?;
        let Some(date) = row.get("date") else {
            self.say(OddWhy::Unreadable);
            return None;
        };
        let date: Date = self.readable(date)?;
        if date.year() < FIRST_YEAR {
            self.say_of_all(OddWhy::Absurd);
            return None;
        }
        self.date = Some(date);
        Some(Day {
            date,
            count: self.count(&row, "count", MOST_PICTURES_A_DAY),
            cached: self.count(&row, "cached", MOST_PICTURES_A_DAY),
            failed: self.count(&row, "failed", MOST_PICTURES_A_DAY),
            neurons: self.figure(&row, "neurons", MOST_NEURONS_A_DAY),
            estimated: self.figure(&row, "estimated", MOST_NEURONS_A_DAY),
            by_model: self.models(&row),
            last_updated: self.value(&row, "lastUpdated").and_then(|time| self.readable(time)).flatten(),
        })
    }

    fn models(&mut self, row: &Object) -> BTreeMap<String, ModelDay> {
        let Some(models) = self.value(row, "by_model") else { return BTreeMap::new() };
        let models: Object = self.readable(models).unwrap_or_default();
        if models.len() > MAX_MODELS {
            self.say(OddWhy::TooMany);
        }
        models.into_iter().take(MAX_MODELS).filter_map(|(id, part)| self.model(id, part)).collect()
    }

    fn model(&mut self, id: String, part: &RawValue) -> Option<(String, ModelDay)> {
        if id.is_empty() || id.len() > MAX_MODEL_ID || id.chars().any(char::is_control) {
            self.say(OddWhy::Absurd);
            return None;
        }
        let part: Object = self.readable(part)?;
        let count = self.count(&part, "count", MOST_PICTURES_A_DAY);
        let neurons = self.figure(&part, "neurons", MOST_NEURONS_A_DAY);
        Some((id, ModelDay { count, neurons }))
    }

    fn account(&mut self, reply: &Object) -> AccountHash {
        let Some(account) = self.value(reply, "account") else { return AccountHash::default() };
        let text: String = self.readable(account).unwrap_or_default();
        AccountHash::parse(&text).unwrap_or_else(|| {
            self.say(OddWhy::Unreadable);
            AccountHash::default()
        })
    }

    fn count(&mut self, object: &Object, name: &str, most: u64) -> u64 {
        let figure = self.figure(object, name, most as f64);
        if figure.fract() != 0.0 {
            self.say(OddWhy::Absurd);
            return 0;
        }
        figure as u64
    }

    /// `0.0..=most`. JavaScript writes `null` for NaN and infinities: then the figure is not there.
    fn figure(&mut self, object: &Object, name: &str, most: f64) -> f64 {
        let why = match self.value(object, name).map(|raw| (raw.get(), serde_json::from_str::<f64>(raw.get()))) {
            None => return 0.0,
            Some(("null", _)) => OddWhy::Missing,
            Some((_, Ok(figure))) if (0.0..=most).contains(&figure) => return figure,
            Some((_, Ok(figure))) if figure < 0.0 => OddWhy::Negative,
            Some(_) => OddWhy::Absurd,
        };
        self.say(why);
        0.0
    }

    /// The field, whatever it is.
    fn value<'a>(&mut self, object: &Object<'a>, name: &str) -> Option<&'a RawValue> {
        let value = object.get(name).copied();
        if value.is_none() {
            self.say(OddWhy::Missing);
        }
        value
    }

    fn readable<'a, T: Deserialize<'a>>(&mut self, value: &'a RawValue) -> Option<T> {
        let read = serde_json::from_str(value.get()).ok();
        if read.is_none() {
            self.say(OddWhy::Unreadable);
        }
        read
    }
}
