//! The days that the Worker has written down in its namespace, read out before they are removed.

use std::collections::BTreeMap;

use contract::{AccountHash, AccountId, Told, Usage};
use http::Request;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Cloud, Namespace, Right, namespaces::PATH};
use crate::{Error, reply};

/// What the Worker calls a day.
const PREFIX: &str = "usage:";
/// Keys that one question may ask the values of.
const KEYS: usize = 100;
/// Lists of a thousand keys each: 27 years.
const MAX_LISTS: usize = 10;
/// Bytes of what says where the next list begins.
const MAX_CURSOR: usize = 2048;

#[derive(Deserialize)]
struct Listed {
    name: String,
}

#[derive(Deserialize)]
struct Values {
    values: BTreeMap<String, Value>,
}

impl Cloud {
    /// All days that the Worker has counted, oldest first, as far as they can be believed. Needs Workers KV Storage.
    pub async fn days(&self, account: &AccountId, namespace: &Namespace) -> Result<Told, Error> {
        let keys = self.keys(account, namespace).await?;
        let mut told =
            Told { usage: Usage { total: 0, account: AccountHash::default(), days: Vec::new() }, odd: Vec::new() };
        // By hundreds, since a reply of `/usage` has no more days than may be asked for.
        for some in keys.chunks(KEYS) {
            let path = format!("{PATH}/{}/bulk/get", namespace.as_str());
            let request = Request::post(self.of(account, &path));
            let question = self.send_json(account, Right::Kv, request, &json!({"keys": some}))?;
            let strange = || self.strange("no values");
            let Values { values } = self.granted(question).await?.read().ok_or_else(strange)?;
            let days: Vec<_> = some.iter().filter_map(|key| values.get(key)).map(day).collect();
            // Whoever saves them is about to remove them: better none than some of them.
            if days.len() < some.len() {
                return Err(strange());
            }
            let usage = json!({"total": 0, "account": "", "days": days}).to_string();
            let more = Usage::read(usage.as_bytes()).map_err(|_no_days| strange())?;
            told.usage.days.extend(more.usage.days);
            told.odd.extend(more.odd.into_iter().filter(|odd| !told.odd.contains(odd)).collect::<Vec<_>>());
        }
        told.usage.days.sort_by_key(|day| day.date);
        told.usage.total = told.usage.days.iter().fold(0, |sum, day| sum.saturating_add(day.count));
        Ok(told)
    }

    /// All of them, or an error: a list that ends early would cost the days behind it.
    async fn keys(&self, account: &AccountId, namespace: &Namespace) -> Result<Vec<String>, Error> {
        let path = format!("{PATH}/{}/keys?prefix={PREFIX}&limit=1000", namespace.as_str());
        let (mut keys, mut after) = (Vec::new(), String::new());
        for _ in 0..MAX_LISTS {
            let listed = self.granted(self.get(account, Right::Kv, &format!("{path}{after}"))?).await?;
            let cursor = listed.cursor().map(str::to_owned);
            let rows: Vec<Listed> = listed.read().ok_or_else(|| self.strange("no list of keys"))?;
            keys.extend(rows.into_iter().map(|row| row.name));
            match cursor {
                None => return Ok(keys),
                Some(cursor) if cursor.len() <= MAX_CURSOR => after = format!("&cursor={}", in_query(&cursor)),
                Some(_) => break,
            }
        }
        Err(self.strange("a list of keys without an end"))
    }

    fn strange(&self, what: &str) -> Error {
        reply::not_ours(&self.api, what).free()
    }
}

/// What is in a cursor is Cloudflare's business.
fn in_query(cursor: &str) -> String {
    let escaped = |b: u8| match b {
        b'-' | b'_' | b'.' | b'~' => char::from(b).to_string(),
        _ if b.is_ascii_alphanumeric() => char::from(b).to_string(),
        _ => format!("%{b:02X}"),
    };
    cursor.bytes().map(escaped).collect()
}

/// A value is the text that the Worker wrote. One that is no JSON stays a text, which no day is.
fn day(value: &Value) -> Value {
    value.as_str().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| value.clone())
}
