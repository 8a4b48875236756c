//! What failed and what to do about it, in English.

use contract::{API_VERSION, Code};
use engine::{AddressError, Cause, DeployFault, Failure, FileFault, Kept, KeychainFault, Kind, TokenFault};

use super::sentence;
use crate::msg::alike::SECRET_SERVICE;

pub(super) fn failure(failure: &Failure) -> String {
    let detail = failure.detail.as_deref();
    match &failure.cause {
        Cause::Service { service, kind } => self::service(service, *kind, detail),
        Cause::Address(error) => address(*error).to_owned(),
        Cause::NoConnection => {
            "This picture's connection no longer exists. Another try goes over the one that is chosen now.".to_owned()
        }
        Cause::NoKey { service } => format!("{service} has no key. Type it in again, then save the connection."),
        Cause::Keychain(fault) => keychain(*fault, detail),
        Cause::CutShort => "The reply ended before the picture was whole.".to_owned(),
        Cause::Cancelled => "Cancelled after it was sent. If the picture arrives after all, it is kept.".to_owned(),
        Cause::Unknown { service } => {
            format!("Sent to {service}, result unknown: Easel was closed before a reply came.")
        }
        Cause::Unsent => {
            "Nothing was sent, because Easel could not make a note of it first. Make room on the disk, then try again."
                .to_owned()
        }
        Cause::NotKept(what) => format!("{} Make room on the disk.", with(kept(*what), detail)),
        Cause::Worker(fault) => super::deploy::fault(*fault, detail),
        Cause::ThreadGone => format!("{} Start Easel again.", with("A part of Easel has stopped", detail)),
        Cause::File(fault) => file(fault, detail),
        Cause::Index => format!(
            "{} The pictures are safe, and it is made again from them at the next start.",
            with("The index of the pictures failed", detail)
        ),
        Cause::NotRevealed { folder } => {
            format!("{} The folder is: {folder}", with("No file manager could be opened", detail))
        }
        Cause::Other(words) => other(words, detail),
    }
}

fn service(service: &str, kind: Kind, detail: Option<&str>) -> String {
    let check = "Check the address: something else may be answering there.";
    match kind {
        Kind::Offline => {
            format!("This computer is offline, so {service} cannot be reached. Connect it to a network, then try again.")
        }
        Kind::Connect => format!(
            "{service} could not be reached. Check the address, that the service is running, and that this computer is online."
        ),
        Kind::NameNotFound => format!(
            "The host of {service} could not be looked up. Check that this computer is online, and, of a Worker, the address."
        ),
        Kind::Tls => format!(
            "{} Check the address and this computer's clock; if your network inspects traffic, install its certificate.",
            with(&format!("No secure connection to {service}"), detail)
        ),
        Kind::Timeout => format!("{service} did not answer in time. It may be busy, or the network slow: try again."),
        Kind::Broken => format!("The connection to {service} broke before the reply was whole. Try again."),
        Kind::TooLarge => format!("{service} sent more than any picture needs, so Easel stopped reading. {check}"),
        Kind::Redirected => format!(
            "{service} points to {}, which is not followed. If that is yours, use its address instead.",
            detail.unwrap_or("another address")
        ),
        Kind::NotOurs if detail.is_some_and(|status| status.starts_with('5')) => format!(
            "{} The service, or something in front of it, has a problem. Wait a while, then try again.",
            with(&format!("{service} failed"), detail)
        ),
        Kind::NotOurs => format!("{} {check}", with(&format!("{service} does not answer as Easel's service does"), detail)),
        Kind::OtherApi => {
            let (theirs, older) = version(detail);
            format!("{service} uses version {theirs} of Easel's service, this Easel version {API_VERSION}. Update {older}.")
        }
        Kind::NoModels => {
            format!("{service} has none of the models that this Easel knows. Update Easel, and the service if it is yours.")
        }
        Kind::NotCloudflare => format!(
            "{} Your network may stand between: sign in to it, or try another one.",
            with("Something else answers in the place of Cloudflare", detail)
        ),
        Kind::CloudflareDown => {
            format!("{} Wait a while, then try again.", with("Cloudflare itself has a problem", detail))
        }
        Kind::Token(fault) => token(fault, detail),
        Kind::Deploy(fault) => deployment(fault, detail),
        Kind::NoPicture => format!("What {service} sent is not a JPEG, PNG or WebP picture. {check}"),
        Kind::Internal => {
            "Easel could not make the request, which is a fault of Easel. Start it again; if that does not help, report it."
                .to_owned()
        }
        Kind::Refused(code) => refused(service, code, detail),
    }
}

/// `day`: on which it expired, or becomes valid.
fn token(fault: TokenFault, day: Option<&str>) -> String {
    match fault {
        TokenFault::Unknown => {
            "Cloudflare does not know this token. Copy it again, or make a new one.".to_owned()
        }
        TokenFault::UnknownHere => {
            "Cloudflare does not know this token for this account. Check both: a token that an account owns opens that account only."
                .to_owned()
        }
        TokenFault::Disabled => {
            "This token is disabled. Enable it on Cloudflare's page of API tokens, or make a new one.".to_owned()
        }
        TokenFault::Expired => {
            let on = day.map(|day| format!(" on {day}")).unwrap_or_default();
            format!("This token expired{on}. Make a new one on Cloudflare's page of API tokens.")
        }
        TokenFault::NotYetValid => {
            let until = day.unwrap_or("later");
            format!("This token is not valid until {until}. Wait until then, or make another one.")
        }
        TokenFault::WrongAccount => {
            "This token does not reach this account. Check the account ID: the address of Cloudflare's dashboard shows it."
                .to_owned()
        }
        TokenFault::NoPermission => {
            "This token may not use Workers AI. Give it the permissions Workers AI Read and Workers AI Edit.".to_owned()
        }
        TokenFault::AccountOrPermission => {
            "This token does not open Workers AI on this account. Check the account ID; the token needs Workers AI Read and Edit."
                .to_owned()
        }
        TokenFault::AccountBlocked => {
            "Cloudflare has blocked this account. Ask Cloudflare's support, or use another account.".to_owned()
        }
        TokenFault::NoAnalytics => {
            "This token may not read the account's analytics. Give it the permission Account Analytics · Read to see what other programs on the account have used too."
                .to_owned()
        }
        TokenFault::NoScripts => {
            "This token may not deploy Workers. Give it the permission Workers Scripts · Edit on this account.".to_owned()
        }
        TokenFault::NoKv => {
            "This token may not use Workers KV. Give it the permission Workers KV Storage · Edit on this account.".to_owned()
        }
    }
}

/// `words`: Cloudflare's own, where it said why.
fn deployment(fault: DeployFault, words: Option<&str>) -> String {
    match fault {
        DeployFault::SubdomainTaken => "This subdomain of workers.dev is taken. Choose another one.".to_owned(),
        DeployFault::NoSubdomain => "This account has no subdomain of workers.dev yet. Choose one first.".to_owned(),
        DeployFault::Invalid => {
            format!("{} Update Easel, then try again.", with("Cloudflare does not take this Worker", words))
        }
        DeployFault::TooLarge => {
            "This Worker is larger than Cloudflare takes. Update Easel: it is not the one that comes with it.".to_owned()
        }
        DeployFault::NeedsPaid => {
            "Cloudflare wants the Workers Paid plan for this. Use another account, or take the plan on Cloudflare's pages."
                .to_owned()
        }
        DeployFault::Newer => "The Worker that is there is newer than this Easel. Update Easel.".to_owned(),
        DeployFault::NotOurs => {
            "Another Worker stands there by now that Easel has not put there: it is left alone. If it is yours, change or \
             remove it on Cloudflare's pages."
                .to_owned()
        }
        DeployFault::HasObjects => {
            "The Worker of this name keeps things in Durable Objects of its own, so it cannot be overwritten. Leave this page and \
             deploy under another name, or remove that Worker on Cloudflare's pages first."
                .to_owned()
        }
        DeployFault::NoWorker => "There is no such Worker on this account. Deploy it first.".to_owned(),
        DeployFault::Refused => format!("{} Cloudflare's pages show what the account has.", with("Cloudflare refused", words)),
    }
}

/// Theirs, and which of the two is older.
fn version(theirs: Option<&str>) -> (&str, &'static str) {
    let theirs = theirs.unwrap_or("?");
    let is_older = theirs.parse().is_ok_and(|theirs: u32| theirs < API_VERSION);
    (theirs, if is_older { "the service" } else { "Easel" })
}

fn refused(service: &str, code: Code, detail: Option<&str>) -> String {
    match code {
        Code::Unauthorized => format!("{service} does not accept the key. Check the key of this connection."),
        Code::ModelNotFound | Code::ModelNotHere => format!("{service} does not have this model. Choose another one."),
        Code::BadJson | Code::InvalidRequest => {
            format!("{} Change it, then try again.", with(&format!("{service} does not take this request"), detail))
        }
        Code::NotFound | Code::MethodNotAllowed => {
            format!("{service} has no such function. Check the address, and that the service is up to date.")
        }
        Code::NotAcceptable => with(&format!("{service} cannot send this picture"), detail),
        Code::BodyTooLarge => {
            format!("This request is too large for {service}. Use fewer or smaller reference pictures.")
        }
        Code::KeyReused => format!("{service} knows this picture's key from another request."),
        Code::ReplyGone => format!("{service} made this picture and no longer keeps it."),
        Code::Interrupted => {
            format!(
                "An earlier try was cut off, and {service} does not know how it ended. Its usage shows whether it was counted."
            )
        }
        Code::NotConfigured => {
            format!("{} Ask whoever runs the service to fix it.", with(&format!("{service} is not set up"), detail))
        }
        Code::RateLimited => format!("{service} takes no more requests this minute. Wait a minute, then try again."),
        Code::AllowanceUsed => format!(
            "The account behind {service} has used its free neurons of the day. They come back at 00:00 UTC, at times an hour later."
        ),
        Code::NoCapacity => {
            "This model is busy at Cloudflare. Try again in a moment, or choose another one.".to_owned()
        }
        Code::PromptFlagged => {
            "Cloudflare's filter refused this prompt. The same prompt often passes with another seed, or in other words.".to_owned()
        }
        Code::PictureFlagged => {
            "Cloudflare's filter held the finished picture back. The same prompt often passes with another seed."
                .to_owned()
        }
        Code::InputRefused => {
            format!("{} Change it, then try again.", said(detail, "Cloudflare does not take this request"))
        }
        Code::NeedsPaidPlan => "This model needs a paid plan at Cloudflare. Choose another one.".to_owned(),
        Code::AccountRefused => {
            "Cloudflare refuses the account or its token. Check both; the token needs Workers AI Read and Edit."
                .to_owned()
        }
        Code::Unreachable => format!("{service} cannot reach Cloudflare. Check the network, then try again."),
        Code::UpstreamTimeout => {
            "Cloudflare took too long. Fewer steps or a smaller picture take less time.".to_owned()
        }
        Code::Upstream => format!("{} Wait a while, then try again.", said(detail, "Cloudflare failed")),
        Code::Internal => format!("{} Wait a while, then try again.", with(&format!("{service} failed"), detail)),
        _ => with(&format!("{service} refused"), detail),
    }
}

/// A service's whole sentence; where there is none, `unsaid`.
fn said(detail: Option<&str>, unsaid: &str) -> String {
    sentence(detail.filter(|detail| !detail.is_empty()).unwrap_or(unsaid))
}

pub(super) fn address(error: AddressError) -> &'static str {
    match error {
        AddressError::Empty => "The address is empty. One looks like https://easel.example.workers.dev.",
        AddressError::Malformed => "This is not an address. One looks like https://easel.example.workers.dev.",
        AddressError::Scheme => "The address must begin with https://.",
        AddressError::PlainHttp => "The address must begin with https://; http:// is for this computer only.",
        AddressError::UserInfo => "The address must not hold a user name or password. The key has a field of its own.",
        AddressError::Query => "The address must end before any ? or #.",
    }
}

/// Of the system's keychain.
fn keychain(fault: KeychainFault, detail: Option<&str>) -> String {
    let session = "or keep the key for this session only.";
    match fault {
        KeychainFault::Absent => format!(
            "This computer has no keychain that is running, and Easel keeps keys nowhere else. Start one{}, {session}",
            if SECRET_SERVICE { ", such as GNOME Keyring or KWallet" } else { "" }
        ),
        KeychainFault::Locked => format!("This computer's keychain is locked. Unlock it and try again, {session}"),
        KeychainFault::Silent => format!(
            "This computer's keychain has not answered. It may be asking you in another window: answer there and try \
             again, {session}"
        ),
        KeychainFault::NotKept => {
            format!("This computer's keychain took the key and gave back something else. Try again, {session}")
        }
        KeychainFault::Failed => {
            format!("{} Try again, {session}", with("This computer's keychain failed", detail))
        }
    }
}

fn kept(what: Kept) -> &'static str {
    match what {
        Kept::Journal => "The list of pictures that were asked for could not be saved",
        Kept::Draft => "The prompt panel could not be saved",
        Kept::Settings => "The settings could not be saved",
    }
}

/// Of the disk, the bin, and what a file holds.
fn file(fault: &FileFault, detail: Option<&str>) -> String {
    match fault {
        FileFault::Full { path } => {
            format!("The disk is full: {path} could not be written. Make room, then try again.")
        }
        FileFault::Denied { path } => {
            format!("No permission for {path}. Choose a folder that you may write to, or change its permissions.")
        }
        FileFault::Gone { path } => format!("{path} is gone. It may have been moved, or its disk is not connected."),
        FileFault::Disk { path } => {
            format!(
                "{} Check the disk and the folder, then try again.",
                with(&format!("{path} cannot be used"), detail)
            )
        }
        FileFault::NoBin { path } => format!(
            "{} The picture stays where it is; if you are sure, delete its file in your file manager.",
            with(&format!("There is no bin for {path}"), detail)
        ),
        FileFault::Changed { path } => {
            format!("{path} has changed since Easel last looked, and stays where it is. F5 looks again.")
        }
        FileFault::NotInBin { path } => {
            format!("{path} is no longer in the bin. The bin was emptied, or the file was put elsewhere.")
        }
        FileFault::Taken { path } => {
            format!("Another file is at {path} now. Move it away, then put the picture back from the bin.")
        }
        FileFault::NotAPicture => "This is not a JPEG, PNG or WebP picture.".to_owned(),
        FileFault::Broken => {
            format!("{} It may have been cut off: look for another copy.", with("The file is broken", detail))
        }
        FileFault::TooManyPixels(size) => {
            format!("The picture is too large: {size} pixels. Make a smaller copy of it in another program.")
        }
        FileFault::TooManyBytes { bytes } => format!(
            "The file is too large: {} MB. Make a smaller copy of it in another program.",
            bytes.div_ceil(1 << 20)
        ),
    }
}

fn other(words: &str, detail: Option<&str>) -> String {
    let words =
        if words.is_empty() { "it failed for a reason that this version of Easel does not know" } else { words };
    let detail = detail.map(|detail| format!(" {}", sentence(detail))).unwrap_or_default();
    format!("{}{detail}", sentence(words))
}

/// `words`, and what only a service or the system can say.
pub(super) fn with(words: &str, detail: Option<&str>) -> String {
    match detail.map(|detail| detail.trim_end_matches('.')) {
        Some(detail) if !detail.is_empty() => format!("{words}: {detail}."),
        _ => format!("{words}."),
    }
}
