//! What can be done about pictures that were not made: which steps of the engine an action takes, and whether one of those that
//! are selected offers them.

use engine::{Job, JobState, NextStep, State};

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

    pub(super) fn is_available_for_jobs(self, state: &State) -> bool {
        selected(state).any(|job| match self {
            Self::Cancel => !matches!(job.state, JobState::Failed(_)),
            Self::PutAway | Self::CopyReport => matches!(job.state, JobState::Failed(_)),
            _ => self.step_of(job).is_some(),
        })
    }
}

/// None while a picture is open, since then nobody sees them.
pub(crate) fn selected(state: &State) -> impl Iterator<Item = &Job> {
    let jobs = state.gallery.jobs().iter().filter(|_| state.open.is_none());
    jobs.filter(|job| state.selection.contains(job.id))
}
