//! That two hundred requests at once are counted as exactly two hundred.

use bytes::Bytes;
use futures_util::future::join_all;
use http::Request;
use serde_json::{Value, json};

use crate::{
    Reply, Target,
    case::{generate, keyed},
};

/// What is not so.
pub(crate) async fn two_hundred_at_once(target: &impl Target) -> Vec<String> {
    let request = |n| generate("raw", &json!({"prompt": n, "width": 256, "height": 256}), 200).request();
    let before = total(target).await;
    let replies = join_all((0..200).map(|n| target.ask(request(format!("fox {n}"))))).await;
    let failed = replies.iter().find(|reply| !matches!(reply, Ok(Reply { status: 200, .. })));
    let mut faults: Vec<_> = failed.map(|reply| format!("one of two hundred at once: {reply:?}")).into_iter().collect();
    let after = total(target).await;
    if before.zip(after).is_none_or(|(before, after)| after - before != 200) {
        faults.push(format!("two hundred at once were counted from {before:?} to {after:?}"));
    }
    faults
}

async fn total(target: &impl Target) -> Option<u64> {
    let usage: Request<Bytes> = keyed("GET /usage?days=1", "", 200).request();
    target.ask(usage).await.ok()?.json().get("total").and_then(Value::as_u64)
}
