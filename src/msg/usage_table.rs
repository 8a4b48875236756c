//! What the table of usage says. Its figures are written alike in every language.

use contract::Neurons;
use engine::usage::Total;
use jiff::civil::Date;

use super::{
    Msg,
    alike::{grouped_u64, money, neurons},
};

/// What one of its columns counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::VariantArray)]
pub(crate) enum Column {
    Pictures,
    Cached,
    Failed,
    Neurons,
    Estimated,
    /// At list price, whatever is free of it.
    Dollars,
    /// The part of it that is past the allowance.
    Beyond,
    /// By Cloudflare's count.
    Theirs,
}

/// One thing to say.
#[derive(Debug, Clone, Copy)]
pub(crate) enum TableMsg<'a> {
    /// Of the table.
    Name,
    From,
    To,
    /// A date, and which of the two it is.
    FromDate(Date),
    ToDate(Date),
    /// The way back to the usual days.
    UsualDays,
    /// Above the days.
    Day,
    Column(Column),
    /// In neurons.
    Model(&'a str),
    /// What stands below it.
    Neurons(Neurons),
}

impl TableMsg<'_> {
    /// The words, in the language that is spoken.
    pub(crate) fn text(self) -> String {
        Msg::OfUsageTable(self).text()
    }
}

impl Column {
    /// What stands in it.
    pub(crate) fn figure(self, total: &Total) -> String {
        match self {
            Self::Pictures => grouped_u64(total.pictures),
            Self::Cached => grouped_u64(total.cached),
            Self::Failed => grouped_u64(total.failed),
            Self::Neurons => neurons(total.neurons),
            Self::Estimated => neurons(total.estimated),
            Self::Dollars => money(total.neurons.dollars()),
            Self::Beyond => money(total.beyond.dollars()),
            Self::Theirs => total.theirs.map(neurons).unwrap_or_default(),
        }
    }
}
