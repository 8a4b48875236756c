//! A home in memory. Its picture is a fixed JPEG header of 640×480; the model counts its runs and can be told to fail. How the
//! tests of the router talk to it is in `talk`.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap, VecDeque},
    future::Future,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use axum::response::{IntoResponse as _, Response};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use contract::{
    AccountHash, ApiError, Billed, Code, Day, GenerateRequest, JobKey, Model, Recipe, TextModel,
    model::PAINTER,
    text::{Answer, Question, TEXT_MODELS},
};
use jiff::{Timestamp, civil::Date};
use service::{
    Counted, Ended, Entry, Facts, Home, Inference, KeyHash, Ledger, Made, Order, Outcome, Picture, Piece, Rests, Shelf,
    make, picture::Encoder, shelf,
};

#[path = "talk.rs"]
mod talk;

pub(crate) use talk::{KEY, Reply, Service, keyed};

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
    /// How long the model works on a picture.
    pub(crate) run_takes: Mutex<Duration>,
    pub(crate) asked: Mutex<Vec<(AccountHash, Option<u32>)>>,
    /// What the pictures were made of.
    pub(crate) prompts: Mutex<Vec<String>>,
    /// Another picture than [`JPEG`].
    pub(crate) picture: Mutex<Option<&'static [u8]>>,
    pub(crate) ledger_fails: Mutex<Option<ApiError>>,
    pub(crate) entries: Mutex<Vec<Entry>>,
    /// What the text model answers, in order; it echoes the prompt when there is nothing more.
    pub(crate) answers: Mutex<VecDeque<Result<Answer, ApiError>>>,
    pub(crate) questions: Mutex<Vec<(AccountHash, Question)>>,
    /// How long it takes for that.
    pub(crate) writes_for: Mutex<Duration>,
    pub(crate) has_no_text_model: AtomicBool,
    pub(crate) recipes_fail: AtomicBool,
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

    fn recipes_work(&self) -> Result<(), ApiError> {
        let fault = || ApiError::new(Code::Internal, "disk full");
        if self.0.recipes_fail.load(Ordering::SeqCst) { Err(fault()) } else { Ok(()) }
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

    /// Time passes only while somebody waits, or a text is written.
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
        self.0.prompts.lock().unwrap().push(request.prompt.as_str().to_owned());
        if let Some(error) = self.0.model_fails.lock().unwrap().pop_front() {
            return Err(error);
        }
        self.0.waits.lock().unwrap().extend(Some(*self.0.run_takes.lock().unwrap()).filter(|time| !time.is_zero()));
        let facts = Facts { neurons: request.seed.map(f64::from), ..Facts::default() };
        Ok(Made { picture: File(self.0.picture.lock().unwrap().unwrap_or(JPEG)), facts })
    }

    fn text_model(&self) -> Option<&'static TextModel> {
        TEXT_MODELS.first().filter(|_| !self.0.has_no_text_model.load(Ordering::SeqCst))
    }

    async fn write(&self, account: &AccountHash, question: &Question) -> Result<Answer, ApiError> {
        self.0.questions.lock().unwrap().push((account.clone(), question.clone()));
        let time = *self.0.writes_for.lock().unwrap();
        self.0.waits.lock().unwrap().extend((!time.is_zero()).then_some(time));
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
            Some((_, None)) => Ended::replayed(Err(shelf::reply_gone(&Facts::default()))),
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
        self.recipes_work()?;
        Ok(self.0.recipes.lock().unwrap().get(recipe).cloned())
    }

    async fn keep(&self, recipe: &Recipe, made: &Made<File>, _: Timestamp) -> Result<(), ApiError> {
        self.recipes_work()?;
        self.0.recipes.lock().unwrap().insert(*recipe, made.clone());
        Ok(())
    }
}
