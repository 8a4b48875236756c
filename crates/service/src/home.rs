//! What a place must offer for the service to live there: a model to run, a ledger, a shelf, and a clock.

use std::{
    future::{Future, ready},
    time::Duration,
};

use contract::{
    AccountHash, ApiError, GenerateRequest, MAX_REQUEST_BYTES, Model, TextModel,
    text::{Answer, Question},
};
use jiff::Timestamp;

use crate::{auth::KeyHash, ledger::Ledger, made::Made, picture::Picture, rests::Rests, shelf::Shelf};

/// One place where the service lives. Cheap to clone: each request has its own.
pub trait Home: Clone + Send + Sync + 'static {
    /// Bytes; the largest request body that is read here. A home with little memory has less.
    const MAX_BODY: usize = MAX_REQUEST_BYTES;

    /// What a picture is here.
    type Picture: Picture;
    /// What makes pictures here.
    type Inference: Inference<Picture = Self::Picture>;
    /// What counts them.
    type Ledger: Ledger;
    /// What keeps finished replies.
    type Shelf: Shelf<Picture = Self::Picture>;

    /// What makes pictures here.
    fn inference(&self) -> &Self::Inference;

    /// What counts them.
    fn ledger(&self) -> &Self::Ledger;

    /// What keeps finished replies.
    fn shelf(&self) -> &Self::Shelf;

    /// Which of the accounts rest.
    fn rests(&self) -> &Rests;

    /// The one clock: days end by it, kept replies expire by it.
    fn now(&self) -> Timestamp;

    /// Waits, before what surely did not run is tried again.
    fn sleep(&self, time: Duration) -> impl Future<Output = ()> + Send;

    /// Any number, for a new seed and for waits that differ; nothing secret is made of it.
    fn random(&self) -> u32;

    /// Whether whoever holds this key may ask for a picture now, or has asked too often; `key`: what stands for it.
    fn admit(&self, key: &KeyHash) -> impl Future<Output = Result<(), ApiError>> + Send {
        let _ = key;
        ready(Ok(()))
    }

    /// Runs `work` to its end even when whoever waits for it goes away: a picture that was paid for is counted and kept.
    /// The error is for work that was cut off by the home itself.
    fn finish<T: Send + 'static>(
        &self,
        work: impl Future<Output = T> + Send + 'static,
    ) -> impl Future<Output = Result<T, ApiError>> + Send;
}

/// Runs picture models, and the text model that writes prompts for them.
pub trait Inference: Send + Sync + 'static {
    /// What it makes.
    type Picture: Picture;

    /// The model of a request that names none; one of [`Self::models`].
    fn default_model(&self) -> &'static Model;

    /// Every model that can be run here.
    fn models(&self) -> &[&'static Model];

    /// [`Self::models`], the default first.
    fn default_first(&self) -> impl Iterator<Item = &'static Model> {
        let first = self.default_model();
        std::iter::once(first).chain(self.models().iter().copied().filter(|model| model.id != first.id))
    }

    /// Those that need no picture to begin with, the default first: all that the shapes of others can ask for.
    fn models_by_prompt(&self) -> impl Iterator<Item = &'static Model> {
        self.default_first().filter(|model| !model.needs_references())
    }

    /// The accounts that pictures are made on, in the order in which they are tried. At home, where none is needed, the empty
    /// one.
    fn accounts(&self) -> &[AccountHash];

    /// Makes the picture on `account`, one of [`Self::accounts`], and tries it once: what may be tried again is the service's
    /// decision. An error says whether it was billed. The router asks only for one of [`Self::models`].
    fn run(
        &self,
        account: &AccountHash,
        request: &GenerateRequest,
    ) -> impl Future<Output = Result<Made<Self::Picture>, ApiError>> + Send;

    /// The model that translates and enhances prompts; none where there is none.
    fn text_model(&self) -> Option<&'static TextModel>;

    /// Asks a text model on `account`, once, and for [`contract::text::TEXT_PATIENCE`] at most. The router asks only for
    /// [`Self::text_model`].
    fn write(
        &self,
        account: &AccountHash,
        question: &Question,
    ) -> impl Future<Output = Result<Answer, ApiError>> + Send;
}
