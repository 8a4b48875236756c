//! Jobs from Generate to their picture: written to the journal before they are sent, sent when their turn comes and nothing
//! keeps them back, ended once. What may have cost something is never sent again from here.

use std::time::Duration;

use contract::{Billed, GenerateRequest, Problem, Texts};
use jiff::{SignedDuration, Timestamp};
use library::{Entry, PictureId};

use super::{Engine, Now};
use crate::{
    cause::Cause,
    connection::{Connection, ConnectionId},
    effect::Effect,
    failure::{Again, Failure},
    job::{Job, JobState},
    rest::Pause,
    state::Notice,
};

impl Engine {
    pub(super) fn generate(&mut self, now: Now) -> Vec<Effect> {
        if self.state.editing.is_some() {
            return self.finish_editing(now);
        }
        let mut random = Random(now.random);
        // A draft with problems shows them beside its fields; there is nothing to add here.
        let Ok(requests) = self.requests(&mut random) else { return Vec::new() };
        let origin = self.state.draft.origin.clone();
        // A microsecond apart, so that the order asked is the order in the gallery.
        let times = (0_i64..).map(|n| now.at + SignedDuration::from_micros(n));
        let jobs = requests.into_iter().zip(times);
        let jobs = jobs.map(|(request, at)| Job { origin: origin.clone(), ..self.new_job(request, at, &mut random) });
        let jobs: Vec<Job> = jobs.collect();
        for job in &jobs {
            self.state.gallery.put_job(job.clone());
        }
        let mut effects = vec![Effect::Queue(jobs)];
        effects.extend(self.start_waiting(now));
        effects
    }

    /// What the draft asks for, its prompt to be translated where that is wished for and needed.
    pub(super) fn requests(&self, random: &mut Random) -> Result<Vec<GenerateRequest>, Vec<Problem>> {
        let mut requests = self.state.draft.requests(|| random.next() as u32)?;
        let translate = self.state.translates();
        for request in &mut requests {
            request.translate = translate;
        }
        Ok(requests)
    }

    /// Over the current connection.
    pub(super) fn new_job(&self, request: GenerateRequest, at: Timestamp, random: &mut Random) -> Job {
        self.new_job_over(self.state.current, request, at, random)
    }

    pub(super) fn new_job_over(
        &self,
        connection: ConnectionId,
        request: GenerateRequest,
        at: Timestamp,
        random: &mut Random,
    ) -> Job {
        let id = PictureId::new(at, random.next());
        let mut job = Job {
            id,
            request,
            origin: None,
            at,
            turn: at.as_microsecond(),
            connection: Some(connection),
            over: String::new(),
            place: String::new(),
            texts: Texts::Unsaid,
            before: Billed::No,
            state: JobState::Waiting,
        };
        if let Some(connection) = self.state.find_connection(connection) {
            job.go_over(connection);
        }
        job
    }

    /// What a job may have cost when its end is not known.
    pub(super) fn lost(&self, job: &Job) -> Billed {
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
        self.forget_marks(entry.id);
        self.state.cancelled.remove(&entry.id);
        // It can be reached, and takes its key. What it said of its allowance or of the moment is as it was: this picture may have been
        // under way by then.
        let over = self.state.gallery.job(entry.id).and_then(|job| job.connection);
        if let Some(connection) = over {
            self.strikes.remove(&connection);
            self.is_reached(connection);
        }
        // The disk takes pictures again.
        if matches!(self.state.pause, Some(Pause::Trouble(_))) {
            self.state.pause = None;
        }
        self.batch.pictures += 1;
        self.state.gallery.put_picture(entry);
        self.start_waiting(now)
    }

    pub(super) fn failed(&mut self, id: PictureId, failure: Failure, now: Now) -> Vec<Effect> {
        let runs = matches!(self.state.gallery.job(id).map(|job| &job.state), Some(JobState::Running { .. }));
        if failure.cause == Cause::Cancelled {
            return if runs { self.let_go(id, failure, now) } else { Vec::new() };
        }
        self.spend_on_failure(id, &failure, now);
        let cancelled = self.state.cancelled.remove(&id);
        if !runs {
            let mut effects = cancelled.map_or_else(Vec::new, |job| self.heard_late(job, failure, now));
            // A budget need not reckon with it any more.
            effects.extend(self.start_waiting(now));
            return effects;
        }
        // It was asked for again while its request was under way still: this is the end of both.
        if let Some((before, job)) = cancelled.map(|job| job.before).zip(self.state.gallery.job_mut(id)) {
            job.before = before;
        }
        let waits = self.keeps_back(id, &failure, now);
        let Some(job) = self.state.gallery.job_mut(id) else { return Vec::new() };
        let mut effects = if waits {
            job.state = JobState::Waiting;
            let waits = Effect::Queue(vec![job.clone()]);
            // Written down at once: its turn may not come before the program ends.
            let other = self.stands_in_for_job(id, now);
            vec![other.and_then(|other| self.hand_over(id, other)).unwrap_or(waits)]
        } else {
            self.batch.failed += 1;
            self.end(id, failure)
        };
        effects.extend(self.start_waiting(now));
        effects
    }

    /// The job ends as failed, with what all its attempts may have cost.
    pub(super) fn end(&mut self, id: PictureId, failure: Failure) -> Vec<Effect> {
        self.refused.remove(&id);
        // Asked for again, it is another wish.
        self.state.let_through.remove(&id);
        let Some(job) = self.state.gallery.job_mut(id) else { return Vec::new() };
        self.stumbled.insert(id);
        job.before = job.before.max(failure.billed);
        let failure = Failure { billed: job.before, ..failure };
        job.state = JobState::Failed(failure.clone());
        vec![Effect::Fail(id, failure)]
    }

    /// A job that surely cost nothing is put away. One that was sent may have, and stays as a tile that says so.
    pub(super) fn cancel(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let Some(job) = self.state.gallery.job(id) else { return Vec::new() };
        match job.state {
            JobState::Failed(_) => Vec::new(),
            JobState::Waiting => self.take_out(&[id]),
            JobState::Running { .. } => {
                let lost = self.lost(job);
                let mut effects = vec![Effect::Abort { id, lost }];
                if lost == Billed::No {
                    effects.extend(self.close_all(vec![id]));
                    effects.extend(self.start_waiting(now));
                }
                effects
            }
        }
    }

    /// It was cancelled. `failure`: with what this attempt may have cost.
    fn let_go(&mut self, id: PictureId, failure: Failure, now: Now) -> Vec<Effect> {
        let Some(job) = self.state.gallery.job(id).cloned() else { return Vec::new() };
        let mut effects = if failure.billed.max(job.before) == Billed::No {
            self.close_all(vec![id])
        } else {
            // One that is asked for again before it has ended is the same request still.
            self.state.cancelled.entry(id).or_insert(job);
            self.end(id, failure)
        };
        effects.extend(self.start_waiting(now));
        effects
    }

    /// How a request ended that was cancelled while it was under way, and whose task listened on: now it is known what it cost.
    /// `job`: as it was when it was cancelled.
    fn heard_late(&mut self, job: Job, failure: Failure, now: Now) -> Vec<Effect> {
        let id = job.id;
        match self.state.gallery.job(id).map(|job| &job.state) {
            // A paid picture that only this program has, and that cannot be saved: it is shown again, even if it was put away.
            None if failure.again == Again::Save => self.state.gallery.put_job(job),
            None => return Vec::new(),
            Some(JobState::Failed(_)) if failure.billed.max(job.before) == Billed::No => {
                return self.close_all(vec![id]);
            }
            // It is to be asked for again, at no cost so far: its turn will come.
            Some(_) if failure.billed == Billed::No => return Vec::new(),
            Some(_) => {
                if let Some(known) = self.state.gallery.job_mut(id) {
                    known.before = job.before;
                }
            }
        }
        self.keeps_back(id, &failure, now);
        self.end(id, failure)
    }

    pub(super) fn forget(&mut self, id: PictureId) -> Vec<Effect> {
        match self.state.gallery.job(id).map(|job| &job.state) {
            Some(JobState::Failed(_)) => self.take_out(&[id]),
            _ => Vec::new(),
        }
    }

    /// The jobs are over, and nothing is left of them.
    pub(super) fn close_all(&mut self, ids: Vec<PictureId>) -> Vec<Effect> {
        self.state.selection.forget(&ids, &self.state.gallery);
        for id in &ids {
            self.forget_marks(*id);
            self.state.gallery.remove_job(*id);
        }
        if ids.iter().any(|id| self.state.is_edited(*id)) {
            self.leave_job();
        }
        Vec::from_iter((!ids.is_empty()).then_some(Effect::Forget(ids)))
    }

    pub(super) fn forget_marks(&mut self, id: PictureId) {
        self.stumbled.remove(&id);
        self.refused.remove(&id);
        self.state.let_through.remove(&id);
    }

    /// What waited waits again. Of that, only what surely costs nothing is sent unasked. `unknown`: how many jobs were sent and
    /// have no ending.
    pub(super) fn recovered(&mut self, jobs: Vec<Job>, unknown: usize, now: Now) -> Vec<Effect> {
        self.state.indexing = None;
        for job in jobs {
            if job.state == JobState::Waiting {
                if self.lost(&job) != Billed::No {
                    self.hold(Pause::Restarted);
                }
            } else {
                self.stumbled.insert(job.id);
            }
            self.state.gallery.put_job(job);
        }
        if unknown > 0 {
            self.state.notice = Some(Notice::Unknown { jobs: unknown });
        }
        self.start_waiting(now)
    }
}

impl Failure {
    /// Of a job that was cancelled.
    pub(crate) fn cancelled(billed: Billed) -> Self {
        Self::new(Cause::Cancelled, billed, Again::SameKey)
    }
}

/// SplitMix64: a few unrelated numbers from one.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
