//! Standing in: a connection that has no allowance left rests, and the next of the list that stands in for it makes its
//! pictures meanwhile. Only what surely cost nothing is handed over.

use contract::{Billed, Code, Model};
use jiff::{SignedDuration, Timestamp};
use library::PictureId;
use remote::Kind;

use super::{Engine, Now};
use crate::{
    cause::Cause,
    connection::{Connection, ConnectionId, KeyState, Link},
    effect::Effect,
    failure::Failure,
    state::Notice,
};

/// Seconds; those of a day, which Cloudflare counts from 00:00 UTC.
const DAY: i64 = 24 * 3600;
/// Seconds into the next day; the longest that a connection rests, whatever it says. An allowance has been refused for up to 75
/// minutes after 00:00 UTC (facts, Cloudflare §2.3).
const LATEST: i64 = 2 * 3600;
/// Seconds; how long a connection rests that did not say when its allowance comes back.
const UNSAID_REST: u32 = 3600;

impl Engine {
    /// A job goes over a connection that stands in for its own, if there is one that has not refused it already; unless an earlier
    /// attempt may have been billed: then only the service that saw its key can say.
    pub(super) fn hand_over(&mut self, id: PictureId, now: Now) -> Option<Effect> {
        let job = self.state.gallery.job(id).filter(|job| job.before == Billed::No)?;
        let rests = self.state.find_connection(job.connection?)?;
        let refused = self.refused.get(&id).map(Vec::as_slice).unwrap_or_default();
        let other = self.stand_in_for(rests.id, job.request.model, refused, now.at)?;
        let (rests, other) = (rests.name.clone(), self.state.find_connection(other)?.clone());
        let job = self.state.gallery.job_mut(id)?;
        job.go_over(&other);
        let over = other.name;
        let effect = Effect::Queue(vec![job.clone()]);
        self.notice(Notice::StoodIn { rests, over });
        Some(effect)
    }

    /// Takes note that a connection has no allowance left; whether that is what `failure` says, and nothing was billed.
    pub(super) fn rests(&mut self, id: PictureId, failure: &Failure, now: Now) -> bool {
        let used_up = matches!(&failure.cause, Cause::Service { kind: Kind::Refused(Code::AllowanceUsed), .. });
        let Some(job) = self.state.gallery.job(id).filter(|_| used_up && failure.billed == Billed::No) else {
            return false;
        };
        let Some(connection) = job.connection.and_then(|id| self.state.connection_mut(id)) else { return false };
        let wait = SignedDuration::from_secs(failure.wait.unwrap_or(UNSAID_REST).into());
        let (until, latest) = (now.at.checked_add(wait), latest_rest(now.at));
        connection.rests = Some(until.map_or(latest, |until| until.min(latest)));
        let connection = connection.id;
        self.refused.entry(id).or_default().push(connection);
        true
    }

    /// Over which connection a picture goes that this one has no allowance for: the next of the list that stands in, has the
    /// model, has a key and works as far as is known, does not rest itself, and is none of those that `refused` it.
    fn stand_in_for(
        &self,
        id: ConnectionId,
        model: &'static Model,
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
                && other.draws(model)
                && !fails(other)
                && !other.rests_at(now)
                && !refused.contains(&other.id)
        };
        others.into_iter().find(fits).map(|other| other.id)
    }
}

/// Two hours into the next day of UTC.
fn latest_rest(now: Timestamp) -> Timestamp {
    let midnight = (now.as_second().div_euclid(DAY) + 1) * DAY;
    Timestamp::from_second(midnight + LATEST).unwrap_or(Timestamp::MAX)
}
