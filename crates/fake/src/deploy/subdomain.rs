//! An account's part of workers.dev: facts, Cloudflare §6.1.

use axum::{body::Bytes, response::Response};
use serde::Deserialize;
use serde_json::json;

use super::{
    call::{Answer, Call},
    step::Step,
};
use crate::refusal::deploy;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chosen {
    subdomain: String,
}

pub(super) async fn read(call: Call) -> Response {
    let work = call.answer(Step::Subdomain, |estates, account| match &estates.of(account).subdomain {
        Some(subdomain) => Ok(Answer::Result(json!({"subdomain": subdomain}))),
        None => Err(deploy::NO_SUBDOMAIN.into()),
    });
    work.await
}

/// What is said where somebody has it is an error too.
pub(super) async fn is_free(call: Call) -> Response {
    let name = call.named("subdomain");
    call.answer(Step::IsFree, |estates, _| {
        Err(if estates.has_subdomain(&name) { deploy::TAKEN } else { deploy::FREE }.into())
    })
    .await
}

pub(super) async fn claim(call: Call, body: Bytes) -> Response {
    let chosen = call.json::<Chosen>(&body);
    let work = call.answer(Step::Claim, |estates, account| {
        let Chosen { subdomain } = chosen?;
        if !is_label(&subdomain) {
            return Err(deploy::INVALID.since(format!("{subdomain:?} is no name of a host")));
        }
        // Also with the same name: whoever lost the first answer has to look.
        if estates.of(account).subdomain.is_some() {
            return Err(deploy::CHOSEN.into());
        }
        if estates.has_subdomain(&subdomain) {
            return Err(deploy::TAKEN.into());
        }
        estates.of(account).subdomain = Some(subdomain.clone());
        Ok(Answer::Result(json!({"subdomain": subdomain})))
    });
    work.await
}

/// As wrangler asks it of whoever types one.
pub(super) fn is_label(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    (1..=63).contains(&text.len()) && text.bytes().all(plain) && !text.starts_with('-') && !text.ends_with('-')
}
