//! The two accounts that the stand-in knows, and what a request's token opens. Tests give them to what they test; nothing
//! here is a secret.

use http::{HeaderMap, header::AUTHORIZATION};

use crate::refusal::{self, Refusal};

/// A Cloudflare account on the free plan, with the one token that opens it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Account {
    /// 32 hexadecimal digits.
    pub id: &'static str,
    /// An API token that may run models and read analytics.
    pub token: &'static str,
}

/// The first account, with a user's token. The binding is billed to it.
pub const FIRST: Account =
    Account { id: "f1257acc0000000000000000000000f1", token: "cfut_first0000000000000000000000000000000" };
/// A further account, with a token that the account owns (facts, Cloudflare §2.1: `cfat_…`).
pub const SECOND: Account =
    Account { id: "5ec09dacc000000000000000000000b2", token: "cfat_second000000000000000000000000000000" };

impl Account {
    const ALL: [Self; 2] = [FIRST, SECOND];

    /// Whether `/user/tokens/verify` knows the token.
    /// facts, Cloudflare §5.2: account-owned (`cfat_`) tokens are rejected there.
    pub(crate) fn has_user_token(self) -> bool {
        !self.token.starts_with("cfat_")
    }

    /// Whose token a request carries.
    pub(crate) fn of_token(headers: &HeaderMap) -> Option<Self> {
        let token = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
        Self::ALL.into_iter().find(|account| account.token == token)
    }

    /// The account `id`, if the request's token opens it.
    pub(crate) fn opened(id: &str, headers: &HeaderMap) -> Result<Self, Refusal> {
        // facts, Cloudflare §2.1: a malformed account id is 404/7003.
        if id.len() != 32 || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(refusal::NO_ROUTE);
        }
        // facts, Cloudflare §2.3: 10000 is 401 for a wrong token, 403 for one that lacks the account.
        match Self::of_token(headers) {
            None => Err(refusal::WRONG_TOKEN),
            Some(account) if account.id == id => Ok(account),
            Some(_) => Err(refusal::NOT_ALLOWED),
        }
    }
}
