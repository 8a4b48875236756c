//! `POST /generate?format=`: a prompt becomes a picture. Everything that can be refused is refused before a model is run.

use axum::{body::Body, extract::State, response::Response};
use contract::Fields;
use http::{HeaderMap, Uri};

use crate::{
    auth::Authorized,
    carry_out::{carry_out, request},
    home::Home,
    incoming::{freshness, job_key, json_body},
    order::Order,
    query,
    refusal::Refusal,
    reply::{Wanted, reply},
    router::At,
};

pub(crate) async fn generate<H: Home>(
    Authorized(caller): Authorized,
    State(At(home)): State<At<H>>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let wanted = Wanted::<H::Picture>::parse(query::only(&uri, "format")?.as_deref())?;
    let key = job_key(&headers)?;
    home.admit(&caller).await?;
    let fields = Fields::from_json(&json_body::<H>(&headers, body).await?)?;
    let request = request(home.inference(), fields)?;
    let order = Order { request: request.clone(), freshness: freshness(&headers) };
    let ended = carry_out(&home, key, order).await?;
    Ok(reply(&request, ended, wanted).await)
}
