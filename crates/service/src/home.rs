//! What a place must offer for the service to live there: a model to run, a ledger, a shelf, and a clock.

use std::{
    future::{Future, ready},
    time::Duration,
};

use contract::{AccountHash, ApiError, GenerateRequest, MAX_REQUEST_BYTES, Model};
use jiff::Timestamp;

use crate::{auth::KeyHash, ledger::Ledger, picture::Picture, shelf::Shelf};

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
    /// What keeps replies by job key.
    type Shelf: Shelf<Picture = Self::Picture>;

    /// What makes pictures here.
    fn inference(&self) -> &Self::Inference;

    /// What counts them.
    fn ledger(&self) -> &Self::Ledger;

    /// What keeps replies by job key.
    fn shelf(&self) -> &Self::Shelf;

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

/// Runs a picture model.
pub trait Inference: Send + Sync + 'static {
    /// What it makes.
    type Picture: Picture;

    /// The model of a request that names none; one of [`Self::models`].
    fn default_model(&self) -> &'static Model;

    /// Every model that can be run here.
    fn models(&self) -> &[&'static Model];

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
}

/// A finished picture, and what only its maker knows of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Made<P> {
    /// The picture.
    pub picture: P,
    /// Workers AI's unit of cost, where the maker said it.
    pub neurons: Option<f64>,
    /// The seed that was really used, where it is known.
    pub seed: Option<u32>,
}
