//! A home with the real ledger and shelf, and a model that waits at a gate, counts its runs, and can be told to fail.

use std::{
    future::Future,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::Router;
use bytes::Bytes;
use contract::{
    AccountHash, ApiError, GenerateRequest, Key, Model, TextModel,
    model::PAINTER,
    text::{Answer, Question, TEXT_MODELS},
};
use home::{BuiltIn, PictureFile, SqliteLedger, SqliteShelf};
use jiff::Timestamp;
use service::{Facts, Home, Inference, Made, Rests, Settings};
use tempfile::TempDir;
use tokio::sync::Semaphore;

use crate::exchange::KEY;

/// What the model makes: the beginning of a JPEG is all that is looked at.
pub(crate) const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9];

/// A settable clock.
#[derive(Clone)]
pub(crate) struct Hands(Arc<AtomicI64>);

impl Hands {
    pub(crate) fn at(time: &str) -> Self {
        let hands = Self(Arc::default());
        hands.set(time);
        hands
    }

    pub(crate) fn set(&self, time: &str) {
        self.0.store(time.parse::<Timestamp>().unwrap().as_millisecond(), Ordering::SeqCst);
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// The model: each run takes a permit from the gate.
#[derive(Clone)]
pub(crate) struct Sitter {
    pub(crate) gate: Arc<Semaphore>,
    /// A permit a run that has begun.
    pub(crate) begun: Arc<Semaphore>,
    pub(crate) fails: Arc<Mutex<Option<ApiError>>>,
    pub(crate) makes: Arc<Mutex<Bytes>>,
    runs: Arc<AtomicU32>,
}

#[derive(Clone)]
pub(crate) struct Studio {
    pub(crate) sitter: Sitter,
    pub(crate) clock: Hands,
    pub(crate) folder: Arc<TempDir>,
    ledger: SqliteLedger,
    shelf: SqliteShelf,
    rests: Arc<Rests>,
}

impl Studio {
    /// With an open gate.
    pub(crate) fn new() -> Self {
        let studio = Self::closed();
        studio.sitter.gate.add_permits(10_000);
        studio
    }

    /// With a closed gate.
    pub(crate) fn closed() -> Self {
        Self::over(Arc::new(tempfile::tempdir().unwrap()), Hands::at("2026-11-21T12:00:00Z"))
    }

    /// Another start of the program over the same files.
    pub(crate) fn again(&self) -> Self {
        let studio = Self::over(Arc::clone(&self.folder), self.clock.clone());
        studio.sitter.gate.add_permits(10_000);
        studio
    }

    /// At noon, over files that somebody else left.
    pub(crate) fn left_by(write: impl FnOnce(&rusqlite::Connection)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(&rusqlite::Connection::open(db(folder.path())).unwrap());
        let studio = Self::over(Arc::new(folder), Hands::at("2026-11-21T12:00:00Z"));
        studio.sitter.gate.add_permits(10_000);
        studio
    }

    fn over(folder: Arc<TempDir>, clock: Hands) -> Self {
        let sitter = Sitter {
            gate: Arc::new(Semaphore::new(0)),
            begun: Arc::new(Semaphore::new(0)),
            fails: Arc::default(),
            makes: Arc::new(Mutex::new(Bytes::from_static(JPEG))),
            runs: Arc::default(),
        };
        let db = db(folder.path());
        let ledger = SqliteLedger::open(&db).unwrap();
        let shelf = SqliteShelf::open(&db, clock.now()).unwrap();
        Self { sitter, clock, folder, ledger, shelf, rests: Arc::default() }
    }

    pub(crate) fn router(&self) -> Router {
        service::router(self.clone(), Settings::keyed(vec![Key::parse(KEY).unwrap()]))
    }

    /// The same model and files in the home that the program has.
    pub(crate) fn built_in(&self) -> BuiltIn<Sitter> {
        let hands = self.clock.clone();
        BuiltIn::over(&db(self.folder.path()), self.sitter.clone(), Arc::new(move || hands.now())).unwrap()
    }

    pub(crate) fn runs(&self) -> u32 {
        self.sitter.runs.load(Ordering::SeqCst)
    }

    /// What somebody else does to the file.
    pub(crate) fn sql(&self, sql: &str) {
        rusqlite::Connection::open(db(self.folder.path())).unwrap().execute_batch(sql).unwrap();
    }

    pub(crate) fn count(&self, sql: &str) -> u64 {
        let connection = rusqlite::Connection::open(db(self.folder.path())).unwrap();
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

fn db(folder: &Path) -> PathBuf {
    folder.join("state.db")
}

impl Inference for Sitter {
    type Picture = PictureFile;

    fn default_model(&self) -> &'static Model {
        Model::find("flux-2-klein-4b").unwrap()
    }

    fn models(&self) -> &[&'static Model] {
        static HERE: std::sync::LazyLock<[&'static Model; 2]> =
            std::sync::LazyLock::new(|| [Model::find("flux-2-klein-4b").unwrap(), &PAINTER]);
        &*HERE
    }

    fn accounts(&self) -> &[AccountHash] {
        static NONE: std::sync::LazyLock<[AccountHash; 1]> = std::sync::LazyLock::new(Default::default);
        &*NONE
    }

    async fn run(&self, _: &AccountHash, _: &GenerateRequest) -> Result<Made<PictureFile>, ApiError> {
        self.runs.fetch_add(1, Ordering::SeqCst);
        self.begun.add_permits(1);
        self.gate.acquire().await.unwrap().forget();
        if let Some(error) = self.fails.lock().unwrap().take() {
            return Err(error);
        }
        let facts = Facts { neurons: Some(2.5), seed: Some(7), ..Facts::default() };
        Ok(Made { picture: PictureFile(self.makes.lock().unwrap().clone()), facts })
    }

    fn text_model(&self) -> Option<&'static TextModel> {
        TEXT_MODELS.first()
    }

    /// It finds every prompt good as it is.
    async fn write(&self, _: &AccountHash, question: &Question) -> Result<Answer, ApiError> {
        Ok(Answer { text: question.matter.clone(), neurons: Some(1.5), listed: None })
    }
}

impl Home for Studio {
    type Picture = PictureFile;
    type Inference = Sitter;
    type Ledger = SqliteLedger;
    type Shelf = SqliteShelf;

    fn inference(&self) -> &Sitter {
        &self.sitter
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
        self.clock.now()
    }

    async fn sleep(&self, _: Duration) {}

    fn random(&self) -> u32 {
        7
    }

    async fn finish<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Result<T, ApiError> {
        Ok(tokio::spawn(work).await.unwrap())
    }
}
