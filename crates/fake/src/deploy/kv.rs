//! KV namespaces and what they hold: facts, Cloudflare §6.2 and §7. Lists of namespaces come in pages, lists of keys with a
//! cursor, values a hundred at once, as wrangler asks for them.

use std::collections::BTreeMap;

use axum::{body::Bytes, response::Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    call::{Answer, Call},
    land::Namespace,
    step::Step,
};
use crate::refusal::{Refused, deploy};

/// facts, Cloudflare §7.
const MOST_NAMESPACES: usize = 1000;
/// Keys that are read at once.
const MOST_KEYS: usize = 100;
/// Bytes of a title.
const LONGEST_TITLE: usize = 512;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    keys: Vec<String>,
}

pub(super) async fn list(call: Call) -> Response {
    let work = call.answer(Step::Namespaces, |estates, account| {
        call.knows(&["page", "per_page", "order", "direction"])?;
        let (page, per_page) = (number(&call, "page", 1, 1..=usize::MAX)?, number(&call, "per_page", 20, 1..=100)?);
        let mut all: Vec<_> = estates.of(account).namespaces.iter().collect();
        all.sort_by(|a, b| a.title.cmp(&b.title));
        let row = |namespace: &&Namespace| {
            json!({"id": namespace.id, "title": namespace.title, "supports_url_encoding": true})
        };
        let rows: Vec<_> = all.iter().skip((page - 1).saturating_mul(per_page)).take(per_page).map(row).collect();
        let info = json!({"page": page, "per_page": per_page, "count": rows.len(), "total_count": all.len()});
        Ok(Answer::Page(rows, info))
    });
    work.await
}

pub(super) async fn make(call: Call, body: Bytes) -> Response {
    let new = call.json::<New>(&body);
    let work = call.answer(Step::MakeNamespace, |estates, account| {
        let New { title } = new?;
        if title.is_empty() || title.len() > LONGEST_TITLE {
            return Err(deploy::INVALID.since("the title is empty or too long"));
        }
        let namespaces = &estates.of(account).namespaces;
        if namespaces.iter().any(|there| there.title == title) {
            return Err(deploy::TITLE_TAKEN.into());
        }
        if namespaces.len() >= MOST_NAMESPACES {
            return Err(deploy::TOO_MANY_NAMESPACES.into());
        }
        estates.made += 1;
        let namespace = Namespace::new(estates.made, &title);
        let result = json!({"id": namespace.id, "title": title, "supports_url_encoding": true});
        estates.of(account).namespaces.push(namespace);
        Ok(Answer::Result(result))
    });
    work.await
}

pub(super) async fn remove(call: Call) -> Response {
    let id = call.named("namespace");
    let work = call.answer(Step::RemoveNamespace, |estates, account| {
        let namespaces = &mut estates.of(account).namespaces;
        let at = namespaces.iter().position(|namespace| namespace.id == id).ok_or(deploy::NO_NAMESPACE)?;
        namespaces.remove(at);
        Ok(Answer::Result(Value::Null))
    });
    work.await
}

pub(super) async fn keys(call: Call) -> Response {
    let id = call.named("namespace");
    let work = call.answer(Step::Keys, |estates, account| {
        call.knows(&["prefix", "limit", "cursor"])?;
        let limit = number(&call, "limit", 1000, 10..=1000)?;
        let (prefix, after) = (call.asks("prefix").unwrap_or_default(), call.asks("cursor").unwrap_or_default());
        let namespace = estates.of(account).namespace(&id).ok_or(deploy::NO_NAMESPACE)?;
        // A cursor is empty at the end; what is in it is nobody's business.
        let left: Vec<_> = namespace
            .values
            .keys()
            .filter(|key| key.starts_with(prefix) && (after.is_empty() || key.as_str() > after))
            .collect();
        let rows: Vec<_> = left.iter().take(limit).map(|key| json!({"name": key})).collect();
        let cursor = if left.len() > limit { left.get(limit - 1).map(|key| key.as_str()) } else { None };
        let info = json!({"count": rows.len(), "cursor": cursor.unwrap_or_default()});
        Ok(Answer::Page(rows, info))
    });
    work.await
}

pub(super) async fn values(call: Call, body: Bytes) -> Response {
    let id = call.named("namespace");
    let wanted = call.json::<Wanted>(&body);
    let work = call.answer(Step::Values, |estates, account| {
        let Wanted { keys } = wanted?;
        if keys.is_empty() || keys.len() > MOST_KEYS {
            return Err(deploy::INVALID.since("1 to 100 keys are read at once"));
        }
        let namespace = estates.of(account).namespace(&id).ok_or(deploy::NO_NAMESPACE)?;
        let values: BTreeMap<_, _> = keys.iter().map(|key| (key, namespace.values.get(key))).collect();
        Ok(Answer::Result(json!({"values": values})))
    });
    work.await
}

pub(super) async fn write(call: Call, body: Bytes) -> Response {
    let (id, key) = (call.named("namespace"), call.named("key"));
    let work = call.answer(Step::WriteValue, |estates, account| {
        let namespace = estates.of(account).namespace(&id).ok_or(deploy::NO_NAMESPACE)?;
        namespace.values.insert(key, String::from_utf8_lossy(&body).into_owned());
        Ok(Answer::Result(Value::Null))
    });
    work.await
}

fn number(call: &Call, name: &str, usual: usize, fits: std::ops::RangeInclusive<usize>) -> Result<usize, Refused> {
    let Some(text) = call.asks(name) else { return Ok(usual) };
    let number = text.parse().ok().filter(|number| fits.contains(number));
    number.ok_or_else(|| deploy::INVALID.since(format!("{name} is {text}, which is not within {fits:?}")))
}
