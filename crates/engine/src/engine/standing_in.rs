//! Standing in: a connection that has no allowance left rests, and the next of the list that stands in for it makes its
//! pictures meanwhile. Only what surely cost nothing is handed over.

use contract::Billed;
use jiff::Timestamp;
use library::PictureId;

use super::{Engine, Now};
use crate::{
    connection::{Connection, ConnectionId, KeyState, Link},
    effect::Effect,
    job::Job,
    rest::RestReason,
    state::Notice,
    usage::Purses,
};

impl Engine {
    /// Who makes a job's picture whose connection has no allowance left: one that stands in for that, if there is one that has not
    /// refused it already; unless an earlier attempt may have been billed: then only the service that saw its key can say.
    pub(super) fn stands_in_for_job(&self, id: PictureId, now: Now) -> Option<ConnectionId> {
        let job = self.state.gallery.job(id).filter(|job| job.before == Billed::No)?;
        let rests = self.state.find_connection(job.connection?)?;
        rests.rest_at(now.at).filter(|rest| rest.why == RestReason::AllowanceUsed)?;
        let refused = self.refused.get(&id).map(Vec::as_slice).unwrap_or_default();
        self.stand_in_for(rests.id, job, refused, now.at)
    }

    /// The job goes over `other` from now on, which is written down.
    pub(super) fn hand_over(&mut self, id: PictureId, other: ConnectionId) -> Option<Effect> {
        let other = self.state.find_connection(other)?.clone();
        let job = self.state.gallery.job_mut(id)?;
        let rests = std::mem::take(&mut job.over);
        job.go_over(&other);
        let effect = Effect::Queue(vec![job.clone()]);
        self.notice(Notice::StoodIn { rests, over: other.name });
        Some(effect)
    }

    /// Over which connection a picture goes that this one has no allowance for: the next of the list that stands in, has the
    /// model, has a key and works as far as is known, does not rest itself, has room in its budget, and is none of those that
    /// `refused` it.
    fn stand_in_for(
        &self,
        id: ConnectionId,
        job: &Job,
        refused: &[ConnectionId],
        now: Timestamp,
    ) -> Option<ConnectionId> {
        let connections = &self.state.connections;
        let place = connections.iter().position(|known| known.id == id && known.stands_in)?;
        let (before, after) = connections.split_at(place);
        let others = after.iter().skip(1).chain(before);
        let fails = |other: &Connection| {
            matches!(other.key, KeyState::Missing | KeyState::Failed(_)) || matches!(other.link, Link::Failed(_))
        };
        let fits = |other: &&Connection| {
            other.stands_in
                && other.draws(job.request.model)
                && !fails(other)
                && other.rest_at(now).is_none()
                && !refused.contains(&other.id)
        };
        let mut purses = Purses::new(now);
        let mut fitting = others.into_iter().filter(fits).map(|other| other.id);
        fitting.find(|id| purses.over_by(&self.state, *id, job).is_none())
    }
}
