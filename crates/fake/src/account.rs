//! The two accounts that the stand-in knows, and what a request's token opens. Tests give them to what they test; nothing
//! here is a secret.

use http::HeaderMap;

use crate::{
    refusal::{self, Refusal},
    token::{Right, Token},
};

/// A Cloudflare account on the free plan, with a token that opens it; [`crate::token`] has others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Account {
    /// 32 hexadecimal digits.
    pub id: &'static str,
    /// An API token that may run models and read analytics.
    pub token: &'static str,
    /// What its owner calls it.
    pub name: &'static str,
}

/// The first account, with a user's token. The binding is billed to it.
pub const FIRST: Account = Account {
    id: "f1257acc0000000000000000000000f1",
    token: "cfut_first0000000000000000000000000000000",
    name: "Studio",
};
/// A further account, with a token that the account owns (facts, Cloudflare §2.1: `cfat_…`).
pub const SECOND: Account = Account {
    id: "5ec09dacc000000000000000000000b2",
    token: "cfat_second000000000000000000000000000000",
    name: "Workshop",
};

impl Account {
    /// The account `id`, if the request's token opens Workers AI there.
    pub(crate) fn opened(id: &str, headers: &HeaderMap) -> Result<Self, Refusal> {
        let token = Token::of_account(id, headers)?;
        let account = token.account(id).filter(|_| token.may(Right::WorkersAi));
        account.ok_or(refusal::NOT_ALLOWED)
    }
}

impl Token {
    /// The request's token, if it reaches the account `id`.
    pub(crate) fn of_account(id: &str, headers: &HeaderMap) -> Result<&'static Self, Refusal> {
        // facts, Cloudflare §2.1: a malformed account id is 404/7003.
        if id.len() != 32 || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(refusal::NO_ROUTE);
        }
        // facts, Cloudflare §2.3: 10000 is 401 or 403, for a token that is wrong or lacks the account or the permission. That 401 is
        // said of the one and 403 of the other is our reading, and nothing may rest on it.
        let token = Self::usable(headers).ok_or(refusal::WRONG_TOKEN)?;
        if token.account(id).is_some() { Ok(token) } else { Err(refusal::NOT_ALLOWED) }
    }
}
