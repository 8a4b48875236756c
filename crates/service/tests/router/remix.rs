//! CF Flux Remix's shapes through the router: `POST /api/image` and `GET /api/models`.

use axum::body::Body;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use contract::{ApiError, Billed, Code};
use http::Request;
use serde_json::{Value, json};

use crate::memory::{JPEG, Reply, Service, keyed};

async fn ask(service: &Service, body: Value) -> Reply {
    service.post("/api/image", body.to_string()).await
}

fn saying(content: impl Into<Value>) -> Value {
    json!({"messages": [{"role": "user", "content": content.into()}]})
}

#[tokio::test]
async fn the_first_thing_that_the_user_says_becomes_a_picture() {
    let service = Service::new();
    let body = json!({
        "messages": [
            {"role": "system", "content": "You draw."},
            {"role": "user", "content": [{"type": "text", "text": "a dog"}]},
            {"role": "user", "content": "a red fox", "name": "ann"},
            {"role": "user", "content": "a hare"},
        ],
        "model": "flux-1-schnell", "stream": true, "temperature": 0.7, "width": "wide",
    });
    let reply = ask(&service, body).await;
    let wanted = json!({"image": STANDARD.encode(JPEG), "prompt": "a red fox", "translatedPrompt": "a red fox"});
    assert_eq!((reply.status.as_u16(), reply.json()), (200, wanted));
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(service.home.0.entries.lock().unwrap()[0].model, "flux-1-schnell");
}

#[tokio::test]
async fn of_a_field_that_comes_twice_the_last_counts() {
    let service = Service::new();
    let said =
        r#"{"role": "system", "role": "user", "content": ["a dog"], "content": "a red fox", "name": 1, "name": 2}"#;
    let body =
        format!(r#"{{"messages": [], "model": 7, "messages": [{said}], "model": "phoenix-1.0", "a": 1, "a": 2}}"#);
    assert_eq!(service.post("/api/image", body).await.json()["prompt"], "a red fox");
    assert_eq!(service.home.0.entries.lock().unwrap()[0].model, "phoenix-1.0");
}

#[tokio::test]
async fn a_mark_at_its_beginning_says_whether_it_is_translated() {
    for (content, prompt, asked) in [
        ("un renard", "un renard", 1),
        ("---tl un renard", "un renard", 1),
        ("---ntl un renard", "un renard", 0),
        ("---ntl\n un renard ", "un renard ", 0),
        ("---tl a red fox", "a red fox", 0),
        ("a ---ntl renard", "a ---ntl renard", 1),
    ] {
        let service = Service::new();
        let reply = ask(&service, saying(content)).await.json();
        assert_eq!((&reply["prompt"], service.home.0.questions.lock().unwrap().len()), (&json!(prompt), asked));
        assert_eq!(reply["translatedPrompt"], prompt, "the model of the tests echoes");
    }
    // What cannot be translated is drawn as it is.
    let service = Service::new();
    service.home.0.answers.lock().unwrap().push_back(Err(ApiError::new(Code::InputRefused, "busy")));
    let reply = ask(&service, saying("un renard")).await.json();
    assert_eq!((&reply["translatedPrompt"], &reply["promptFailure"]), (&json!("un renard"), &json!("busy")));
}

#[tokio::test]
async fn models_have_our_names_their_paths_and_the_ones_that_its_clients_know() {
    let service = Service::new();
    let listed = json!({"models": [
        {"id": "flux-2-klein-4b", "path": "@cf/black-forest-labs/flux-2-klein-4b"},
        {"id": "phoenix-1.0", "path": "@cf/leonardo/phoenix-1.0"},
        {"id": "flux-1-schnell", "path": "@cf/black-forest-labs/flux-1-schnell"},
        {"id": "FLUX.1-Schnell-CF", "path": "@cf/black-forest-labs/flux-1-schnell"},
    ]});
    assert_eq!(service.get("/api/models").await.json(), listed, "without those that draw from a picture");
    let with = |model: &str| {
        let mut body = saying("a red fox");
        body["model"] = model.into();
        body
    };
    for (name, model) in [
        ("FLUX.1-Schnell-CF", "flux-1-schnell"),
        ("phoenix-1.0", "phoenix-1.0"),
        ("@cf/leonardo/phoenix-1.0", "phoenix-1.0"),
    ] {
        assert_eq!(ask(&service, with(name)).await.status, 200);
        assert_eq!(service.home.0.entries.lock().unwrap().last().unwrap().model, model);
    }
    ask(&service, with("DS-8-CF")).await.failed(Code::ModelNotHere, Some("model"));
    ask(&service, with("flux-1-Schnell-CF")).await.failed(Code::ModelNotFound, Some("model"));
    ask(&service, with("stable-diffusion-v1-5-img2img")).await.failed(Code::ModelNotHere, Some("model"));
}

#[tokio::test]
async fn each_wrong_field_is_named_and_costs_nothing() {
    let service = Service::new();
    let many = vec![json!({"role": "user", "content": "a red fox"}); 1001];
    for messages in [
        json!(null),
        json!("a red fox"),
        json!({"role": "user", "content": "a red fox"}),
        json!([]),
        json!(["a red fox"]),
        json!([{"role": "assistant", "content": "a red fox"}]),
        json!([{"role": 7, "content": "a red fox"}]),
        json!([{"role": "user"}]),
        json!([{"role": "user", "content": {"text": "a red fox"}}]),
        json!([{"role": "user", "content": ""}]),
        json!([{"role": "user", "content": "---tl  "}]),
        json!([{"role": "user", "content": "猫".repeat(2001)}]),
        json!([{"role": "user", "content": "a".repeat(32 << 10)}]),
        json!([["user", "a fox"]]),
        json!([{"role": "user", "content": "a red fox"}, ["user", "a fox"]]),
        json!("a".repeat(1 << 20)),
        json!(["a".repeat(1 << 20)]),
        json!(many),
    ] {
        let reply = ask(&service, json!({"messages": messages})).await;
        assert_eq!(reply.failed(Code::InvalidRequest, Some("messages")).billed, Billed::No);
        assert!(reply.body.len() < 1000, "it repeats what was sent");
    }
    for model in [json!(7), json!(["flux-1-schnell"]), json!({})] {
        let mut body = saying("a red fox");
        body["model"] = model;
        ask(&service, body).await.failed(Code::InvalidRequest, Some("model"));
    }
    let bad: [&[u8]; 6] = [b"", b"[]", b"null", b"{", br#"{"messages": [}"#, b"{\"messages\": \"\xff\"}"];
    for body in bad {
        service.post("/api/image", body).await.failed(Code::BadJson, None);
    }
    assert_eq!(service.home.runs(), 0);
    assert_eq!(ask(&service, saying("猫".repeat(2000))).await.status, 200);
}

#[tokio::test]
async fn it_needs_the_key_obeys_a_job_key_and_tells_what_failed() {
    let service = Service::new();
    for request in [Request::post("/api/image"), Request::get("/api/models")] {
        service.send(request.body(Body::from("{")).unwrap()).await.failed(Code::Unauthorized, None);
    }
    service.home.0.model_fails.lock().unwrap().push_back(ApiError::new(Code::Upstream, "broke").billed(Billed::Maybe));
    ask(&service, saying("a red fox")).await.failed(Code::Upstream, None);
    for replayed in [None, Some("true")] {
        let request = keyed("POST", "/api/image").header("idempotency-key", "job-1");
        let reply = service.send(request.body(saying("a red fox").to_string().into()).unwrap()).await;
        assert_eq!((reply.status.as_u16(), reply.header("idempotency-replayed")), (200, replayed));
    }
    assert_eq!(service.home.runs(), 2);
    *service.home.0.turned_away.lock().unwrap() = Some(ApiError::new(Code::RateLimited, "too often"));
    service.post("/api/image", "{").await.failed(Code::RateLimited, None);
}
