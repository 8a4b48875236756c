//! Days as Cloudflare has them: in UTC, whatever the clock on the wall says. The engine and the page of usage reckon with them.

use jiff::{Timestamp, ToSpan as _, Zoned, civil::Date, civil::Weekday, tz::TimeZone};

/// The most days that a span has.
const MAX_DAYS: i32 = 4000;

/// Days in UTC, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    first: Date,
    last: Date,
}

impl Span {
    /// From `first` to `last`, both included, in whichever order they are; at most 4,000 days, the latest.
    pub fn between(first: Date, last: Date) -> Self {
        let (first, last) = (first.min(last), first.max(last));
        Self { first: first.max(last.saturating_sub((MAX_DAYS - 1).days())), last }
    }

    /// As many days, at least one, of which `today` is the last.
    pub fn last(days: u16, today: Date) -> Self {
        Self::between(today.saturating_sub((i32::from(days.max(1)) - 1).days()), today)
    }

    /// The week of a day, from Monday, up to that day.
    pub fn week_of(today: Date) -> Self {
        let since_monday = today.weekday().since(Weekday::Monday);
        Self::between(today.saturating_sub(i32::from(since_monday).days()), today)
    }

    /// The month of a day, up to that day.
    pub fn month_of(today: Date) -> Self {
        Self::between(today.first_of_month(), today)
    }

    /// The first day.
    pub fn first(self) -> Date {
        self.first
    }

    /// The last one.
    pub fn end(self) -> Date {
        self.last
    }

    /// Whether the day is one of them.
    pub fn contains(self, date: Date) -> bool {
        (self.first..=self.last).contains(&date)
    }

    /// All of them, the oldest first.
    pub fn days(self) -> impl Iterator<Item = Date> {
        self.first.series(1.day()).take_while(move |date| *date <= self.last)
    }
}

/// The day of a moment.
pub fn utc_date(at: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(at).date()
}

/// When the day's allowance comes back: the next midnight in UTC.
pub fn next_reset(now: Timestamp) -> Timestamp {
    start(utc_date(now).saturating_add(1.day()))
}

/// When a day begins and when it ends, by the clock on the wall in `zone`.
pub fn local_day(date: Date, zone: &TimeZone) -> (Zoned, Zoned) {
    let end = start(date.saturating_add(1.day()));
    (start(date).to_zoned(zone.clone()), end.to_zoned(zone.clone()))
}

/// The first moment of a day. At the ends of time there is none: then the first or the last one there is.
pub(crate) fn start(date: Date) -> Timestamp {
    let end = if date.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
    TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0)).unwrap_or(end)
}
