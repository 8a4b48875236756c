//! What a Worker has counted, as a text to be saved before the Worker is removed. The Worker's own word is exact, and reaches back
//! [`MAX_DAYS`]; its copy in KV is minutes behind, and has all days. The text says which days are from where, and what of them
//! could not be believed.

use contract::{
    Billed,
    usage::{Day, MAX_DAYS, Odd, Told},
};
use remote::{Cloud, Error, Kind};
use serde::Serialize;

use super::{Shared, of_cloudflare, steps::found_namespace, unsent};
use crate::{
    cause::Cause,
    deploy::{Counts, Ground, Made},
    failure::Failure,
};

/// The text, as JSON.
#[derive(Serialize)]
struct Document<'a> {
    source: &'a str,
    /// What was left out, or counts as 0.
    odd: Vec<Odd>,
    /// As `GET /usage` has them; days without use are left out.
    days: Vec<Day>,
}

pub(super) async fn counts(shared: &Shared, cloud: &Cloud, ground: &Ground) -> Result<Made, Failure> {
    let copy = match found_namespace(cloud, ground).await.map_err(of_cloudflare)? {
        Some(namespace) => Some(cloud.days(&ground.account, &namespace).await.map_err(of_cloudflare)?),
        None => None,
    };
    match (own_word(shared, ground).await, copy) {
        (Ok(own), copy) => written(Some(own), copy),
        (Err(_), Some(copy)) => written(None, Some(copy)),
        (Err(failure), None) => {
            let standing = cloud.standing(&ground.account, &ground.worker).await.map_err(of_cloudflare)?;
            // Where nothing is any more, nothing is to be saved.
            if standing.is_none() { Ok(Made::Counts(None)) } else { Err(failure) }
        }
    }
}

/// By the connection's key.
async fn own_word(shared: &Shared, ground: &Ground) -> Result<Told, Failure> {
    let (Some(target), Some(address)) = (&ground.target, &ground.address) else {
        return Err(unsent(Cause::NoConnection));
    };
    let client = shared.keys.link(Some(target.clone())).client().await?;
    let told = client.usage(MAX_DAYS).await.map_err(|error| Failure::of_service(address.host(), error))?;
    // A ledger of ours has a row for each day, also for those without use.
    if told.usage.days.is_empty() { Err(unsent(Cause::NoConnection)) } else { Ok(told) }
}

/// The days of the copy that are before those that the Worker tells.
fn written(own: Option<Told>, copy: Option<Told>) -> Result<Made, Failure> {
    let is_exact = own.is_some();
    let first = own.as_ref().and_then(|own| own.usage.days.first()).map(|day| day.date);
    let (mut days, mut odd) = copy.map_or_else(Default::default, |copy| (copy.usage.days, copy.odd));
    days.retain(|day| first.is_none_or(|first| day.date < first));
    odd.retain(|odd| odd.date.is_none_or(|date| first.is_none_or(|first| date < first)));
    let has_older = !days.is_empty();
    if let Some(own) = own {
        days.extend(own.usage.days);
        odd.extend(own.odd);
    }
    days.retain(|day| *day != Day::empty(day.date));
    if days.is_empty() && odd.is_empty() {
        return Ok(Made::Counts(None));
    }
    let source = match (first, has_older) {
        (Some(first), true) => format!("the Worker itself; days before {first} from its copy in Workers KV"),
        (Some(_), false) => "the Worker itself".to_owned(),
        (None, _) => {
            "the Worker's copy in Workers KV, which may lack the last minutes: the Worker did not answer".into()
        }
    };
    let oddities = odd.len();
    let text = serde_json::to_string_pretty(&Document { source: &source, odd, days }).map_err(|error| {
        of_cloudflare(Error { billed: Billed::No, ..Error::unsent(Kind::Internal, error.to_string()) })
    })?;
    Ok(Made::Counts(Some(Counts { text, is_exact, oddities })))
}
