//! How far a job is, in a sentence: on its tile and below the list of the queue. It says nothing of its place,
//! which tiles and rows count themselves, and nothing of failures, which have their cards.

use engine::{Job, JobState, State};
use jiff::Timestamp;

use crate::msg::{Msg, QueueMsg};

/// How long it takes, or why it waits longer than its place says.
pub(super) fn how_far(state: &State, job: &Job, now: Timestamp) -> Option<String> {
    match job.state {
        JobState::Running { .. } => {
            job.age(now).map(|elapsed| Msg::Elapsed { elapsed, usual: state.pace.usual(job) }.text())
        }
        JobState::Waiting if state.is_edited(job.id) => Some(QueueMsg::EditedHere.text()),
        JobState::Waiting => state.kept_back(job, now).map(|by| QueueMsg::Waits(by, now).text()),
        JobState::Failed(_) => None,
    }
}
