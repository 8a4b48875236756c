//! What kind of failure it was, as a card shows it: each class has one title and one icon, and mostly one remedy. The window
//! words it, [`crate::NextStep`] goes by it, and reports name it. It says nothing about money: that is [`Failure::billed`].

use contract::Code;
use remote::{Kind, TokenFault};
use serde::Serialize;

use crate::{
    cause::{Cause, FileFault, WorkerFault},
    failure::Failure,
};

/// What kind of failure it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// There is no way in: no key or a wrong one, no connection, no address.
    Key,
    /// The way in is right, and what is behind it may not be used.
    Permission,
    /// The day's free neurons are used.
    Allowance,
    /// Too much at once: it passes by itself.
    Rate,
    /// Cloudflare's filter.
    Moderation,
    /// What was asked for cannot be had: its size, its model, a field.
    Request,
    /// Nobody was reached, or the line broke.
    Network,
    /// It took too long.
    Timeout,
    /// Cloudflare is in trouble.
    Cloudflare,
    /// What came is not what a service of ours sends.
    Reply,
    /// The disk, or what is kept on it.
    Disk,
    /// The system's keychain.
    Keychain,
    /// It has no ending: cancelled, or cut off, or its ending is no longer kept.
    Unfinished,
    /// A fault of Easel.
    Fault,
}

impl Failure {
    /// What kind of failure it was.
    pub fn class(&self) -> Class {
        match &self.cause {
            // Only Cloudflare gives replies such a name: it answered in the service's place.
            Cause::Service { kind: Kind::NotOurs, .. } if self.is_of_a_server() && self.trace.ray.is_some() => {
                Class::Cloudflare
            }
            Cause::Service { kind, .. } => of_kind(*kind),
            Cause::NoConnection | Cause::NoKey { .. } | Cause::Address(_) => Class::Key,
            Cause::Keychain(_) => Class::Keychain,
            Cause::CutShort | Cause::Worker(WorkerFault::OldVersion) => Class::Reply,
            Cause::Cancelled | Cause::Unknown { .. } => Class::Unfinished,
            Cause::Unsent | Cause::NotKept(_) | Cause::Index | Cause::NotRevealed { .. } => Class::Disk,
            Cause::File(fault) => of_file(fault),
            Cause::Worker(_) | Cause::ThreadGone | Cause::Other(_) => Class::Fault,
        }
    }

    fn is_of_a_server(&self) -> bool {
        self.trace.status.is_some_and(|status| status >= 500)
    }
}

fn of_kind(kind: Kind) -> Class {
    match kind {
        Kind::Offline | Kind::Connect | Kind::NameNotFound | Kind::Tls | Kind::Broken => Class::Network,
        Kind::Timeout => Class::Timeout,
        Kind::TooLarge
        | Kind::Redirected
        | Kind::NotOurs
        | Kind::OtherApi
        | Kind::NoPicture
        | Kind::NoModels
        | Kind::NotCloudflare => Class::Reply,
        Kind::CloudflareDown => Class::Cloudflare,
        Kind::Token(fault) => of_token(fault),
        Kind::Deploy(_) => Class::Request,
        Kind::Refused(code) => of_code(code),
        Kind::Internal => Class::Fault,
    }
}

fn of_token(fault: TokenFault) -> Class {
    match fault {
        TokenFault::Unknown
        | TokenFault::UnknownHere
        | TokenFault::Disabled
        | TokenFault::Expired
        | TokenFault::NotYetValid => Class::Key,
        TokenFault::WrongAccount
        | TokenFault::NoPermission
        | TokenFault::AccountOrPermission
        | TokenFault::AccountBlocked
        | TokenFault::NoAnalytics
        | TokenFault::NoScripts
        | TokenFault::NoKv => Class::Permission,
    }
}

fn of_code(code: Code) -> Class {
    match code {
        // No such route: the address leads elsewhere.
        Code::Unauthorized | Code::NotFound => Class::Key,
        // Cloudflare has one code for a wrong token and for one that may too little.
        Code::AccountRefused | Code::NeedsPaidPlan | Code::NotConfigured => Class::Permission,
        Code::AllowanceUsed => Class::Allowance,
        Code::RateLimited | Code::NoCapacity => Class::Rate,
        Code::PromptFlagged | Code::PictureFlagged => Class::Moderation,
        Code::InvalidRequest | Code::InputRefused | Code::BodyTooLarge | Code::ModelNotFound | Code::ModelNotHere => {
            Class::Request
        }
        Code::Unreachable => Class::Network,
        Code::UpstreamTimeout => Class::Timeout,
        Code::Upstream => Class::Cloudflare,
        Code::ReplyGone | Code::Interrupted => Class::Unfinished,
        // Easel writes neither the body nor the route wrong, and draws each key anew.
        Code::BadJson | Code::MethodNotAllowed | Code::NotAcceptable | Code::KeyReused | Code::Internal => Class::Fault,
        // Of a newer version: `Other`, which is what the contract makes of each.
        _ => Class::Reply,
    }
}

fn of_file(fault: &FileFault) -> Class {
    match fault {
        FileFault::Full { .. }
        | FileFault::Denied { .. }
        | FileFault::Gone { .. }
        | FileFault::Disk { .. }
        | FileFault::NoBin { .. }
        | FileFault::Changed { .. }
        | FileFault::NotInBin { .. }
        | FileFault::Taken { .. } => Class::Disk,
        // It arrived whole, by its first and last bytes, and is no picture that can be kept.
        FileFault::NotAPicture | FileFault::Broken | FileFault::TooManyPixels(_) | FileFault::TooManyBytes { .. } => {
            Class::Reply
        }
    }
}
