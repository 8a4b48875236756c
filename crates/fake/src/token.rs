//! The API tokens that the stand-in knows beside those of its two accounts: each lacks something else. Tests of what is said
//! about a token use them; nothing here is a secret.

use http::{HeaderMap, header::AUTHORIZATION};
use serde_json::{Value, json};

use crate::account::{Account, FIRST, SECOND};

/// A user's token that reaches the first account, without the permission for Workers AI.
pub const WITHOUT_AI: &str = "cfut_withoutai000000000000000000000000000";
/// A user's token for Workers AI on the first account, without the permission for its analytics.
pub const WITHOUT_ANALYTICS: &str = "cfut_withoutanalytics0000000000000000000";
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
/// A user's token that may deploy on the first account, and do no more.
pub const DEPLOYER: &str = "cfut_deployer0000000000000000000000000000";
/// The same on both accounts.
pub const DEPLOYER_OF_TWO: &str = "cfut_deployeroftwo0000000000000000000000";
/// The second account's own token that may deploy there.
pub const OWNED_DEPLOYER: &str = "cfat_deployer0000000000000000000000000000";
/// A [`DEPLOYER`] without Workers Scripts.
pub const WITHOUT_SCRIPTS: &str = "cfut_withoutscripts000000000000000000000";
/// A [`DEPLOYER`] without Workers KV Storage.
pub const WITHOUT_KV: &str = "cfut_withoutkv00000000000000000000000000";
/// A [`DEPLOYER`] without Account Settings: it lists no account.
pub const WITHOUT_SETTINGS: &str = "cfut_withoutsettings00000000000000000000";
/// A [`DEPLOYER`] that may only read Workers Scripts.
pub const READING_SCRIPTS: &str = "cfut_readingscripts000000000000000000000";
/// A [`DEPLOYER`] that may only read Workers KV Storage.
pub const READING_KV: &str = "cfut_readingkv00000000000000000000000000";

/// What Cloudflare knows of a token.
#[derive(Debug)]
pub(crate) struct Token {
    text: &'static str,
    /// Those that it reaches.
    pub(crate) accounts: &'static [Account],
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
    /// To edit.
    Scripts,
    ReadScripts,
    /// To edit.
    Kv,
    ReadKv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Active,
    Disabled,
    Expired,
    NotYet,
}

const ALL: [Token; 19] = [
    Token::of_user(FIRST.token, &[Right::WorkersAi, Right::Analytics]),
    Token::of_second(SECOND.token, &[Right::WorkersAi, Right::Analytics]),
    Token::of_user(WITHOUT_AI, &[]),
    Token::of_user(WITHOUT_ANALYTICS, &[Right::WorkersAi]),
    Token::of_user(LISTING, &[Right::WorkersAi, Right::ListAccounts]),
    Token::of_user(LISTING_ONLY, &[Right::ListAccounts]),
    Token { state: State::Disabled, ..Token::of_user(DISABLED, &[Right::WorkersAi]) },
    Token { state: State::Expired, ..Token::of_user(EXPIRED, &[Right::WorkersAi]) },
    Token { state: State::NotYet, ..Token::of_user(NOT_YET, &[Right::WorkersAi]) },
    Token::of_second(OWNED_WITHOUT_AI, &[]),
    Token::of_second(OLD_OWNED_WITHOUT_AI, &[]),
    Token::of_user(DEPLOYER, &[Right::Scripts, Right::Kv, Right::ListAccounts]),
    Token {
        accounts: &[FIRST, SECOND],
        ..Token::of_user(DEPLOYER_OF_TWO, &[Right::Scripts, Right::Kv, Right::ListAccounts])
    },
    Token::of_second(OWNED_DEPLOYER, &[Right::Scripts, Right::Kv, Right::ListAccounts]),
    Token::of_user(WITHOUT_SCRIPTS, &[Right::Kv, Right::ListAccounts]),
    Token::of_user(WITHOUT_KV, &[Right::Scripts, Right::ListAccounts]),
    Token::of_user(WITHOUT_SETTINGS, &[Right::Scripts, Right::Kv]),
    Token::of_user(READING_SCRIPTS, &[Right::ReadScripts, Right::Kv, Right::ListAccounts]),
    Token::of_user(READING_KV, &[Right::Scripts, Right::ReadKv, Right::ListAccounts]),
];

impl Token {
    const fn of_user(text: &'static str, rights: &'static [Right]) -> Self {
        Self { text, accounts: &[FIRST], owner: Owner::User, state: State::Active, rights }
    }

    const fn of_second(text: &'static str, rights: &'static [Right]) -> Self {
        Self { text, accounts: &[SECOND], owner: Owner::Account, state: State::Active, rights }
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

    /// The account `id`, if it reaches it.
    pub(crate) fn account(&self, id: &str) -> Option<Account> {
        self.accounts.iter().find(|account| account.id == id).copied()
    }

    pub(crate) fn may(&self, right: Right) -> bool {
        self.rights.contains(&right)
    }

    /// facts, Cloudflare §5.2: `{id, status, expires_on?, not_before?}`. That one whose time has not come is `active` is our
    /// reading: there is no other word for it.
    pub(crate) fn verified(&self) -> Value {
        let id: String = self.accounts.iter().flat_map(|account| account.id.chars().rev()).take(32).collect();
        match self.state {
            State::Active => json!({"id": id, "status": "active"}),
            State::Disabled => json!({"id": id, "status": "disabled"}),
            State::Expired => json!({"id": id, "status": "expired", "expires_on": "2026-01-31T23:59:59Z"}),
            State::NotYet => json!({"id": id, "status": "active", "not_before": "2200-01-01T00:00:00Z"}),
        }
    }
}
