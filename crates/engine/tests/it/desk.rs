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
    Command, ConnectionId, DataFolder, DraftEdit, Failure, Job, JobState, OpenError, Session, Settings, State,
};
use library::{Found, read_meta};

/// How long any of this may take on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Desk {
    pub(crate) session: Session,
    pub(crate) dir: PathBuf,
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl Desk {
    /// Opens the session in `dir` and waits until it has looked through the folder.
    pub(crate) fn open(dir: &Path) -> Self {
        let mut desk = Self { session: try_open(dir).unwrap(), dir: dir.to_owned() };
        desk.until("recovered", |state| state.indexing.is_none());
        desk
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

    /// Adds a service and waits until it is used.
    pub(crate) fn connect(&mut self, address: &str, key: &str) {
        self.send(Command::AddService { address: address.to_owned(), key: Key::parse(key).unwrap() });
        self.until("connected", |state| state.current != ConnectionId::BUILT_IN);
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
    // In place of the system's file manager, which no test may start: says what it was asked for, as a fault.
    let show = |path: &Path| Err(std::io::Error::other(format!("asked to show {}", path.display())));
    let folder = DataFolder::open(Some(dir)).unwrap();
    let settings = Settings::load(folder.settings());
    Session::open(folder, settings, show, &Waker::from(Arc::new(Unpark(thread::current()))))
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
