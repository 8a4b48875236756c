//! `POST /prompt` through the router: a prompt for a prompt, and no picture.

use std::sync::atomic::Ordering;

use axum::body::Body;
use contract::{ApiError, Billed, Code, text::Answer};
use http::Request;
use serde_json::json;

use crate::memory::{Reply, Service, keyed};

async fn ask(service: &Service, body: serde_json::Value) -> Reply {
    service.post("/prompt", body.to_string()).await
}

#[tokio::test]
async fn it_is_translated_and_counted_and_no_picture_is_made() {
    let service = Service::new();
    let answer = Answer { text: "a fox".to_owned(), neurons: Some(1.5), listed: None };
    service.home.0.answers.lock().unwrap().push_back(Ok(answer));
    let reply = ask(&service, json!({"prompt": "un renard", "translate": true, "enhance": null})).await;
    let wanted = json!({
        "prompt": "un renard", "translated_prompt": "a fox", "model": "qwen3-30b-a3b-fp8", "neurons": 1.5,
    });
    assert_eq!((reply.status.as_u16(), reply.json()), (200, wanted));
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!((service.home.runs(), service.home.0.entries.lock().unwrap().len()), (0, 1));
    assert_eq!(service.home.0.admitted.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn where_nothing_has_to_be_asked_it_is_as_it_was_and_costs_nothing() {
    let service = Service::new();
    let reply = ask(&service, json!({"prompt": "a red fox", "translate": true})).await;
    let wanted = json!({"prompt": "a red fox", "translated_prompt": "a red fox", "neurons": 0.0});
    assert_eq!((reply.status.as_u16(), reply.json()), (200, wanted));
    assert!(service.home.0.questions.lock().unwrap().is_empty());
    assert_eq!(ask(&service, json!({"prompt": "a red fox", "enhance": true})).await.json()["neurons"], 1.5);
}

#[tokio::test]
async fn what_goes_wrong_is_told_with_what_it_may_have_cost() {
    let renard = || json!({"prompt": "un renard", "translate": true});
    let service = Service::new();
    let blank = Answer { text: String::new(), neurons: Some(1.5), listed: None };
    let busy = ApiError::new(Code::RateLimited, "busy").retry_after(Some(7));
    let broke = ApiError::new(Code::Upstream, "broke").billed(Billed::Maybe);
    service.home.0.answers.lock().unwrap().extend([Ok(blank), Err(busy), Err(broke)]);
    assert_eq!(ask(&service, renard()).await.failed(Code::Upstream, None).billed, Billed::Yes);
    let reply = ask(&service, renard()).await;
    assert_eq!((reply.failed(Code::RateLimited, None).billed, reply.header("retry-after")), (Billed::No, Some("7")));
    assert_eq!(ask(&service, renard()).await.failed(Code::Upstream, None).billed, Billed::Maybe);
    *service.home.0.ledger_fails.lock().unwrap() = Some(ApiError::new(Code::Internal, "disk full"));
    let reply = ask(&service, renard()).await;
    assert_eq!((reply.status.as_u16(), reply.header("x-easel-uncounted")), (200, Some("true")));
    service.home.0.has_no_text_model.store(true, Ordering::SeqCst);
    assert!(ask(&service, renard()).await.failed(Code::ModelNotHere, None).hint.is_some());
}

#[tokio::test]
async fn each_wrong_field_is_named() {
    let service = Service::new();
    let long = "猫".repeat(2001);
    for (field, value) in [
        ("prompt", json!(null)),
        ("prompt", json!(" \n")),
        ("prompt", json!(7)),
        ("prompt", json!(["un renard"])),
        ("prompt", json!(long)),
        ("translate", json!(false)),
        ("translate", json!(null)),
        ("translate", json!("true")),
        ("translate", json!(1)),
        ("enhance", json!("true")),
        ("enhance", json!([])),
        ("model", json!("flux-2-klein-4b")),
        ("width", json!(512)),
        ("height", json!(512)),
        ("seed", json!(1)),
        ("steps", json!(4)),
        ("guidance", json!(2)),
        ("negative_prompt", json!("fog")),
        ("images", json!(["iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAIAAAAlC+aJAAAA"])),
        ("reseed", json!(false)),
        ("Prompt", json!("un renard")),
    ] {
        let mut body = json!({"prompt": "un renard", "translate": true});
        body[field] = value;
        let error = ask(&service, body).await.failed(Code::InvalidRequest, Some(field));
        assert!(error.message.contains(field), "{}", error.message);
    }
    for body in ["", "[]", "null", "{", r#"{"prompt": "\ud800", "translate": true}"#] {
        service.post("/prompt", body).await.failed(Code::BadJson, None);
    }
    assert!(service.home.0.questions.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_job_key_is_refused_since_nothing_is_kept_under_it() {
    let service = Service::new();
    for keys in [["job-1"].as_slice(), &["two words"], &[""], &["job-1", "job-2"]] {
        let request =
            keys.iter().fold(keyed("POST", "/prompt"), |request, key| request.header("idempotency-key", *key));
        let body = json!({"prompt": "un renard", "translate": true}).to_string();
        let reply = service.send(request.body(body.into()).unwrap()).await;
        let error = reply.failed(Code::InvalidRequest, Some("Idempotency-Key"));
        assert!(error.message.contains("is not taken here"), "{}", error.message);
    }
    assert!(service.home.0.questions.lock().unwrap().is_empty());
}

#[tokio::test]
async fn it_needs_the_key_and_is_turned_away_like_a_picture() {
    let service = Service::new();
    let request = Request::post("/prompt").body(Body::from("{")).unwrap();
    service.send(request).await.failed(Code::Unauthorized, None);
    *service.home.0.turned_away.lock().unwrap() = Some(ApiError::new(Code::RateLimited, "too often"));
    service.post("/prompt", "{").await.failed(Code::RateLimited, None);
}
