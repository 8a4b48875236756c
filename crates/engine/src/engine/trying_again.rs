//! What becomes of a job that failed: asked for again under its key, made anew under another one, or taken into the draft.
//! Nothing here is done unasked.

use contract::{Billed, GenerateRequest, Record};
use library::PictureId;

use super::{Engine, Now, jobs::Random};
use crate::{
    cause::Cause,
    connection::{Connection, ConnectionId, ConnectionKind},
    effect::Effect,
    failure::{Again, Failure},
    job::{Job, JobState},
    rest::{Rest, RestReason},
    state::Notice,
};

impl Engine {
    pub(super) fn retry(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let mut effects = self.try_again(id, now);
        effects.extend(self.start_waiting(now));
        effects
    }

    /// In the order asked. Not what the user has cancelled: to ask for that again is a wish of its own.
    pub(super) fn retry_failed(&mut self, now: Now) -> Vec<Effect> {
        let wanted = |job: &&Job| matches!(&job.state, JobState::Failed(failure) if failure.cause != Cause::Cancelled);
        let failed: Vec<PictureId> = self.state.gallery.jobs().iter().filter(wanted).map(|job| job.id).collect();
        // Each with random numbers of its own.
        let times = (0_u64..).map(|n| Now { random: now.random.wrapping_add(n), ..now });
        let (mut queued, mut effects) = (Vec::new(), Vec::new());
        for effect in failed.into_iter().zip(times).flat_map(|(id, now)| self.try_again(id, now)).collect::<Vec<_>>() {
            match effect {
                // Written down together.
                Effect::Queue(jobs) => queued.extend(jobs),
                other => effects.push(other),
            }
        }
        effects.extend((!queued.is_empty()).then_some(Effect::Queue(queued)));
        effects.extend(self.start_waiting(now));
        effects
    }

    fn try_again(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let Some(Job { state: JobState::Failed(failure), before, .. }) = self.state.gallery.job(id) else {
            return Vec::new();
        };
        match (failure.again, before) {
            (Again::Save, _) => {
                if let Some(job) = self.state.gallery.job_mut(id) {
                    job.state = JobState::Running { since: now.at };
                }
                vec![Effect::Keep(id)]
            }
            (Again::SameKey, _) => self.retry_there(id, now),
            (Again::NewKey, Billed::No) => self.make_anew(id, now, same),
            // That would be paid for again, so it is a wish of its own.
            (Again::NewKey, Billed::Maybe | Billed::Yes) => Vec::new(),
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
            (Some(connection), _) => self.retry_over(&connection, id),
            (None, Billed::No) => self.make_anew(id, now, same),
            (None, Billed::Maybe | Billed::Yes) => {
                self.state.notice = Some(Notice::ConnectFirst(over));
                Vec::new()
            }
        }
    }

    fn retry_over(&mut self, connection: &Connection, id: PictureId) -> Vec<Effect> {
        // What it is wished for may have been mended.
        self.forgive(connection.id);
        let Some(job) = self.state.gallery.job_mut(id) else { return Vec::new() };
        job.go_over(connection);
        job.state = JobState::Waiting;
        vec![Effect::Queue(vec![job.clone()])]
    }

    /// Another job for the same request, over the current connection, in the same place.
    pub(super) fn remake(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let mut effects = self.make_anew(id, now, same);
        effects.extend(self.start_waiting(now));
        effects
    }

    /// The same with another seed.
    pub(super) fn reseed(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let mut effects = self.make_anew(id, now, reseeded);
        effects.extend(self.start_waiting(now));
        effects
    }

    fn make_anew(
        &mut self,
        id: PictureId,
        now: Now,
        change: fn(GenerateRequest, &mut Random) -> GenerateRequest,
    ) -> Vec<Effect> {
        let failed = self.state.gallery.job(id).filter(|job| matches!(job.state, JobState::Failed(_)));
        let Some(old) = failed.cloned() else { return Vec::new() };
        let mut random = Random(now.random);
        let request = change(old.request, &mut random);
        let job = Job { turn: old.turn, origin: old.origin, ..self.new_job(request, old.at, &mut random) };
        if let Some(connection) = job.connection {
            self.forgive(connection);
        }
        self.forget_marks(id);
        self.state.gallery.remove_job(id);
        self.state.selection.rename(id, job.id);
        self.state.gallery.put_job(job.clone());
        vec![Effect::Replace(vec![id], vec![job])]
    }

    /// A refusal that waited for its user has been seen to; what rests by the clock goes on resting.
    pub(super) fn forgive(&mut self, id: ConnectionId) {
        let Some(connection) = self.state.connection_mut(id) else { return };
        let waits_for_user = |rest: &Rest| rest.why == RestReason::Refused;
        connection.rests = connection.rests.take().filter(|rest| !waits_for_user(rest));
    }

    /// Fills the draft with what a job asks for.
    pub(super) fn take_request(&mut self, id: PictureId) -> Vec<Effect> {
        let Some(job) = self.state.gallery.job(id) else { return Vec::new() };
        let (record, origin) = (Record::of(&job.request, job.request.size), job.origin.clone());
        // Not into a job that is being changed.
        self.leave_job();
        let before = self.state.draft.clone();
        self.fill_draft(&record);
        self.state.draft.origin = origin;
        self.settings_taken(before)
    }
}

fn same(request: GenerateRequest, _: &mut Random) -> GenerateRequest {
    request
}

/// The request with another seed, where its model takes one.
pub(super) fn reseeded(mut request: GenerateRequest, random: &mut Random) -> GenerateRequest {
    request.seed = request.seed.map(|_| random.next() as u32);
    request
}

impl Failure {
    /// As it is after its picture was let go of, if it was held in memory: the service may still have it.
    pub(super) fn let_go(self) -> Self {
        let again = if self.again == Again::Save { Again::SameKey } else { self.again };
        Self { again, ..self }
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
