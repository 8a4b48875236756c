//! Where two homes did not say the same to the same row. Only what a connection, a clock or chance makes may differ.

use serde_json::Value;

use crate::{Exchange, Reply, Said};

/// Headers of the connection, not of the service.
const TRANSPORT: [&str; 6] = ["connection", "content-length", "date", "keep-alive", "server", "transfer-encoding"];
/// Seconds; a longer `Retry-After` is until a moment of the day, and gets shorter while the table runs.
const LONG: u32 = 60;
/// Fields that a clock or a start of the program sets.
const OF_THE_MOMENT: [&str; 4] = ["created", "date", "instance", "lastUpdated"];

/// A line for each row in which they differ.
pub fn differences(one: &Said, other: &Said) -> Vec<String> {
    if one.exchanges.len() != other.exchanges.len() {
        return vec!["they did not reply to the same rows".to_owned()];
    }
    let pairs = one.exchanges.iter().zip(&other.exchanges);
    // A new seed is drawn by chance, and another one makes another picture.
    pairs
        .filter(|(row, _)| !row.name.contains(r#""reseed":true"#))
        .filter_map(|(one, other)| differ(one, other))
        .collect()
}

fn differ(one: &Exchange, other: &Exchange) -> Option<String> {
    let Exchange { name, reply } = one;
    let (a, b) = (comparable(reply), comparable(&other.reply));
    (a != b).then(|| {
        let body = |body: &Body| match body {
            Body::Json(json) => json.to_string().chars().take(400).collect(),
            Body::Bytes(bytes) => format!("{} bytes", bytes.len()),
        };
        format!("{name}:\n  {} {:?} {}\n  {} {:?} {}", a.0, a.1, body(&a.2), b.0, b.1, body(&b.2))
    })
}

#[derive(PartialEq)]
enum Body<'a> {
    Json(Value),
    Bytes(&'a [u8]),
}

/// Status, headers and body without what may differ.
fn comparable(reply: &Reply) -> (u16, Vec<(&str, &str)>, Body<'_>) {
    let kept = |name: &str| !TRANSPORT.contains(&name);
    let headers = reply.headers.iter().filter(|(name, _)| kept(name)).map(|(name, value)| {
        let long = name == "retry-after" && value.parse().is_ok_and(|seconds: u32| seconds > LONG);
        (name.as_str(), if long { "later" } else { value })
    });
    let headers = headers.collect();
    let body = match serde_json::from_slice::<Value>(&reply.body) {
        Ok(mut json) => {
            scrub(&mut json);
            Body::Json(json)
        }
        Err(_) => Body::Bytes(&reply.body),
    };
    (reply.status, headers, body)
}

fn scrub(json: &mut Value) {
    match json {
        Value::Object(object) => {
            // How a connection broke is said in the words of each home's own client.
            let broke = object.get("code").is_some_and(|code| code == "upstream");
            // So is it where a text model failed, and the picture came all the same.
            object.entry("prompt_failure").and_modify(|why| *why = why.is_string().into());
            // Each request has its own; that one is told, or none is, must be the same.
            object.entry("ray").and_modify(|ray| *ray = ray.is_string().into());
            // Of a reply that broke under 200, who hands it on unread knows no code either.
            let unread = |name: &str| broke && ["message", "cloudflare_code"].contains(&name);
            object.retain(|name, _| !OF_THE_MOMENT.contains(&name.as_str()) && !unread(name));
            object.values_mut().for_each(scrub);
        }
        Value::Array(items) => items.iter_mut().for_each(scrub),
        _ => {}
    }
}
