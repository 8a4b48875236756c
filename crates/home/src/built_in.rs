//! The built-in service as a whole: what makes pictures, and ledger and shelf over one `state.db`, as a [`service::Home`]. The
//! engine opens one for its first connection, from which those of its accounts come, `easel serve` one for its socket.

use std::{future::Future, io, path::Path, sync::Arc, time::Duration};

use axum::Router;
use contract::{AccountHash, ApiError, Billed, Code, Key, Model, TextModel, text::TEXT_MODELS};
use jiff::Timestamp;
use remote::WorkersAi;
use service::{Home, Inference, Rests, Settings};
use tokio_util::task::TaskTracker;

use crate::{
    StoreError,
    in_process::InProcess,
    ledger::SqliteLedger,
    paint::PainterInference,
    picture::PictureFile,
    random_key::{NoRandomness, make_key},
    shelf::SqliteShelf,
    workers_ai::WorkersAiInference,
};

/// What the time is.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The built-in service, whose pictures `I` makes. Clones share everything. Its requests need a tokio runtime around them.
#[derive(Clone)]
pub struct BuiltIn<I = PainterInference> {
    inference: I,
    ledger: SqliteLedger,
    shelf: SqliteShelf,
    clock: Clock,
    rests: Arc<Rests>,
    /// What is at work, whether its caller still waits or not.
    at_work: TaskTracker,
    /// Made for this process, and told to nobody outside it.
    own_key: Key,
}

/// Why the built-in service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Its database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system has no more threads.
    #[error("no thread could be started: {0}")]
    Thread(#[from] io::Error),
    /// No key could be made.
    #[error(transparent)]
    Key(#[from] NoRandomness),
}

impl BuiltIn {
    /// With the painter, over the database at `state_db`, which is made if it is not there; its folder must be.
    pub fn open(state_db: &Path) -> Result<Self, OpenError> {
        Self::open_with(state_db, Arc::new(Timestamp::now))
    }

    /// The same by another clock.
    pub fn open_with(state_db: &Path, clock: Clock) -> Result<Self, OpenError> {
        let home = Self::over(state_db, PainterInference::start()?, clock)?;
        // Accounts may share the database, each with its own day.
        Ok(Self { ledger: home.ledger.of(AccountHash::default()), ..home })
    }

    /// The same place with Workers AI on one account: it shares the database, the shelf with its turns, the clock and the key that
    /// opens both to this process only; its day in the ledger is its own. Cheap, since nothing is opened: one is made for each key.
    pub fn on_account(&self, workers_ai: WorkersAi) -> BuiltIn<WorkersAiInference> {
        let account = workers_ai.account();
        BuiltIn {
            inference: WorkersAiInference::on(vec![workers_ai], TEXT_MODELS.first(), Arc::clone(&self.clock)),
            ledger: self.ledger.of(account),
            shelf: self.shelf.clone(),
            clock: Arc::clone(&self.clock),
            rests: Arc::default(),
            at_work: self.at_work.clone(),
            own_key: self.own_key.clone(),
        }
    }

    /// A client that sees what was counted here for this account, and needs none of its tokens.
    pub fn counted_for(&self, account: AccountHash) -> remote::Client {
        Self { ledger: self.ledger.of(account), ..self.clone() }.client()
    }
}

impl BuiltIn<WorkersAiInference> {
    /// With Workers AI on `accounts`, tried in this order, over the database at `state_db`. `text_model`: what translates and
    /// enhances prompts, usually the first of [`contract::text::TEXT_MODELS`].
    pub fn on_workers_ai(
        state_db: &Path,
        accounts: Vec<WorkersAi>,
        text_model: Option<&'static TextModel>,
        clock: Clock,
    ) -> Result<Self, OpenError> {
        Self::over(state_db, WorkersAiInference::on(accounts, text_model, Arc::clone(&clock)), clock)
    }
}

impl<I: Inference<Picture = PictureFile> + Clone> BuiltIn<I> {
    /// With the pictures of `inference`, over the database at `state_db`.
    pub fn over(state_db: &Path, inference: I, clock: Clock) -> Result<Self, OpenError> {
        Ok(Self {
            inference,
            ledger: SqliteLedger::open(state_db)?,
            shelf: SqliteShelf::open(state_db, clock())?,
            clock,
            rests: Arc::default(),
            at_work: TaskTracker::new(),
            own_key: make_key()?,
        })
    }

    /// The HTTP API over it.
    pub fn router(&self, settings: Settings) -> Router {
        service::router(self.clone(), settings)
    }

    /// The models that it has, the default first.
    pub fn models(&self) -> &[&'static Model] {
        self.inference.models()
    }

    /// Ends when nothing is at work any more: a picture whose caller hung up is paid for, and has to be counted and kept.
    pub(crate) async fn at_rest(&self) {
        self.at_work.close();
        self.at_work.wait().await;
    }

    /// A client of it within this process, with no socket between.
    pub fn client(&self) -> remote::Client {
        let settings = Settings::keyed(vec![self.own_key.clone()]);
        let wire = Arc::new(InProcess::new(self.router(settings)));
        remote::Client::to(remote::Address::in_process(), self.own_key.clone(), wire)
    }
}

impl<I: Inference<Picture = PictureFile> + Clone> Home for BuiltIn<I> {
    type Picture = PictureFile;
    type Inference = I;
    type Ledger = SqliteLedger;
    type Shelf = SqliteShelf;

    fn inference(&self) -> &I {
        &self.inference
    }

    fn ledger(&self) -> &SqliteLedger {
        &self.ledger
    }

    fn shelf(&self) -> &SqliteShelf {
        &self.shelf
    }

    fn rests(&self) -> &Rests {
        &self.rests
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }

    async fn sleep(&self, time: Duration) {
        tokio::time::sleep(time).await;
    }

    fn random(&self) -> u32 {
        // Where the system has no randomness, waits and seeds may as well be alike.
        getrandom::u32().unwrap_or_default()
    }

    async fn finish<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Result<T, ApiError> {
        self.at_work.spawn(work).await.map_err(|error| {
            // What a panic says is for whoever runs the service.
            tracing::error!("a request was cut off: {error}");
            ApiError::new(Code::Internal, "the request was cut off")
                .hint("see in the usage whether it was counted, before you send it again")
                .billed(Billed::Maybe)
        })
    }
}
