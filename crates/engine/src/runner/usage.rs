//! What a service has counted, asked at no cost. What this program counts for an account needs no token; what Cloudflare counts does,
//! and a permission of its own.

use std::sync::Arc;

use contract::usage::Told;
use jiff::{ToSpan as _, civil::Date};
use remote::{Analytics, Error, Kind, TokenFault, WorkersAi};

use super::{Shared, keys::Linking};
use crate::{
    connection::{ConnectionKind, Target},
    event::Event,
    failure::Failure,
    usage::THEIR_DAYS,
};

/// `linking`: whom to ask. `days`: the newest, as many; 1..=400.
pub(super) async fn pull(shared: Arc<Shared>, target: Target, linking: Linking, days: u16, today: Date) {
    let place = target.kind.place();
    let ConnectionKind::Account(account) = &target.kind else {
        let told = usage_of_service(&target, linking, days).await;
        return shared.outbox.send(Event::Usage(place, told.map(Box::new))).await;
    };
    let hash = account.hash();
    let told = shared.built_in.counted_for(hash.clone()).usage(days).await.map(|mut told| {
        told.usage.account = hash;
        Box::new(told)
    });
    let told = told.map_err(|error| Failure::of_service(&target.name, error));
    shared.outbox.send(Event::Usage(place.clone(), told)).await;
    let first = today.saturating_sub(i32::from(THEIR_DAYS - 1).days());
    let theirs = match linking.account().await {
        Ok(account) => analytics(&account, first).await.map_err(|error| Failure::of_service(&target.name, error)),
        Err(failure) => Err(failure),
    };
    shared.outbox.send(Event::Analytics(place, theirs.map(Box::new))).await;
}

/// A token that is not good at all is refused in the same words as one that lacks the permission: the free test tells them apart.
async fn analytics(account: &WorkersAi, first: Date) -> Result<Analytics, Error> {
    let told = account.analytics(first).await;
    if told.as_ref().is_err_and(|error| error.kind == Kind::Token(TokenFault::NoAnalytics)) {
        account.check().await?;
    }
    told
}

async fn usage_of_service(target: &Target, linking: Linking, days: u16) -> Result<Told, Failure> {
    linking.client().await?.usage(days).await.map_err(|error| Failure::of_service(&target.name, error))
}
