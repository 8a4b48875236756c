//! What can be done about pictures that were not made: which steps of the engine an action takes.

use engine::{Job, NextStep};

use super::Action;

impl Action {
    /// The steps that it takes, for whichever of them a job offers.
    pub(crate) fn steps(self) -> &'static [NextStep] {
        match self {
            Self::Retry => &[NextStep::AskAgain, NextStep::TryAgain, NextStep::SaveAgain],
            Self::Remake => &[NextStep::MakeAgain],
            Self::OtherSeed => &[NextStep::OtherSeed],
            Self::ChangeRequest => &[NextStep::Change],
            Self::OpenConnection => &[NextStep::OpenConnection],
            _ => &[],
        }
    }

    /// The one that takes this step.
    pub(crate) fn of_step(step: NextStep) -> Self {
        match step {
            NextStep::AskAgain | NextStep::TryAgain | NextStep::SaveAgain => Self::Retry,
            NextStep::MakeAgain => Self::Remake,
            NextStep::OtherSeed => Self::OtherSeed,
            NextStep::Change => Self::ChangeRequest,
            NextStep::OpenConnection => Self::OpenConnection,
            NextStep::ShowLibrary => Self::ShowLibrary,
        }
    }

    /// What it does to this job, if that offers it.
    pub(crate) fn step_of(self, job: &Job) -> Option<NextStep> {
        job.next_steps().into_iter().find(|step| self.steps().contains(step))
    }
}
