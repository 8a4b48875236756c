//! The one error of this crate: what happened, whether it may have cost anything, what to do next. The engine turns it into
//! what a tile says. No text in it ever holds a key.

use contract::{Billed, Code, Key};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::{DeployFault, TokenFault, Trace};

/// A request that brought no reply, or none that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// For programs.
    pub kind: Kind,
    /// For people: what happened. Never empty.
    pub message: String,
    /// The field that the service named, where it refused one.
    pub param: Option<String>,
    /// For people: what to do next.
    pub hint: Option<String>,
    /// Whether it may have cost anything.
    pub billed: Billed,
    /// Seconds that the service asks to wait, where it said.
    pub retry_after: Option<u32>,
    /// What the reply said for those who look into it. Boxed, since errors are handed on a lot.
    pub trace: Box<Trace>,
    /// What only the other end or the system can say, for those who say the rest in another language: a refusal's own words,
    /// what is wrong with a certificate, the host that a reply points to, a status, the other end's version of the API, the
    /// day on which a token expired.
    pub detail: Option<String>,
}

/// What went wrong, for programs. The engine's journal keeps it, by these names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// This computer has no network at all.
    Offline,
    /// No connection: refused, or no way there.
    Connect,
    /// The host's name could not be looked up.
    NameNotFound,
    /// No encryption could be agreed on, or the certificate is not trusted.
    Tls,
    /// Nothing came for too long.
    Timeout,
    /// The connection broke, or the reply ended too early.
    Broken,
    /// The reply is over its bound.
    TooLarge,
    /// The reply points to another address, which is never followed.
    Redirected,
    /// What answers is no service of ours, or something between speaks for it.
    NotOurs,
    /// A service of ours, with another version of the API.
    OtherApi,
    /// The reply holds no picture.
    NoPicture,
    /// A service of ours, or an account, without any model that this program knows.
    NoModels,
    /// What answers in the place of Cloudflare's API is something else.
    NotCloudflare,
    /// Cloudflare's API is in trouble itself.
    CloudflareDown,
    /// Cloudflare's API refuses the token, or the account with it.
    Token(TokenFault),
    /// Cloudflare does not take a Worker, or what belongs to it.
    Deploy(DeployFault),
    /// The service refused, or failed, and said so in our shape.
    Refused(Code),
    /// A fault of this program.
    Internal,
}

impl Error {
    /// Of a request that surely has not reached a service: it cost nothing.
    pub fn unsent(kind: Kind, message: impl Into<String>) -> Self {
        Self { billed: Billed::No, ..Self::sent(kind, message) }
    }

    /// Of a request that left: until a service says otherwise, it may have cost something.
    pub fn sent(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            param: None,
            hint: None,
            billed: Billed::Maybe,
            retry_after: None,
            trace: Box::default(),
            detail: None,
        }
    }

    /// Says what to do next.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds what only the other end or the system can say.
    #[must_use]
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same without `key`, should the other end's words repeat it.
    #[must_use]
    pub(crate) fn without(mut self, key: &Key) -> Self {
        for text in [Some(&mut self.message), self.detail.as_mut()].into_iter().flatten() {
            *text = text.replace(key.expose(), "…");
        }
        self
    }

    /// Says by which name Cloudflare knows the reply, unless a better one is known.
    #[must_use]
    pub(crate) fn ray(mut self, ray: Option<String>) -> Self {
        self.trace.ray = self.trace.ray.or(ray);
        self
    }

    /// Says which status the reply has.
    #[must_use]
    pub(crate) fn status(mut self, status: StatusCode) -> Self {
        self.trace.status = Some(status.as_u16());
        self
    }

    /// Of a request that never costs anything.
    pub(crate) fn free(self) -> Self {
        Self { billed: Billed::No, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_in_the_journal_stay() {
        for (kind, name) in [
            (Kind::Offline, r#""offline""#),
            (Kind::Connect, r#""connect""#),
            (Kind::NameNotFound, r#""name_not_found""#),
            (Kind::Tls, r#""tls""#),
            (Kind::Timeout, r#""timeout""#),
            (Kind::Broken, r#""broken""#),
            (Kind::TooLarge, r#""too_large""#),
            (Kind::Redirected, r#""redirected""#),
            (Kind::NotOurs, r#""not_ours""#),
            (Kind::OtherApi, r#""other_api""#),
            (Kind::NoPicture, r#""no_picture""#),
            (Kind::NoModels, r#""no_models""#),
            (Kind::NotCloudflare, r#""not_cloudflare""#),
            (Kind::CloudflareDown, r#""cloudflare_down""#),
            (Kind::Token(TokenFault::NotYetValid), r#"{"token":"not_yet_valid"}"#),
            (Kind::Token(TokenFault::UnknownHere), r#"{"token":"unknown_here"}"#),
            (Kind::Token(TokenFault::AccountOrPermission), r#"{"token":"account_or_permission"}"#),
            (Kind::Token(TokenFault::NoAnalytics), r#"{"token":"no_analytics"}"#),
            (Kind::Token(TokenFault::NoScripts), r#"{"token":"no_scripts"}"#),
            (Kind::Token(TokenFault::NoKv), r#"{"token":"no_kv"}"#),
            (Kind::Deploy(DeployFault::SubdomainTaken), r#"{"deploy":"subdomain_taken"}"#),
            (Kind::Refused(Code::NotConfigured), r#"{"refused":"not_configured"}"#),
            (Kind::Internal, r#""internal""#),
        ] {
            assert_eq!(serde_json::to_string(&kind).unwrap(), name);
            assert_eq!(serde_json::from_str::<Kind>(name).unwrap(), kind);
        }
    }
}
