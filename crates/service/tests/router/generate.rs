//! `POST /generate` through the router: each format, what the reply says, what is counted, and what a job key does.

use crate::memory::{JPEG, PNG, Reply, Service, keyed};
use axum::body::Body;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use contract::{ApiError, Billed, Code, Record};
use serde_json::json;

const FOX: &str = r#"{"prompt": "a fox 🦊", "width": 1024, "height": 512, "seed": 40}"#;

async fn generate_as(service: &Service, format: &str) -> Reply {
    let path = format!("/generate?format={format}");
    service.send(keyed("POST", &path).header("content-type", "application/json").body(FOX.into()).unwrap()).await
}

async fn generate_once(service: &Service, key: &str, body: &'static str) -> Reply {
    service.send(keyed("POST", "/generate").header("idempotency-key", key).body(body.into()).unwrap()).await
}

#[tokio::test]
async fn json_is_the_default_and_holds_the_picture_with_what_is_known_of_it() {
    for reply in [Service::new().generate(FOX).await, generate_as(&Service::new(), "json").await] {
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("content-type"), Some("application/json"));
        let wanted = json!({
            "image": STANDARD.encode(JPEG), "prompt": "a fox 🦊", "model": "flux-2-klein-4b", "seed": 40, "neurons": 40.0,
            // The picture's own size and type, whatever was asked for.
            "width": 640, "height": 480, "dimensions": "640x480", "content_type": "image/jpeg",
        });
        assert_eq!(reply.json(), wanted);
    }
}

#[tokio::test]
async fn raw_is_the_exact_bytes_with_the_record_in_a_header() {
    let reply = generate_as(&Service::new(), "raw").await;
    assert_eq!((reply.status.as_u16(), reply.body.as_slice()), (200, JPEG));
    assert_eq!(reply.header("content-type"), Some("image/jpeg"));
    assert_eq!(reply.header("content-length"), Some(JPEG.len().to_string().as_str()));
    let record = Record::from_header(reply.header("x-easel-record").unwrap()).unwrap();
    assert_eq!((record.prompt.as_str(), record.seed, record.width, record.height), ("a fox 🦊", Some(40), 640, 480));
}

#[tokio::test]
async fn png_is_encoded_where_the_home_can() {
    let reply = generate_as(&Service::new(), "png").await;
    assert_eq!((reply.status.as_u16(), reply.body.as_slice()), (200, PNG));
    assert_eq!(reply.header("content-type"), Some("image/png"));
    let record = Record::from_header(reply.header("x-easel-record").unwrap()).unwrap();
    assert_eq!(record.content_type.as_deref(), Some("image/png"));
}

#[tokio::test]
async fn another_format_is_refused_before_anything_is_made() {
    let service = Service::new();
    for format in ["gif", "", "JSON", "%ff"] {
        generate_as(&service, format).await.failed(Code::InvalidRequest, Some("format"));
    }
    let misspelt = service.send(keyed("POST", "/generate?fromat=raw").body(FOX.into()).unwrap()).await;
    misspelt.failed(Code::InvalidRequest, Some("fromat"));
    assert_eq!(service.home.runs(), 0);
}

#[tokio::test]
async fn what_is_made_is_counted_with_its_real_cost_or_an_estimate_that_says_so() {
    let service = Service::new();
    service.generate(FOX).await;
    // The model says no cost without a seed: 1024×1024 are four tiles of 26.05.
    service.generate(r#"{"prompt": "x", "width": 1024, "height": 1024}"#).await;
    let today = service.get("/usage?days=1").await.json()["days"][0].clone();
    assert_eq!((&today["count"], &today["failed"]), (&json!(2), &json!(0)));
    assert_eq!((&today["neurons"], &today["estimated"]), (&json!(144.2), &json!(104.2)));
}

#[tokio::test]
async fn a_failure_counts_as_what_it_may_have_cost() {
    let service = Service::new();
    // 1024×512 are two tiles of 26.05.
    for (billed, failed, neurons) in [(Billed::No, 1, 0.0), (Billed::Maybe, 2, 52.1), (Billed::Yes, 3, 104.2)] {
        service.home.0.model_fails.lock().unwrap().push_back(ApiError::new(Code::Internal, "no").billed(billed));
        assert_eq!(service.generate(FOX).await.failed(Code::Internal, None).billed, billed);
        let today = service.get("/usage?days=1").await.json()["days"][0].clone();
        assert_eq!((&today["count"], &today["failed"]), (&json!(0), &json!(failed)));
        assert_eq!((&today["neurons"], &today["estimated"]), (&json!(neurons), &json!(neurons)));
    }
}

#[tokio::test]
async fn a_picture_goes_out_though_the_ledger_fails_and_says_that_it_is_not_counted() {
    let service = Service::new();
    *service.home.0.ledger_fails.lock().unwrap() = Some(ApiError::new(Code::Internal, "disk full"));
    let reply = generate_as(&service, "raw").await;
    assert_eq!((reply.status.as_u16(), reply.body.as_slice()), (200, JPEG));
    assert_eq!(reply.header("x-easel-uncounted"), Some("true"));
    assert_eq!(generate_as(&service, "raw").await.header("x-easel-uncounted"), None);
}

#[tokio::test]
async fn a_repeat_under_the_same_key_is_replayed_and_counted_once() {
    let service = Service::new();
    let first = generate_once(&service, "job-1", FOX).await;
    let again = generate_once(&service, "job-1", FOX).await;
    assert_eq!(first.header("idempotency-replayed"), None);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert_eq!((service.home.runs(), service.home.0.entries.lock().unwrap().len()), (1, 1));
}

#[tokio::test]
async fn the_same_request_in_other_words_is_the_same_request() {
    let service = Service::new();
    generate_once(&service, "job-1", r#"{"prompt": "x"}"#).await;
    let spelt_out =
        r#"{"width": 1024.0, "height": 768, "model": "@cf/black-forest-labs/flux-2-klein-4b", "prompt": "x"}"#;
    assert_eq!(generate_once(&service, "job-1", spelt_out).await.header("idempotency-replayed"), Some("true"));
}

#[tokio::test]
async fn a_key_of_another_request_is_refused_at_no_cost() {
    let service = Service::new();
    generate_once(&service, "job-1", FOX).await;
    let refused = generate_once(&service, "job-1", r#"{"prompt": "a hare"}"#).await;
    assert_eq!(refused.failed(Code::KeyReused, Some("Idempotency-Key")).billed, Billed::No);
    assert_eq!(service.home.runs(), 1);
}

#[tokio::test]
async fn a_reply_that_is_no_longer_kept_is_gone_and_not_made_again() {
    let service = Service::new();
    generate_once(&service, "job-1", FOX).await;
    service.home.clear_shelf();
    assert_eq!(generate_once(&service, "job-1", FOX).await.failed(Code::ReplyGone, None).billed, Billed::Yes);
    assert_eq!(service.home.runs(), 1);
}

#[tokio::test]
async fn a_malformed_key_is_refused_by_name() {
    let service = Service::new();
    for bad in ["", "two words", "é", &"k".repeat(129)] {
        let request = keyed("POST", "/generate").header("idempotency-key", bad).body(Body::from(FOX)).unwrap();
        service.send(request).await.failed(Code::InvalidRequest, Some("Idempotency-Key"));
    }
    let twice = keyed("POST", "/generate").header("idempotency-key", "a").header("idempotency-key", "b");
    service.send(twice.body(FOX.into()).unwrap()).await.failed(Code::InvalidRequest, Some("Idempotency-Key"));
    assert_eq!(service.home.runs(), 0);
}
