//! What is said of a model beside its name: what it is good at, how long it takes, what a picture costs, and what it cannot
//! do. One place, so that the list and the line below it say the same.

use contract::{
    Model,
    price::{self, Estimate},
};
use engine::Draft;

use crate::msg::Msg;

/// Why one would choose it.
pub(super) fn good_at(model: &'static Model) -> String {
    Msg::GoodAt(model.good_at).text()
}

/// Its price, its speed and its limits, in a line.
pub(super) fn facts(model: &'static Model, draft: &Draft) -> String {
    let price = Some(Msg::Price(price_of(model, draft)));
    let typical = model.typical.map(Msg::Typical);
    let facts: Vec<String> =
        [price, typical, Some(Msg::Sizes(model.sizes))].into_iter().flatten().map(Msg::text).collect();
    facts.join(" · ")
}

/// Why it cannot be chosen.
pub(super) fn hindrance(model: &Model) -> Option<Msg<'static>> {
    model.needs_references().then_some(Msg::NeedsPicture)
}

/// Of one picture, as the draft has it otherwise.
fn price_of(model: &'static Model, draft: &Draft) -> Estimate {
    let steps = draft.steps.filter(|steps| model.steps.is_some_and(|range| (range.min..=range.max).contains(steps)));
    price::estimate(model, draft.size_by(model), steps, &[])
}
