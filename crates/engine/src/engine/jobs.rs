//! The life of a job: asked for, waiting, running, failed, tried again. At most [`PARALLEL`] run at once, the oldest first.

use std::time::Duration;

use contract::{Billed, GenerateRequest};
use jiff::{SignedDuration, Timestamp};
use library::{Entry, PictureId};

use super::{Engine, Now, PARALLEL};
use crate::{
    cause::Cause,
    connection::{Connection, ConnectionKind},
    effect::Effect,
    failure::{Again, Failure},
    job::{Job, JobState},
    state::Notice,
};

impl Engine {
    pub(super) fn generate(&mut self, now: Now) -> Vec<Effect> {
        let mut random = Random(now.random);
        // A draft with problems shows them beside its fields; there is nothing to add here.
        let Ok(requests) = self.state.draft.requests(|| random.next() as u32) else { return Vec::new() };
        // A microsecond apart, so that the order asked is the order in the gallery.
        let times = (0_i64..).map(|n| now.at + SignedDuration::from_micros(n));
        let jobs: Vec<Job> =
            requests.into_iter().zip(times).map(|(request, at)| self.new_job(request, at, &mut random)).collect();
        for job in &jobs {
            self.state.gallery.put_job(job.clone());
        }
        let mut effects = vec![Effect::Queue(jobs)];
        effects.extend(self.start_waiting(now));
        effects
    }

    fn new_job(&self, request: GenerateRequest, at: Timestamp, random: &mut Random) -> Job {
        let id = PictureId::new(at, random.next());
        let (connection, over, place) = (Some(self.state.current), String::new(), String::new());
        let mut job = Job { id, request, at, connection, over, place, before: Billed::No, state: JobState::Waiting };
        if let Some(connection) = self.state.connection() {
            job.go_over(connection);
        }
        job
    }

    /// Starts the jobs whose turn it is, the oldest first.
    pub(super) fn start_waiting(&mut self, now: Now) -> Vec<Effect> {
        let free = PARALLEL.saturating_sub(self.state.gallery.running());
        let waiting = self.state.gallery.jobs().iter().filter(|job| job.state == JobState::Waiting);
        let ids: Vec<PictureId> = waiting.map(|job| job.id).take(free).collect();
        ids.into_iter().flat_map(|id| self.start(id, now)).collect()
    }

    fn start(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let connection = self.state.gallery.job(id).and_then(|job| job.connection);
        let connection = connection.and_then(|id| self.state.find_connection(id));
        // Over a connection that rests it would only be refused.
        let rests = connection.is_some_and(|connection| connection.rests_at(now.at));
        let mut effects = Vec::from_iter(rests.then(|| self.hand_over(id, now)).flatten());
        effects.extend(self.make(id, now));
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

    /// What a job may have cost when its end is not known.
    fn lost(&self, job: &Job) -> Billed {
        let connection = job.connection.and_then(|id| self.state.find_connection(id));
        connection.map_or(Billed::Maybe, Connection::billed_when_lost).max(job.before)
    }

    pub(super) fn arrived(&mut self, entry: Entry, now: Now) -> Vec<Effect> {
        // An earlier attempt may have done a part of the work, or all of it.
        if !self.stumbled.remove(&entry.id)
            && let Some(job @ Job { state: JobState::Running { since }, .. }) = self.state.gallery.job(entry.id)
            && let Ok(time) = Duration::try_from(now.at.duration_since(*since))
        {
            self.state.pace.took(job, time);
        }
        self.refused.remove(&entry.id);
        // What has made a picture rests no more, whatever it said.
        let over = self.state.gallery.job(entry.id).and_then(|job| job.connection);
        if let Some(connection) = over.and_then(|id| self.state.connection_mut(id)) {
            connection.rests = None;
        }
        self.state.gallery.put_picture(entry);
        self.start_waiting(now)
    }

    pub(super) fn failed(&mut self, id: PictureId, failure: Failure, now: Now) -> Vec<Effect> {
        // Written down at once: its turn may not come before the program ends.
        if self.rests(id, &failure, now)
            && let Some(handed_over) = self.hand_over(id, now)
            && let Some(job) = self.state.gallery.job_mut(id)
        {
            job.state = JobState::Waiting;
            let mut effects = vec![handed_over];
            effects.extend(self.start_waiting(now));
            return effects;
        }
        self.refused.remove(&id);
        let Some(job) = self.state.gallery.job_mut(id) else { return Vec::new() };
        self.stumbled.insert(id);
        job.before = job.before.max(failure.billed);
        let failure = Failure { billed: job.before, ..failure };
        job.state = JobState::Failed(failure.clone());
        let mut effects = vec![Effect::Fail(id, failure)];
        effects.extend(self.start_waiting(now));
        effects
    }

    /// A job that surely cost nothing is put away. One that was sent may have, and stays as a tile that says so.
    pub(super) fn cancel(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let Some(job) = self.state.gallery.job(id) else { return Vec::new() };
        let billed = match &job.state {
            JobState::Failed(_) => return Vec::new(),
            JobState::Waiting => job.before,
            JobState::Running { .. } => self.lost(job),
        };
        let mut effects = vec![Effect::Abort(id)];
        if billed == Billed::No {
            effects.extend(self.forget(id));
            effects.extend(self.start_waiting(now));
        } else {
            let failure = Failure::new(Cause::Cancelled, billed, Again::SameKey);
            effects.extend(self.failed(id, failure, now));
        }
        effects
    }

    pub(super) fn retry(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let Some(Job { state: JobState::Failed(failure), .. }) = self.state.gallery.job(id) else { return Vec::new() };
        match failure.again {
            Again::Save => {
                if let Some(job) = self.state.gallery.job_mut(id) {
                    job.state = JobState::Running { since: now.at };
                }
                vec![Effect::Keep(id)]
            }
            Again::SameKey => self.retry_there(id, now),
            Again::NewKey => self.retry_anew(id, now),
        }
    }

    /// A key is known only to the place that saw it: what may have cost something goes there again or nowhere, over its own
    /// connection if that is still there. What surely cost nothing goes over the current connection.
    fn retry_there(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let Some(job) = self.state.gallery.job(id) else { return Vec::new() };
        let (before, over) = (job.before, job.over.clone());
        let knows = |known: &&Connection| known.is_usable() && leads_there(job, known);
        let there = match before {
            Billed::No => self.state.connection().filter(knows),
            Billed::Maybe | Billed::Yes => {
                let there = self.state.connections.iter().filter(knows);
                there.min_by_key(|known| job.connection != Some(known.id))
            }
        };
        match (there.cloned(), before) {
            (Some(connection), _) => self.retry_over(&connection, id, now),
            (None, Billed::No) => self.retry_anew(id, now),
            (None, Billed::Maybe | Billed::Yes) => {
                self.state.notice = Some(Notice::ConnectFirst(over));
                Vec::new()
            }
        }
    }

    fn retry_over(&mut self, connection: &Connection, id: PictureId, now: Now) -> Vec<Effect> {
        let Some(job) = self.state.gallery.job_mut(id) else { return Vec::new() };
        job.go_over(connection);
        job.state = JobState::Waiting;
        let mut effects = vec![Effect::Queue(vec![job.clone()])];
        effects.extend(self.start_waiting(now));
        effects
    }

    /// Another job for the same request, over the current connection, in the same place.
    fn retry_anew(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let Some(old) = self.state.gallery.remove_job(id) else { return Vec::new() };
        self.stumbled.remove(&id);
        let job = self.new_job(old.request, old.at, &mut Random(now.random));
        self.state.selection.rename(id, job.id);
        self.state.gallery.put_job(job.clone());
        let mut effects = vec![Effect::Forget(vec![id]), Effect::Queue(vec![job])];
        effects.extend(self.start_waiting(now));
        effects
    }

    pub(super) fn forget(&mut self, id: PictureId) -> Vec<Effect> {
        self.state.selection.forget(&[id], &self.state.gallery);
        self.stumbled.remove(&id);
        self.refused.remove(&id);
        match self.state.gallery.remove_job(id) {
            Some(_) => vec![Effect::Forget(vec![id])],
            None => Vec::new(),
        }
    }

    /// `unknown`: how many of them were sent and have no ending.
    pub(super) fn recovered(&mut self, jobs: Vec<Job>, unknown: usize) -> Vec<Effect> {
        self.state.indexing = None;
        for job in jobs {
            self.stumbled.insert(job.id);
            self.state.gallery.put_job(job);
        }
        if unknown > 0 {
            self.state.notice = Some(Notice::Unknown { jobs: unknown });
        }
        Vec::new()
    }
}

/// Whether this connection leads to where the job was sent. The painter's have no place and its id; of others without one an earlier
/// version noted an address as their connection's name.
fn leads_there(job: &Job, connection: &Connection) -> bool {
    match (job.place.as_str(), job.connection, &connection.kind) {
        ("", Some(id), _) => id == connection.id,
        ("", None, ConnectionKind::Service(address)) => address.to_string() == job.over,
        ("", None, ConnectionKind::BuiltIn | ConnectionKind::Account(_)) => false,
        (place, _, kind) => kind.place() == place,
    }
}

/// SplitMix64: a few unrelated numbers from one.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
