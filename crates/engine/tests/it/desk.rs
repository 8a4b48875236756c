//! A session as the window holds it, on a folder of its own, with the words that the tests are written in.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    task::{Wake, Waker},
    thread::{self, Thread},
    time::{Duration, Instant},
};

use contract::Key;
use engine::{
    Address, Command, Connection, ConnectionEdit, ConnectionId, ConnectionKind, DataFolder, DraftEdit, Failure, Job,
    JobState, Keep, Link, Means, OpenError, Outside, Session, Settings, State, Timeouts,
};
use library::{Found, Meta, read_meta};

use crate::keychain::TestKeychain;

/// How long any of this may take on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Desk {
    pub(crate) session: Session,
    pub(crate) dir: PathBuf,
    pub(crate) keychain: TestKeychain,
    cloudflare: Address,
    timeouts: Timeouts,
    means: Means,
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl Desk {
    /// Opens the session in `dir` and waits until it has looked through the folder. Its keychain is a new one, and there is no way
    /// to Cloudflare.
    pub(crate) fn open(dir: &Path) -> Self {
        Self::open_with(dir, TestKeychain::default(), nowhere())
    }

    pub(crate) fn open_with(dir: &Path, keychain: TestKeychain, cloudflare: Address) -> Self {
        Self::open_waiting(dir, keychain, cloudflare, Timeouts::default())
    }

    /// Services are waited for so long.
    pub(crate) fn open_waiting(dir: &Path, keychain: TestKeychain, cloudflare: Address, timeouts: Timeouts) -> Self {
        Self::open_in(dir, keychain, cloudflare, (timeouts, Means::default()))
    }

    /// With what deployments need.
    pub(crate) fn open_to_deploy(dir: &Path, keychain: TestKeychain, cloudflare: Address, means: Means) -> Self {
        Self::open_in(dir, keychain, cloudflare, (Timeouts::default(), means))
    }

    fn open_in(dir: &Path, keychain: TestKeychain, cloudflare: Address, world: (Timeouts, Means)) -> Self {
        let session = open_session(dir, &keychain, cloudflare.clone(), world.clone()).unwrap();
        let (timeouts, means) = world;
        let mut desk = Self { session, dir: dir.to_owned(), keychain, cloudflare, timeouts, means };
        desk.until("recovered", |state| state.indexing.is_none());
        desk
    }

    /// Ends the session, and begins the next one in the same world.
    pub(crate) fn reopen(self) -> Self {
        let Self { session, dir, keychain, cloudflare, timeouts, means } = self;
        drop(session);
        Self::open_in(&dir, keychain, cloudflare, (timeouts, means))
    }

    pub(crate) fn state(&self) -> &State {
        self.session.state()
    }

    pub(crate) fn send(&mut self, command: Command) {
        self.session.send(command);
    }

    pub(crate) fn prompt(&mut self, prompt: &str) {
        self.send(Command::Edit(DraftEdit::Prompt(prompt.to_owned())));
    }

    pub(crate) fn count(&mut self, count: i64) {
        self.send(Command::Edit(DraftEdit::Count(count)));
    }

    /// Small pictures, since debug builds paint slowly.
    pub(crate) fn small(&mut self) {
        self.send(Command::Edit(DraftEdit::Width(256)));
        self.send(Command::Edit(DraftEdit::Height(256)));
    }

    pub(crate) fn generate(&mut self) {
        self.send(Command::Generate);
    }

    /// Drains until `done`.
    pub(crate) fn until(&mut self, what: &str, done: impl Fn(&State) -> bool) {
        let end = Instant::now() + PATIENCE;
        loop {
            self.session.drain();
            if done(self.session.state()) {
                return;
            }
            assert!(Instant::now() < end, "never {what}: {:#?}", self.session.state());
            thread::park_timeout(Duration::from_millis(50));
        }
    }

    pub(crate) fn until_pictures(&mut self, count: usize) {
        self.until(&format!("{count} pictures"), |state| {
            state.gallery.pictures().len() == count && state.gallery.jobs().is_empty()
        });
    }

    pub(crate) fn until_failed(&mut self) -> (Job, Failure) {
        self.until("a failed job", |state| failed(state).is_some());
        failed(self.state()).unwrap()
    }

    /// Adds a service that is called by its address, and waits until it is used.
    pub(crate) fn connect(&mut self, address: &str, key: &str) -> ConnectionId {
        let id = self.add(address, key, Keep::Keychain);
        self.until("connected", |state| state.current == id);
        // Asked at once what it has used: whoever changes what the service answers must not change it under that question.
        self.until("told", |state| {
            let count = state.find_connection(id).and_then(|known| state.usage.count(&known.kind));
            count.is_some_and(|count| count.asked.is_some() && !count.is_asked)
        });
        id
    }

    /// Adds a service that is called by its address.
    pub(crate) fn add(&mut self, address: &str, key: &str, keep: Keep) -> ConnectionId {
        self.save(None, address, key, keep)
    }

    /// Saves a service that is called by its address, in place of `id` if there is one.
    pub(crate) fn save(&mut self, id: Option<ConnectionId>, address: &str, key: &str, keep: Keep) -> ConnectionId {
        let kind = ConnectionKind::Service(Address::parse(address).unwrap());
        let key = Some(Key::parse(key).unwrap());
        self.send(Command::SaveConnection(ConnectionEdit { id, name: address.to_owned(), kind, key, keep }));
        id.filter(|id| self.state().find_connection(*id).is_some()).or(self.state().shown).unwrap()
    }

    pub(crate) fn connection(&self, id: ConnectionId) -> &Connection {
        self.state().find_connection(id).unwrap()
    }

    /// Waits until a connection's test is done, and says what is wrong.
    pub(crate) fn until_not_connected(&mut self, id: ConnectionId) -> Failure {
        let fault = |state: &State| match &state.find_connection(id)?.link {
            Link::Failed(failure) => Some(failure.clone()),
            Link::Untested | Link::Checking | Link::Ready => None,
        };
        self.until("told what is wrong", |state| fault(state).is_some());
        fault(self.state()).unwrap()
    }

    /// What the pictures' files say of themselves, in the order of their names.
    pub(crate) fn metas(&self) -> Vec<Meta> {
        let metas = files(&self.dir.join("library")).into_iter().map(|file| match read_meta(&file).unwrap().unwrap() {
            Found::Easel(meta) => meta,
            Found::Other(record) => panic!("{record:?} is not ours"),
        });
        metas.collect()
    }

    /// The pictures' files, and the prompts inside them.
    pub(crate) fn files(&self) -> Vec<(PathBuf, String)> {
        files(&self.dir.join("library"))
            .into_iter()
            .map(|file| match read_meta(&file).unwrap().unwrap() {
                Found::Easel(meta) => (file, meta.record.prompt),
                Found::Other(record) => panic!("{record:?} is not ours"),
            })
            .collect()
    }

    /// Ends the session; jobs in flight are not waited for.
    pub(crate) fn close(self) -> PathBuf {
        self.dir
    }
}

pub(crate) fn try_open(dir: &Path) -> Result<Session, OpenError> {
    open_session(dir, &TestKeychain::default(), nowhere(), (Timeouts::default(), Means::default()))
}

/// Where nobody listens: no test may ask the real Cloudflare.
pub(crate) fn nowhere() -> Address {
    Address::parse("http://127.0.0.1:9").unwrap()
}

fn open_session(
    dir: &Path,
    keychain: &TestKeychain,
    cloudflare: Address,
    (timeouts, means): (Timeouts, Means),
) -> Result<Session, OpenError> {
    // In place of the system's file manager, which no test may start: says what it was asked for, as a fault.
    let show = |path: &Path| Err(std::io::Error::other(format!("asked to show {}", path.display())));
    let outside = Outside { show: Box::new(show), keychain: keychain.boxed(), cloudflare, timeouts, means };
    let folder = DataFolder::open(Some(dir)).unwrap();
    let settings = Settings::load(folder.settings());
    Session::open(folder, settings, outside, &Waker::from(Arc::new(Unpark(thread::current()))))
}

fn failed(state: &State) -> Option<(Job, Failure)> {
    state.gallery.jobs().iter().find_map(|job| match &job.state {
        JobState::Failed(failure) => Some((job.clone(), failure.clone())),
        JobState::Waiting | JobState::Running { .. } => None,
    })
}

/// Every file in dated folders, in order.
pub(crate) fn files(library: &Path) -> Vec<PathBuf> {
    let list = |folder: &Path| -> Vec<PathBuf> {
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let dated = list(library).into_iter().filter(|path| path.is_dir() && !path.ends_with(".incoming"));
    let mut files: Vec<PathBuf> = dated.flat_map(|folder| list(&folder)).collect();
    files.sort();
    files
}
