//! What both languages write alike: large numbers, and what stands below an open picture. No words of either stand in here.

use contract::{Model, Neurons};
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

/// The same of a larger number.
pub(super) fn grouped_u64(count: u64) -> String {
    grouped(usize::try_from(count).unwrap_or(usize::MAX))
}

/// `1234.5` as `1,234.5`, with as many decimals at most.
pub(super) fn decimal(figure: f64, most: usize) -> String {
    let written = format!("{figure:.most$}");
    let (whole, rest) = written.split_once('.').unwrap_or((&written, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    let rest = rest.trim_end_matches('0');
    if rest.is_empty() { whole } else { format!("{whole}.{rest}") }
}

/// Neurons in a sum.
pub(super) fn neurons(neurons: Neurons) -> String {
    decimal(neurons.get(), 1)
}

/// A part of a whole.
pub(super) fn share(part: u64, of: u64) -> String {
    match (part as f64 / of.max(1) as f64 * 100.0).round() {
        0.0 if part > 0 => "<1%".to_owned(),
        per_cent => format!("{per_cent}%"),
    }
}

/// Dollars: cents, and of less than one dollar as many digits as say something.
pub(super) fn money(dollars: f64) -> String {
    if dollars <= 0.0 {
        return "$0".to_owned();
    }
    if dollars >= 1.0 {
        let written = format!("{dollars:.2}");
        let (whole, cents) = written.split_once('.').unwrap_or((&written, "00"));
        return format!("${}.{cents}", whole.parse().map_or_else(|_| whole.to_owned(), grouped));
    }
    let digits = (2.0 - dollars.log10().floor()).clamp(3.0, 7.0) as usize;
    format!("${dollars:.digits$}")
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

/// Neurons as people say them: `1,204`. A part of one is of no interest beside thousands.
pub(super) fn whole(neurons: Neurons) -> String {
    grouped(neurons.get().round() as usize)
}

/// Of neurons, at list price: cents where there are any, else as fine as a picture's price.
pub(super) fn price_of(neurons: Neurons) -> String {
    let dollars = neurons.dollars();
    if dollars < 0.1 { format!("${dollars:.4}") } else { format!("${dollars:.2}") }
}

/// When something ends, as a clock on the wall and a calendar beside it would say.
pub(super) struct At {
    pub(super) day: On,
    /// With seconds where it is soon.
    pub(super) clock: String,
}

/// On which day, seen from today.
pub(super) enum On {
    Today,
    /// Its weekday says which.
    ThisWeek(Date),
    Later(Date),
}

/// `at`, seen from `now`, here.
pub(super) fn at(at: Timestamp, now: Timestamp) -> At {
    let (there, here) = (at.to_zoned(TimeZone::system()), now.to_zoned(TimeZone::system()));
    let soon = at.duration_since(now) < SOON;
    let clock = there.strftime(if soon { "%H:%M:%S" } else { "%H:%M" }).to_string();
    let day = match there.date() {
        day if day == here.date() => On::Today,
        day if here.date().until(day).is_ok_and(|span| (1..7).contains(&span.get_days())) => On::ThisWeek(day),
        day => On::Later(day),
    };
    At { day, clock }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_read_by_threes() {
        let all = [0, 12, 999, 1_000, 100_000, 1_234_567].map(grouped);
        assert_eq!(all, ["0", "12", "999", "1,000", "100,000", "1,234,567"]);
    }

    #[test]
    fn decimals_are_as_many_as_say_something() {
        assert_eq!([0.0, 104.2, 2605.0, 1234.56, 0.04].map(|n| decimal(n, 1)), ["0", "104.2", "2,605", "1,234.6", "0"]);
        assert_eq!(decimal(104.199_999, 6), "104.199999");
        let dollars = [0.0, 0.001_146_2, 0.028_655, 0.11, 0.5, 1.0, 1234.5].map(money);
        assert_eq!(dollars, ["$0", "$0.00115", "$0.0287", "$0.110", "$0.500", "$1.00", "$1,234.50"]);
    }
}
