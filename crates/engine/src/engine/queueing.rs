//! What the user does to the queue: pauses it, moves, changes and doubles what waits, takes it out; and undo of that.

use std::collections::{HashMap, HashSet};

use contract::{Billed, Record};
use jiff::SignedDuration;
use library::PictureId;

use super::{Engine, Now, jobs::Random, trying_again::reseeded, undo::Before};
use crate::{
    cause::Cause,
    connection::{Connection, ConnectionId},
    draft::Draft,
    effect::Effect,
    failure::{Again, Failure},
    job::{Job, JobState},
    rest::Pause,
    state::{Editing, Notice},
};

impl Engine {
    pub(super) fn pause(&mut self) -> Vec<Effect> {
        self.hold(Pause::ByUser);
        Vec::new()
    }

    /// A trouble ends by itself, so it does not stand in the way of what its user has to end.
    pub(super) fn hold(&mut self, pause: Pause) {
        if matches!(self.state.pause, None | Some(Pause::Trouble(_))) {
            self.state.pause = Some(pause);
        }
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

    /// One behind the other, the first of them to that place among those that wait.
    pub(super) fn move_jobs(&mut self, ids: &[PictureId], to: usize) -> Vec<Effect> {
        let before: Vec<(PictureId, i64)> = self.state.queue().iter().map(|job| (job.id, job.turn)).collect();
        let chosen: HashSet<&PictureId> = ids.iter().collect();
        let (moved, mut others): (Vec<PictureId>, Vec<PictureId>) =
            before.iter().map(|(id, _)| *id).partition(|id| chosen.contains(id));
        let to = to.min(others.len());
        others.splice(to..to, moved);
        if others.iter().eq(before.iter().map(|(id, _)| id)) {
            return Vec::new();
        }
        // The same turns for another order, each later than the one before: what is asked for next still comes last.
        let mut last = i64::MIN;
        let turns = before.iter().map(|(_, turn)| {
            last = (*turn).max(last.saturating_add(1));
            last
        });
        let turns: Vec<(PictureId, i64)> = others.into_iter().zip(turns).collect();
        let effects = self.take_turns(turns);
        self.stepped(Before::Turns(before));
        effects
    }

    /// Of jobs that still wait.
    pub(super) fn take_turns(&mut self, turns: Vec<(PictureId, i64)>) -> Vec<Effect> {
        let turns: HashMap<PictureId, i64> = turns.into_iter().collect();
        let mut changed = Vec::new();
        for job in self.state.gallery.jobs_mut() {
            if let Some(turn) = turns.get(&job.id).filter(|turn| **turn != job.turn) {
                job.turn = *turn;
                changed.push((job.id, *turn));
            }
        }
        vec![Effect::Turns(changed)]
    }

    /// However far they are.
    pub(super) fn take_out_any(&mut self, ids: &[PictureId], now: Now) -> Vec<Effect> {
        let runs = |id: &PictureId| {
            let job = self.state.gallery.job(*id);
            job.is_some_and(|job| matches!(job.state, JobState::Running { .. }))
        };
        let (running, others): (Vec<PictureId>, Vec<PictureId>) = ids.iter().copied().partition(runs);
        // With several, as with all: what is held in memory was paid for, and is nowhere else.
        let stays = |id: &PictureId| self.state.gallery.job(*id).is_some_and(Job::is_only_in_memory);
        let others: Vec<PictureId> = others.into_iter().filter(|id| ids.len() == 1 || !stays(id)).collect();
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
        let goes = |job: &&Job| job.can_be_cleared();
        let going: Vec<PictureId> = self.state.gallery.jobs().iter().filter(goes).map(|job| job.id).collect();
        self.take_out(&going)
    }

    /// Their connection has another place now, and is the one that stands at `place`: what waits and surely cost nothing goes with
    /// it.
    pub(super) fn follow(&mut self, old: ConnectionId, place: usize) -> Option<Effect> {
        let moved = self.state.connections.get(place).cloned()?;
        let mut jobs = Vec::new();
        for job in self.state.gallery.jobs_mut() {
            if job.is_editable() && job.connection == Some(old) {
                job.go_over(&moved);
                jobs.push(job.clone());
            }
        }
        (!jobs.is_empty()).then_some(Effect::Queue(jobs))
    }

    /// What waits for a connection that is there no more would wait for ever.
    pub(super) fn end_waiting_over(&mut self, id: ConnectionId) -> Vec<Effect> {
        let waits = |job: &&Job| job.state == JobState::Waiting && job.connection == Some(id);
        let waiting = self.state.gallery.jobs().iter().filter(waits).map(|job| (job.id, job.before));
        let waiting: Vec<(PictureId, Billed)> = waiting.collect();
        if waiting.iter().any(|(id, _)| self.state.is_edited(*id)) {
            self.leave_job();
        }
        let gone = |before| Failure::new(Cause::NoConnection, before, Again::SameKey);
        waiting.into_iter().flat_map(|(id, before)| self.end(id, gone(before))).collect()
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

    /// The draft of before is kept until the job is changed or left, and so is the connection: what the job may be made with is what
    /// its own has.
    pub(super) fn edit_job(&mut self, id: PictureId) -> Vec<Effect> {
        let Some(job) = self.state.gallery.job(id).filter(|job| job.is_editable()) else { return Vec::new() };
        let (record, over) = (Record::of(&job.request, job.request.size), job.connection);
        let origin = job.origin.clone();
        self.leave_job();
        self.state.editing = Some(Editing { id, draft: self.state.draft.clone(), current: self.state.current });
        let over = over.and_then(|over| self.state.find_connection(over)).filter(|over| over.is_usable());
        self.state.current = over.map_or(self.state.current, |over| over.id);
        self.state.draft.count = 1;
        self.fill_draft(&record);
        self.state.draft.origin = origin;
        Vec::new()
    }

    /// The job stays as it was, and what was being written is there again.
    pub(super) fn leave_job(&mut self) {
        if let Some(Editing { draft, current, .. }) = self.state.editing.take() {
            if self.state.find_connection(current).is_some() {
                self.state.current = current;
            }
            self.put_draft(draft);
        }
    }

    /// It was written before.
    pub(super) fn put_draft(&mut self, draft: Draft) {
        self.state.draft = draft;
        self.state.draft_revision += 1;
        self.state.rewriting = None;
        self.state.snapped = None;
        // Another connection may be in use by now.
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
        let Ok(requests) = self.requests(&mut random) else { return Vec::new() };
        let origin = self.state.draft.origin.clone();
        let times = (0_i64..).map(|n| old.at + SignedDuration::from_micros(n));
        let jobs = requests.into_iter().zip(times);
        let jobs = jobs.map(|(request, at)| Job {
            turn: old.turn,
            origin: origin.clone(),
            ..self.new_job(request, at, &mut random)
        });
        let jobs: Vec<Job> = jobs.collect();
        self.leave_job();
        self.forget_marks(old.id);
        self.state.gallery.remove_job(old.id);
        if let Some(first) = jobs.first() {
            self.state.selection.rename(old.id, first.id);
        }
        let old_id = old.id;
        self.put_in(&jobs, vec![old]);
        let mut effects = vec![Effect::Replace(vec![old_id], jobs)];
        effects.extend(self.start_waiting(now));
        effects
    }

    pub(super) fn duplicate_jobs(&mut self, ids: &[PictureId], now: Now) -> Vec<Effect> {
        let mut random = Random(now.random);
        let times = (0_i64..).map(|n| now.at + SignedDuration::from_micros(n));
        let old = ids.iter().filter_map(|id| self.state.gallery.job(*id)).zip(times);
        let copies = old.map(|(old, at)| {
            let request = reseeded(old.request.clone(), &mut random);
            let draws = |known: &&Connection| known.draws(request.model);
            let same = old.connection.and_then(|id| self.state.find_connection(id)).filter(draws);
            let over = same.map_or(self.state.current, |known| known.id);
            // Right after it, since it is younger.
            let origin = old.origin.clone();
            Job { turn: old.turn, origin, ..self.new_job_over(over, request, at, &mut random) }
        });
        let jobs: Vec<Job> = copies.collect();
        if jobs.is_empty() {
            return Vec::new();
        }
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
        // They go and the others come in one step, which is written below.
        self.close_all(put.to_vec());
        // The picture of one that was cancelled may have arrived all the same.
        let gone: HashSet<PictureId> = out.iter().map(|job| job.id).collect();
        let pictures = self.state.gallery.pictures().iter().map(|entry| entry.id);
        let there: HashSet<PictureId> = pictures.filter(|id| gone.contains(id)).collect();
        let (mut waiting, mut failed) = (Vec::new(), Vec::new());
        for job in out.into_iter().filter(|job| !there.contains(&job.id)).map(as_put_away) {
            if let JobState::Failed(failure) = &job.state {
                self.stumbled.insert(job.id);
                failed.push(Effect::Fail(job.id, failure.clone()));
            } else {
                waiting.push(job.clone());
            }
            self.state.gallery.put_job(job);
        }
        let mut effects = vec![Effect::Replace(put.to_vec(), waiting)];
        effects.extend(failed);
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
