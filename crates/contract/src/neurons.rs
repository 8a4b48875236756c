//! Neurons that were used, counted exactly: what a day, a month or an account has come to. The usage page, budgets and
//! analytics add them up; what is only expected is [`crate::price::Estimate`].
//!
//! A sum of floats depends on the order of its parts, and drifts: a year of pictures at 104.2 would not come to what the bill
//! says. Millionths as integers do. A decimal crate would do too, and more than is needed.

use std::{
    iter,
    ops::{Add, AddAssign},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::price::MICRODOLLARS_PER_NEURON;

const MILLIONTHS: u64 = 1_000_000;

/// An amount of neurons (Workers AI's unit of cost), to the millionth. In JSON a number, in neurons.
///
/// Sums that no account could come to (over 18 trillion) stay at that instead of wrapping round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Neurons(u64);

impl Neurons {
    /// None.
    pub const ZERO: Self = Self(0);
    /// What each account has free, from 00:00 UTC to 00:00 UTC, over all its models (facts, Cloudflare §4).
    pub const FREE_A_DAY: Self = Self(10_000 * MILLIONTHS);
    /// The most that [`Self::new`] takes: eleven million dollars. What is said to be more is no amount.
    pub const MOST: Self = Self(1_000_000_000_000 * MILLIONTHS);

    /// `neurons`, rounded to the millionth: exactly what was written wherever that has no more than six decimals and is below
    /// a billion. None if it is not finite, negative, or over [`Self::MOST`].
    pub fn new(neurons: f64) -> Option<Self> {
        (0.0..=Self::MOST.get()).contains(&neurons).then(|| Self((neurons * MILLIONTHS as f64).round() as u64))
    }

    /// As a float, to be shown or drawn; what is added up stays as it is.
    pub fn get(self) -> f64 {
        self.0 as f64 / MILLIONTHS as f64
    }

    /// US dollars at list price, whatever is free of it.
    pub fn dollars(self) -> f64 {
        // One division of two integers: the nearest float to what stands on the bill.
        (u128::from(self.0) * u128::from(MICRODOLLARS_PER_NEURON)) as f64 / (MILLIONTHS * MILLIONTHS) as f64
    }

    /// What is left when `used` is taken away.
    #[must_use]
    pub fn saturating_sub(self, used: Self) -> Self {
        Self(self.0.saturating_sub(used.0))
    }

    /// How many pictures at `each` it is enough for; none where they cost nothing, and so never come to an end.
    pub fn pictures(self, each: Self) -> Option<u64> {
        self.0.checked_div(each.0)
    }
}

impl Add for Neurons {
    type Output = Self;

    fn add(self, more: Self) -> Self {
        Self(self.0.saturating_add(more.0))
    }
}

impl AddAssign for Neurons {
    fn add_assign(&mut self, more: Self) {
        *self = *self + more;
    }
}

impl iter::Sum for Neurons {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Neurons {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.get())
    }
}

impl<'de> Deserialize<'de> for Neurons {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(f64::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("no amount of neurons"))
    }
}
