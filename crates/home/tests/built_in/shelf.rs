//! The shelf's promise: under one job key a model runs once, whatever happens to callers, clocks, and the program itself.

use bytes::Bytes;
use contract::{ApiError, Billed, Code};
use futures_util::future::join_all;

use crate::{
    exchange::{Reply, generate, get, in_process},
    studio::{JPEG, Studio},
};

const FOX: &str = r#"{"prompt": "a fox"}"#;
const PAINTED_FOX: &str = r#"{"prompt": "a fox", "model": "painter"}"#;

async fn ask(studio: &Studio, body: &str) -> Reply {
    in_process(&studio.router(), generate(Some("job-1"), body)).await
}

fn replayed(reply: &Reply) -> bool {
    reply.header("idempotency-replayed") == Some("true")
}

fn code(status: u16, code: &str, billed: &str) -> (u16, String, String) {
    (status, code.to_owned(), billed.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_parallel_repeats_run_the_model_once() {
    let studio = Studio::closed();
    let asking = (0..50).map(|_| {
        let studio = studio.clone();
        tokio::spawn(async move { ask(&studio, FOX).await })
    });
    let asking: Vec<_> = asking.collect();
    studio.sitter.begun.acquire().await.unwrap().forget();
    // Were there a second run, it would find the gate open as well.
    studio.sitter.gate.add_permits(50);
    let replies: Vec<_> = join_all(asking).await.into_iter().map(Result::unwrap).collect();
    assert!(replies.iter().all(|reply| reply.status == 200 && reply.body == JPEG));
    assert_eq!(replies.iter().filter(|reply| replayed(reply)).count(), 49);
    assert_eq!(studio.runs(), 1);
    assert_eq!(in_process(&studio.router(), get("/usage?days=1")).await.json()["total"], 1);
}

#[tokio::test]
async fn other_keys_do_not_wait_for_one_that_runs() {
    let studio = Studio::closed();
    let first = tokio::spawn({
        let studio = studio.clone();
        async move { ask(&studio, FOX).await }
    });
    studio.sitter.begun.acquire().await.unwrap().forget();
    let second = tokio::spawn({
        let router = studio.router();
        async move { in_process(&router, generate(Some("job-2"), FOX)).await }
    });
    // The second has begun while the first still runs.
    studio.sitter.begun.acquire().await.unwrap().forget();
    studio.sitter.gate.add_permits(2);
    assert_eq!(
        (first.await.unwrap().status, second.await.unwrap().status),
        (200.try_into().unwrap(), 200.try_into().unwrap())
    );
}

#[tokio::test]
async fn a_run_goes_on_when_its_caller_goes_away() {
    let studio = Studio::closed();
    let caller = tokio::spawn({
        let studio = studio.clone();
        async move { ask(&studio, FOX).await }
    });
    studio.sitter.begun.acquire().await.unwrap().forget();
    caller.abort();
    assert!(caller.await.unwrap_err().is_cancelled());
    studio.sitter.gate.add_permits(1);
    let reply = ask(&studio, FOX).await;
    assert!(replayed(&reply));
    assert_eq!((reply.body.as_slice(), studio.runs()), (JPEG, 1));
    assert_eq!(in_process(&studio.router(), get("/usage?days=1")).await.json()["total"], 1);
}

#[tokio::test]
async fn a_reply_outlives_the_program() {
    let studio = Studio::new();
    let first = ask(&studio, FOX).await;
    let again = studio.again();
    let reply = ask(&again, FOX).await;
    assert!(replayed(&reply));
    assert_eq!(reply.header("x-easel-record"), first.header("x-easel-record"));
    assert_eq!(reply.body, first.body);
    assert_eq!(again.runs(), 0);
}

/// A studio over the files of a program that was killed while a model ran for `body`.
fn after_a_crash(body: &str) -> Studio {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let studio = Studio::closed();
    let router = studio.router();
    runtime.block_on(async {
        runtime.spawn(in_process_owned(router, body.to_owned()));
        studio.sitter.begun.acquire().await.unwrap().forget();
    });
    runtime.shutdown_background();
    studio.again()
}

async fn in_process_owned(router: axum::Router, body: String) -> Reply {
    in_process(&router, generate(Some("job-1"), &body)).await
}

#[test]
fn what_was_cut_off_by_a_crash_is_told_and_not_run_again() {
    let studio = after_a_crash(FOX);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    for _ in 0..2 {
        let reply = runtime.block_on(ask(&studio, FOX));
        assert_eq!(reply.code(), code(409, "interrupted", "maybe"));
        assert!(reply.json()["error"]["hint"].as_str().unwrap().contains("new Idempotency-Key"));
    }
    assert_eq!(studio.runs(), 0);
}

#[test]
fn what_the_painter_was_drawing_is_simply_drawn_again() {
    let studio = after_a_crash(PAINTED_FOX);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let reply = runtime.block_on(ask(&studio, PAINTED_FOX));
    assert_eq!((reply.status.as_u16(), studio.runs()), (200, 1));
    assert!(replayed(&runtime.block_on(ask(&studio, PAINTED_FOX))));
}

#[tokio::test]
async fn a_picture_is_kept_a_day_its_outcome_a_month_and_then_it_is_forgotten() {
    let studio = Studio::new();
    ask(&studio, FOX).await;
    studio.clock.set("2026-11-22T11:59:59Z");
    assert!(replayed(&ask(&studio, FOX).await));
    for (at, studio) in [("2026-11-22T12:00:00Z", &studio), ("2026-12-21T11:59:59Z", &studio.again())] {
        studio.clock.set(at);
        assert_eq!(ask(studio, FOX).await.code(), code(410, "reply_gone", "yes"), "{at}");
        assert_eq!(ask(studio, r#"{"prompt": "a hare"}"#).await.code(), code(422, "key_reused", "no"), "{at}");
    }
    assert_eq!(studio.runs(), 1);
    studio.clock.set("2026-12-21T12:00:00Z");
    assert!(!replayed(&ask(&studio, FOX).await));
    assert_eq!(studio.runs(), 2);
}

#[tokio::test]
async fn what_the_painter_drew_is_drawn_again_once_it_is_no_longer_kept() {
    let studio = Studio::new();
    ask(&studio, PAINTED_FOX).await;
    studio.clock.set("2026-11-22T12:00:00Z");
    let reply = ask(&studio, PAINTED_FOX).await;
    assert_eq!((reply.status.as_u16(), replayed(&reply), studio.runs()), (200, false, 2));
    assert!(replayed(&ask(&studio, PAINTED_FOX).await));
}

#[tokio::test]
async fn what_is_too_old_leaves_the_disk_on_a_start_and_hourly() {
    let studio = Studio::new();
    ask(&studio, FOX).await;
    studio.clock.set("2026-11-22T12:00:00Z");
    assert_eq!(studio.count("SELECT count(picture) FROM shelf"), 1);
    let again = studio.again();
    assert_eq!(studio.count("SELECT count(picture) FROM shelf"), 0);
    studio.clock.set("2026-12-21T12:00:00Z");
    in_process(&again.router(), generate(Some("job-2"), FOX)).await;
    assert_eq!(studio.count("SELECT count(*) FROM shelf WHERE key = 'job-1'"), 0);
}

#[tokio::test]
async fn a_failure_that_cost_nothing_may_be_tried_again_under_its_key() {
    let studio = Studio::new();
    *studio.sitter.fails.lock().unwrap() = Some(ApiError::new(Code::Internal, "no capacity"));
    assert_eq!(ask(&studio, FOX).await.code(), code(500, "internal", "no"));
    assert_eq!(ask(&studio, FOX).await.status, 200);
    assert_eq!(studio.runs(), 2);
}

#[tokio::test]
async fn a_failure_that_may_have_cost_something_is_told_again_and_not_tried_again() {
    let studio = Studio::new();
    for billed in [Billed::Maybe, Billed::Yes] {
        let error = ApiError::new(Code::Internal, "cut off").param("p").hint("h").billed(billed);
        *studio.sitter.fails.lock().unwrap() = Some(error);
        let job = format!("job-{billed:?}");
        let first = in_process(&studio.router(), generate(Some(&job), FOX)).await;
        let again = in_process(&studio.again().router(), generate(Some(&job), FOX)).await;
        assert!(replayed(&again) && !replayed(&first));
        assert_eq!((again.status, again.body), (first.status, first.body));
    }
    assert_eq!(studio.runs(), 2);
}

#[tokio::test]
async fn a_picture_that_is_too_large_to_keep_still_goes_out_and_is_not_made_twice() {
    let studio = Studio::new();
    let mut large = JPEG.to_vec();
    large.resize(8 << 20, 0);
    *studio.sitter.makes.lock().unwrap() = Bytes::from(large.clone());
    for _ in 0..2 {
        let reply = ask(&studio, FOX).await;
        assert_eq!((reply.body.len(), reply.header("x-easel-unkept")), (large.len(), None));
    }
    large.push(0);
    *studio.sitter.makes.lock().unwrap() = Bytes::from(large.clone());
    let send = async || in_process(&studio.router(), generate(Some("job-2"), FOX)).await;
    let reply = send().await;
    assert_eq!((reply.body.len(), reply.header("x-easel-unkept")), (large.len(), Some("true")));
    assert_eq!(send().await.code(), code(410, "reply_gone", "yes"));
    assert_eq!(studio.runs(), 2);
}

#[tokio::test]
async fn a_shelf_that_cannot_be_read_runs_nothing() {
    let studio = Studio::new();
    studio.sql("DROP TABLE shelf");
    assert_eq!(ask(&studio, FOX).await.code(), code(500, "internal", "no"));
    assert_eq!(studio.runs(), 0);
    assert_eq!(in_process(&studio.router(), generate(None, FOX)).await.status, 200, "without a key it is not needed");
}

#[tokio::test]
async fn a_picture_that_cannot_be_kept_goes_out_and_is_not_paid_twice() {
    let studio = Studio::closed();
    let asking = tokio::spawn({
        let studio = studio.clone();
        async move { ask(&studio, FOX).await }
    });
    studio.sitter.begun.acquire().await.unwrap().forget();
    studio.sql("CREATE TRIGGER full BEFORE UPDATE ON shelf BEGIN SELECT raise(ABORT, 'disk full'); END");
    studio.sitter.gate.add_permits(2);
    let reply = asking.await.unwrap();
    assert_eq!((reply.body.as_slice(), reply.header("x-easel-unkept")), (JPEG, Some("true")));
    assert_eq!(ask(&studio, FOX).await.code(), code(409, "interrupted", "maybe"));
    assert_eq!(studio.runs(), 1);
}
