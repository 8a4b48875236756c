//! The Durable Object `Job`, one a job key: it runs the model for the first request with that key, keeps the reply a day and
//! the outcome a month, and tells them to whoever asks again. A row is written before the model runs; one that has no ending,
//! and that nobody is running, was cut off.
//!
//! A run does not end with its caller. No compatibility date or flag matters for that, by workerd's source: at any date, who calls
//! an object and goes away ends nothing that the object does, and the limit of 30 seconds is for requests that are in no object.
//! An object that nobody asks is put away after 10 seconds, but not before its timers have ended, and a model's call has one, its
//! patience, from its begin on. That is a side effect; but the object's own `waitUntil` would only stand in the same list as the
//! timer. `cargo xtask check worker` has a caller that leaves 20 seconds before the model answers.

use contract::{ApiError, Fields, GenerateRequest, Recipe};
use futures_util::lock::Mutex;
use service::{
    Ended, Home as _, Inference as _, Note, Order, make,
    shelf::{PICTURE_KEPT, interrupted, key_reused, reply_gone},
};
use worker::{DurableObject, Env, Request, Response, Result, State, Storage, durable_object};

use crate::{
    fault::internal,
    home::{Cloudflare, now},
    object::asked_by_address,
    picture::JsPicture,
};

mod letter;
mod rows;

pub(crate) use letter::Letter;
use rows::{Found, Kept, Rows};

/// The object.
#[durable_object(alarm)]
pub struct Job {
    storage: Storage,
    home: Cloudflare,
    /// A repeat waits for the one who runs it, then reads what that one kept.
    turn: Mutex<()>,
}

impl DurableObject for Job {
    fn new(state: State, env: Env) -> Self {
        Self { storage: state.storage(), home: Cloudflare::of(&env), turn: Mutex::new(()) }
    }

    async fn fetch(&self, mut request: Request) -> Result<Response> {
        let freshness = serde_json::from_str(&asked_by_address(&request)).unwrap_or_default();
        // The body is dropped here: it may hold megabytes of reference pictures.
        let asked = self.read(&request.bytes().await?);
        let ended = match asked {
            Ok(request) => self.once(&Order { request, freshness }).await.unwrap_or_else(Ended::refused),
            Err(error) => Ended::refused(error),
        };
        Ok(Letter::seal(ended)?.into())
    }

    async fn alarm(&self) -> Result<Response> {
        let _turn = self.turn.lock().await;
        match Rows::open(self.storage.sql())?.forget(now())? {
            Some(wait) => self.storage.set_alarm(wait).await?,
            None => self.storage.delete_all().await?,
        }
        Response::empty()
    }
}

impl Job {
    /// The request, which was valid in front of this object and is so here: both have one catalogue.
    fn read(&self, body: &[u8]) -> std::result::Result<GenerateRequest, ApiError> {
        let request = GenerateRequest::parse(Fields::from_json(body)?, self.home.inference().default_model());
        let refused = |problems| internal("the job's request is refused", format_args!("{problems:?}"));
        request.map_err(refused)
    }

    /// What is kept for the order, or else the picture that it asks for.
    async fn once(&self, order: &Order) -> std::result::Result<Ended<JsPicture>, ApiError> {
        let _turn = self.turn.lock().await;
        let fault = |error| internal("the job cannot be looked up", error);
        let rows = Rows::open(self.storage.sql()).map_err(fault)?;
        Ok(match self.look(&rows, &order.request.recipe()).await.map_err(fault)? {
            Found::Nothing => self.run(&rows, order).await,
            // It is our turn, so nobody runs it: it was cut off.
            Found::Unfinished => Ended::replayed(Err(interrupted())),
            Found::AnotherRequest => Ended::refused(key_reused()),
            Found::Kept(result) => Ended::replayed(result),
            Found::Gone(facts) => Ended::replayed(Err(reply_gone(&facts))),
        })
    }

    /// What stands here, and if nothing does, the row that says that it runs now, safe before it runs.
    async fn look(&self, rows: &Rows, recipe: &Recipe) -> Result<Found> {
        let now = now();
        let found = rows.find(recipe, now)?;
        if let Found::Nothing = found {
            rows.claim(recipe, now)?;
            if let Err(error) = self.safe().await {
                // Nothing has run; left there, the row would say that something was cut off.
                rows.disclaim()?;
                return Err(error);
            }
        }
        Ok(found)
    }

    /// Waits until the row is safe, and has an alarm that ends it.
    async fn safe(&self) -> Result<()> {
        self.storage.set_alarm(PICTURE_KEPT).await?;
        self.storage.sync().await
    }

    /// Makes the picture and keeps how that ended. Storage that fails then never costs the user the picture; a repeat will be
    /// told that the run was cut off, and nothing is paid twice.
    async fn run(&self, rows: &Rows, order: &Order) -> Ended<JsPicture> {
        let ended = make(&self.home, order).await;
        let unkept = match self.keep(rows, &ended).await {
            Ok(unkept) => unkept,
            Err(error) => {
                worker::console_error!("a reply could not be kept: {}", error);
                ended.result.is_ok().then_some(Note::Unkept)
            }
        };
        ended.noting(unkept)
    }

    /// The alarm was set when the run began, a little too early: it looks at the row's own time.
    async fn keep(&self, rows: &Rows, ended: &Ended<JsPicture>) -> Result<Option<Note>> {
        match rows.keep(&ended.result, now())? {
            Kept::Whole => Ok(None),
            Kept::WithoutPicture => Ok(Some(Note::Unkept)),
            // With its alarm, since the compatibility date 2026-02-24.
            Kept::Nothing => self.storage.delete_all().await.map(|()| None),
        }
    }
}
