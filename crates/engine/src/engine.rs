//! The one place that changes the state: a command or an event goes in, effects come out. Pure, so that every sequence of
//! them can be tested without a window, a disk or a network.

use contract::{Field, GenerateRequest, Model, size::snap_side};
use jiff::{SignedDuration, Timestamp};
use library::PictureId;

use crate::{
    command::{Command, DraftEdit},
    connection::{Connection, ConnectionId, ConnectionKind, Link},
    draft::{Draft, MAX_COUNT},
    effect::Effect,
    event::Event,
    failure::{Again, Failure},
    gallery::{Gallery, Towards},
    job::{Job, JobState},
    settings::Settings,
    state::{Indexing, Notice, Opened, Snapped, State},
};

/// Requests that are under way at once.
pub const PARALLEL: usize = 2;

/// The world as far as the engine may know it.
#[derive(Debug, Clone, Copy)]
pub struct Now {
    /// The time.
    pub at: Timestamp,
    /// A fresh random number, from which ids and seeds are drawn.
    pub random: u64,
}

/// The state, and the only hands that change it.
#[derive(Debug)]
pub struct Engine {
    state: State,
    next_connection: u32,
}

impl Engine {
    /// `draft`: as it was left; `None` on a first run.
    pub fn new(settings: Settings, draft: Option<Draft>, gallery: Gallery, built_in: Vec<&'static Model>) -> Self {
        let mut state = State {
            draft: draft.unwrap_or_default(),
            snapped: None,
            connections: vec![Connection::built_in(built_in)],
            current: ConnectionId::BUILT_IN,
            gallery,
            open: None,
            notice: None,
            indexing: Some(Indexing::default()),
            settings,
        };
        fit_model(&mut state);
        Self { state, next_connection: 1 }
    }

    /// What is known.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Does what the user wants, as far as it needs no work; says which work to start.
    pub fn command(&mut self, command: Command, now: Now) -> Vec<Effect> {
        match command {
            Command::Edit(edit) => self.edit(edit),
            Command::Generate => self.generate(now),
            Command::Cancel(id) => self.cancel(id, now),
            Command::Retry(id) => self.retry(id, now),
            Command::Forget(id) => self.forget(id),
            Command::Open(id) => self.open(id),
            Command::Older => self.step(Towards::Older),
            Command::Newer => self.step(Towards::Newer),
            Command::CloseViewer => {
                self.state.open = None;
                Vec::new()
            }
            Command::SaveAs { picture, target, format } => match self.state.gallery.picture(picture) {
                Some(entry) => vec![Effect::Export { entry: Box::new(entry.clone()), target, format }],
                None => Vec::new(),
            },
            Command::Use(id) => self.use_connection(id),
            Command::AddService { address, key } => self.add_service(&address, key),
            Command::PlaceWindow(place) => {
                self.state.settings.window = Some(place);
                vec![Effect::SaveSettings(self.state.settings.clone())]
            }
            Command::DismissNotice => {
                self.state.notice = None;
                Vec::new()
            }
        }
    }

    /// Takes note of how work ended.
    pub fn event(&mut self, event: Event, now: Now) -> Vec<Effect> {
        match event {
            Event::Arrived(entry) => {
                self.state.gallery.put_picture(*entry);
                self.start_waiting(now)
            }
            Event::Failed(id, failure) => self.failed(id, failure, now),
            Event::Connected(id, models) => {
                self.connected(id, models);
                Vec::new()
            }
            Event::NotConnected(id, failure) => {
                self.state.connections.retain(|connection| connection.id != id);
                self.state.notice = Some(Notice::Trouble(failure));
                Vec::new()
            }
            Event::Saved(target) => self.notice(Notice::Saved(target)),
            Event::NotSaved(failure) | Event::Trouble(failure) => self.notice(Notice::Trouble(failure)),
            Event::Indexing { done, total } => {
                self.state.indexing = Some(Indexing { done, total });
                Vec::new()
            }
            Event::Changed { removed, added } => {
                self.state.gallery.change_pictures(&removed, added);
                Vec::new()
            }
            Event::Described(id, meta) => {
                if let Some(opened) = self.state.open.as_mut().filter(|opened| opened.id == id) {
                    opened.meta = Some(*meta);
                }
                Vec::new()
            }
            Event::Recovered(jobs) => self.recovered(jobs),
        }
    }

    fn notice(&mut self, notice: Notice) -> Vec<Effect> {
        self.state.notice = Some(notice);
        Vec::new()
    }

    fn edit(&mut self, edit: DraftEdit) -> Vec<Effect> {
        let draft = &mut self.state.draft;
        match edit {
            DraftEdit::Prompt(prompt) => draft.prompt = prompt,
            DraftEdit::Model(model) => draft.model = model,
            DraftEdit::Width(typed) => {
                draft.width = snap_side(typed);
                self.state.snapped = Snapped::note(Field::Width, typed, draft.width);
            }
            DraftEdit::Height(typed) => {
                draft.height = snap_side(typed);
                self.state.snapped = Snapped::note(Field::Height, typed, draft.height);
            }
            DraftEdit::Seed(seed) => draft.seed = seed,
            DraftEdit::Count(count) => draft.count = count.clamp(1, MAX_COUNT),
        }
        vec![Effect::SaveDraft(self.state.draft.clone())]
    }

    fn generate(&mut self, now: Now) -> Vec<Effect> {
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
        let billed = connection.map_or(contract::Billed::Maybe, Connection::billed_when_lost);
        Effect::Queue { jobs, over, billed }
    }

    fn new_job(&self, request: GenerateRequest, at: Timestamp, random: &mut Random) -> Job {
        let id = PictureId::new(at, random.next());
        Job { id, request, at, connection: self.state.current, state: JobState::Waiting }
    }

    /// Starts the jobs whose turn it is, the oldest first.
    fn start_waiting(&mut self, now: Now) -> Vec<Effect> {
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

    fn failed(&mut self, id: PictureId, failure: Failure, now: Now) -> Vec<Effect> {
        let Some(job) = self.state.gallery.job_mut(id) else { return Vec::new() };
        job.state = JobState::Failed(failure.clone());
        let mut effects = vec![Effect::Fail(id, failure)];
        effects.extend(self.start_waiting(now));
        effects
    }

    /// A job that waits is put away. One that runs may have cost something by now, and then stays as a tile that says so.
    fn cancel(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
        let Some(job) = self.state.gallery.job(id) else { return Vec::new() };
        let billed = self.state.find_connection(job.connection).map(Connection::billed_when_lost);
        match (&job.state, billed) {
            (JobState::Failed(_), _) => Vec::new(),
            (JobState::Running { .. }, Some(billed @ (contract::Billed::Maybe | contract::Billed::Yes))) => {
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

    fn retry(&mut self, id: PictureId, now: Now) -> Vec<Effect> {
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

    fn forget(&mut self, id: PictureId) -> Vec<Effect> {
        match self.state.gallery.remove_job(id) {
            Some(_) => vec![Effect::Forget(vec![id])],
            None => Vec::new(),
        }
    }

    fn open(&mut self, id: PictureId) -> Vec<Effect> {
        let Some(entry) = self.state.gallery.picture(id).cloned() else { return Vec::new() };
        self.state.open = Some(Opened { id, meta: None });
        vec![Effect::Describe(Box::new(entry))]
    }

    fn step(&mut self, towards: Towards) -> Vec<Effect> {
        let opened = self.state.open.as_ref().map(|opened| opened.id);
        let next = opened.and_then(|id| self.state.gallery.neighbour(id, towards)).map(|entry| entry.id);
        next.map_or_else(Vec::new, |next| self.open(next))
    }

    fn use_connection(&mut self, id: ConnectionId) -> Vec<Effect> {
        if self.state.find_connection(id).is_none_or(|connection| connection.link != Link::Ready) {
            return Vec::new();
        }
        self.state.current = id;
        fit_model(&mut self.state);
        vec![Effect::SaveDraft(self.state.draft.clone())]
    }

    fn add_service(&mut self, address: &str, key: contract::Key) -> Vec<Effect> {
        let address = match remote::Address::parse(address) {
            Ok(address) => address,
            Err(error) => {
                let failure = Failure::new(error.to_string(), contract::Billed::No, Again::NewKey);
                return self.notice(Notice::Trouble(failure));
            }
        };
        let id = ConnectionId(self.next_connection);
        self.next_connection += 1;
        self.state.connections.push(Connection {
            id,
            kind: ConnectionKind::Service(address.clone()),
            link: Link::Checking,
            models: Vec::new(),
        });
        vec![Effect::Connect { id, address, key }]
    }

    fn connected(&mut self, id: ConnectionId, models: Vec<&'static Model>) {
        let Some(connection) = self.state.connections.iter_mut().find(|connection| connection.id == id) else { return };
        (connection.link, connection.models) = (Link::Ready, models);
        self.state.current = id;
        self.state.notice = Some(Notice::Connected(id));
        fit_model(&mut self.state);
    }

    fn recovered(&mut self, jobs: Vec<Job>) -> Vec<Effect> {
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

impl Snapped {
    fn note(field: Field, typed: i64, kept: u32) -> Option<Self> {
        (i64::from(kept) != typed).then_some(Self { field, typed, kept })
    }
}

/// A draft's model must be one that the current connection has.
fn fit_model(state: &mut State) {
    let Some(connection) = state.connections.iter().find(|connection| connection.id == state.current) else { return };
    if let Some(first) = connection.models.first().filter(|_| !connection.models.contains(&state.draft.model)) {
        state.draft.model = first;
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
