//! What all routes have in common (keys, CORS, paths, methods), and the routes that only read.

use crate::memory::{KEY, Reply, Service, keyed};
use axum::body::Body;
use contract::{AccountHash, ApiError, Code, Key, Usage};
use http::{HeaderValue, Request};
use serde_json::json;
use service::{Entry, Ledger as _, Origins, Outcome, Settings};

fn keys(keys: &[&str]) -> Settings {
    Settings::keyed(keys.iter().map(|key| Key::parse(key).unwrap()).collect())
}

async fn usage_with(service: &Service, authorization: Option<&str>) -> Reply {
    let request = Request::builder().uri("/usage");
    let request = authorization.into_iter().fold(request, |request, value| request.header("authorization", value));
    service.send(request.body(Body::empty()).unwrap()).await
}

async fn preflight(service: &Service, origin: &str) -> Reply {
    let request = Request::builder().method("OPTIONS").uri("/generate").header("origin", origin);
    let request = request
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "authorization,idempotency-key,x-stainless-lang");
    service.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn only_the_right_key_opens() {
    let service = Service::new();
    let long = format!("Bearer {}", "k".repeat(8000));
    for wrong in
        [None, Some(""), Some("Bearer"), Some("Bearer "), Some("Bearer sesam"), Some("Bearer sesame2"), Some("sesame")]
            .into_iter()
            .chain([
                Some("Basic sesame"),
                Some("Bearer sesame sesame"),
                Some("Bearer SESAME"),
                Some("Bearer é"),
                Some(&long),
            ])
    {
        let reply = usage_with(&service, wrong).await;
        let error = reply.failed(Code::Unauthorized, None);
        assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
        assert!(error.hint.unwrap().contains("Bearer"), "{wrong:?}");
        assert!(!String::from_utf8_lossy(&reply.body).contains(KEY), "{wrong:?}: the key is told");
    }
    for right in ["Bearer sesame", "bearer sesame"] {
        assert_eq!(usage_with(&service, Some(right)).await.status, 200, "{right}");
    }
}

#[tokio::test]
async fn each_of_several_keys_opens() {
    let service = Service::with(keys(&["one", "two"]));
    for (key, status) in [("one", 200), ("two", 200), ("onetwo", 401)] {
        assert_eq!(usage_with(&service, Some(&format!("Bearer {key}"))).await.status, status, "{key}");
    }
}

#[tokio::test]
async fn without_a_key_of_its_own_it_says_which_secret_is_missing_and_is_closed() {
    let service = Service::with(keys(&[]));
    let error = service.generate(r#"{"prompt": "x"}"#).await.failed(Code::NotConfigured, None);
    assert!(error.message.contains("API_KEY"));
    assert_eq!(service.get("/usage").await.status, 503);
    assert_eq!(service.get("/health").await.status, 200);
    assert_eq!(service.home.runs(), 0);
}

#[tokio::test]
async fn generate_needs_the_key_before_it_looks_at_anything_else() {
    let request = Request::builder().method("POST").uri("/generate?format=gif").body(Body::from("{")).unwrap();
    Service::new().send(request).await.failed(Code::Unauthorized, None);
}

#[tokio::test]
async fn other_paths_and_methods_are_refused_in_our_shape() {
    let service = Service::new();
    for path in [
        "/index.html",
        "/generate/",
        "/Health",
        "/usage/today",
        "/%00",
        "//health",
        "/api",
        "/v1",
        "/v1/models/",
        "/v1/chat/completions",
    ] {
        service.get(path).await.failed(Code::NotFound, None);
    }
    let reply = service.get("/generate").await;
    reply.failed(Code::MethodNotAllowed, None);
    assert_eq!(reply.header("allow"), Some("POST"));
    for (path, method, allowed) in [
        ("/", "POST", "GET,HEAD"),
        ("/prompt", "GET", "POST"),
        ("/api/image", "GET", "POST"),
        ("/api/models", "POST", "GET,HEAD"),
        ("/v1/images/generations", "PUT", "POST"),
        ("/v1/models", "DELETE", "GET,HEAD"),
        ("/v1/models/flux-1-schnell", "POST", "GET,HEAD"),
    ] {
        let reply = service.send(keyed(method, path).body(Body::empty()).unwrap()).await;
        reply.failed(Code::MethodNotAllowed, None);
        assert_eq!(reply.header("allow"), Some(allowed), "{path}");
    }
    for path in ["/api/models", "/v1/models", "/v1/models/flux-1-schnell"] {
        let reply = service.send(keyed("HEAD", path).body(Body::empty()).unwrap()).await;
        assert_eq!((reply.status.as_u16(), reply.body.len()), (200, 0), "{path}");
    }
    let delete = Request::builder().method("DELETE").uri("/health").body(Body::empty()).unwrap();
    service.send(delete).await.failed(Code::MethodNotAllowed, None);
}

#[tokio::test]
async fn health_and_models_need_no_key() {
    let service = Service::new();
    let get = async |path: &str| service.send(Request::builder().uri(path).body(Body::empty()).unwrap()).await;
    let health = json!({"service": "easel", "version": env!("CARGO_PKG_VERSION"), "api": 1});
    assert_eq!(get("/health").await.json(), health);
    let models = get("/models").await.json();
    let ids: Vec<_> = models["models"].as_array().unwrap().iter().map(|model| model["id"].as_str().unwrap()).collect();
    let wanted = ["flux-2-klein-4b", "phoenix-1.0", "flux-1-schnell", "stable-diffusion-v1-5-img2img"];
    assert_eq!(ids, wanted, "the default first");
    assert_eq!(models["models"][0]["price"], json!({"by": "tiles", "input": 5.37, "output": 26.05}));
}

#[tokio::test]
async fn an_instance_says_its_name_where_it_has_one() {
    let service = Service::with(Settings { instance: Some("nonce-7".to_owned()), ..keys(&[KEY]) });
    assert_eq!(service.get("/health").await.json()["instance"], json!("nonce-7"));
}

#[tokio::test]
async fn who_asks_too_often_is_turned_away_by_key_before_the_body_is_read() {
    let service = Service::with(keys(&[KEY, "other"]));
    let too_often = ApiError::new(Code::RateLimited, "too often").retry_after(Some(10));
    *service.home.0.turned_away.lock().unwrap() = Some(too_often);
    let reply = service.generate("no JSON").await;
    reply.failed(Code::RateLimited, None);
    assert_eq!(reply.header("retry-after"), Some("10"));
    assert_eq!(service.generate("{}").await.status, 400);
    let other = Request::post("/generate").header("authorization", "Bearer other").body(Body::empty()).unwrap();
    service.send(other).await;
    let admitted = service.home.0.admitted.lock().unwrap();
    assert_eq!(admitted[0], admitted[1], "one key, one name");
    assert!(admitted[1] != admitted[2] && !admitted[2].as_str().contains("other"));
}

#[tokio::test]
async fn usage_is_a_row_a_day_the_newest_last_days_without_use_included() {
    let service = Service::new();
    for (at, outcome) in [
        ("2026-11-21T00:00:00Z", Outcome::Made { neurons: 2.0 }),
        ("2026-11-21T23:59:59Z", Outcome::Cached),
        ("2026-11-20T23:59:59.999Z", Outcome::Failed { estimate: 0.0 }),
        ("2026-11-18T12:00:00Z", Outcome::Made { neurons: 1.0 }),
    ] {
        let entry =
            Entry { at: at.parse().unwrap(), account: AccountHash::kept("account"), model: "flux-2-klein-4b", outcome };
        service.home.record(entry).await.unwrap();
    }
    let usage: Usage = serde_json::from_slice(&service.get("/usage?days=3").await.body).unwrap();
    let days: Vec<_> = usage.days.iter().map(|d| (d.date.to_string(), d.count, d.cached, d.failed)).collect();
    let wanted = [("2026-11-19", 0, 0, 0), ("2026-11-20", 0, 0, 1), ("2026-11-21", 1, 1, 0)];
    assert_eq!(days, wanted.map(|(date, count, cached, failed)| (date.to_owned(), count, cached, failed)));
    assert_eq!((usage.total, usage.account.as_str()), (2, "account"));
}

#[tokio::test]
async fn usage_gives_as_many_days_as_are_asked_for() {
    let service = Service::new();
    for (query, days) in [("", 30), ("?days=1", 1), ("?days=400", 400)] {
        let reply = service.get(&format!("/usage{query}")).await;
        assert_eq!(reply.json()["days"].as_array().unwrap().len(), days);
        assert_eq!(reply.json()["days"][days - 1]["date"], "2026-11-21");
    }
    for bad in ["0", "401", "-1", "1.5", "x", "", "99999999999999999999"] {
        service.get(&format!("/usage?days={bad}")).await.failed(Code::InvalidRequest, Some("days"));
    }
    service.get("/usage?day=3").await.failed(Code::InvalidRequest, Some("day"));
    *service.home.0.ledger_fails.lock().unwrap() = Some(ApiError::new(Code::Internal, "disk full"));
    service.get("/usage").await.failed(Code::Internal, None);
}

#[tokio::test]
async fn web_pages_may_call_only_where_the_settings_say_so() {
    let page = "https://pages.example";
    let list = Origins::List(vec![HeaderValue::from_static("https://pages.example")]);
    for (origins, from, allowed) in [
        (Origins::None, page, None),
        (Origins::Any, page, Some("*")),
        (list.clone(), page, Some(page)),
        (list, "https://other.example", None),
    ] {
        let service = Service::with(Settings { origins, ..keys(&[KEY]) });
        let reply = preflight(&service, from).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.header("access-control-allow-origin"), allowed);
        // What other clients send of their own is allowed too: it is not read.
        let headers = reply.header("access-control-allow-headers");
        assert_eq!(headers, Some("authorization,idempotency-key,x-stainless-lang"));
        let request = Request::builder().uri("/health").header("origin", from).body(Body::empty()).unwrap();
        let reply = service.send(request).await;
        assert_eq!(reply.header("access-control-allow-origin"), allowed);
        let exposed = reply.header("access-control-expose-headers").unwrap();
        assert!(["x-easel-record", "cache-status", "x-should-retry"].iter().all(|name| exposed.contains(name)));
    }
}
