//! The steps of a deployment: which there are for what, in which order, and how far each is. Each is found done where it was
//! done before, so that any of them can be taken up again.

use super::{Deployment, Task};
use crate::failure::Failure;

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The account's part of `workers.dev` is found, or claimed.
    Subdomain,
    /// The KV namespace for the counts is found, or made.
    Namespace,
    /// The Worker is uploaded, with its bindings and migrations.
    Upload,
    /// A new random key becomes the Worker's secret. The one before, where this computer has it, opens beside it.
    Key,
    /// The Worker's address is switched on.
    Address,
    /// The Worker answers, and takes the new key.
    Health,
    /// A connection has the key, and is used.
    Connection,
    /// The key from before opens no longer.
    OldKey,
    /// What the Worker has counted is read, and saved by the user.
    Counts,
    /// The Worker is removed, with its Durable Objects.
    RemoveWorker,
    /// The KV namespace is removed.
    RemoveNamespace,
    /// The connection is removed, with its key.
    RemoveConnection,
}

/// How far a step is.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// Another one is before it.
    Waiting,
    /// It is at work.
    Running,
    /// It is done.
    Done,
    /// It waits for an answer.
    Asks(Question),
    /// It was not done, or not all of it.
    Failed(Failure),
}

/// What a step asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// The subdomain that was wanted is somebody else's: another one is wanted.
    SubdomainTaken,
    /// A Worker of this name that is not ours stands there: may it be overwritten, or is another name better?
    NotOurs,
    /// Where the counts are to be saved.
    SaveCounts,
}

impl Deployment {
    /// All that has to be done, by what is known now.
    pub(crate) fn plan(&self) -> Vec<(Step, Progress)> {
        let has_key = self.standing().is_some_and(|standing| standing.is_ours && standing.has_key);
        let steps: &[Step] = match self.task {
            Task::Update(_) if has_key => {
                &[Step::Subdomain, Step::Namespace, Step::Upload, Step::Address, Step::Health, Step::Connection]
            }
            Task::New | Task::Update(_) => &[
                Step::Subdomain,
                Step::Namespace,
                Step::Upload,
                Step::Key,
                Step::Address,
                Step::Health,
                Step::Connection,
            ],
            Task::Rotate(_) => &[Step::Key, Step::Health, Step::Connection],
            Task::Remove(_) => &[Step::Counts, Step::RemoveWorker, Step::RemoveNamespace, Step::RemoveConnection],
        };
        steps.iter().map(|step| (*step, Progress::Waiting)).collect()
    }

    /// Whether the connection is given a new key, and not only tried.
    pub(crate) fn has_new_key(&self) -> bool {
        self.steps.iter().any(|(step, _)| *step == Step::Key)
    }
}
