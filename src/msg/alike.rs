//! What both languages write alike: large numbers, and what stands below an open picture. No words of either stand in here.

use contract::Model;
use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use library::Entry;

use super::Msg;

/// Whether the system's keychain is a program among others, and not a part of the system.
pub(super) const SECRET_SERVICE: bool = cfg!(all(unix, not(target_os = "macos")));

/// What is nearer is said to the second.
const SOON: SignedDuration = SignedDuration::from_mins(10);

/// `1234567` as `1,234,567`, as both languages write it.
pub(super) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// What both languages write alike: `1024×768 · FLUX.2 klein 4B · 2026-11-21 14:32`.
pub(super) fn facts(entry: &Entry) -> String {
    let size = entry.size.to_string();
    let model = Model::find(&entry.model).map_or_else(|| entry.model.to_string(), |model| Msg::ModelName(model).text());
    let made = entry.made.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string();
    let known = [&*size, &*crate::panels::bounded::plain(&model), &*made].map(str::to_owned);
    known.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A time of day here: `01:00`.
pub(super) fn clock(at: Timestamp) -> String {
    at.to_zoned(TimeZone::system()).strftime("%H:%M").to_string()
}

/// When something ends, as a clock on the wall and a calendar beside it would say.
pub(super) struct At {
    /// `None`: today.
    pub(super) day: Option<Date>,
    /// With seconds where it is soon.
    pub(super) clock: String,
}

/// `at`, seen from `now`, here.
pub(super) fn at(at: Timestamp, now: Timestamp) -> At {
    let (there, here) = (at.to_zoned(TimeZone::system()), now.to_zoned(TimeZone::system()));
    let soon = at.duration_since(now) < SOON;
    let clock = there.strftime(if soon { "%H:%M:%S" } else { "%H:%M" }).to_string();
    At { day: Some(there.date()).filter(|day| *day != here.date()), clock }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_read_by_threes() {
        let all = [0, 12, 999, 1_000, 100_000, 1_234_567].map(grouped);
        assert_eq!(all, ["0", "12", "999", "1,000", "100,000", "1,234,567"]);
    }
}
