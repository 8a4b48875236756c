//! What goes between the user, the engine and the runner about a deployment: wishes, work, and how that ended. A token is in a
//! wish and in the work that it becomes, and in nothing that comes back.

use std::path::PathBuf;

use contract::{AccountId, Key};
use remote::{Address, CloudAccount, Namespace, Subdomain, WorkerName};

use super::{BundleState, Question, Seen, Step, Task};
use crate::{
    connection::{Keep, Target},
    failure::Failure,
};

/// What the user wants of a deployment.
#[derive(Debug, Clone)]
pub enum Wish {
    /// A new one, in place of what there was.
    Begin(Task),
    /// No more of it. What has been made stays; the token is forgotten.
    Leave,
    /// This is the token.
    Token(Key),
    /// Whether the token is kept in the keychain when all is done.
    KeepToken(bool),
    /// To this account.
    Account(AccountId),
    /// The account's subdomain shall be this one.
    Subdomain(Subdomain),
    /// The Worker shall have this name.
    Name(WorkerName),
    /// The Worker that is not ours may be overwritten.
    Replace,
    /// Pack the Worker, in a checkout.
    Pack,
    /// Pack it no longer.
    StopPacking,
    /// Begin with what is planned.
    Start,
    /// Take up again what has failed.
    Retry,
    /// Save the counts here.
    SaveCounts(PathBuf),
    /// Go on without the counts.
    LeaveCounts,
}

/// Work of a deployment.
#[derive(Debug, Clone)]
pub enum Work {
    /// Look for the packed Worker.
    FindBundle,
    /// Pack it.
    Pack,
    /// Pack it no longer.
    StopPacking,
    /// Ask the keychain for the token that was kept for this account.
    ReadToken(AccountId),
    /// Take this token, and ask which accounts it reaches.
    Token(Key),
    /// Look what stands there.
    Look(Box<Ground>),
    /// Do a step.
    Step(Step, Box<Ground>),
    /// Keep the new key for this connection.
    Connect(Target, Keep),
    /// Put the token into the keychain, for this account; or take it out where it is not to be kept.
    KeepToken(AccountId, bool),
    /// Stop whatever is under way, and forget the token and the key.
    Forget,
}

/// What a step stands on.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// Whose it is.
    pub account: AccountId,
    /// The Worker's name.
    pub worker: WorkerName,
    /// The account's subdomain, as it is or is wanted.
    pub subdomain: Option<Subdomain>,
    /// Where the counts are, once that is known.
    pub namespace: Option<Namespace>,
    /// Where the Worker answers, once that is known.
    pub address: Option<Address>,
    /// Whether a Worker that is not ours may be overwritten.
    pub may_replace: bool,
    /// The connection that leads there already.
    pub target: Option<Target>,
}

/// How work ended, or how far it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Worked {
    /// What there is to upload.
    Bundle {
        /// This.
        state: BundleState,
        /// Whether it can be packed here.
        can_pack: bool,
    },
    /// Whether the keychain had a token. It is taken.
    KeptToken(bool),
    /// The accounts that the token reaches.
    Accounts(Result<Vec<CloudAccount>, Failure>),
    /// What stands there.
    Site(Result<Seen, Failure>),
    /// What a step has made or found.
    Step(Step, Result<Made, Failure>),
}

/// What a Worker has counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// The days, as a text to be saved, which also says where they are from.
    pub text: String,
    /// Whether the Worker itself has told them; else they are its copy in KV, which is minutes behind.
    pub is_exact: bool,
    /// Things that could not be believed; the text says which.
    pub oddities: usize,
}

/// What a step has made or found.
#[derive(Debug, Clone, PartialEq)]
pub enum Made {
    /// Nothing that the next ones need.
    Nothing,
    /// The account's subdomain.
    Subdomain(Subdomain),
    /// Where the counts are.
    Namespace(Namespace),
    /// A key; whether the one from before still opens beside it.
    Key {
        /// If so, it is to be closed.
        beside_old: bool,
    },
    /// Where the Worker answers.
    Address(Address),
    /// What the Worker has counted; `None` where it has counted nothing.
    Counts(Option<Counts>),
    /// The Worker's namespace has this title, not the one of its name: it stays, since it may be somebody else's too.
    Left(String),
    /// An answer is wanted first.
    Asks(Question),
}
