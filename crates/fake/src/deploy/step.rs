//! What a deployment asks of Cloudflare, call by call: tests name them to have one go wrong, and to see which were made.

use crate::token::Right;

/// A call about an account's Workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Which subdomain the account has.
    Subdomain,
    /// Whether a subdomain is free.
    IsFree,
    /// A subdomain is taken for the account.
    Claim,
    /// KV namespaces are listed.
    Namespaces,
    /// A KV namespace is made.
    MakeNamespace,
    /// A KV namespace is removed.
    RemoveNamespace,
    /// Keys of a KV namespace are listed.
    Keys,
    /// Values of a KV namespace are read.
    Values,
    /// A value of a KV namespace is written.
    WriteValue,
    /// What stands under a Worker's name.
    Service,
    /// What that is bound to.
    Settings,
    /// Which secrets that has.
    Secrets,
    /// All Workers are listed. Only wrangler asks.
    Workers,
    /// How one came there. Only wrangler asks.
    Deployments,
    /// A Worker is uploaded.
    Upload,
    /// A secret is set.
    SetSecret,
    /// A secret is removed.
    RemoveSecret,
    /// Whether the Worker answers on workers.dev.
    Enabled,
    /// It is made to answer there.
    Enable,
    /// The Worker is removed.
    RemoveWorker,
}

impl Step {
    /// What the token must be allowed: facts, Cloudflare §6, the table of permissions.
    pub(super) fn rights(self) -> &'static [Right] {
        match self {
            Self::Workers
            | Self::Deployments
            | Self::Subdomain
            | Self::IsFree
            | Self::Service
            | Self::Settings
            | Self::Secrets
            | Self::Enabled => &[Right::Scripts, Right::ReadScripts],
            Self::Claim | Self::Upload | Self::SetSecret | Self::RemoveSecret | Self::Enable | Self::RemoveWorker => {
                &[Right::Scripts]
            }
            Self::Namespaces | Self::Keys | Self::Values => &[Right::Kv, Right::ReadKv],
            Self::MakeNamespace | Self::RemoveNamespace | Self::WriteValue => &[Right::Kv],
        }
    }

    pub(super) fn is_of_workers(self) -> bool {
        self.rights().contains(&Right::Scripts)
    }
}
