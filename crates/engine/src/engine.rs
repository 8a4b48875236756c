//! The one place that changes the state: a command or an event goes in, effects come out. Pure, so that every sequence of
//! them can be tested without a window, a disk or a network.

use contract::{Field, Model, size::snap_side};
use jiff::Timestamp;
use library::PictureId;

use crate::{
    command::{Command, DraftEdit},
    connection::{Connection, ConnectionId, ConnectionKind, Link},
    draft::{Draft, MAX_COUNT},
    effect::Effect,
    event::Event,
    failure::{Again, Failure},
    gallery::{Gallery, Towards},
    settings::Settings,
    state::{Indexing, Notice, Opened, Snapped, State},
};

mod jobs;

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
            Command::SaveAs { picture, target, format } => match self.state.gallery.find(picture) {
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
                let gone = |opened: &Opened| self.state.gallery.picture(opened.made, opened.id).is_none();
                if self.state.open.as_ref().is_some_and(gone) {
                    self.state.open = None;
                }
                Vec::new()
            }
            Event::Described(id, meta) => {
                if let Some(opened) = self.state.open.as_mut().filter(|opened| opened.id == id) {
                    opened.meta = Some(*meta);
                }
                Vec::new()
            }
            Event::Recovered { jobs, unknown } => self.recovered(jobs, unknown),
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
            DraftEdit::Count(count) => draft.count = count.clamp(1, MAX_COUNT.into()) as u32,
        }
        vec![Effect::SaveDraft(self.state.draft.clone())]
    }

    fn open(&mut self, id: PictureId) -> Vec<Effect> {
        let Some(entry) = self.state.gallery.find(id).cloned() else { return Vec::new() };
        self.state.open = Some(Opened { id, made: entry.made, meta: None });
        vec![Effect::Describe(Box::new(entry))]
    }

    fn step(&mut self, towards: Towards) -> Vec<Effect> {
        let opened = self.state.open.as_ref();
        let next = opened.and_then(|opened| self.state.gallery.neighbour(opened.made, opened.id, towards));
        let next = next.map(|entry| entry.id);
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
