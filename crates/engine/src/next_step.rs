//! What can be done about a picture that did not come: a card has a button for each. A step that could cost something twice is
//! never the first where another one can find out for nothing.

use contract::{Billed, Code, model::SeedUse};
use remote::Kind;

use crate::{
    cause::Cause,
    class::Class,
    failure::{Again, Failure},
    job::{Job, JobState},
};

/// As many as a card has room for.
const MOST: usize = 3;

/// What can be done about a picture that did not come. To put it away is always possible, and no step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NextStep {
    /// Asks the service, under the same key, whether the picture is there: it was sent, and is not made twice.
    AskAgain,
    /// Sends what surely did not run.
    TryAgain,
    /// Saves what is held in memory.
    SaveAgain,
    /// Makes it under a new key; it may be billed again.
    MakeAgain,
    /// The same prompt with another seed, under a new key.
    OtherSeed,
    /// The request goes into the prompt panel, to be changed.
    Change,
    /// The page of connections, at the job's own.
    OpenConnection,
    /// The folder of pictures, in the file manager.
    ShowLibrary,
}

impl Job {
    /// What can be done, the main step first, three at most. None unless it failed.
    pub fn next_steps(&self) -> Vec<NextStep> {
        let JobState::Failed(failure) = &self.state else { return Vec::new() };
        let class = failure.class();
        let again: &[NextStep] = match (failure.again, failure.billed.max(self.before)) {
            // What cannot be decoded is not kept the next time either; nothing on the disk is in its way.
            (Again::Save, _) if class == Class::Reply => return vec![NextStep::SaveAgain, NextStep::MakeAgain],
            (Again::Save, _) => return vec![NextStep::SaveAgain, NextStep::ShowLibrary],
            (Again::NewKey, _) => &[NextStep::MakeAgain],
            (Again::SameKey, Billed::No) => &[NextStep::TryAgain],
            // Whoever no longer wants to wait for an answer may pay again, and only then.
            (Again::SameKey, Billed::Maybe | Billed::Yes) => &[NextStep::AskAgain, NextStep::MakeAgain],
        };
        let (before, after) = around(class, failure, self.request.model.seed);
        [before, again, after].concat().into_iter().take(MOST).collect()
    }
}

/// What has to change before it is worth another try, and what may help beside that. `seed`: the model's use of one.
fn around(class: Class, failure: &Failure, seed: SeedUse) -> (&'static [NextStep], &'static [NextStep]) {
    let needs_plan = matches!(failure.cause, Cause::Service { kind: Kind::Refused(Code::NeedsPaidPlan), .. });
    match class {
        Class::Moderation if seed == SeedUse::Absent => (&[], &[NextStep::Change]),
        Class::Moderation => (&[NextStep::OtherSeed, NextStep::Change], &[]),
        // Another model needs no plan.
        Class::Permission if needs_plan => (&[NextStep::Change], &[NextStep::OpenConnection]),
        Class::Key | Class::Permission | Class::Keychain => (&[NextStep::OpenConnection], &[]),
        // The address may be wrong, or another connection may have allowance left.
        Class::Network | Class::Reply | Class::Allowance => (&[], &[NextStep::OpenConnection]),
        Class::Request => (&[NextStep::Change], &[]),
        // What was sent and took too long may take less time when it is smaller.
        Class::Timeout if failure.billed != Billed::No => (&[], &[NextStep::Change]),
        Class::Disk => (&[], &[NextStep::ShowLibrary]),
        Class::Timeout | Class::Rate | Class::Cloudflare | Class::Unfinished | Class::Fault => (&[], &[]),
    }
}
