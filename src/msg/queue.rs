//! What the queue says: its panel, the banner that tells what keeps it back, and the tiles and rows of what waits.

use std::time::Duration;

use contract::price::Estimate;
use engine::{Held, Job, KeptBack};
use jiff::Timestamp;

use super::Msg;
use crate::panels::queue::{Numbers, Section};

/// One thing to say of the queue.
#[derive(Debug, Clone, Copy)]
pub(crate) enum QueueMsg<'a> {
    Title,
    Numbers(Numbers),
    /// What all that waits will cost.
    Sum(Estimate),
    /// What the number of those under way does.
    ToTheQueue,
    EmptyTitle,
    EmptyHint,
    Section(Section),
    /// What a row is called: its state, its prompt, its shape; of one that waits, its place of so many, from 1.
    Row {
        job: &'a Job,
        place: usize,
        of: usize,
    },
    /// Size, model, price.
    Facts(&'a Job),
    /// Of one that waits, from 1, in a word.
    Place(usize),
    /// Of one that is being made.
    Age(Duration),
    /// In a row.
    Edited,
    /// On a tile.
    EditedHere,
    /// Above the prompt.
    Editing,
    SaveChanges,
    SaveChangesTip,
    /// The banner.
    Held(Held<'a>, Timestamp),
    /// The same on a tile.
    Waits(KeptBack<'a>, Timestamp),
    /// Of the connection whose allowance is used up.
    GoOn,
}

impl QueueMsg<'_> {
    /// The words, in the language that is spoken.
    pub(crate) fn text(self) -> String {
        Msg::OfQueue(self).text()
    }
}
