//! The life of a job: asked for, waiting, running, failed, tried again. At most [`PARALLEL`] run at once, the oldest first.

use contract::{Billed, GenerateRequest};
use jiff::{SignedDuration, Timestamp};
use library::PictureId;

use super::{Engine, Now, PARALLEL};
use crate::{
    connection::Connection,
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
        let mut effects = vec![self.queue(jobs)];
        effects.extend(self.start_waiting(now));
        effects
    }

    /// `jobs`: of the current connection.
    fn queue(&self, jobs: Vec<Job>) -> Effect {
        let connection = self.state.connection();
        let over = connection.map(Connection::label).unwrap_or_default();
        let billed = connection.map_or(Billed::Maybe, Connection::billed_when_lost);
        Effect::Queue { jobs, over, billed }
    }

    fn new_job(&self, request: GenerateRequest, at: Timestamp, random: &mut Random) -> Job {
        let id = PictureId::new(at, random.next());
        Job { id, request, at, connection: self.state.current, state: JobState::Waiting }
    }

    /// Starts the jobs whose turn it is, the oldest first.
    pub(super) fn start_waiting(&mut self, now: Now) -> Vec<Effect> {
        let free = PARALLEL.saturating_sub(self.state.gallery.running());
        let waiting = self.state.gallery.jobs().iter().filter(|job| job.state == JobState::Waiting);
        let ids: Vec<PictureId> = waiting.map(|job| job.id).take(free).collect();
        ids.into_iter().filter_map(|id| self.start(id, now)).collect()
    }

    fn start(&mut self, id: PictureId, now: Now) -> Option<Effect> {
        let connection = self.state.gallery.job(id)?.connection;
        let by = self.state.find_connection(connection)?.label();
        let job = self.state.gallery.job_mut(id)?;
        job.state = JobState::Running { since: now.at };
        Some(Effect::Make { job: job.clone(), by })
    }

    pub(super) fn failed(&mut self, id: PictureId, failure: Failure, now: Now) -> Vec<Effect> {
        let Some(job) = self.state.gallery.job_mut(id) else { return Vec::new() };
        job.state = JobState::Failed(failure.clone());
        let mut effects = vec![Effect::Fail(id, failure)];
        effects.extend(self.start_waiting(now));
        effects
    }

    /// A job that waits is put away. One that runs may have cost something by now, and then stays as a tile that says so.
    pub(super) fn cancel(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let Some(job) = self.state.gallery.job(id) else { return Vec::new() };
        let billed = self.state.find_connection(job.connection).map(Connection::billed_when_lost);
        match (&job.state, billed) {
            (JobState::Failed(_), _) => Vec::new(),
            (JobState::Running { .. }, Some(billed @ (Billed::Maybe | Billed::Yes))) => {
                let failure = Failure::new("cancelled after it was sent", billed, Again::SameKey);
                let mut effects = vec![Effect::Abort(id)];
                effects.extend(self.failed(id, failure, now));
                effects
            }
            (JobState::Running { .. } | JobState::Waiting, _) => {
                let mut effects = vec![Effect::Abort(id)];
                effects.extend(self.forget(id));
                effects.extend(self.start_waiting(now));
                effects
            }
        }
    }

    pub(super) fn retry(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let Some(Job { state: JobState::Failed(failure), .. }) = self.state.gallery.job(id) else { return Vec::new() };
        let again = failure.again;
        let current = self.state.current;
        match again {
            Again::Save => {
                if let Some(job) = self.state.gallery.job_mut(id) {
                    job.state = JobState::Running { since: now.at };
                }
                vec![Effect::Keep(id)]
            }
            Again::SameKey => {
                let Some(job) = self.state.gallery.job_mut(id) else { return Vec::new() };
                (job.state, job.connection) = (JobState::Waiting, current);
                let job = job.clone();
                let mut effects = vec![self.queue(vec![job])];
                effects.extend(self.start_waiting(now));
                effects
            }
            Again::NewKey => {
                let Some(old) = self.state.gallery.remove_job(id) else { return Vec::new() };
                let job = self.new_job(old.request, old.at, &mut Random(now.random));
                self.state.gallery.put_job(job.clone());
                let mut effects = vec![Effect::Forget(vec![id]), self.queue(vec![job])];
                effects.extend(self.start_waiting(now));
                effects
            }
        }
    }

    pub(super) fn forget(&mut self, id: PictureId) -> Vec<Effect> {
        match self.state.gallery.remove_job(id) {
            Some(_) => vec![Effect::Forget(vec![id])],
            None => Vec::new(),
        }
    }

    pub(super) fn recovered(&mut self, jobs: Vec<Job>) -> Vec<Effect> {
        self.state.indexing = None;
        let unknown = jobs.len();
        for job in jobs {
            self.state.gallery.put_job(job);
        }
        if unknown > 0 {
            self.state.notice = Some(Notice::Unknown { jobs: unknown });
        }
        Vec::new()
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
