//! Neurons that were used: exact over a year, and to the digit in dollars.
#![expect(clippy::unwrap_used, reason = "a test may panic")]
#![expect(clippy::float_cmp, reason = "exact is what is promised")]

use contract::Neurons;
use proptest::prelude::*;

fn neurons(amount: f64) -> Neurons {
    Neurons::new(amount).unwrap()
}

/// The bill of facts, Cloudflare §4.4, for 400 pictures of 1024×1024 a day.
#[test]
fn a_year_of_400_pictures_a_day_is_exact() {
    let year: Neurons = (0..365 * 400).map(|_| neurons(104.2)).sum();
    assert_eq!((year, year.get(), year.dollars()), (neurons(15_213_200.0), 15_213_200.0, 167.3452));
    let drifted: f64 = (0..365 * 400).map(|_| 104.2).sum();
    assert!(drifted.to_bits() != 15_213_200_f64.to_bits(), "then floats would do");

    // As ledgers count: each day a sum of floats, which has drifted by less than a millionth.
    let day: f64 = (0..400).map(|_| 104.2).sum();
    assert!(day.to_bits() != 41_680_f64.to_bits());
    assert_eq!((0..365).map(|_| neurons(day)).sum::<Neurons>(), year);
}

/// Each row: neurons, and dollars as facts, Cloudflare §4 multiplies them out, to the last digit.
#[test]
fn dollars_are_exact() {
    for (amount, dollars) in [
        (0.0, 0.0),
        (0.000_001, 0.000_000_000_011),
        (26.05, 0.000_286_55),
        (104.2, 0.001_146_2),
        (172.8, 0.001_900_8),
        (1000.0, 0.011),
        (3904.69, 0.042_951_59),
        (7500.0, 0.0825),
        (10_000.0, 0.11),
        (41_680.0, 0.458_48),
        (15_213_200.0, 167.3452),
        (1e12, 11_000_000.0),
    ] {
        assert_eq!(neurons(amount).dollars(), dollars, "{amount}");
    }
    assert_eq!(Neurons::FREE_A_DAY.get(), 10_000.0);
}

#[test]
fn what_is_no_amount_is_refused() {
    for odd in [-0.000_001, -1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1.1e12, f64::MAX] {
        assert_eq!(Neurons::new(odd), None, "{odd}");
    }
    assert_eq!((Neurons::new(-0.0), Neurons::new(4e-7)), (Some(Neurons::ZERO), Some(Neurons::ZERO)));
    assert_eq!(Neurons::new(1e12), Some(Neurons::MOST));
}

#[test]
fn no_sum_wraps_round_and_nothing_is_left_below_nothing() {
    let all: Neurons = (0..100).map(|_| Neurons::MOST).sum();
    assert!(all > Neurons::MOST);
    assert_eq!(all + Neurons::MOST, all);
    assert_eq!(neurons(3.5).saturating_sub(neurons(1.2)), neurons(2.3));
    assert_eq!(neurons(1.2).saturating_sub(neurons(3.5)), Neurons::ZERO);
    let mut sum = neurons(0.1);
    sum += neurons(0.2);
    assert_eq!(sum, neurons(0.3));
}

#[test]
fn what_is_left_is_enough_for_whole_pictures_only() {
    assert_eq!(neurons(312.6).pictures(neurons(104.2)), Some(3));
    assert_eq!(neurons(312.599_999).pictures(neurons(104.2)), Some(2));
    assert_eq!(Neurons::ZERO.pictures(neurons(104.2)), Some(0));
    assert_eq!(Neurons::FREE_A_DAY.pictures(Neurons::ZERO), None);
}

#[test]
fn in_json_it_is_a_number() {
    for (json, amount) in [("104.2", 104.2), ("10000", 10_000.0), ("0.0", 0.0)] {
        assert_eq!(serde_json::from_str::<Neurons>(json).unwrap(), neurons(amount));
    }
    assert_eq!(serde_json::to_string(&neurons(104.2)).unwrap(), "104.2");
    for json in ["-1", "1e300", "null", r#""1""#, "[]"] {
        assert!(serde_json::from_str::<Neurons>(json).is_err(), "{json}");
    }
}

proptest! {
    #[test]
    fn the_order_of_the_parts_does_not_matter(amounts in proptest::collection::vec(0.0..1e6_f64, 0..50)) {
        let parts: Vec<_> = amounts.into_iter().map(neurons).collect();
        let forth: Neurons = parts.iter().copied().sum();
        let back: Neurons = parts.iter().rev().copied().sum();
        prop_assert_eq!(forth, back);
    }

    #[test]
    fn what_was_written_is_read_again(millionths in 0..1_000_000_000_000_000_u64) {
        let amount = neurons(millionths as f64 / 1e6);
        let json = serde_json::to_string(&amount).unwrap();
        prop_assert_eq!(serde_json::from_str::<Neurons>(&json).unwrap(), amount);
    }
}
