//! `POST /v1/images/generations`: one to ten pictures of a prompt, one after the other. Each is an order of its own, counted and
//! kept as any other: when the caller leaves, the one that is being made is finished, and no further one is begun.

use axum::{
    body::Body,
    extract::State,
    response::{IntoResponse as _, Response},
};
use contract::{ApiError, Format, GenerateRequest, JobKey, Size};
use http::HeaderMap;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::wish::{Wish, of_size};
use crate::{
    auth::Authorized,
    carry_out::{carry_out, request},
    home::Home,
    incoming::{freshness, job_key, json_body},
    made::{Ended, Made, Note, Rewriting},
    order::Order,
    picture::{Picture, Piece},
    refusal::{Refusal, Typed},
    reply::{json, noted, record, with_picture},
    router::At,
};

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

/// What is said of one picture.
#[derive(Serialize)]
struct Said {
    #[serde(skip_serializing_if = "Option::is_none")]
    revised_prompt: Option<String>,
}

/// How the orders of one request ended.
struct Series<P> {
    made: Vec<Made<P>>,
    /// Of each order.
    notes: Vec<Vec<Note>>,
    failure: Option<ApiError>,
}

pub(crate) async fn generations<H: Home>(
    Authorized(caller): Authorized,
    State(At(home)): State<At<H>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let key = job_key(&headers)?;
    home.admit(&caller).await?;
    let Wish { count, fields } = Wish::parse(&json_body::<H>(&headers, body).await?)?;
    let request = request(home.inference(), fields).map_err(of_size)?;
    let orders = (0..count).map(|nth| {
        let order = Order { request: of_seed(&request, nth), freshness: freshness(&headers) };
        (key.as_ref().map(|key| of_key(key, nth)), order)
    });
    let series = make_all(&home, orders).await;
    let notes = together(&series.notes);
    Ok(noted(reply(&request, series, home.now().as_second()), &notes))
}

/// One after the other, until one fails: what stopped it would stop the next as well, or cost as much again. Each is finished and
/// counted by itself, and what was made is not lost by a later failure.
async fn make_all<H: Home>(home: &H, orders: impl Iterator<Item = (Option<JobKey>, Order)>) -> Series<H::Picture> {
    let mut series = Series { made: vec![], notes: vec![], failure: None };
    for (key, order) in orders {
        let ended = carry_out(home, key, order).await.unwrap_or_else(Ended::refused);
        series.notes.push(ended.notes);
        match ended.result {
            Ok(made) => series.made.push(made),
            Err(error) => {
                series.failure = Some(error);
                break;
            }
        }
    }
    series
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
    let Some(first) = series.made.first() else {
        let none = || ApiError::new(contract::Code::Internal, "no picture was asked for");
        return Refusal::from(series.failure.unwrap_or_else(none)).into_response();
    };
    let format = Format::sniff(&first.picture.head());
    let Size { width, height } = record(request, first, format).size();
    let rest = Rest {
        created,
        output_format: format.map(|format| format.content_type().replace("image/", "")),
        size: format!("{width}x{height}"),
        failure: series.failure.map(Typed::from),
    };
    json(pieces(series.made, &rest))
}

/// `{"data": […], …}`.
fn pieces<P>(made: Vec<Made<P>>, rest: &Rest) -> Vec<Piece<P>> {
    let mut pieces = vec![Piece::Text(r#"{"data":["#.to_owned())];
    for (nth, made) in made.into_iter().enumerate() {
        if nth > 0 {
            pieces.push(Piece::Text(",".to_owned()));
        }
        let revised_prompt = match made.facts.rewriting {
            Some(Rewriting::Done { prompt, .. }) => Some(prompt),
            Some(Rewriting::Failed { .. }) | None => None,
        };
        pieces.extend(with_picture("b64_json", made.picture, &Said { revised_prompt }));
    }
    // Strings and numbers: it always has a JSON form, which begins with a bracket.
    let rest = serde_json::to_string(rest).unwrap_or_default();
    pieces.push(Piece::Text(rest.replacen('{', "],", 1)));
    pieces
}
