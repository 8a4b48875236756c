//! What the card of a picture that was not made says, beside why in a sentence.

use contract::Billed;
use engine::{Failure, Job, NextStep};

use super::Msg;

/// One thing to say on a card.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CardMsg<'a> {
    /// What happened, in a few words.
    Title(&'a Failure),
    /// What it cost, in a few words.
    Billed(Billed),
    /// What a button is called.
    Step(NextStep, Whom),
    /// The same of what costs once more.
    AtACost(NextStep, Whom),
    /// What a button does.
    Does(NextStep, Billed),
    /// To put a card away of which nobody knows how it ended.
    Forget,
    /// To put a card away whose picture is held in memory only.
    ThrowAway,
    /// What that does.
    ThrowsAway,
}

/// Who may still have the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whom {
    Worker,
    /// An account, or Easel on this computer.
    Other,
}

impl Whom {
    pub(crate) fn of(job: &Job) -> Self {
        // Other services are reached on this computer alone.
        if job.place.starts_with("https://") { Self::Worker } else { Self::Other }
    }
}

impl CardMsg<'_> {
    /// The words, in the language that is spoken.
    pub(crate) fn text(self) -> String {
        Msg::Card(self).text()
    }
}
