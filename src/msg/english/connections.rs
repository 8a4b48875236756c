//! The page of connections, in English.

use contract::{Code, account::AccountError};
use engine::{Cause, Failure, Keep, KeychainFault, Kind, Rest, RestReason, TokenFault};

use super::failure::address;
use crate::{
    msg::{ConnectionMsg, alike::clock},
    panels::connections::{FieldProblem, Standing, Way},
};

pub(super) fn text(msg: ConnectionMsg<'_>) -> String {
    let fixed = match msg {
        ConnectionMsg::Title => "Connections",
        ConnectionMsg::New => "New connection",
        ConnectionMsg::Name => "Name",
        ConnectionMsg::NameHint => "As you like to call it",
        ConnectionMsg::Way(way) => self::way(way).name,
        ConnectionMsg::WayIs(way) => self::way(way).what,
        ConnectionMsg::WayFound(way) => self::way(way).found,
        ConnectionMsg::AccountId => "Account ID",
        ConnectionMsg::ApiToken => "API token",
        ConnectionMsg::TokenNote => {
            "The token needs the permissions Workers AI Read and Edit. A CF_ACCOUNT_LIST that you paste here adds all \
             its accounts."
        }
        ConnectionMsg::Problem(problem) => self::problem(problem),
        ConnectionMsg::KeyOfThisPlace(way) => self::way(way).key_of_this_place,
        ConnectionMsg::KeepForSession => "Keep it for this session only",
        ConnectionMsg::Kept(Keep::Keychain) => "Kept in this computer's keychain. Typing replaces it.",
        ConnectionMsg::Kept(Keep::Session) => "Kept until you close Easel. Typing replaces it.",
        ConnectionMsg::KeyMissing(way) => self::way(way).key_missing,
        ConnectionMsg::KeychainWaits => "Waiting for the system's keychain…",
        ConnectionMsg::KeychainAsks => "A window of your system may be asking you to unlock it.",
        ConnectionMsg::Line { standing, stands_in: true } => {
            return format!("{} · Stands in", self::standing(standing));
        }
        ConnectionMsg::Standing(standing) | ConnectionMsg::Line { standing, stands_in: false } => {
            return self::standing(standing);
        }
        ConnectionMsg::Untested => "Not tested since Easel was opened.",
        ConnectionMsg::Testing => "Testing…",
        ConnectionMsg::AllRight { models: 1 } => "All is right: 1 model.",
        ConnectionMsg::AllRight { models } => return format!("All is right: {models} models."),
        ConnectionMsg::UsedUp => {
            "Today's 10,000 free neurons are used; they come back at 00:00 UTC. A paid plan goes on, at a price."
        }
        ConnectionMsg::Rests(rest) => return rests(rest),
        ConnectionMsg::IsUsed => "It is in use.",
        ConnectionMsg::StandIn => "Stand in for each other",
        ConnectionMsg::StandInNote => {
            "When one of those that stand in has used its allowance of today, its pictures go over the next one in the \
             list that stands in; after the last comes the first. On a paid plan they may cost money."
        }
        ConnectionMsg::Parallel => "Requests at once",
        ConnectionMsg::ParallelNote => "More is faster, and meets the service's limits sooner.",
        ConnectionMsg::Full { most } => {
            return format!("You can keep up to {most} connections. Remove one to add another.");
        }
        ConnectionMsg::Accounts { count: 1 } => "This is a list of 1 account.",
        ConnectionMsg::Accounts { count } => return format!("This is a list of {count} accounts."),
        ConnectionMsg::AccountsNote => {
            "Each becomes a connection. One that is here already gets the token of the list."
        }
        ConnectionMsg::AccountsProblem(error) => return accounts(error),
    };
    fixed.to_owned()
}

fn rests(rest: &Rest) -> String {
    let until = rest.until.map(clock).unwrap_or_default();
    match rest.why {
        RestReason::AllowanceUsed if rest.until.is_none() => {
            "A new day's allowance may be there. It rests until you say that it may be spent.".to_owned()
        }
        RestReason::AllowanceUsed => format!("Its allowance of today is used. It rests until {until}."),
        RestReason::Busy => format!("It takes no more pictures for the moment. It rests until {until}."),
        RestReason::Unreachable => "What waits for it is sent as soon as it can be reached.".to_owned(),
        RestReason::Refused => "What waits for it is not sent before this is right.".to_owned(),
    }
}

/// What is said of one kind of connection and not of the other.
struct OfWay {
    name: &'static str,
    what: &'static str,
    found: &'static str,
    key_of_this_place: &'static str,
    key_missing: &'static str,
}

fn way(way: Way) -> OfWay {
    match way {
        Way::Worker => OfWay {
            name: "Worker",
            what: "Easel's own service at Cloudflare, or Easel on this computer.",
            found: "Deploying it shows its address. Its key is the secret API_KEY.",
            key_of_this_place: "A key is sent only to the place it belongs to. Type the one of this place too.",
            key_missing: "There is no key for this connection. Type it in, then save.",
        },
        Way::WorkersAi => OfWay {
            name: "Workers AI",
            what: "Your account at Cloudflare, asked by this computer.",
            found: "Cloudflare's dashboard shows the account ID, and makes a token by its template “Workers AI”.",
            key_of_this_place: "A token is used only for the account it belongs to. Type the one of this account too.",
            key_missing: "There is no token for this connection. Type it in, then save.",
        },
    }
}

fn problem(problem: FieldProblem) -> &'static str {
    match problem {
        FieldProblem::Address(error) => address(error),
        FieldProblem::AccountId => "An account ID has 32 digits and letters from a to f.",
        FieldProblem::NoKey => "This is needed too.",
        FieldProblem::Key(Way::Worker) => "A key has 1 to 512 letters, digits and signs, without spaces.",
        FieldProblem::Key(Way::WorkersAi) => "A token has 1 to 512 letters, digits and signs, without spaces.",
    }
}

fn standing(standing: Standing<'_>) -> String {
    let fixed = match standing {
        Standing::KeychainWaits => "Waiting for the system's keychain…",
        Standing::KeyMissing => "Key missing",
        Standing::Failed(failure)
        | Standing::Rests(Rest { why: RestReason::Unreachable | RestReason::Refused, failure, .. }) => short(failure),
        Standing::Testing => "Testing…",
        Standing::Rests(Rest { until: Some(until), .. }) => return format!("Rests until {}", clock(*until)),
        Standing::Rests(Rest { until: None, .. }) => "Rests",
        Standing::InUse => "In use",
        Standing::Ready => "Ready",
        Standing::Untested => "Not tested",
    };
    fixed.to_owned()
}

/// In a few words; what to do about it stands where there is room.
pub(super) fn short(failure: &Failure) -> &'static str {
    match &failure.cause {
        Cause::Keychain(KeychainFault::Absent) => "No keychain",
        Cause::Keychain(KeychainFault::Locked) => "Keychain locked",
        Cause::Keychain(KeychainFault::Silent) => "Keychain silent",
        Cause::Keychain(KeychainFault::NotKept | KeychainFault::Failed) => "Keychain failed",
        Cause::Service { kind, .. } => match kind {
            Kind::Offline => "Offline",
            Kind::Connect => "Not reached",
            Kind::NameNotFound => "Name not found",
            Kind::Tls => "No secure connection",
            Kind::Timeout => "No answer in time",
            Kind::NotOurs | Kind::Redirected => "Not Easel's service",
            Kind::OtherApi => "Another version",
            Kind::NoModels => "No models",
            Kind::NotCloudflare => "Not Cloudflare",
            Kind::CloudflareDown => "Cloudflare is down",
            Kind::Token(TokenFault::Unknown) => "Wrong token",
            Kind::Token(TokenFault::UnknownHere) => "Unknown token or account",
            Kind::Token(TokenFault::Disabled) => "Token disabled",
            Kind::Token(TokenFault::Expired) => "Token expired",
            Kind::Token(TokenFault::NotYetValid) => "Token not valid yet",
            Kind::Token(TokenFault::WrongAccount) => "Wrong account",
            Kind::Token(TokenFault::NoPermission | TokenFault::NoScripts | TokenFault::NoKv) => {
                "Token lacks permission"
            }
            Kind::Token(TokenFault::AccountOrPermission) => "Wrong account or token",
            Kind::Token(TokenFault::AccountBlocked) => "Account blocked",
            Kind::Token(TokenFault::NoAnalytics) => "No analytics",
            Kind::Refused(Code::Unauthorized) => "Wrong key",
            Kind::Refused(Code::AccountRefused) => "Account or token refused",
            Kind::Refused(Code::AllowanceUsed) => "Allowance used",
            Kind::Refused(Code::NotConfigured) => "Not set up",
            _ => "Not working",
        },
        _ => "Not working",
    }
}

fn accounts(error: AccountError) -> String {
    let again = "Correct the list where you keep it, then paste it again.";
    match error {
        AccountError::Id => format!("One of the list has no account ID of 32 digits and letters from a to f. {again}"),
        AccountError::Token(place) => format!("Account {place} of the list has no usable token. {again}"),
        AccountError::Form => format!(
            "This begins like a list of accounts and is not one: [{{\"account_id\": \"…\", \"token\": \"…\"}}, …]. {again}"
        ),
        AccountError::Count => format!("The list must name 1 to 32 accounts. {again}"),
    }
}
