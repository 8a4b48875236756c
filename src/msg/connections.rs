//! What the page of connections says, and the prompt panel of a connection.

use contract::account::AccountError;
use engine::{Keep, Rest};

use super::Msg;
use crate::panels::connections::{FieldProblem, Standing, Way};

/// One thing to say of connections.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ConnectionMsg<'a> {
    Title,
    New,
    Name,
    NameHint,
    /// What a connection can lead to.
    Way(Way),
    /// What that is.
    WayIs(Way),
    /// Where its values are found.
    WayFound(Way),
    AccountId,
    ApiToken,
    TokenNote,
    Problem(FieldProblem),
    /// The place was changed, and its key is another one.
    KeyOfThisPlace(Way),
    KeepForSession,
    /// Where the key is.
    Kept(Keep),
    KeyMissing(Way),
    KeychainWaits,
    /// What may be the reason.
    KeychainAsks,
    Standing(Standing<'a>),
    /// The same in the list.
    Line {
        standing: Standing<'a>,
        stands_in: bool,
    },
    Untested,
    Testing,
    AllRight {
        models: usize,
    },
    UsedUp,
    Rests(&'a Rest),
    IsUsed,
    StandIn,
    StandInNote,
    /// Requests at once.
    Parallel,
    ParallelNote,
    /// No more are taken.
    Full {
        most: usize,
    },
    Accounts {
        count: usize,
    },
    AccountsNote,
    AccountsProblem(AccountError),
}

impl ConnectionMsg<'_> {
    /// The words, in the language that is spoken.
    pub(crate) fn text(self) -> String {
        Msg::Connections(self).text()
    }
}
