//! Days in UTC: month ends, leap days, the year's end, and what they are on a wall where the clocks change.

use engine::usage::{Period, Span, local_day, next_reset, utc_date};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn spans_know_month_ends_leap_days_and_the_years_end() {
    for (days, today, first) in [
        (1, "2026-11-22", "2026-11-22"),
        (0, "2026-11-22", "2026-11-22"),
        (7, "2026-03-02", "2026-02-24"),
        (30, "2028-03-01", "2028-02-01"),
        (30, "2027-03-01", "2027-01-31"),
        (365, "2028-02-29", "2027-03-02"),
        (90, "2027-01-01", "2026-10-04"),
    ] {
        let span = Span::last(days, date(today));
        assert_eq!((span.first(), span.end()), (date(first), date(today)));
        assert_eq!(span.days().count(), usize::from(days.max(1)));
    }
    for (today, monday, first) in [
        ("2026-11-22", "2026-11-16", "2026-11-01"),
        ("2026-11-23", "2026-11-23", "2026-11-01"),
        ("2027-01-01", "2026-12-28", "2027-01-01"),
        ("2028-02-29", "2028-02-28", "2028-02-01"),
    ] {
        assert_eq!(Span::week_of(date(today)).first(), date(monday));
        assert_eq!(Span::month_of(date(today)).first(), date(first));
    }
}

#[test]
fn a_span_is_bounded_whichever_way_round_it_is_given() {
    let span = Span::between(date("2026-11-22"), date("2026-11-20"));
    assert_eq!((span.first(), span.end()), (date("2026-11-20"), date("2026-11-22")));
    let endless = Span::between(Date::MIN, Date::MAX);
    assert_eq!((endless.end(), endless.days().count()), (Date::MAX, 4000));
    assert_eq!(Span::last(u16::MAX, Date::MIN).days().count(), 1);
}

#[test]
fn a_day_ends_at_midnight_in_utc_and_a_month_with_its_last_day() {
    for (now, day, month) in [
        ("2026-11-22T17:10:00Z", "2026-11-23T00:00:00Z", "2026-12-01T00:00:00Z"),
        ("2026-11-30T23:59:59.999Z", "2026-12-01T00:00:00Z", "2026-12-01T00:00:00Z"),
        ("2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("2026-12-31T12:00:00Z", "2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ("2028-02-28T12:00:00Z", "2028-02-29T00:00:00Z", "2028-03-01T00:00:00Z"),
        ("2027-02-28T12:00:00Z", "2027-03-01T00:00:00Z", "2027-03-01T00:00:00Z"),
    ] {
        assert_eq!(next_reset(time(now)), time(day));
        assert_eq!((Period::Day.ends(time(now)), Period::Month.ends(time(now))), (time(day), time(month)));
    }
}

/// Zones as rules, so that the test needs no database of them.
#[test]
fn a_day_is_told_by_the_clock_on_the_wall_even_when_that_is_changed() {
    let berlin = "CET-1CEST,M3.5.0,M10.5.0/3";
    for (zone, day, from, to) in [
        (berlin, "2026-11-22", "2026-11-22 01:00", "2026-11-23 01:00"),
        (berlin, "2026-07-01", "2026-07-01 02:00", "2026-07-02 02:00"),
        // Summer begins in it, and ends in it.
        (berlin, "2026-03-29", "2026-03-29 01:00", "2026-03-30 02:00"),
        (berlin, "2026-10-25", "2026-10-25 02:00", "2026-10-26 01:00"),
        ("EST5EDT,M3.2.0,M11.1.0", "2026-11-01", "2026-10-31 20:00", "2026-11-01 19:00"),
        ("IST-5:30", "2026-11-22", "2026-11-22 05:30", "2026-11-23 05:30"),
        ("CST-8", "2026-12-31", "2026-12-31 08:00", "2027-01-01 08:00"),
        // By half an hour only.
        ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2026-10-03", "2026-10-03 10:30", "2026-10-04 11:00"),
        ("<-11>11", "2028-02-29", "2028-02-28 13:00", "2028-02-29 13:00"),
    ] {
        let (begins, ends) = local_day(date(day), &TimeZone::posix(zone).unwrap());
        let told = [begins, ends].map(|moment| moment.strftime("%Y-%m-%d %H:%M").to_string());
        assert_eq!(told, [from, to], "{zone}");
    }
}

#[test]
fn the_ends_of_time_are_days_too() {
    for moment in [Timestamp::MIN, Timestamp::MAX] {
        assert!(next_reset(moment) >= moment);
        let (begins, ends) = local_day(utc_date(moment), &TimeZone::UTC);
        assert!(begins <= ends);
    }
}
