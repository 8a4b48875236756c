//! What the chart draws, reckoned once: each day's bar in its parts, the models that have a colour of their own, and the days of which
//! nothing is known. Only figures; whoever draws it brings the colours.

use contract::Neurons;
use engine::usage::{DayReport, Report};

use super::Unit;
use crate::look::colour::SERIES;

/// The least that the chart is high, so that days without use have room to lie in and its axis says something.
fn least(unit: Unit) -> f64 {
    match unit {
        Unit::Pictures | Unit::Neurons => 1.0,
        Unit::Dollars => 0.01,
    }
}

/// All bars.
#[derive(Debug, PartialEq)]
pub(super) struct Stack {
    /// From the oldest day to the last one, each from its foot to its top.
    pub(super) parts: Vec<Part>,
    /// Days that were told of and have none; their places in the report.
    pub(super) without_use: Vec<f64>,
    /// Runs of days that nobody told of: first and last.
    pub(super) unknown: Vec<(f64, f64)>,
    /// Whether anything is of no model that has a colour.
    pub(super) has_others: bool,
    /// The top of the chart: the highest day, or the allowance.
    pub(super) top: f64,
}

/// A piece of a day's bar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    /// The day's place in the report.
    pub(super) day: f64,
    /// Its model's place in the report; `None` for all others, and for what no model is told for.
    pub(super) model: Option<usize>,
    pub(super) from: f64,
    pub(super) height: f64,
    pub(super) is_today: bool,
}

impl Stack {
    pub(super) fn new(report: &Report, unit: Unit) -> Self {
        let mut stack = Self {
            parts: Vec::new(),
            without_use: Vec::new(),
            unknown: Vec::new(),
            has_others: false,
            top: unit.allowance(report).unwrap_or_default().max(least(unit)),
        };
        for (place, day) in report.days.iter().enumerate() {
            let is_today = day.date == report.today;
            if day.is_known {
                stack.add(place as f64, day, unit, is_today);
            } else {
                stack.add_unknown(place as f64);
            }
        }
        stack
    }

    fn add(&mut self, place: f64, day: &DayReport, unit: Unit, is_today: bool) {
        let (mut pictures, mut neurons) = (0, Neurons::ZERO);
        let mut foot = 0.0;
        let mut put = |model, height: f64| {
            if height > 0.0 {
                self.parts.push(Part { day: place, model, from: foot, height, is_today });
                foot += height;
            }
        };
        for (model, used) in day.by_model.iter().enumerate().take(SERIES) {
            pictures += used.pictures;
            neurons += used.neurons;
            put(Some(model), unit.of(used.pictures, used.neurons));
        }
        let rest = unit.of(day.total.pictures.saturating_sub(pictures), day.total.neurons.saturating_sub(neurons));
        put(None, rest);
        self.has_others |= rest > 0.0;
        self.top = self.top.max(foot);
        if foot == 0.0 {
            self.without_use.push(place);
        }
    }

    fn add_unknown(&mut self, place: f64) {
        match self.unknown.last_mut() {
            // The next one.
            Some((_, last)) if place - *last < 1.5 => *last = place,
            _ => self.unknown.push((place, place)),
        }
    }
}
