//! `GET /usage?days=`: what was counted, a row a day, days without use included.

use axum::{Json, extract::State};
use contract::{ApiError, Code, Day, Usage, usage::MAX_DAYS};
use http::Uri;
use jiff::ToSpan as _;

use crate::{
    auth::Authorized,
    home::{Home, Inference as _},
    ledger::Ledger as _,
    ledger::utc_date,
    query,
    refusal::Refusal,
    router::At,
};

/// Days, when none are asked for.
const DEFAULT_DAYS: u16 = 30;

pub(crate) async fn usage<H: Home>(
    _: Authorized,
    State(At(home)): State<At<H>>,
    uri: Uri,
) -> Result<Json<Usage>, Refusal> {
    let days = days(query::only(&uri, "days")?)?;
    let today = utc_date(home.now());
    let first = today.saturating_sub((i64::from(days) - 1).days());
    let mut counted = home.ledger().counted(first, today).await?;
    let days = first
        .series(1.day())
        .take(usize::from(days))
        .map(|date| counted.days.remove(&date).unwrap_or_else(|| Day::empty(date)))
        .collect();
    let account = home.inference().accounts().first().cloned().unwrap_or_default();
    Ok(Json(Usage { total: counted.total, account, days }))
}

fn days(text: Option<String>) -> Result<u16, ApiError> {
    let Some(text) = text else { return Ok(DEFAULT_DAYS) };
    text.parse().ok().filter(|days| (1..=MAX_DAYS).contains(days)).ok_or_else(|| {
        ApiError::new(Code::InvalidRequest, format!("`days` must be a whole number from 1 to {MAX_DAYS}")).param("days")
    })
}
