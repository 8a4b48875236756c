//! Which tiles are of which day, in the time zone of this computer. Computed when the gallery changed, never for a frame:
//! each day's end is found by bisection, so 100,000 pictures of a thousand days cost a few thousand looks.

use engine::Gallery;
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// One day of the gallery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) date: Date,
    /// Of its first tile.
    pub(super) place: usize,
    /// Tiles.
    pub(super) count: usize,
}

/// The days that tiles are of, newest first.
pub(super) fn days(gallery: &Gallery, zone: &TimeZone) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    let mut place = 0;
    while let Some((_, tile)) = gallery.tiles(place..place + 1).next() {
        let newest = tile.at().to_zoned(zone.clone());
        // The first day of all that can be counted has no start.
        let start = newest.start_of_day().map_or(Timestamp::MIN, |start| start.timestamp());
        let end = gallery.since(start).max(place + 1);
        days.push(Day { date: newest.date(), place, count: end - place });
        place = end;
    }
    days
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use contract::Size;
    use library::{Entry, PictureId};

    use super::*;

    fn picture(at: &str) -> Entry {
        let made: Timestamp = at.parse().unwrap();
        Entry {
            id: PictureId::new(made, 0),
            made,
            size: Size::new(256, 256),
            file: Path::new("a.jpg").into(),
            prompt: "".into(),
            model: "painter".into(),
            len: 1,
            mtime: made,
        }
    }

    fn of(times: &[&str], zone: &TimeZone) -> Vec<(String, usize, usize)> {
        let gallery = Gallery::new(times.iter().map(|at| picture(at)).collect());
        days(&gallery, zone).into_iter().map(|day| (day.date.to_string(), day.place, day.count)).collect()
    }

    #[test]
    fn a_day_ends_at_the_midnight_of_its_zone() {
        let times = ["2026-11-21T23:30:00Z", "2026-11-22T00:10:00Z", "2026-11-22T00:30:00Z", "2020-01-01T00:00:00Z"];
        let utc = of(&times, &TimeZone::UTC);
        let expected = [("2026-11-22", 0, 2), ("2026-11-21", 2, 1), ("2020-01-01", 3, 1)];
        assert_eq!(utc, expected.map(|(date, place, count)| (date.to_owned(), place, count)));
        let east = of(&times, &TimeZone::fixed(jiff::tz::offset(1)));
        assert_eq!(east.first(), Some(&("2026-11-22".to_owned(), 0, 3)));
    }

    #[test]
    fn the_ends_of_time_and_of_nothing_are_days_too() {
        assert!(of(&[], &TimeZone::UTC).is_empty());
        let times = [Timestamp::MIN.to_string(), Timestamp::MAX.to_string()];
        let west = TimeZone::fixed(jiff::tz::offset(-12));
        assert_eq!(of(&times.each_ref().map(String::as_str), &west).len(), 2);
    }
}
