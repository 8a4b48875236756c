//! `POST /generate?format=`: a prompt becomes a picture. Everything that can be refused is refused before a model is run.

use axum::response::Response;
use contract::Fields;
use http::Uri;

use crate::{
    carry_out::{carry_out, request},
    home::Home,
    incoming::Incoming,
    order::Order,
    query,
    refusal::Refusal,
    reply::{Wanted, reply},
};

pub(crate) async fn generate<H: Home>(
    uri: Uri,
    Incoming { home, key, freshness, body }: Incoming<H>,
) -> Result<Response, Refusal> {
    let wanted = Wanted::<H::Picture>::parse(query::only(&uri, "format")?.as_deref())?;
    let request = request(home.inference(), Fields::from_json(&body)?)?;
    let order = Order { request: request.clone(), freshness };
    let ended = carry_out(&home, key, order).await?;
    Ok(reply(&request, ended, wanted).await)
}
