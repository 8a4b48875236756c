//! How the tests of the router, and the fuzzer, talk to the service.

use axum::{Router, body::Body};
use contract::{ApiError, Billed, Code, Key, error::ErrorBody};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use service::Settings;
use tower::ServiceExt as _;

use super::Memory;

pub(crate) const KEY: &str = "sesame";

/// The service, as its tests see it.
pub(crate) struct Service {
    pub(crate) home: Memory,
    pub(crate) router: Router,
}

impl Service {
    pub(crate) fn new() -> Self {
        Self::with(Settings::keyed(vec![Key::parse(KEY).unwrap()]))
    }

    pub(crate) fn with(settings: Settings) -> Self {
        let home = Memory::default();
        Self { router: service::router(home.clone(), settings), home }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        assert_eq!(parts.headers["x-easel-api"], "1", "every reply says the API's version");
        Reply { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(keyed("GET", path).body(Body::empty()).unwrap()).await
    }

    pub(crate) async fn post(&self, path: &str, body: impl Into<Body>) -> Reply {
        self.send(keyed("POST", path).body(body.into()).unwrap()).await
    }

    pub(crate) async fn generate(&self, body: impl Into<Body>) -> Reply {
        self.post("/generate", body).await
    }
}

/// A request with the right key.
pub(crate) fn keyed(method: &str, path: &str) -> http::request::Builder {
    Request::builder().method(method).uri(path).header("authorization", format!("Bearer {KEY}"))
}

#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The error of a reply that failed; its status must be the one of its code.
    #[track_caller]
    pub(crate) fn error(&self) -> ApiError {
        let text = String::from_utf8_lossy(&self.body);
        let ErrorBody { error } = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {} {text}", self.status));
        assert_eq!(self.status.as_u16(), error.code.status());
        assert!(self.json()["error"]["type"].is_string(), "OpenAI's clients want a type: {text}");
        let again = self.header("x-should-retry") != Some("false");
        assert_eq!(again, error.billed == Billed::No, "nobody sends by themselves what may cost twice");
        assert_eq!(self.header("content-type"), Some("application/json"));
        error
    }

    /// That it failed so, about that field.
    #[track_caller]
    pub(crate) fn failed(&self, code: Code, param: Option<&str>) -> ApiError {
        let error = self.error();
        assert_eq!((error.code, error.param.as_deref()), (code, param), "{}", error.message);
        error
    }
}
