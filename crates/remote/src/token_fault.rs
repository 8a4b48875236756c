//! What can be wrong with a Cloudflare token, or with the account that it is used for: each has another next step, so each
//! is a name of its own. [`crate::WorkersAi::check`] finds them, [`crate::WorkersAi::analytics`] the lack of one permission, and
//! [`crate::Cloud`] that of the last two.

use contract::Billed;
use serde::{Deserialize, Serialize};

use crate::{Error, Kind};

/// Why a token opens no Workers AI on an account, or not all that there is to see of it. The engine's journal keeps it, by these names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum TokenFault {
    /// No such token.
    #[error("Cloudflare does not know this token")]
    Unknown,
    /// No such token of this account: one of the two is wrong, and Cloudflare does not say which.
    #[error("Cloudflare does not know this token for this account")]
    UnknownHere,
    /// It is turned off.
    #[error("this token is disabled at Cloudflare")]
    Disabled,
    /// Its time is over.
    #[error("this token has expired")]
    Expired,
    /// Its time has not come.
    #[error("this token is not valid yet")]
    NotYetValid,
    /// The token is good, and the account is not one that it reaches.
    #[error("this token does not reach this account")]
    WrongAccount,
    /// The token reaches the account, and may not use Workers AI there.
    #[error("this token may not use Workers AI")]
    NoPermission,
    /// One of the two before; Cloudflare does not say which.
    #[error("this token does not open Workers AI on this account")]
    AccountOrPermission,
    /// Cloudflare has blocked the account itself.
    #[error("Cloudflare has blocked this account")]
    AccountBlocked,
    /// Cloudflare does not let this token read the analytics of this account; pictures can be made all the same.
    #[error("this token may not read the analytics of this account")]
    NoAnalytics,
    /// The token may not put Workers on this account.
    #[error("this token may not deploy Workers")]
    NoScripts,
    /// The token may not make or read KV namespaces of this account.
    #[error("this token may not use Workers KV")]
    NoKv,
}

impl TokenFault {
    fn hint(self) -> &'static str {
        match self {
            Self::Unknown => "copy the token again, or make a new one",
            Self::UnknownHere => {
                "check both: the account id, and the token, since one that an account owns opens that account only"
            }
            Self::Disabled => "enable it on Cloudflare's page of API tokens, or make a new one",
            Self::Expired => "make a new one on Cloudflare's page of API tokens",
            Self::NotYetValid => "wait until then, or make another one",
            Self::WrongAccount => "check the account id, as the address of Cloudflare's dashboard shows it",
            Self::NoPermission => "give it the permissions Workers AI Read and Workers AI Edit",
            Self::AccountOrPermission => "check the account id; the token needs Workers AI Read and Workers AI Edit",
            Self::AccountBlocked => "ask Cloudflare's support, or use another account",
            Self::NoAnalytics => {
                "give it the permission Account Analytics Read, to see what other programs on the account have used"
            }
            Self::NoScripts => "give it the permission Workers Scripts Edit on this account",
            Self::NoKv => "give it the permission Workers KV Storage Edit on this account",
        }
    }
}

/// Only what is free finds them.
impl From<TokenFault> for Error {
    fn from(fault: TokenFault) -> Self {
        let error = Self::sent(Kind::Token(fault), fault.to_string()).hint(fault.hint());
        Self { billed: Billed::No, ..error }
    }
}
