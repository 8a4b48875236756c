//! A deployment of the user's own Worker, as far as it is known: what is asked, what is planned, which steps are done, and what
//! has been made when one of them stops. The engine changes it (`engine/deploying.rs`), the runner does its work, and the window
//! draws it. Neither the token nor the Worker's key is ever in here: they live in the runner.

mod obstacle;
mod orders;
mod step;

use std::path::PathBuf;

use contract::AccountId;
use remote::{Address, CloudAccount, Kind, Namespace, Standing, Subdomain, WorkerName};

use crate::{
    cause::Cause,
    connection::{ConnectionId, Target},
    failure::Failure,
};

pub use obstacle::Obstacle;
pub(crate) use obstacle::is_newer;
pub use orders::{Counts, Ground, Made, Wish, Work, Worked};
pub use step::{Progress, Question, Step};

/// What a Worker is called until the user says otherwise.
pub(crate) const USUAL_NAME: &str = "easel";

/// What the keychain calls the token that was kept for this account. No connection's key has such a name.
pub(crate) fn token_entry(account: &AccountId) -> String {
    format!("deploy {}", account.as_str())
}

/// What the deployment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// A Worker where there is none, or over the one that stands there.
    New,
    /// The program's version of the Worker in place of the one that runs behind this connection.
    Update(ConnectionId),
    /// Another key for the Worker behind this connection.
    Rotate(ConnectionId),
    /// The Worker behind this connection is taken away, with all that belongs to it.
    Remove(ConnectionId),
}

/// What the page shows now; all of it follows from the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The token is wanted, or looked at.
    Token,
    /// One of several accounts is wanted.
    Account,
    /// What stands on the account is looked at, or could not be.
    Looking,
    /// What will be made is said; nothing was yet.
    Plan,
    /// It is being made, or has stopped.
    Steps,
    /// All is done.
    Done,
}

/// A deployment.
#[expect(
    clippy::struct_excessive_bools,
    reason = "two of them are the user's word, two are facts, and none goes with another"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct Deployment {
    /// Names it within a run of the program: what work of another has to tell changes nothing.
    pub run: u64,
    /// What it is for.
    pub task: Task,
    /// The Worker that is uploaded.
    pub bundle: BundleState,
    /// Whether this is a checkout, which can pack it.
    pub can_pack: bool,
    /// What is known of the token.
    pub token: TokenState,
    /// Whether the token goes into the keychain when all is done, for later updates.
    pub keeps_token: bool,
    /// Whether the keychain has one.
    pub(crate) had_token: bool,
    /// The accounts that the token reaches.
    pub accounts: Vec<CloudAccount>,
    /// The one that is deployed to.
    pub account: Option<CloudAccount>,
    /// What the Worker is called.
    pub worker: WorkerName,
    /// What stands on the account.
    pub site: Site,
    /// The account's part of `workers.dev`: as it is, or as it shall be.
    pub subdomain: Option<Subdomain>,
    /// Whether a Worker of this name that is not ours may be overwritten.
    pub may_replace: bool,
    /// All steps in their order; none before the user has said to begin.
    pub steps: Vec<(Step, Progress)>,
    /// Where the Worker answers, once that is known.
    pub address: Option<Address>,
    /// The connection to it.
    pub connection: Option<ConnectionId>,
    /// What the Worker has counted, to be saved before it is removed.
    pub counts: Option<Counts>,
    /// Where they are being saved.
    pub(crate) counts_target: Option<PathBuf>,
    /// Where the counts are.
    pub(crate) namespace: Option<Namespace>,
    /// Titles of KV namespaces that were made under other names, or are not removed with the Worker.
    pub(crate) namespaces: Vec<String>,
    /// Where the connection leads and how it is called, for its key.
    pub(crate) target: Option<Target>,
}

/// The packed Worker.
#[derive(Debug, Clone, PartialEq)]
pub enum BundleState {
    /// It is looked for.
    Looking,
    /// It is there.
    Ready {
        /// What its `/health` will say.
        version: String,
        /// Bytes, compressed.
        gzip: u64,
    },
    /// It is not there.
    Missing,
    /// It is being packed.
    Packing {
        /// What the packer said last.
        line: String,
    },
    /// It cannot be used, or could not be packed.
    Failed(Failure),
}

/// The token that may deploy.
#[derive(Debug, Clone, PartialEq)]
pub enum TokenState {
    /// It has to be typed.
    Wanted,
    /// The keychain is asked for one of an earlier deployment.
    Reading,
    /// Cloudflare is asked which accounts it reaches.
    Checking,
    /// It is good.
    Known,
    /// It is not, or may too little.
    Refused(Failure),
}

/// What stands on the account already.
#[derive(Debug, Clone, PartialEq)]
pub enum Site {
    /// Nobody has looked.
    Unknown,
    /// Cloudflare is asked.
    Looking,
    /// This.
    Seen(Seen),
    /// It could not be looked at.
    Failed(Failure),
}

/// What stands on an account.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Its part of `workers.dev`, if it has one.
    pub subdomain: Option<Subdomain>,
    /// The Worker of the name that is wanted.
    pub standing: Option<Standing>,
    /// Which version of Easel's service answers there.
    pub running: Option<String>,
    /// Where that is.
    pub address: Option<Address>,
}

impl Deployment {
    /// What the page shows now.
    pub fn phase(&self) -> Phase {
        if !self.steps.is_empty() {
            let is_done = self.steps.iter().all(|(_, progress)| *progress == Progress::Done);
            return if is_done { Phase::Done } else { Phase::Steps };
        }
        match (&self.token, &self.account, &self.site) {
            (TokenState::Known, Some(_), Site::Seen(_)) => Phase::Plan,
            (TokenState::Known, Some(_), _) => Phase::Looking,
            (TokenState::Known, None, _) => Phase::Account,
            _ => Phase::Token,
        }
    }

    /// What stands on the account, once that was seen.
    pub fn seen(&self) -> Option<&Seen> {
        match &self.site {
            Site::Seen(seen) => Some(seen),
            Site::Unknown | Site::Looking | Site::Failed(_) => None,
        }
    }

    /// The Worker that stands there under this name.
    pub fn standing(&self) -> Option<&Standing> {
        self.seen()?.standing.as_ref()
    }

    /// Whether the account has no subdomain, and none was named.
    pub fn wants_subdomain(&self) -> bool {
        self.uploads() && self.subdomain.is_none()
    }

    /// Whether a Worker is uploaded.
    pub fn uploads(&self) -> bool {
        matches!(self.task, Task::New | Task::Update(_))
    }

    /// Whether all is there that the steps need.
    pub fn can_start(&self) -> bool {
        let has_bundle = !self.uploads() || matches!(self.bundle, BundleState::Ready { .. });
        self.phase() == Phase::Plan && has_bundle && self.obstacle().is_none() && !self.wants_subdomain()
    }

    /// KV namespaces that are of no use to it any more, and stay on the account, by their titles. Back at a name that was given up,
    /// its own is found again.
    pub fn left(&self) -> impl Iterator<Item = &str> {
        let own = self.worker.namespace_title();
        self.namespaces.iter().map(String::as_str).filter(move |title| *title != own)
    }

    /// The first step that is not done, with how far it is.
    pub fn at(&self) -> Option<(Step, &Progress)> {
        let (step, progress) = self.steps.iter().find(|(_, progress)| *progress != Progress::Done)?;
        Some((*step, progress))
    }

    /// The steps that are done.
    pub fn done(&self) -> impl Iterator<Item = Step> {
        self.steps.iter().filter(|(_, progress)| *progress == Progress::Done).map(|(step, _)| *step)
    }

    /// What has stopped it, wherever it is.
    pub fn failure(&self) -> Option<&Failure> {
        if let Some((_, Progress::Failed(failure))) = self.at() {
            return Some(failure);
        }
        match (&self.token, &self.site) {
            (TokenState::Refused(failure), _) | (_, Site::Failed(failure)) => Some(failure),
            _ => None,
        }
    }

    /// Whether another token may be what helps: this one is none, or may too little.
    pub fn doubts_token(&self) -> bool {
        self.failure().is_some_and(is_of_token)
    }

    /// Whether work is under way that the user waits for.
    pub fn is_busy(&self) -> bool {
        matches!(self.token, TokenState::Reading | TokenState::Checking)
            || self.site == Site::Looking
            || matches!(self.bundle, BundleState::Packing { .. })
            || matches!(self.at(), Some((_, Progress::Running)))
    }

    pub(crate) fn ground(&self) -> Option<Box<Ground>> {
        Some(Box::new(Ground {
            account: self.account.as_ref()?.id.clone(),
            worker: self.worker.clone(),
            subdomain: self.subdomain.clone(),
            namespace: self.namespace.clone(),
            address: self.address.clone(),
            may_replace: self.may_replace,
            target: self.target.clone(),
        }))
    }

    pub(crate) fn set(&mut self, step: Step, progress: Progress) {
        if let Some((_, at)) = self.steps.iter_mut().find(|(known, _)| *known == step) {
            *at = progress;
        }
    }
}

pub(crate) fn is_of_token(failure: &Failure) -> bool {
    matches!(failure.cause, Cause::Service { kind: Kind::Token(_), .. } | Cause::NoKey { .. })
}
