//! What keeps requests back: a pause of the whole queue, or the rest of one connection. The engine decides on them, the window's
//! banner says them. Neither ever fails a job: what is kept back waits.

use jiff::Timestamp;

use crate::failure::Failure;

/// Why the whole queue sends nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Pause {
    /// The user wants it so.
    ByUser,
    /// Its jobs are from an earlier run, and some of them may be billed.
    Restarted,
    /// The journal, the index or the disk takes nothing: what would be paid for now could not be kept.
    Trouble(Failure),
}

/// Why nothing goes over a connection for a while.
#[derive(Debug, Clone, PartialEq)]
pub struct Rest {
    /// Why.
    pub why: RestReason,
    /// The failure that says so.
    pub failure: Failure,
    /// When it ends, or when the connection is looked at again; `None`: when the user has seen to it.
    pub until: Option<Timestamp>,
}

/// What a connection rests for. The later, the harder it is to end: a later one is not forgotten for an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RestReason {
    /// Nothing was sent, since it cannot be reached. It ends when a test, which is free, finds all well.
    Unreachable,
    /// It takes no more for the moment.
    Busy,
    /// Its allowance of the day is used up; or was, on the day before, and nobody has said that the new one may be spent unasked.
    AllowanceUsed,
    /// It refuses every request until its user has done something: a key, a permission, a keychain.
    Refused,
}

impl Rest {
    /// Whether nothing is sent now.
    pub fn holds_at(&self, now: Timestamp) -> bool {
        match self.why {
            RestReason::Unreachable | RestReason::Refused => true,
            RestReason::Busy | RestReason::AllowanceUsed => self.until.is_none_or(|until| now < until),
        }
    }
}
