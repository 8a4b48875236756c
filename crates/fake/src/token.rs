//! The API tokens that the stand-in knows beside those of its two accounts: each lacks something else. Tests of what is said
//! about a token use them; nothing here is a secret.

use http::{HeaderMap, header::AUTHORIZATION};
use serde_json::{Value, json};

use crate::account::{Account, FIRST, SECOND};

/// A user's token that reaches the first account, without the permission for Workers AI.
pub const WITHOUT_AI: &str = "cfut_withoutai000000000000000000000000000";
/// A user's token for Workers AI on the first account, which may list its accounts.
pub const LISTING: &str = "cfut_listing00000000000000000000000000000";
/// A user's token that may list its accounts, the first, and not use Workers AI.
pub const LISTING_ONLY: &str = "cfut_listingonly0000000000000000000000000";
/// A user's token for the first account that was disabled.
pub const DISABLED: &str = "cfut_disabled0000000000000000000000000000";
/// A user's token for the first account that expired on 2026-01-31.
pub const EXPIRED: &str = "cfut_expired00000000000000000000000000000";
/// A user's token for the first account that is valid from 2200-01-01 on.
pub const NOT_YET: &str = "cfut_notyet000000000000000000000000000000";
/// The second account's own token, without the permission for Workers AI.
pub const OWNED_WITHOUT_AI: &str = "cfat_withoutai000000000000000000000000000";
/// The same from before tokens said what they are (facts, Cloudflare §2.1: 40 characters, no prefix).
pub const OLD_OWNED_WITHOUT_AI: &str = "0123456789ABCDEFGHIJabcdefghij0123456789";

/// What Cloudflare knows of a token.
#[derive(Debug)]
pub(crate) struct Token {
    text: &'static str,
    /// The one that it reaches.
    pub(crate) account: Account,
    pub(crate) owner: Owner,
    state: State,
    rights: &'static [Right],
}

/// Whose a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owner {
    User,
    Account,
}

/// What a token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Right {
    WorkersAi,
    Analytics,
    ListAccounts,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Active,
    Disabled,
    Expired,
    NotYet,
}

const ALL: [Token; 10] = [
    Token::of_user(FIRST.token, &[Right::WorkersAi, Right::Analytics]),
    Token::of_second(SECOND.token, &[Right::WorkersAi, Right::Analytics]),
    Token::of_user(WITHOUT_AI, &[]),
    Token::of_user(LISTING, &[Right::WorkersAi, Right::ListAccounts]),
    Token::of_user(LISTING_ONLY, &[Right::ListAccounts]),
    Token { state: State::Disabled, ..Token::of_user(DISABLED, &[Right::WorkersAi]) },
    Token { state: State::Expired, ..Token::of_user(EXPIRED, &[Right::WorkersAi]) },
    Token { state: State::NotYet, ..Token::of_user(NOT_YET, &[Right::WorkersAi]) },
    Token::of_second(OWNED_WITHOUT_AI, &[]),
    Token::of_second(OLD_OWNED_WITHOUT_AI, &[]),
];

impl Token {
    const fn of_user(text: &'static str, rights: &'static [Right]) -> Self {
        Self { text, account: FIRST, owner: Owner::User, state: State::Active, rights }
    }

    const fn of_second(text: &'static str, rights: &'static [Right]) -> Self {
        Self { text, account: SECOND, owner: Owner::Account, state: State::Active, rights }
    }

    /// The one that a request carries, if it is known, whatever its state.
    pub(crate) fn known(headers: &HeaderMap) -> Option<&'static Self> {
        let text = headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")?;
        const { &ALL }.iter().find(|token| token.text == text)
    }

    /// The same, if it can be used at all. What Cloudflare says to the others is not in the facts; here they are like unknown
    /// ones, but where they are verified.
    pub(crate) fn usable(headers: &HeaderMap) -> Option<&'static Self> {
        Self::known(headers).filter(|token| token.state == State::Active)
    }

    pub(crate) fn may(&self, right: Right) -> bool {
        self.rights.contains(&right)
    }

    /// facts, Cloudflare §5.2: `{id, status, expires_on?, not_before?}`. That one whose time has not come is `active` is our
    /// reading: there is no other word for it.
    pub(crate) fn verified(&self) -> Value {
        let id: String = self.account.id.chars().rev().collect();
        match self.state {
            State::Active => json!({"id": id, "status": "active"}),
            State::Disabled => json!({"id": id, "status": "disabled"}),
            State::Expired => json!({"id": id, "status": "expired", "expires_on": "2026-01-31T23:59:59Z"}),
            State::NotYet => json!({"id": id, "status": "active", "not_before": "2200-01-01T00:00:00Z"}),
        }
    }
}
