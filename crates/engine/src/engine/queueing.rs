//! What the user does to the queue: pauses it, moves, changes and doubles what waits, takes it out; and undo of that.

use contract::{Billed, Record};
use jiff::SignedDuration;
use library::PictureId;

use super::{Engine, Now, jobs::Random, trying_again::reseeded, undo::Before};
use crate::{
    draft::Draft,
    effect::Effect,
    failure::{Again, Failure},
    job::{Job, JobState},
    rest::Pause,
    state::{Editing, Notice},
};

impl Engine {
    pub(super) fn pause(&mut self) -> Vec<Effect> {
        self.state.pause.get_or_insert(Pause::ByUser);
        Vec::new()
    }

    /// Connections that rest are tried again only when nothing was paused: then they are what the user is told of.
    pub(super) fn resume(&mut self, now: Now) -> Vec<Effect> {
        if self.state.pause.take().is_none() {
            let resting = self.state.connections.iter().filter(|known| known.rests.is_some());
            for id in resting.map(|known| known.id).collect::<Vec<_>>() {
                self.wake(id);
            }
        }
        self.start_waiting(now)
    }

    /// To that place among those that wait.
    pub(super) fn move_job(&mut self, id: PictureId, to: usize) -> Vec<Effect> {
        let before: Vec<(PictureId, i64)> = self.state.queue().iter().map(|job| (job.id, job.turn)).collect();
        let Some(from) = before.iter().position(|(other, _)| *other == id) else { return Vec::new() };
        let to = to.min(before.len() - 1);
        if from == to {
            return Vec::new();
        }
        let mut ids: Vec<PictureId> = before.iter().map(|(id, _)| *id).collect();
        let moved = ids.remove(from);
        ids.insert(to, moved);
        // The same turns for another order, each later than the one before: what is asked for next still comes last.
        let mut last = i64::MIN;
        let turns = before.iter().map(|(_, turn)| {
            last = (*turn).max(last.saturating_add(1));
            last
        });
        let turns: Vec<(PictureId, i64)> = ids.into_iter().zip(turns).collect();
        let effects = self.take_turns(turns);
        self.stepped(Before::Turns(before));
        effects
    }

    /// Of jobs that still wait.
    pub(super) fn take_turns(&mut self, turns: Vec<(PictureId, i64)>) -> Vec<Effect> {
        for (id, turn) in &turns {
            if let Some(job) = self.state.gallery.job_mut(*id) {
                job.turn = *turn;
            }
        }
        vec![Effect::Turns(turns)]
    }

    /// However far they are.
    pub(super) fn take_out_any(&mut self, ids: &[PictureId], now: Now) -> Vec<Effect> {
        let runs = |id: &PictureId| {
            let job = self.state.gallery.job(*id);
            job.is_some_and(|job| matches!(job.state, JobState::Running { .. }))
        };
        let (running, others): (Vec<PictureId>, Vec<PictureId>) = ids.iter().copied().partition(runs);
        // First, so that none of them takes the place of one that runs.
        let mut effects = self.take_out(&others);
        effects.extend(running.into_iter().flat_map(|id| self.cancel(id, now)));
        effects
    }

    pub(super) fn cancel_waiting(&mut self) -> Vec<Effect> {
        let waiting: Vec<PictureId> = self.state.queue().iter().map(|job| job.id).collect();
        self.take_out(&waiting)
    }

    /// What failed and is held in memory stays: it was paid for, and is nowhere else.
    pub(super) fn clear_queue(&mut self) -> Vec<Effect> {
        let goes = |job: &&Job| match &job.state {
            JobState::Waiting => true,
            JobState::Running { .. } => false,
            JobState::Failed(failure) => failure.again != Again::Save,
        };
        let going: Vec<PictureId> = self.state.gallery.jobs().iter().filter(goes).map(|job| job.id).collect();
        self.take_out(&going)
    }

    /// Jobs that wait or failed are put away, for undo to bring back. One that waits for another attempt after one that may have
    /// been billed fails instead, so that this is not forgotten.
    pub(super) fn take_out(&mut self, ids: &[PictureId]) -> Vec<Effect> {
        let (mut effects, mut out) = (Vec::new(), Vec::new());
        for id in ids {
            let Some(job) = self.state.gallery.job_mut(*id) else { continue };
            if job.state == JobState::Waiting && job.before != Billed::No {
                let failure = Failure::cancelled(job.before);
                job.state = JobState::Failed(failure.clone());
                effects.push(Effect::Fail(*id, failure));
                continue;
            }
            out.push(job.clone());
        }
        effects.extend(self.close_all(out.iter().map(|job| job.id).collect()));
        if !out.is_empty() {
            self.notice(Notice::TakenOut { jobs: out.len() });
            self.stepped(Before::Jobs { out, put: Vec::new() });
        }
        effects
    }

    /// The draft of before is kept until the job is changed or left.
    pub(super) fn edit_job(&mut self, id: PictureId) -> Vec<Effect> {
        let Some(job) = self.state.gallery.job(id).filter(|job| job.is_editable()) else { return Vec::new() };
        let record = Record::of(&job.request, job.request.size);
        let draft = match self.state.editing.take() {
            Some(editing) => editing.draft,
            None => self.state.draft.clone(),
        };
        self.state.draft.count = 1;
        self.fill_draft(&record);
        self.state.editing = Some(Editing { id, draft });
        Vec::new()
    }

    /// The job stays as it was, and the draft is what it was.
    pub(super) fn leave_job(&mut self) {
        if let Some(Editing { draft, .. }) = self.state.editing.take() {
            self.put_draft(draft);
        }
    }

    fn put_draft(&mut self, draft: Draft) {
        self.state.draft = draft;
        self.state.draft_revision += 1;
        self.state.snapped = None;
        super::fit_model(&mut self.state);
    }

    /// Others take the job's place: no service has seen them, so that each has a key of its own.
    pub(super) fn finish_editing(&mut self, now: Now) -> Vec<Effect> {
        let Some(old) = self.state.editing.as_ref().and_then(|editing| self.state.gallery.job(editing.id)).cloned()
        else {
            self.leave_job();
            return Vec::new();
        };
        let mut random = Random(now.random);
        let Ok(requests) = self.state.draft.requests(|| random.next() as u32) else { return Vec::new() };
        let times = (0_i64..).map(|n| old.at + SignedDuration::from_micros(n));
        let jobs = requests.into_iter().zip(times);
        let jobs = jobs.map(|(request, at)| Job { turn: old.turn, ..self.new_job(request, at, &mut random) });
        let jobs: Vec<Job> = jobs.collect();
        self.leave_job();
        self.forget_marks(old.id);
        self.state.gallery.remove_job(old.id);
        if let Some(first) = jobs.first() {
            self.state.selection.rename(old.id, first.id);
        }
        let old_id = old.id;
        self.put_in(&jobs, vec![old]);
        let mut effects = vec![Effect::Replace(old_id, jobs)];
        effects.extend(self.start_waiting(now));
        effects
    }

    pub(super) fn duplicate_job(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let Some(old) = self.state.gallery.job(id).cloned() else { return Vec::new() };
        let mut random = Random(now.random);
        let request = reseeded(old.request, &mut random);
        // Right after it, since it is younger.
        let job = Job { turn: old.turn, ..self.new_job(request, now.at, &mut random) };
        let jobs = vec![job];
        self.put_in(&jobs, Vec::new());
        let mut effects = vec![Effect::Queue(jobs)];
        effects.extend(self.start_waiting(now));
        effects
    }

    /// `out`: what they take the place of.
    fn put_in(&mut self, jobs: &[Job], out: Vec<Job>) {
        for job in jobs {
            self.state.gallery.put_job(job.clone());
        }
        let put = jobs.iter().map(|job| job.id).collect();
        self.stepped(Before::Jobs { out, put });
    }

    /// What was taken out comes back, and what was put in goes; unless that has gone on meanwhile.
    pub(super) fn undo_jobs(&mut self, out: Vec<Job>, put: &[PictureId], now: Now) -> Vec<Effect> {
        let waits = |id: &PictureId| self.state.gallery.job(*id).is_some_and(Job::is_editable);
        if !put.iter().all(waits) {
            self.notice(Notice::TooLate);
            return Vec::new();
        }
        let mut effects = self.close_all(put.to_vec());
        // The picture of one that was cancelled may have arrived all the same.
        let out = out.into_iter().filter(|job| self.state.gallery.find(job.id).is_none());
        let back: Vec<Job> = out.map(as_put_away).collect();
        effects.push(Effect::Queue(back.clone()));
        for job in back {
            if let JobState::Failed(failure) = &job.state {
                self.stumbled.insert(job.id);
                effects.push(Effect::Fail(job.id, failure.clone()));
            }
            self.state.gallery.put_job(job);
        }
        self.notice(Notice::QueueBack);
        effects.extend(self.start_waiting(now));
        effects
    }
}

/// What was held in memory went with it.
fn as_put_away(job: Job) -> Job {
    let state = match job.state {
        JobState::Failed(failure) => JobState::Failed(failure.let_go()),
        other => other,
    };
    Job { state, ..job }
}
