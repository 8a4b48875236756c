//! A batch: what was asked for until nothing is under way any more. Its end is what the window tells on the desktop.

use super::{Engine, Now};
use crate::{
    job::{Job, JobState},
    rest::RestReason,
    state::Finished,
};

impl Engine {
    /// Once nothing is under way any more, and nothing that waits goes on by itself after a moment, the window may tell what came of
    /// it.
    pub(super) fn finish_batch(&mut self, now: Now) {
        if self.batch == Finished::default() {
            return;
        }
        let jobs = self.state.gallery.jobs();
        let goes_on = |job: &Job| match job.state {
            JobState::Running { .. } => true,
            JobState::Waiting => {
                let rest = self.state.rest_of(job, now.at).map(|rest| rest.why);
                self.state.pause.is_none() && matches!(rest, Some(RestReason::Busy | RestReason::Unreachable))
            }
            JobState::Failed(_) => false,
        };
        if !jobs.iter().any(goes_on) {
            let waiting = jobs.iter().filter(|job| job.state == JobState::Waiting).count();
            self.state.finished = Some(Finished { waiting, ..std::mem::take(&mut self.batch) });
        }
    }
}
