//! That requests at once are made and counted as exactly so many, that one job is made once however often it is asked for, and
//! that all which was counted is what Cloudflare counts.

use bytes::Bytes;
use fake::{FIRST, Fake};
use futures_util::future::join_all;
use http::Request;
use serde_json::{Value, json};

use crate::{
    Reply, Target,
    case::{Case, generate, keyed},
};

/// All of `rows` and nothing else is counted; what text models wrote is counted in neurons, and makes no picture.
pub(crate) fn row(rows: &[Case]) -> Case {
    let made: u32 = rows.iter().map(Case::made).sum();
    let cached = rows.iter().filter(|row| row.is_hit()).count();
    keyed("GET /usage?days=1", "", 200)
        .json("/total", made)
        .json("/days/0/count", made)
        .json("/days/0/cached", cached)
        .json("/days/0/by_model/qwen3-30b-a3b-fp8/count", 0)
        .unlike("/days/0/by_model/qwen3-30b-a3b-fp8/neurons", 0)
}

/// What is not so.
pub(crate) async fn two_hundred_at_once(target: &impl Target, fake: &Fake) -> Vec<String> {
    let request = |n| generate("raw", &json!({"prompt": n, "width": 256, "height": 256}), 200).request();
    let (before, runs) = (total(target).await, fake.runs());
    let replies = join_all((0..200).map(|n| target.ask(request(format!("fox {n}"))))).await;
    let failed = replies.iter().find(|reply| !matches!(reply, Ok(Reply { status: 200, .. })));
    let mut faults: Vec<_> = failed.map(|reply| format!("one of two hundred at once: {reply:?}")).into_iter().collect();
    let (after, runs) = (total(target).await, fake.runs() - runs);
    if runs != 200 {
        faults.push(format!("Cloudflare made {runs} of two hundred at once"));
    }
    if before.zip(after).is_none_or(|(before, after)| after - before != 200) {
        faults.push(format!("two hundred at once were counted from {before:?} to {after:?}"));
    }
    faults
}

/// What is not so: fifty callers with one job key get one picture, and all of them but one are told that it was there.
pub(crate) async fn fifty_of_one_job(target: &impl Target, fake: &Fake) -> Vec<String> {
    let finch = json!({"prompt": "a finch", "width": 256, "height": 256});
    let request = || generate("raw", &finch, 200).under("fifty").request();
    let (before, runs) = (total(target).await, fake.runs());
    let replies = join_all((0..50).map(|_| target.ask(request()))).await;
    let (after, runs) = (total(target).await, fake.runs() - runs);
    let replies: Vec<_> = replies.iter().flatten().filter(|reply| reply.status == 200).collect();
    let replayed = replies.iter().filter(|reply| reply.header("idempotency-replayed") == Some("true")).count();
    let pictures = replies.iter().filter(|reply| Some(&reply.body) == replies.first().map(|first| &first.body)).count();
    if (runs, pictures, replayed) == (1, 50, 49) && before.zip(after).is_some_and(|(before, after)| after == before + 1)
    {
        return Vec::new();
    }
    let counted = format!("counted from {before:?} to {after:?}");
    vec![format!("fifty of one job were made {runs} times, {pictures} came alike, {replayed} as repeats, {counted}")]
}

/// What is not so: the day's neurons are those of the account, and `unmade`, our estimates of failures that cost nothing there.
pub(crate) async fn adds_up(target: &impl Target, fake: &Fake, unmade: f64) -> Option<String> {
    let counted = usage(target).await.and_then(|usage| usage.pointer("/days/0/neurons")?.as_f64());
    let expected = fake.spent(FIRST) + unmade;
    // Cloudflare says each run's cost to two decimal places.
    let rounding = 0.005 * (fake.runs() + fake.texts()) as f64;
    let exact = counted.is_some_and(|counted| (counted - expected).abs() <= rounding);
    if exact { None } else { Some(format!("{counted:?} neurons are counted and not {expected}")) }
}

async fn total(target: &impl Target) -> Option<u64> {
    usage(target).await?.get("total").and_then(Value::as_u64)
}

async fn usage(target: &impl Target) -> Option<Value> {
    let request: Request<Bytes> = keyed("GET /usage?days=1", "", 200).request();
    Some(target.ask(request).await.ok()?.json())
}
