//! When an action means something to the queue, or to the jobs of it that are selected.

use engine::{Job, JobState, State};
use jiff::Timestamp;

use super::{Action, of_jobs::selected};

impl Action {
    /// Of the queue itself, which goes on whatever the window shows; `None` for all else.
    pub(super) fn is_available_to_the_queue(self, state: &State) -> Option<bool> {
        Some(match self {
            Self::PauseQueue => state.pause.is_none(),
            Self::ResumeQueue => state.pause.is_some(),
            Self::TryNow => state.pause.is_none() && waits_for_rest(state),
            Self::LetThrough => state.has_over_budget(Timestamp::now()),
            _ => return None,
        })
    }

    /// Of what stands in it, where no picture is open; `None` for all else.
    pub(super) fn is_available_to_jobs(self, state: &State) -> Option<bool> {
        let jobs = || state.gallery.jobs().iter();
        let any = |fits: fn(&Job) -> bool| jobs().any(fits);
        Some(match self {
            Self::EditJob => selected(state).any(Job::is_editable),
            Self::LeaveJob => state.editing.is_some(),
            Self::DuplicateJob => selected(state).next().is_some(),
            Self::MoveFirst | Self::MoveUp | Self::MoveDown | Self::MoveLast => {
                selected(state).any(waits) && jobs().filter(|job| waits(job)).count() > 1
            }
            Self::CancelWaiting => any(waits),
            Self::RetryFailed => any(Job::can_be_retried),
            Self::ClearQueue => any(Job::can_be_cleared),
            _ => return None,
        })
    }
}

/// Whether something waits for a connection that rests.
fn waits_for_rest(state: &State) -> bool {
    let rests = |job: &&Job| job.connection.and_then(|id| state.find_connection(id)).is_some_and(|c| c.rests.is_some());
    state.gallery.jobs().iter().filter(|job| waits(job)).any(|job| rests(&job))
}

fn waits(job: &Job) -> bool {
    job.state == JobState::Waiting
}
