//! Whose turn it is: the one place from which a request leaves. A job is sent when its connection has room for it, and nothing keeps
//! it back: a pause, a rest, a budget.

use std::collections::HashMap;

use library::PictureId;

use super::{Engine, Now};
use crate::{
    connection::{Connection, ConnectionId, USUAL_PARALLEL},
    effect::Effect,
    job::JobState,
    usage::Purses,
};

/// What there is room for, while it is seen whose turn it is.
struct Room {
    /// Requests under way over each connection.
    running: HashMap<Option<ConnectionId>, u8>,
    /// Connections whose budget keeps a job back.
    stopped: Vec<ConnectionId>,
    /// What budgets have room for.
    purses: Purses,
}

impl Engine {
    /// Starts the jobs whose turn it is: as many over each connection as it takes at once, unless something keeps them back.
    pub(super) fn start_waiting(&mut self, now: Now) -> Vec<Effect> {
        if self.state.pause.is_some() {
            return Vec::new();
        }
        let waiting = self.state.queue().into_iter().map(|job| job.id).filter(|id| !self.state.is_edited(*id));
        let waiting: Vec<PictureId> = waiting.collect();
        let mut room = Room { running: self.running(), stopped: Vec::new(), purses: Purses::new(now.at) };
        let mut effects = Vec::new();
        for id in waiting {
            effects.extend(self.start(id, &mut room, now));
        }
        effects.extend(self.look_again(now));
        effects
    }

    /// How many requests are under way over each connection.
    fn running(&self) -> HashMap<Option<ConnectionId>, u8> {
        let mut running = HashMap::new();
        for job in self.state.gallery.jobs() {
            if matches!(job.state, JobState::Running { .. }) {
                *running.entry(job.connection).or_default() += 1;
            }
        }
        running
    }

    fn start(&mut self, id: PictureId, room: &mut Room, now: Now) -> Vec<Effect> {
        let mut effects = Vec::new();
        let Some(job) = self.state.gallery.job(id) else { return effects };
        let other = if self.state.rest_of(job, now.at).is_some() {
            // Over a connection that rests it would only be refused.
            let Some(other) = self.stands_in_for_job(id, now) else { return effects };
            Some(other)
        } else {
            None
        };
        let over = other.or(job.connection);
        // Who stands in was chosen for having room.
        if let Some(over) = over.filter(|_| other.is_none()) {
            // A smaller picture does not overtake the one that its budget keeps back.
            let waits_behind = room.stopped.contains(&over) && room.purses.mind(&self.state, job);
            let limit = room.purses.over(&self.state, job);
            if waits_behind || limit.is_some() {
                // For one that no day has room for, nobody waits.
                room.stopped.extend(limit.filter(|limit| limit.until.is_some()).map(|_| over));
                return effects;
            }
        }
        let known = over.and_then(|id| self.state.find_connection(id));
        let under_way = room.running.entry(over).or_default();
        if *under_way < known.map_or(USUAL_PARALLEL, |known| known.parallel) {
            *under_way += 1;
            room.purses = Purses::new(now.at);
            effects.extend(other.and_then(|other| self.hand_over(id, other)));
            effects.extend(self.make(id, now));
        }
        effects
    }

    fn make(&mut self, id: PictureId, now: Now) -> Option<Effect> {
        let job = self.state.gallery.job(id)?;
        let (lost, connection) = (self.lost(job), job.connection);
        let target = connection.and_then(|id| self.state.find_connection(id)).map(Connection::target);
        let job = self.state.gallery.job_mut(id)?;
        job.state = JobState::Running { since: now.at };
        Some(Effect::Make { job: job.clone(), target, lost })
    }
}
