//! `POST /v1/images/generations`: one to ten pictures of a prompt, one after the other. Each is an order of its own, counted and
//! kept as any other: when the caller leaves, the one that is being made is finished, and no further one is begun.

use std::{iter::once, time::Duration};

use axum::response::{IntoResponse as _, Response};
use contract::{ApiError, Code, Format, GenerateRequest, JobKey, Prompt, Size};
use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::wish::{Wish, of_size};
use crate::{
    carry_out::{carry_out, request_by_prompt},
    home::Home,
    incoming::Incoming,
    made::{Ended, Made, Note, Rewriting},
    order::Order,
    picture::{Picture, Piece},
    refusal::{Refusal, Typed},
    reply::{continued, json, noted, record, with_picture},
};

/// How long after the request's begin a further picture is begun: OpenAI's clients wait ten minutes, others five, then they send it
/// all again, and the last one takes its own time.
const PATIENCE: Duration = Duration::from_secs(120);
/// Bytes of pictures after which no further one is begun: a reply has them all in memory, and a Worker has 128 MiB.
const MAX_PICTURES: usize = 16 << 20;

/// The reply but for its pictures.
#[derive(Serialize)]
struct Rest {
    /// Seconds since 1970.
    created: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_format: Option<String>,
    /// `WIDTHxHEIGHT` of the first picture.
    size: String,
    /// Why there are fewer than were asked for. OpenAI has no such field, and its clients pass over it.
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<Typed>,
}

/// What is said of each picture.
#[derive(Serialize)]
struct Said {
    #[serde(skip_serializing_if = "Option::is_none")]
    revised_prompt: Option<String>,
    /// Why there is none, though one was wished for; not OpenAI's.
    #[serde(skip_serializing_if = "Option::is_none")]
    prompt_failure: Option<String>,
}

/// The pictures of one request: one at least.
struct Series<P> {
    first: Made<P>,
    further: Vec<Made<P>>,
    /// Why there are fewer than were asked for.
    failure: Option<ApiError>,
}

pub(crate) async fn generations<H: Home>(incoming: Incoming<H>) -> Result<Response, Refusal> {
    let Wish { count, fields } = Wish::parse(&incoming.body)?;
    let request = request_by_prompt(incoming.home.inference(), fields).map_err(of_size)?;
    let mut notes = vec![];
    let response = match make_all(&incoming, &request, count, &mut notes).await {
        Ok(series) => reply(&request, series, incoming.home.now().as_second()),
        Err(error) => Refusal::from(error).into_response(),
    };
    Ok(noted(response, &together(&notes)))
}

/// One after the other, until one fails: what stopped it would stop the next as well, or cost as much again. Each is finished and
/// counted by itself, and what was made is not lost by a later failure. `notes`: of each order.
async fn make_all<H: Home>(
    incoming: &Incoming<H>,
    request: &GenerateRequest,
    count: u32,
    notes: &mut Vec<Vec<Note>>,
) -> Result<Series<H::Picture>, ApiError> {
    let end = incoming.home.now().saturating_add(PATIENCE).unwrap_or(Timestamp::MAX);
    let ended = make(incoming, request.clone(), 0).await;
    notes.push(ended.notes);
    let mut series = Series { first: ended.result?, further: vec![], failure: None };
    let request = after(request, &series.first);
    for nth in 1..count {
        series.failure = enough(&series, incoming.home.now(), end);
        if series.failure.is_some() {
            break;
        }
        let ended = make(incoming, of_seed(&request, nth), nth).await;
        notes.push(ended.notes);
        match ended.result {
            Ok(made) => series.further.push(made),
            Err(error) => {
                series.failure = Some(error);
                break;
            }
        }
    }
    Ok(series)
}

async fn make<H: Home>(incoming: &Incoming<H>, request: GenerateRequest, nth: u32) -> Ended<H::Picture> {
    let key = incoming.key.as_ref().map(|key| of_key(key, nth));
    let order = Order { request, freshness: incoming.freshness };
    carry_out(&incoming.home, key, order).await.unwrap_or_else(Ended::refused)
}

/// Why no further one is begun, though none failed.
fn enough<P: Picture>(series: &Series<P>, now: Timestamp, end: Timestamp) -> Option<ApiError> {
    let error = if now >= end {
        let seconds = PATIENCE.as_secs();
        let message = format!("no further picture was begun: these took {seconds} seconds, and clients give up");
        ApiError::new(Code::UpstreamTimeout, message)
    } else if once(&series.first).chain(&series.further).map(|made| made.picture.length()).sum::<usize>() > MAX_PICTURES
    {
        ApiError::new(Code::BodyTooLarge, "no further picture was begun: these are as many bytes as one reply may have")
    } else {
        return None;
    };
    Some(error.param("n").hint("ask for the rest in another request"))
}

/// What the further pictures are made of: the prompt of the first, which is not asked for and paid again. A repeat finds them under
/// their job keys, since the first one's facts are kept.
fn after<P>(request: &GenerateRequest, first: &Made<P>) -> GenerateRequest {
    let written = match &first.facts.rewriting {
        // Nobody was asked, and nobody will be.
        None => return request.clone(),
        Some(Rewriting::Done { prompt, .. }) => Prompt::parse(prompt.clone()).ok(),
        Some(Rewriting::Failed { .. }) => None,
    };
    let mut request = request.with_prompt(written.unwrap_or_else(|| request.prompt.clone()));
    (request.translate, request.enhance) = (false, false);
    request
}

/// A seed for each, so that no two are the same picture, and each can be made again.
fn of_seed(request: &GenerateRequest, nth: u32) -> GenerateRequest {
    let mut request = request.clone();
    request.seed = request.seed.map(|seed| seed.wrapping_add(nth));
    request
}

/// A job key for each, which any repeat finds again. How many were asked for is no part of it: under one key, a request for more
/// of the same gets those that are there and makes only what is missing, and nothing is paid twice.
fn of_key(key: &JobKey, nth: u32) -> JobKey {
    let hash = Sha256::digest(format!("openai {nth} {key}"));
    let half = hash.iter().take(16).fold(0, |number: u128, byte| number << 8 | u128::from(*byte));
    JobKey::from(half)
}

/// What is missing of any is said, and what is true of all.
fn together(notes: &[Vec<Note>]) -> Vec<Note> {
    let of_any = |note: &Note| matches!(note, Note::Uncounted | Note::Unkept);
    let of_all = |note: &Note| notes.iter().all(|each| each.contains(note));
    notes.iter().flatten().copied().filter(|note| of_any(note) || of_all(note)).collect()
}

fn reply<P: Picture>(request: &GenerateRequest, series: Series<P>, created: i64) -> Response {
    let Series { first, further, failure } = series;
    let format = Format::sniff(&first.picture.head());
    let record = record(request, &first, format);
    let Size { width, height } = record.size();
    let rest = Rest {
        created,
        output_format: format.map(|format| format.content_type().replace("image/", "")),
        size: format!("{width}x{height}"),
        failure: failure.map(Typed::from),
    };
    // All are of the first one's prompt.
    let said = Said { revised_prompt: record.translated_prompt, prompt_failure: record.prompt_failure };
    json(pieces(once(first).chain(further), &said, &rest))
}

/// `{"data": […], …}`.
fn pieces<P>(made: impl Iterator<Item = Made<P>>, said: &Said, rest: &Rest) -> Vec<Piece<P>> {
    let mut pieces = vec![];
    for made in made {
        pieces.push(Piece::Text(if pieces.is_empty() { r#"{"data":["# } else { "," }.to_owned()));
        pieces.extend(with_picture("b64_json", made.picture, said));
    }
    pieces.push(Piece::Text(continued("]", rest)));
    pieces
}
