//! The engine joined to its runner: what the window holds, and what the tests drive. `drain` in the frame's `logic`, `send`
//! for each command.

use std::{io, sync::Arc, task::Waker};

use home::{BuiltIn, OwnerThread, StoreError};
use jiff::Timestamp;
use library::{Bin, Library};
use remote::{Address, Https, Timeouts};
use tokio::sync::mpsc;

use crate::{
    command::Command,
    data_folder::DataFolder,
    effect::Effect,
    engine::{Engine, Now},
    event::Event,
    gallery::Gallery,
    instance::{self, RaiseFlag},
    journal::Journal,
    keychain::Keychain,
    loader::Loader,
    runner::{Means, Parts, Revealer, Runner, Show},
    settings::Settings,
    state::State,
};

/// Events that one frame takes; a flood is spread over several.
const EVENTS_A_FRAME: usize = 256;

/// Why no session can be opened. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The built-in service cannot start.
    #[error(transparent)]
    BuiltIn(#[from] home::OpenError),
    /// `state.db` cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The journal in `state.db` cannot be read.
    #[error("the journal cannot be read: {0}")]
    Journal(#[from] rusqlite::Error),
    /// The library's folder cannot be used.
    #[error(transparent)]
    Library(#[from] library::Error),
    /// The network cannot be used.
    #[error(transparent)]
    Network(#[from] remote::Error),
    /// The system gave no thread or socket.
    #[error("the system refused a thread or a socket: {0}")]
    System(#[from] io::Error),
}

impl OpenError {
    /// What to do about it, for people.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::BuiltIn(home::OpenError::Store(error)) | Self::Store(error) => error.hint(),
            Self::Library(error) => error.hint(),
            Self::BuiltIn(_) | Self::Journal(_) | Self::Network(_) | Self::System(_) => {
                "Close other programs and start Easel again."
            }
        }
    }
}

/// What the engine needs of the world around it, which tests replace.
pub struct Outside {
    /// Usually [`crate::show_in_file_manager`].
    pub show: Box<Show>,
    /// Where keys are between runs.
    pub keychain: Box<dyn Keychain>,
    /// Cloudflare's API; usually [`Address::cloudflare`].
    pub cloudflare: Address,
    /// How long a service is waited for, and Cloudflare; usually [`Timeouts::default`].
    pub timeouts: Timeouts,
    /// What deployments need; usually [`Means::of_this_program`].
    pub means: Means,
}

/// A running program, without its window.
pub struct Session {
    engine: Engine,
    runner: Runner,
    events: mpsc::Receiver<Event>,
    loader: Loader,
    raise: RaiseFlag,
    folder: DataFolder,
}

impl Session {
    /// Starts everything. `waker`: woken when there is something to drain.
    pub fn open(folder: DataFolder, settings: Settings, outside: Outside, waker: &Waker) -> Result<Self, OpenError> {
        let built_in = BuiltIn::open(folder.state())?;
        let journal = Journal::open(folder.state())?;
        let (draft, left, usage) = (journal.draft()?, journal.left()?, journal.usage()?);
        let (library, pictures) = Library::open(folder.library().clone())?;
        let loader = Loader::start(folder.library().clone(), waker.clone())?;
        let raise = instance::listen(folder.instance(), waker.clone())?;
        let models = built_in.models().to_vec();
        let patience = outside.keychain.patience();
        let (runner, events) = Runner::start(
            Parts {
                journal: OwnerThread::start("easel-journal", journal)?,
                library: OwnerThread::start("easel-library", library)?,
                bin: OwnerThread::start("easel-bin", Bin::of(folder.library().clone()))?,
                exporter: OwnerThread::start("easel-export", folder.library().clone())?,
                revealer: Revealer::new(outside.show),
                root: folder.library().root.clone(),
                built_in,
                keychain: OwnerThread::start("easel-keychain", outside.keychain)?,
                patience,
                cloudflare: outside.cloudflare,
                https: Arc::new(Https::with(outside.timeouts)?),
                means: outside.means,
                settings_file: folder.settings().to_owned(),
                waker: waker.clone(),
            },
            left,
        )?;
        let mut engine = Engine::new(settings, draft, Gallery::new(pictures), models).with_usage(usage);
        let effects = engine.begin();
        let session = Self { engine, runner, events, loader, raise, folder };
        session.start(effects);
        Ok(session)
    }

    /// What is known.
    pub fn state(&self) -> &State {
        self.engine.state()
    }

    /// Decoded pictures.
    pub fn loader(&self) -> &Loader {
        &self.loader
    }

    /// The program's folders.
    pub fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// Does what the user wants.
    pub fn send(&mut self, command: Command) {
        let effects = self.engine.command(command, now());
        self.start(effects);
    }

    /// Takes note of how work ended. Says whether more is waiting, so that the caller asks for another frame.
    pub fn drain(&mut self) -> bool {
        for _ in 0..EVENTS_A_FRAME {
            let Ok(event) = self.events.try_recv() else { return false };
            let effects = self.engine.event(event, now());
            self.start(effects);
        }
        true
    }

    /// Whether another start asked for this window since the last look.
    pub fn was_raised(&self) -> bool {
        self.raise.take()
    }

    fn start(&self, effects: Vec<Effect>) {
        for effect in effects {
            self.runner.run(effect);
        }
    }
}

fn now() -> Now {
    // The standard library's one source of random numbers; ids and seeds need no better one.
    let random = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), ());
    Now { at: Timestamp::now(), random }
}
