//! The one way in which a model is run: make the picture, then count it. The router calls it for a request without a job key,
//! a shelf for one with a key that is new.

use contract::{ApiError, Billed, GenerateRequest};
use serde::{Deserialize, Serialize};

use crate::{
    attempts::{Attempted, attempt},
    home::{Home, Made},
    ledger::{Entry, Ledger, Outcome},
};

/// How a request ended, and what the reply must say about that.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended<P> {
    /// The picture, or why there is none.
    pub result: Result<Made<P>, ApiError>,
    /// What the reply's headers say.
    pub telling: Telling,
}

/// What a reply says about its own making. At Cloudflare it goes from one object to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Telling {
    /// It ended just now; nothing to say.
    Fresh,
    /// It ended just now, and the ledger could not count it.
    Uncounted,
    /// It is kept from an earlier request with the same job key.
    Replayed,
}

impl<P> Ended<P> {
    /// Kept from an earlier request.
    pub fn replayed(result: Result<Made<P>, ApiError>) -> Self {
        Self { result, telling: Telling::Replayed }
    }

    /// Refused before anything was run.
    pub fn refused(error: ApiError) -> Self {
        Self { result: Err(error), telling: Telling::Fresh }
    }
}

/// Runs the model and counts how that ended, before anybody is told. A ledger that fails never costs the user the picture:
/// it goes out, and its reply says that it is not counted.
pub async fn make<H: Home>(home: &H, request: &GenerateRequest) -> Ended<H::Picture> {
    let Attempted { account, result } = attempt(home, request).await;
    let outcome = match &result {
        Ok(Made { neurons: Some(neurons), .. }) => Outcome::Made { neurons: *neurons },
        Ok(Made { neurons: None, .. }) => Outcome::MadeAtAbout { estimate: request.estimate().likely },
        Err(ApiError { billed: Billed::No, .. }) => Outcome::Failed { estimate: 0.0 },
        Err(_) => Outcome::Failed { estimate: request.estimate().likely },
    };
    let entry = Entry { at: home.now(), account, model: request.model.id, outcome };
    let telling = match home.ledger().record(entry).await {
        Ok(()) => Telling::Fresh,
        Err(_told_in_the_header) => Telling::Uncounted,
    };
    Ended { result, telling }
}
