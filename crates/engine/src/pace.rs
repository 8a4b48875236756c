//! How long pictures take, so that one that is being made says when to expect it.

use std::time::Duration;

use crate::job::Job;

/// How long pictures took lately.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pace {}

impl Pace {
    /// How long a picture like this one usually takes; `None` where that is not known.
    pub fn usual(&self, _job: &Job) -> Option<Duration> {
        None
    }
}
