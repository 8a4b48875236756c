//! What stands in the way of a deployment: what stands there already is somebody else's, newer, or gone.

use super::{BundleState, Deployment, Task};

/// Why what is wanted cannot begin, by what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// A Worker of this name that is not ours, which its owner may have overwritten.
    NotOurs,
    /// The same with Durable Objects of its own: Cloudflare does not let ours take its place.
    HasObjects,
    /// The same where nothing is uploaded: it is left alone.
    Theirs,
    /// A newer Easel has put it there.
    Newer,
    /// It is not there any more.
    Gone,
}

impl Deployment {
    /// What stands in the way, as far as it was seen.
    pub fn obstacle(&self) -> Option<Obstacle> {
        let seen = self.seen()?;
        match &seen.standing {
            None => matches!(self.task, Task::Rotate(_)).then_some(Obstacle::Gone),
            Some(standing) if standing.is_ours => self.would_downgrade().then_some(Obstacle::Newer),
            Some(_) if !self.uploads() => Some(Obstacle::Theirs),
            Some(standing) if standing.has_other_objects() => Some(Obstacle::HasObjects),
            Some(_) => (!self.may_replace).then_some(Obstacle::NotOurs),
        }
    }

    fn would_downgrade(&self) -> bool {
        let running = self.seen().and_then(|seen| seen.running.as_deref());
        match (running, &self.bundle) {
            (Some(running), BundleState::Ready { version, .. }) => self.uploads() && is_newer(running, version),
            _ => false,
        }
    }
}

/// Whether the version `one` is newer than `other`. What is no version is newer than nothing.
pub(crate) fn is_newer(one: &str, other: &str) -> bool {
    match (numbers(one), numbers(other)) {
        (Some(one), Some(other)) => one > other,
        _ => false,
    }
}

/// `1.2.3`, with whatever follows the third.
fn numbers(version: &str) -> Option<[u32; 3]> {
    let core = version.split(['-', '+']).next()?;
    let parts: Option<Vec<u32>> = core.split('.').map(|part| part.parse().ok()).collect();
    parts?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        for (one, other) in [("0.1.1", "0.1.0"), ("0.10.0", "0.9.9"), ("1.0.0-beta", "0.9.0+7")] {
            assert!(is_newer(one, other) && !is_newer(other, one), "{one} {other}");
        }
        for (one, other) in [("0.1.0", "0.1.0"), ("soon", "0.1.0"), ("9", "0.1.0"), ("0.1.0", "")] {
            assert!(!is_newer(one, other), "{one} {other}");
        }
    }
}
