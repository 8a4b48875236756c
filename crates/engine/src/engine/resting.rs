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

/// What a failure says of more than its own job.
enum Says {
    /// The connection has no allowance left.
    AllowanceUsed,
    /// The connection takes no more for the moment.
    Busy,
    /// The connection cannot be reached.
    Unreachable,
    /// The connection refuses whatever it is asked.
    Refused,
    /// Nothing can be kept here.
    Trouble,
}

impl Engine {
    /// Takes note of what a job's failure says of the others; whether the job itself waits again.
    pub(super) fn keeps_back(&mut self, id: PictureId, failure: &Failure, now: Now) -> bool {
        let Some(says) = says(failure) else { return false };
        if matches!(says, Says::Trouble) {
            self.hold(Pause::Trouble(failure.clone()));
            return false;
        }
        let Some((before, connection)) = self.state.gallery.job(id).map(|job| (job.before, job.connection)) else {
            return false;
        };
        let connection = connection.and_then(|id| self.state.find_connection(id));
        // The painter is here, and no test would say when it can be reached again.
        let Some(connection) = connection.filter(|known| known.kind != ConnectionKind::BuiltIn) else { return false };
        let connection = connection.id;
        match says {
            Says::Trouble => false,
            Says::Refused => {
                // One that nothing else waits for need not rest: its job says it all.
                if self.waits_over(connection) {
                    self.rest(connection, RestReason::Refused, failure, None, now);
                }
                false
            }
            Says::AllowanceUsed => {
                self.refused.entry(id).or_default().push(connection);
                let said = failure.wait.unwrap_or_else(|| until_allowance(now.at)).max(LEAST_ALLOWANCE);
                let until = (now.at + SignedDuration::from_secs(i64::from(said).min(2 * DAY))).min(latest_rest(now.at));
                self.rest(connection, RestReason::AllowanceUsed, failure, Some(until), now);
                // What may have been billed before is not there, and another day will not change that.
                before == Billed::No
            }
            Says::Busy => {
                let said = failure.wait.unwrap_or(UNSAID_BUSY).max(self.strike(connection));
                let until = now.at + SignedDuration::from_secs(i64::from(said).min(DAY));
                self.rest(connection, RestReason::Busy, failure, Some(until), now);
                true
            }
            Says::Unreachable => {
                let wait = self.strike(connection);
                let until = now.at + SignedDuration::from_secs(wait.into());
                self.rest(connection, RestReason::Unreachable, failure, Some(until), now);
                true
            }
        }
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

    /// Tests the connections that could not be reached and that something waits for, when it is time to; and says when it is time
    /// for anything again.
    pub(super) fn look_again(&mut self, now: Now) -> Vec<Effect> {
        let due = |rest: &Rest| rest.why == RestReason::Unreachable && rest.until.is_some_and(|at| at <= now.at);
        let due: Vec<ConnectionId> = self
            .state
            .connections
            .iter()
            .filter(|known| known.rests.as_ref().is_some_and(due) && self.waits_over(known.id))
            .map(|known| known.id)
            .collect();
        let mut effects: Vec<Effect> = due.into_iter().flat_map(|id| self.test(id)).collect();
        let next = self.state.connections.iter().filter_map(|known| known.rests.as_ref()?.until);
        let next = next.filter(|at| *at > now.at).min();
        if next != self.wakes_at {
            self.wakes_at = next;
            effects.extend(next.map(Effect::WakeAt));
        }
        effects
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
        if matches!(says(failure), Some(Says::Refused)) {
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

/// Of a failure that surely cost nothing, or of the disk.
fn says(failure: &Failure) -> Option<Says> {
    let free = failure.billed == Billed::No;
    match &failure.cause {
        Cause::Service { kind, .. } if free => says_of_kind(*kind),
        Cause::NoKey { .. } | Cause::Keychain(_) => Some(Says::Refused),
        // Without the library's thread nothing can be kept either.
        Cause::ThreadGone => Some(Says::Trouble),
        _ => (failure.class() == Class::Disk).then_some(Says::Trouble),
    }
}

fn says_of_kind(kind: Kind) -> Option<Says> {
    match kind {
        Kind::Refused(Code::AllowanceUsed) => Some(Says::AllowanceUsed),
        Kind::Refused(Code::RateLimited | Code::NoCapacity) => Some(Says::Busy),
        Kind::Offline
        | Kind::Connect
        | Kind::NameNotFound
        | Kind::Tls
        | Kind::Timeout
        | Kind::CloudflareDown
        | Kind::NotCloudflare
        // Of what lies behind the service: an account over REST, which cost nothing.
        | Kind::Refused(Code::Unreachable | Code::Upstream) => Some(Says::Unreachable),
        Kind::Refused(Code::Unauthorized | Code::AccountRefused | Code::NotConfigured)
        | Kind::Token(_)
        | Kind::OtherApi
        | Kind::NoModels => Some(Says::Refused),
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
