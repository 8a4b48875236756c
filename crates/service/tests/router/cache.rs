//! The shelf by recipe: what is answered from it, what that counts as, and what it is never asked for or given.

use std::sync::atomic::Ordering;

use axum::body::Body;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use contract::{ApiError, Code};
use serde_json::json;
use service::{Outcome, shelf::MAX_KEPT};

use crate::memory::{JPEG, PNG, Reply, Service, keyed};

const FOX: &str = r#"{"prompt": "a fox", "seed": 40}"#;
const RENARD: &str = r#"{"prompt": "un renard", "seed": 40, "translate": true}"#;
const HIT: Option<&str> = Some("easel; hit");
const MISS: Option<&str> = Some("easel; fwd=uri-miss");
const PASSED: Option<&str> = Some("easel; fwd=request");

async fn saying(service: &Service, name: &str, value: &str) -> Reply {
    service.send(keyed("POST", "/generate").header(name, value).body(Body::from(FOX)).unwrap()).await
}

fn status(reply: &Reply) -> Option<&str> {
    assert_eq!(reply.status, 200);
    reply.header("cache-status")
}

fn becomes(service: &Service, picture: &'static [u8]) {
    *service.home.0.picture.lock().unwrap() = Some(picture);
}

#[tokio::test]
async fn a_picture_that_is_there_costs_nothing_and_is_counted_apart() {
    let service = Service::new();
    let (first, again) = (service.generate(FOX).await, service.generate(FOX).await);
    assert_eq!((status(&first), status(&again), service.home.runs()), (MISS, HIT, 1));
    let told = |reply: &Reply| ["neurons", "cached", "seed"].map(|field| reply.json()[field].clone());
    assert_eq!(told(&first), [json!(40.0), json!(null), json!(40)]);
    assert_eq!(told(&again), [json!(0.0), json!(true), json!(40)]);
    assert_eq!(first.json()["image"], again.json()["image"]);
    let entries = service.home.0.entries.lock().unwrap();
    assert_eq!((&entries[1].outcome, entries[1].account.as_str()), (&Outcome::Cached, ""), "no account made it");
}

#[tokio::test]
async fn without_a_seed_each_request_makes_another() {
    let service = Service::new();
    for _ in 0..2 {
        assert_eq!(status(&service.generate(r#"{"prompt": "a fox"}"#).await), None);
    }
    assert_eq!(service.home.runs(), 2);
}

#[tokio::test]
async fn who_wants_it_made_now_gets_that_and_it_takes_the_old_ones_place() {
    let service = Service::new();
    service.generate(FOX).await;
    becomes(&service, PNG);
    for directive in ["no-cache", "max-age=0, No-Cache"] {
        assert_eq!(status(&saying(&service, "cache-control", directive).await), PASSED, "{directive}");
    }
    for directive in ["max-age=0", "no-cached", "no-store"] {
        assert_eq!(status(&saying(&service, "cache-control", directive).await), HIT, "{directive}");
    }
    let reply = service.generate(FOX).await;
    assert_eq!((status(&reply), reply.json()["image"].clone()), (HIT, STANDARD.encode(PNG).into()));
    assert_eq!(service.home.runs(), 3);
}

#[tokio::test]
async fn what_failed_is_not_kept() {
    let service = Service::new();
    service.home.0.model_fails.lock().unwrap().push_back(ApiError::new(Code::InputRefused, "refused"));
    service.generate(FOX).await.failed(Code::InputRefused, None);
    assert_eq!(status(&service.generate(FOX).await), MISS);
}

#[tokio::test]
async fn a_shelf_that_fails_costs_nobody_the_picture() {
    let service = Service::new();
    service.home.0.recipes_fail.store(true, Ordering::SeqCst);
    for _ in 0..2 {
        assert_eq!(status(&service.generate(FOX).await), MISS);
    }
    assert_eq!((service.home.runs(), service.home.0.entries.lock().unwrap().len()), (2, 2));
}

#[tokio::test]
async fn a_picture_that_is_too_large_is_not_kept() {
    for (length, again) in [(MAX_KEPT, HIT), (MAX_KEPT + 1, MISS)] {
        let service = Service::new();
        becomes(&service, Box::leak([JPEG, &vec![0; length - JPEG.len()]].concat().into_boxed_slice()));
        assert_eq!(status(&service.generate(FOX).await), MISS);
        assert_eq!(status(&service.generate(FOX).await), again, "{length}");
    }
}

#[tokio::test]
async fn a_prompt_is_not_translated_again_for_a_picture_that_is_there() {
    let service = Service::new();
    let (first, again) = (service.generate(RENARD).await.json(), service.generate(RENARD).await);
    assert_eq!((status(&again), service.home.0.questions.lock().unwrap().len()), (HIT, 1));
    assert_eq!((&first["prompt_neurons"], &again.json()["prompt_neurons"]), (&json!(1.5), &json!(0.0)));
    assert_eq!(first["translated_prompt"], again.json()["translated_prompt"]);
}

#[tokio::test]
async fn a_picture_of_a_prompt_that_could_not_be_translated_is_not_kept() {
    let service = Service::new();
    service.home.0.answers.lock().unwrap().push_back(Err(ApiError::new(Code::InputRefused, "refused")));
    let first = service.generate(RENARD).await;
    assert_eq!((status(&first), &first.json()["prompt_failure"]), (MISS, &json!("refused")));
    let next = service.generate(RENARD).await;
    assert_eq!((status(&next), &next.json()["prompt_failure"]), (MISS, &json!(null)));
}

#[tokio::test]
async fn a_job_is_answered_from_it_once_and_then_by_its_key() {
    let service = Service::new();
    service.generate(FOX).await;
    let first = saying(&service, "idempotency-key", "job-1").await;
    let again = saying(&service, "idempotency-key", "job-1").await;
    assert_eq!((status(&first), first.header("idempotency-replayed")), (HIT, None));
    assert_eq!((status(&again), again.header("idempotency-replayed")), (None, Some("true")));
    assert_eq!((first.body, service.home.runs()), (again.body, 1));
}
