//! Why a Worker could not be deployed though the token is good: each has another next step, so each is a name of its own.
//! [`crate::Cloud`] finds them.

use contract::{AiError, Billed};
use serde::{Deserialize, Serialize};

use crate::{Error, Kind, Trace};

/// Why Cloudflare does not take a Worker, or what belongs to it. The engine's journal keeps it, by these names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum DeployFault {
    /// Somebody else has the subdomain of workers.dev.
    #[error("this subdomain of workers.dev is taken")]
    SubdomainTaken,
    /// The account has no subdomain of workers.dev yet.
    #[error("this account has no subdomain of workers.dev yet")]
    NoSubdomain,
    /// Cloudflare has looked at the Worker and does not start it; its words say why.
    #[error("Cloudflare does not take this Worker")]
    Invalid,
    /// The Worker is larger than Cloudflare takes.
    #[error("this Worker is larger than Cloudflare takes")]
    TooLarge,
    /// The account's plan does not have it.
    #[error("Cloudflare wants the Workers Paid plan for this")]
    NeedsPaid,
    /// What stands there has migrations that this program does not know: a newer Easel has put it there.
    #[error("the Worker that is there is newer than this program")]
    Newer,
    /// A Worker of that name stands there that this program has not put there: it is left alone.
    #[error("the Worker of this name is not Easel's")]
    NotOurs,
    /// Somebody else's Worker of that name has Durable Objects of its own, so that ours cannot take its place.
    #[error("the Worker of this name keeps things in Durable Objects of its own, and cannot be overwritten")]
    HasObjects,
    /// There is no such Worker, or it went meanwhile.
    #[error("there is no such Worker on this account")]
    NoWorker,
    /// Anything else; Cloudflare's words say what.
    #[error("Cloudflare refused")]
    Refused,
}

impl DeployFault {
    /// What a refusal that is not about the token means (facts, Cloudflare §6).
    pub(crate) fn of(refusal: &AiError) -> Self {
        match refusal.code {
            10007 | 10090 | 10092 => Self::NoWorker,
            10021 => Self::Invalid,
            10027 => Self::TooLarge,
            10031 => Self::SubdomainTaken,
            // Not in the facts; wrangler knows it: no first Worker without a subdomain.
            10063 => Self::NoSubdomain,
            // Nor this: what an upload does not have any more is the class of objects that exist.
            10064 => Self::HasObjects,
            10075 => Self::NeedsPaid,
            _ if refusal.status == Some(413) => Self::TooLarge,
            _ => Self::Refused,
        }
    }

    /// With Cloudflare's own words.
    pub(crate) fn said(self, refusal: &AiError) -> Error {
        let words = refusal.said();
        let error = Error::from(self);
        let message = if words.is_empty() { error.message.clone() } else { format!("{}: {words}", error.message) };
        let code = Some(refusal.code).filter(|code| *code != 0);
        let trace = Box::new(Trace { status: refusal.status, code, ..Trace::default() });
        Error { message, detail: Some(words).filter(|words| !words.is_empty()), trace, ..error }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::SubdomainTaken => "choose another one",
            Self::NoSubdomain => "choose one first",
            Self::Invalid => "update this program, and try again",
            Self::TooLarge => "update this program; this is not the Worker that comes with it",
            Self::NeedsPaid => "use another account, or take the plan on Cloudflare's pages",
            Self::Newer => "update this program",
            Self::NotOurs => "if it is yours, change or remove it on Cloudflare's pages",
            Self::HasObjects => "use another name, or remove that Worker on Cloudflare's pages first",
            Self::NoWorker => "deploy it first",
            Self::Refused => "Cloudflare's own words say why; its pages show what the account has",
        }
    }
}

/// Nothing of a deployment costs anything.
impl From<DeployFault> for Error {
    fn from(fault: DeployFault) -> Self {
        let error = Self::sent(Kind::Deploy(fault), fault.to_string()).hint(fault.hint());
        Self { billed: Billed::No, ..error }
    }
}
