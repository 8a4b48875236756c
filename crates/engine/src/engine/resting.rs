//! The queue keeps itself back: what a failure says of its connection, or of the disk, is said once, and what waits is not sent
//! into it. Only a job that surely cost nothing waits again. Time and free tests end it.

use contract::{Billed, Code, ai_error::until_allowance};
use jiff::{SignedDuration, Timestamp};
use library::PictureId;
use remote::Kind;

use super::{Engine, Now};
use crate::{
    cause::Cause,
    class::Class,
    connection::{Connection, ConnectionId, ConnectionKind},
    effect::Effect,
    failure::Failure,
    job::JobState,
    rest::{Pause, Rest, RestReason},
    usage::Purses,
};

/// Seconds; those of a day, which Cloudflare counts from 00:00 UTC.
const DAY: i64 = 24 * 3600;
/// Seconds into the next day; the longest that a connection rests for its allowance, whatever it says. An allowance has been
/// refused for up to 75 minutes after 00:00 UTC (facts, Cloudflare §2.3).
const LATEST: i64 = 2 * 3600;
/// Seconds; whatever it says, it is not asked again at once.
const LEAST_ALLOWANCE: u32 = 300;
/// Seconds; for one that did not say when it takes more.
const UNSAID_BUSY: u32 = 30;
/// Seconds; the first rest, and the longest between two looks at a connection that cannot be reached. Each is twice as long as the
/// one before.
const LOOKS: (u32, u32) = (5, 60);

impl Engine {
    /// Takes note of what a job's failure says of the others; whether the job itself waits again.
    pub(super) fn keeps_back(&mut self, id: PictureId, failure: &Failure, now: Now) -> bool {
        if is_trouble(failure) {
            self.hold(Pause::Trouble(failure.clone()));
            return false;
        }
        let Some(why) = says(failure) else { return false };
        let Some((before, connection)) = self.state.gallery.job(id).map(|job| (job.before, job.connection)) else {
            return false;
        };
        let connection = connection.and_then(|id| self.state.find_connection(id));
        // The painter is here, and no test would say when it can be reached again.
        let Some(connection) = connection.filter(|known| known.kind != ConnectionKind::BuiltIn) else { return false };
        let connection = connection.id;
        let (seconds, waits) = match why {
            // One that nothing else waits for need not rest: its job says it all.
            RestReason::Refused if !self.waits_over(connection) => return false,
            RestReason::Refused => (None, false),
            RestReason::AllowanceUsed => {
                self.refused.entry(id).or_default().push(connection);
                let said = failure.wait.unwrap_or_else(|| until_allowance(now.at)).max(LEAST_ALLOWANCE);
                // What may have been billed before is not there, and another day will not change that.
                (Some(said), before == Billed::No)
            }
            RestReason::Busy => (Some(failure.wait.unwrap_or(UNSAID_BUSY).max(self.strike(connection))), true),
            RestReason::Unreachable => (Some(self.strike(connection)), true),
        };
        let most = longest(why, now.at).duration_since(now.at);
        let until = seconds.map(|seconds| now.at + SignedDuration::from_secs(seconds.into()).min(most));
        self.rest(connection, why, failure, until, now);
        waits
    }

    /// What is harder to end is not forgotten for what was under way beside it; and nothing ends sooner for it.
    fn rest(&mut self, id: ConnectionId, why: RestReason, failure: &Failure, until: Option<Timestamp>, now: Now) {
        let Some(connection) = self.state.connection_mut(id) else { return };
        let before = connection.rest_at(now.at).map(|rest| (rest.why, rest.until));
        let until = match before {
            Some((known, _)) if known > why => return,
            Some((known, Some(earlier))) if known == why => until.map(|until| until.max(earlier)),
            _ => until,
        };
        connection.rests = Some(Rest { why, failure: failure.clone(), until });
    }

    /// It may be used again.
    pub(super) fn wake(&mut self, id: ConnectionId) {
        if let Some(connection) = self.state.connection_mut(id) {
            connection.rests = None;
        }
        for refused in self.refused.values_mut() {
            refused.retain(|by| *by != id);
        }
    }

    /// Seconds that a connection rests at least: longer each time, until it makes a picture. Whatever it says, it is not asked
    /// again and again without a pause. Requests that were under way together count once.
    fn strike(&mut self, id: ConnectionId) -> u32 {
        let rests = self.state.find_connection(id).is_some_and(|known| known.rests.is_some());
        let strikes = self.strikes.entry(id).or_default();
        if !rests || *strikes == 0 {
            *strikes += 1;
        }
        let (first, longest) = LOOKS;
        first.saturating_mul(1 << (*strikes - 1).min(10)).min(longest)
    }

    fn waits_over(&self, id: ConnectionId) -> bool {
        let waits = |job: &crate::job::Job| job.state == JobState::Waiting && job.connection == Some(id);
        self.state.gallery.jobs().iter().any(waits)
    }

    /// Rests by the clock that are over by now. What waited for a new day's allowance goes on waiting for its user, who may have
    /// allowed that it is spent unasked. None lasts longer than it could, should the clock have been put back.
    pub(super) fn pass_time(&mut self, now: Now) {
        let rests = |known: &Connection| Some((known.id, known.rests.clone()?));
        for (id, rest) in self.state.connections.iter().filter_map(rests).collect::<Vec<_>>() {
            let of_allowance = rest.why == RestReason::AllowanceUsed;
            let is_over = match rest.until {
                Some(_) => !rest.holds_at(now.at),
                None => of_allowance && self.state.settings.resume_after_reset,
            };
            let asks = of_allowance && !self.state.settings.resume_after_reset && self.waits_over(id);
            let until = rest.until.map(|until| until.min(longest(rest.why, now.at)));
            if is_over && !asks {
                self.wake(id);
            } else if let Some(known) = self.state.connection_mut(id).and_then(|known| known.rests.as_mut()) {
                known.until = if is_over { None } else { until };
            }
        }
    }

    /// Tests the connections that could not be reached and that something waits for, when it is time to.
    pub(super) fn look_again(&mut self, now: Now) -> Vec<Effect> {
        let due = |rest: &Rest| rest.why == RestReason::Unreachable && rest.until.is_some_and(|at| at <= now.at);
        let due: Vec<ConnectionId> = self
            .state
            .connections
            .iter()
            .filter(|known| known.rests.as_ref().is_some_and(due) && self.waits_over(known.id))
            .map(|known| known.id)
            .collect();
        due.into_iter().flat_map(|id| self.test(id)).collect()
    }

    /// Says when it is time for anything again, where that has changed: for a connection that rests, a budget that is used, or a
    /// service that is to tell its usage (`pulls`).
    pub(super) fn wake_up(&mut self, pulls: Option<Timestamp>, now: Now) -> Option<Effect> {
        let rests = self.state.connections.iter().filter_map(|known| known.rests.as_ref()?.until);
        let mut purses = Purses::new(now.at);
        let waits = self.state.gallery.jobs().iter().filter(|job| job.state == JobState::Waiting);
        let budgets = waits.filter_map(|job| purses.over(&self.state, job)?.until);
        let next = rests.chain(budgets).chain(pulls).filter(|at| *at > now.at).min();
        if next == self.wakes_at {
            return None;
        }
        self.wakes_at = next;
        next.map(Effect::WakeAt)
    }

    /// A connection was tested, and all is well. That says nothing of its allowance, or of how much it takes at once.
    pub(super) fn is_reached(&mut self, id: ConnectionId) {
        let rests = self.state.find_connection(id).and_then(|known| known.rests.as_ref());
        if rests.is_some_and(|rest| matches!(rest.why, RestReason::Unreachable | RestReason::Refused)) {
            self.wake(id);
        }
    }

    /// A connection that rests was tested, and something is wrong.
    pub(super) fn still_unreachable(&mut self, id: ConnectionId, failure: &Failure, now: Now) -> Vec<Effect> {
        let unreachable = |rest: &Rest| rest.why == RestReason::Unreachable;
        let rests = self.state.find_connection(id).and_then(|known| known.rests.as_ref());
        if !rests.is_some_and(unreachable) {
            return Vec::new();
        }
        if says(failure) == Some(RestReason::Refused) {
            self.rest(id, RestReason::Refused, failure, None, now);
            return Vec::new();
        }
        let strikes = self.strikes.entry(id).or_default();
        *strikes += 1;
        let wait = self.strike(id);
        let until = now.at + SignedDuration::from_secs(wait.into());
        self.rest(id, RestReason::Unreachable, failure, Some(until), now);
        self.look_again(now)
    }
}

/// Whether nothing can be kept here: without the library's thread as little as without the disk.
fn is_trouble(failure: &Failure) -> bool {
    failure.cause == Cause::ThreadGone || failure.class() == Class::Disk
}

/// What a failure says of its connection, and not of its own job only: a service's, if it surely cost nothing.
fn says(failure: &Failure) -> Option<RestReason> {
    match &failure.cause {
        Cause::Service { kind, .. } if failure.billed == Billed::No => says_of_kind(*kind),
        Cause::NoKey { .. } | Cause::Keychain(_) => Some(RestReason::Refused),
        _ => None,
    }
}

fn says_of_kind(kind: Kind) -> Option<RestReason> {
    match kind {
        Kind::Refused(Code::AllowanceUsed) => Some(RestReason::AllowanceUsed),
        Kind::Refused(Code::RateLimited | Code::NoCapacity) => Some(RestReason::Busy),
        Kind::Offline
        | Kind::Connect
        | Kind::NameNotFound
        | Kind::Tls
        | Kind::Timeout
        | Kind::CloudflareDown
        | Kind::NotCloudflare
        // Of what lies behind the service: an account over REST, which cost nothing.
        | Kind::Refused(Code::Unreachable | Code::Upstream) => Some(RestReason::Unreachable),
        Kind::Refused(Code::Unauthorized | Code::AccountRefused | Code::NotConfigured)
        | Kind::Token(_)
        | Kind::OtherApi
        | Kind::NoModels => Some(RestReason::Refused),
        _ => None,
    }
}

/// When a rest that begins now ends at the latest, or its connection is looked at again.
fn longest(why: RestReason, now: Timestamp) -> Timestamp {
    match why {
        RestReason::AllowanceUsed => latest_rest(now),
        RestReason::Busy => now + SignedDuration::from_secs(DAY),
        RestReason::Unreachable | RestReason::Refused => now + SignedDuration::from_secs(LOOKS.1.into()),
    }
}

/// Two hours into the next day of UTC.
fn latest_rest(now: Timestamp) -> Timestamp {
    let midnight = (now.as_second().div_euclid(DAY) + 1) * DAY;
    Timestamp::from_second(midnight + LATEST).unwrap_or(Timestamp::MAX)
}
