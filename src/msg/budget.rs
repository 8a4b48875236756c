//! What is said of a batch before it is sent: what it means for the day; and of budgets, on the page and where they hold back.

use contract::{Neurons, price::Estimate};
use engine::usage::{Forecast, Nearing, Period, Plan, Today};
use jiff::Timestamp;

use super::Msg;

/// One thing to say of budgets.
#[derive(Debug, Clone, Copy)]
pub(crate) enum BudgetMsg<'a> {
    /// What a batch will not pass.
    AtMost(Estimate),
    /// How many such pictures the day has still room for, and when it is over.
    Left(&'a Forecast, Timestamp),
    /// Nobody has told what today has used.
    Unknown,
    /// What a batch does that goes past the day's allowance.
    Beyond(&'a Forecast),
    /// A limit that a batch comes near to, or passes.
    Nearing(Nearing),

    /// In the status bar.
    Today(&'a Today, Timestamp),
    TodayTip(&'a Today),

    Title,
    /// What they do.
    Note,
    /// Of connections that nobody pays for.
    NobodyPays,
    PlanTitle,
    Plan(Plan),
    /// What it means, and which limit it suggests.
    PlanNote(Plan),
    /// The switch of a limit, and the name of its number.
    Limit(Period),
    /// What stands beside the number.
    Costs(Neurons),
    /// So far, in this period.
    Used {
        period: Period,
        used: Neurons,
        limit: Option<Neurons>,
    },
    WarnAt,
}

impl BudgetMsg<'_> {
    /// The words, in the language that is spoken.
    pub(crate) fn text(self) -> String {
        Msg::OfBudget(self).text()
    }
}
