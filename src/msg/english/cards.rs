//! The card of a picture that was not made, in English.

use contract::{Billed, Code};
use engine::{Cause, Class, Failure, FileFault, KeychainFault, Kind, NextStep};

use crate::msg::cards::{CardMsg, Whom};

pub(super) fn text(msg: CardMsg<'_>) -> String {
    let fixed = match msg {
        CardMsg::Title(failure) => title(failure),
        CardMsg::Billed(Billed::No) => "Not billed",
        CardMsg::Billed(Billed::Maybe) => "May have been billed",
        CardMsg::Billed(Billed::Yes) => "Billed",
        CardMsg::Step(step, whom) => self::step(step, whom),
        CardMsg::AtACost(step, whom) => return format!("{} (may be billed again)", self::step(step, whom)),
        CardMsg::Does(step, billed) => does(step, billed),
        CardMsg::Forget => "Forget",
        CardMsg::ThrowAway => "Throw the picture away",
        CardMsg::ThrowsAway => "Easel only holds the picture in memory: it is not saved anywhere, and would be lost",
    };
    fixed.to_owned()
}

fn title(failure: &Failure) -> &'static str {
    let kind = match &failure.cause {
        Cause::Service { kind, .. } => Some(*kind),
        _ => None,
    };
    match (failure.class(), &failure.cause, kind) {
        (Class::Key, Cause::NoKey { .. }, _) => "The key is missing",
        (Class::Key, Cause::NoConnection, _) => "Its connection is gone",
        (Class::Key, Cause::Address(_), _) | (_, _, Some(Kind::Refused(Code::NotFound))) => "The address is wrong",
        (Class::Key, ..) => "The key was refused",
        (_, _, Some(Kind::Refused(Code::NeedsPaidPlan))) => "A paid plan is needed",
        (_, _, Some(Kind::Refused(Code::NotConfigured))) => "The service is not set up",
        (Class::Permission, ..) => "No permission",
        (Class::Allowance, ..) => "Today's allowance is used",
        (_, _, Some(Kind::Refused(Code::NoCapacity))) => "The model is busy",
        (Class::Rate, ..) => "Too many requests",
        (Class::Moderation, ..) => "Held back by the filter",
        (_, _, Some(Kind::Refused(Code::ModelNotFound | Code::ModelNotHere))) => "The model is not there",
        (_, _, Some(Kind::Refused(Code::BodyTooLarge))) => "The request is too large",
        (Class::Request, ..) => "Size or setting not taken",
        (_, _, Some(Kind::Offline)) => "No network",
        (_, _, Some(Kind::Broken)) => "The connection broke",
        (_, _, Some(Kind::Tls)) => "No secure connection",
        (Class::Network, ..) => "Not reached",
        (Class::Timeout, ..) => "No answer in time",
        (Class::Cloudflare, ..) => "Cloudflare failed",
        (_, Cause::CutShort, _) => "The reply was cut off",
        (_, _, Some(Kind::OtherApi)) => "Another version",
        (_, _, Some(Kind::NoModels)) => "No models",
        (_, _, Some(Kind::NotOurs | Kind::Redirected | Kind::NotCloudflare)) => "Somebody else answered",
        (Class::Reply, ..) => "The reply was no picture",
        (_, Cause::File(FileFault::Full { .. }), _) => "The disk is full",
        (_, Cause::Unsent, _) => "Not sent",
        (Class::Disk, ..) => "The disk did not take it",
        (_, Cause::Keychain(KeychainFault::Locked), _) => "The keychain is locked",
        (Class::Keychain, ..) => "The keychain failed",
        (_, Cause::Cancelled, _) => "Cancelled",
        (_, _, Some(Kind::Refused(Code::ReplyGone))) => "No longer kept",
        (Class::Unfinished, ..) => "Result unknown",
        (Class::Fault, ..) => "A fault of Easel",
    }
}

fn step(step: NextStep, whom: Whom) -> &'static str {
    match (step, whom) {
        (NextStep::AskAgain, Whom::Worker) => "Ask the Worker again",
        (NextStep::AskAgain, Whom::Other) => "Ask again",
        (NextStep::TryAgain, _) => "Try again",
        (NextStep::SaveAgain, _) => "Save again",
        (NextStep::MakeAgain, _) => "Make it again",
        (NextStep::OtherSeed, _) => "Try another seed",
        (NextStep::Change, _) => "Change the request",
        (NextStep::OpenConnection, _) => "Show the connection",
        (NextStep::ShowLibrary, _) => "Show the folder",
    }
}

fn does(step: NextStep, billed: Billed) -> &'static str {
    match (step, billed) {
        (NextStep::AskAgain, _) => {
            "Ask for it under the same key: if it was made, it comes; if it was not, it is made now and billed once."
        }
        (NextStep::TryAgain, _) => "Send the request again; it did not run, so nothing is paid twice",
        (NextStep::SaveAgain, _) => "Save the picture, which Easel still holds",
        (NextStep::MakeAgain, Billed::No) => "Ask for it anew",
        (NextStep::MakeAgain, _) => "Ask for it anew; it may be billed again",
        (NextStep::OtherSeed, Billed::No) => "Ask for the same prompt with another seed",
        (NextStep::OtherSeed, _) => "Ask for the same prompt with another seed, which is billed anew",
        (NextStep::Change, _) => "Put its prompt and settings into the prompt panel",
        (NextStep::OpenConnection, _) => "See this picture's connection, its address and its key",
        (NextStep::ShowLibrary, _) => "Open the folder in which your pictures are kept",
    }
}
