//! The one way in which a picture is had: from the shelf where the very same request was made before, else from a model; and
//! then it is counted. The router calls it for a request without a job key, a shelf for one with a key that is new.

use contract::{AccountHash, ApiError, Billed, GenerateRequest, Recipe};

use crate::{
    attempts::{Attempted, attempt},
    home::Home,
    ledger::{Entry, Ledger, Outcome},
    made::{Ended, Facts, Made, Note, Rewriting},
    order::{Freshness, Order},
    picture::Picture as _,
    rewrite::{Rewrote, rewrite},
    shelf::{MAX_KEPT, Shelf as _},
};

/// What `order` asks for. Anything but the model that fails (ledger, shelf, the prompt's translation) never costs the user the
/// picture: it goes out, and its reply says what is missing.
pub async fn make<H: Home>(home: &H, order: &Order) -> Ended<H::Picture> {
    let Some(recipe) = order.recipe() else { return run(home, &order.request).await };
    let note = match order.freshness {
        Freshness::New => Note::CachePassed,
        Freshness::Any => match home.shelf().find(&recipe, home.now()).await {
            Ok(Some(made)) => return cached(home, &order.request, made).await,
            // A shelf that fails has logged it, and is as good as an empty one.
            Ok(None) | Err(_) => Note::Uncached,
        },
    };
    let ended = run(home, &order.request).await;
    if let Ok(made) = &ended.result {
        keep(home, &recipe, made).await;
    }
    ended.noting(Some(note))
}

/// A picture from the shelf: counted apart, and at no cost.
async fn cached<H: Home>(home: &H, request: &GenerateRequest, made: Made<H::Picture>) -> Ended<H::Picture> {
    let counted = count(home, AccountHash::default(), request.model.id, Outcome::Cached).await;
    let rewriting = made.facts.rewriting.map(Rewriting::free);
    let facts = Facts { neurons: Some(0.0), cached: true, rewriting, ..made.facts };
    Ended::now(Ok(Made { facts, ..made })).noting(Some(Note::Cached)).noting(counted)
}

async fn keep<H: Home>(home: &H, recipe: &Recipe, made: &Made<H::Picture>) {
    // One of the typed prompt would stand for a month for what the text model can write a minute later.
    let as_wished = !matches!(made.facts.rewriting, Some(Rewriting::Failed { .. }));
    if as_wished && made.picture.length() <= MAX_KEPT {
        // A shelf that fails has logged it, and the next request makes the picture anew.
        home.shelf().keep(recipe, made, home.now()).await.ok();
    }
}

/// Runs the models, and counts how that ended before anybody is told.
async fn run<H: Home>(home: &H, request: &GenerateRequest) -> Ended<H::Picture> {
    let begun = home.now();
    let Rewrote { request, rewriting, billed, note } = rewrite(home, request).await;
    let request = request.as_ref();
    let Attempted { account, result } = attempt(home, request, begun).await;
    let outcome = match &result {
        Ok(Made { facts: Facts { neurons: Some(neurons), .. }, .. }) => Outcome::Made { neurons: *neurons },
        Ok(_) => Outcome::MadeAtAbout { estimate: request.estimate().likely },
        Err(ApiError { billed: Billed::No, .. }) => Outcome::Failed { estimate: 0.0 },
        Err(_) => Outcome::Failed { estimate: request.estimate().likely },
    };
    let counted = count(home, account, request.model.id, outcome).await;
    let result = match result {
        Ok(made) => Ok(Made { facts: Facts { rewriting, ..made.facts }, ..made }),
        Err(error) => Err(after_text(error, billed)),
    };
    Ended::now(result).noting(counted.or(note))
}

/// Why there is no picture, after a text that was `billed` so: what is told is the worse of both. Nobody then sends the request
/// again by himself and pays the text again, and a job's shelf keeps this end as it keeps any that may have cost something. Who
/// wants another try takes another key, as the desktop program does by itself. To keep the text under the key instead would spare
/// five neurons in a rare case, at the price of one more thing that each home's shelf has to keep and to tell apart.
fn after_text(error: ApiError, billed: Billed) -> ApiError {
    if billed <= error.billed {
        return error;
    }
    let again =
        "the text of its prompt may be billed with each try, and under an Idempotency-Key each try needs a new one";
    let hint = error.hint.as_ref().map_or_else(|| again.to_owned(), |hint| format!("{hint}; {again}"));
    error.hint(hint).billed(billed)
}

/// Counts, and says where that failed.
pub(crate) async fn count<H: Home>(
    home: &H,
    account: AccountHash,
    model: &'static str,
    outcome: Outcome,
) -> Option<Note> {
    let entry = Entry { at: home.now(), account, model, outcome };
    // The home has logged why it failed.
    home.ledger().record(entry).await.err().map(|_| Note::Uncounted)
}
