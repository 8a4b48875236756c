//! A home in memory, and how the tests of the router talk to it. Its picture is a fixed JPEG header of 640×480; the model
//! counts its runs and can be told to fail.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, VecDeque},
    future::Future,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use contract::{
    AccountHash, ApiError, Billed, Code, Day, GenerateRequest, JobKey, Key, Model, Recipe, TextModel,
    error::ErrorBody,
    model::PAINTER,
    text::{Answer, Question, TEXT_MODELS},
};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use jiff::{Timestamp, civil::Date};
use serde_json::Value;
use service::{
    Counted, Ended, Entry, Facts, Home, Inference, KeyHash, Ledger, Made, Order, Outcome, Picture, Piece, Rests,
    Settings, Shelf, make, picture::Encoder, shelf,
};
use tower::ServiceExt as _;

pub(crate) const KEY: &str = "sesame";
/// What [`Memory`] calls chance.
pub(crate) const RANDOM: u32 = u32::MAX / 2;
pub(crate) const NOW: &str = "2026-11-21T23:59:59Z";

/// The head of a JPEG of 640×480, and its end marker.
pub(crate) const JPEG: &[u8] =
    &[0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0x01, 0xe0, 0x02, 0x80, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xd9];
/// What [`JPEG`] becomes as PNG here.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x02\x80\0\0\x01\xe0";

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct File(pub(crate) &'static [u8]);

impl Picture for File {
    const PNG: Option<Encoder<Self>> = Some(|_| Box::pin(async { Some(Self(PNG)) }));

    fn head(&self) -> Cow<'_, [u8]> {
        self.0.into()
    }

    fn raw(self) -> Response {
        self.0.into_response()
    }

    fn length(&self) -> usize {
        self.0.len()
    }

    fn json(pieces: Vec<Piece<Self>>) -> Response {
        let text = |piece| match piece {
            Piece::Text(text) => text,
            Piece::Base64(Self(file)) => STANDARD.encode(file),
        };
        pieces.into_iter().map(text).collect::<String>().into_response()
    }
}

/// What the model and the ledger do next, and what they were asked.
#[derive(Default)]
pub(crate) struct Inside {
    pub(crate) runs: AtomicU32,
    pub(crate) model_fails: Mutex<VecDeque<ApiError>>,
    pub(crate) admitted: Mutex<Vec<KeyHash>>,
    pub(crate) turned_away: Mutex<Option<ApiError>>,
    pub(crate) waits: Mutex<Vec<Duration>>,
    pub(crate) asked: Mutex<Vec<(AccountHash, Option<u32>)>>,
    pub(crate) ledger_fails: Mutex<Option<ApiError>>,
    pub(crate) entries: Mutex<Vec<Entry>>,
    /// What the text model answers, in order; it echoes the prompt when there is nothing more.
    pub(crate) answers: Mutex<VecDeque<Result<Answer, ApiError>>>,
    pub(crate) questions: Mutex<Vec<(AccountHash, Question)>>,
    recipes: Mutex<HashMap<Recipe, Made<File>>>,
    rests: Rests,
    shelf: Mutex<HashMap<JobKey, Slot>>,
}

/// A request's recipe, and its reply while that is kept.
type Slot = (Recipe, Option<Kept>);
type Kept = Result<Made<File>, ApiError>;

#[derive(Clone, Default)]
pub(crate) struct Memory(pub(crate) Arc<Inside>);

impl Memory {
    /// The pictures are no longer kept.
    pub(crate) fn clear_shelf(&self) {
        self.0.shelf.lock().unwrap().values_mut().for_each(|(_, kept)| *kept = None);
    }

    pub(crate) fn runs(&self) -> u32 {
        self.0.runs.load(Ordering::SeqCst)
    }
}

impl Home for Memory {
    type Picture = File;
    type Inference = Self;
    type Ledger = Self;
    type Shelf = Self;

    fn inference(&self) -> &Self {
        self
    }

    fn ledger(&self) -> &Self {
        self
    }

    fn shelf(&self) -> &Self {
        self
    }

    fn rests(&self) -> &Rests {
        &self.0.rests
    }

    /// Time passes only while somebody waits.
    fn now(&self) -> Timestamp {
        NOW.parse::<Timestamp>().unwrap() + self.0.waits.lock().unwrap().iter().sum::<Duration>()
    }

    async fn sleep(&self, time: Duration) {
        self.0.waits.lock().unwrap().push(time);
    }

    fn random(&self) -> u32 {
        RANDOM
    }

    async fn admit(&self, key: &KeyHash) -> Result<(), ApiError> {
        self.0.admitted.lock().unwrap().push(key.clone());
        self.0.turned_away.lock().unwrap().take().map_or(Ok(()), Err)
    }

    async fn finish<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> Result<T, ApiError> {
        Ok(work.await)
    }
}

impl Inference for Memory {
    type Picture = File;

    fn default_model(&self) -> &'static Model {
        Model::find("flux-2-klein-4b").unwrap()
    }

    fn models(&self) -> &[&'static Model] {
        static HERE: std::sync::LazyLock<Vec<&'static Model>> = std::sync::LazyLock::new(|| {
            ["phoenix-1.0", "flux-2-klein-4b", "flux-1-schnell", "stable-diffusion-v1-5-img2img"]
                .map(|id| Model::find(id).unwrap())
                .to_vec()
        });
        &HERE
    }

    fn accounts(&self) -> &[AccountHash] {
        static TWO: std::sync::LazyLock<[AccountHash; 2]> =
            std::sync::LazyLock::new(|| ["account", "another"].map(AccountHash::kept));
        &*TWO
    }

    async fn run(&self, account: &AccountHash, request: &GenerateRequest) -> Kept {
        assert_ne!(request.model.id, PAINTER.id, "the router asked for a model that is not here");
        self.0.runs.fetch_add(1, Ordering::SeqCst);
        self.0.asked.lock().unwrap().push((account.clone(), request.seed));
        if let Some(error) = self.0.model_fails.lock().unwrap().pop_front() {
            return Err(error);
        }
        let facts = Facts { neurons: request.seed.map(f64::from), ..Facts::default() };
        Ok(Made { picture: File(JPEG), facts })
    }

    fn text_model(&self) -> Option<&'static TextModel> {
        TEXT_MODELS.first()
    }

    async fn write(&self, account: &AccountHash, question: &Question) -> Result<Answer, ApiError> {
        self.0.questions.lock().unwrap().push((account.clone(), question.clone()));
        let echo = || Ok(Answer { text: question.matter.clone(), neurons: Some(1.5), listed: None });
        self.0.answers.lock().unwrap().pop_front().unwrap_or_else(echo)
    }
}

impl Ledger for Memory {
    async fn record(&self, entry: Entry) -> Result<(), ApiError> {
        if let Some(error) = self.0.ledger_fails.lock().unwrap().take() {
            return Err(error);
        }
        self.0.entries.lock().unwrap().push(entry);
        Ok(())
    }

    async fn counted(&self, first: Date, last: Date) -> Result<Counted, ApiError> {
        if let Some(error) = self.0.ledger_fails.lock().unwrap().take() {
            return Err(error);
        }
        let mut days = BTreeMap::new();
        let entries = self.0.entries.lock().unwrap();
        for entry in entries.iter().filter(|entry| (first..=last).contains(&entry.date())) {
            let day: &mut Day = days.entry(entry.date()).or_insert_with(|| Day::empty(entry.date()));
            match entry.outcome {
                Outcome::Made { neurons } => (day.count, day.neurons) = (day.count + 1, day.neurons + neurons),
                Outcome::MadeAtAbout { estimate } => {
                    day.count += 1;
                    day.neurons += estimate;
                    day.estimated += estimate;
                }
                Outcome::Cached => day.cached += 1,
                Outcome::Wrote { neurons } => day.neurons += neurons,
                Outcome::WroteAtAbout { estimate } => {
                    day.neurons += estimate;
                    day.estimated += estimate;
                }
                Outcome::Failed { estimate } => {
                    day.failed += 1;
                    day.neurons += estimate;
                    day.estimated += estimate;
                }
            }
            day.last_updated = Some(entry.at);
        }
        let made = |entry: &&Entry| matches!(entry.outcome, Outcome::Made { .. } | Outcome::MadeAtAbout { .. });
        Ok(Counted { total: entries.iter().filter(made).count() as u64, days })
    }
}

impl Shelf for Memory {
    type Picture = File;

    async fn once<H: Home<Picture = File>>(&self, home: &H, key: &JobKey, order: &Order) -> Ended<File> {
        let known = self.0.shelf.lock().unwrap().get(key).cloned();
        match known {
            Some((recipe, _)) if recipe != order.request.recipe() => Ended::refused(shelf::key_reused()),
            Some((_, None)) => Ended::replayed(Err(shelf::reply_gone())),
            Some((_, Some(kept))) => Ended::replayed(kept),
            None => {
                let ended = make(home, order).await;
                // What cost nothing may be tried again under its key, as in every home.
                if ended.result.as_ref().map_or_else(|error| error.billed, |_| Billed::Yes) != Billed::No {
                    let kept = (order.request.recipe(), Some(ended.result.clone()));
                    self.0.shelf.lock().unwrap().insert(key.clone(), kept);
                }
                ended
            }
        }
    }

    async fn find(&self, recipe: &Recipe, _: Timestamp) -> Result<Option<Made<File>>, ApiError> {
        Ok(self.0.recipes.lock().unwrap().get(recipe).cloned())
    }

    async fn keep(&self, recipe: &Recipe, made: &Made<File>, _: Timestamp) -> Result<(), ApiError> {
        self.0.recipes.lock().unwrap().insert(*recipe, made.clone());
        Ok(())
    }
}

/// The service, as its tests see it.
pub(crate) struct Service {
    pub(crate) home: Memory,
    pub(crate) router: Router,
}

impl Service {
    pub(crate) fn new() -> Self {
        Self::with(Settings::keyed(vec![Key::parse(KEY).unwrap()]))
    }

    pub(crate) fn with(settings: Settings) -> Self {
        let home = Memory::default();
        Self { router: service::router(home.clone(), settings), home }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        assert_eq!(parts.headers["x-easel-api"], "1", "every reply says the API's version");
        Reply { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(keyed("GET", path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn generate(&self, body: impl Into<Body>) -> Reply {
        self.send(keyed("POST", "/generate").body(body.into()).unwrap()).await
    }
}

/// A request with the right key.
pub(crate) fn keyed(method: &str, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(path).header("authorization", format!("Bearer {KEY}"))
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The error of a reply that failed; its status must be the one of its code.
    #[track_caller]
    pub(crate) fn error(&self) -> ApiError {
        let text = String::from_utf8_lossy(&self.body);
        let ErrorBody { error } = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {} {text}", self.status));
        assert_eq!(self.status.as_u16(), error.code.status());
        assert_eq!(self.header("content-type"), Some("application/json"));
        error
    }

    /// That it failed so, about that field.
    #[track_caller]
    pub(crate) fn failed(&self, code: Code, param: Option<&str>) -> ApiError {
        let error = self.error();
        assert_eq!((error.code, error.param.as_deref()), (code, param), "{}", error.message);
        error
    }
}
