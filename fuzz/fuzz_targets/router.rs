//! Any request to the service: whatever the path, the headers and the body hold, there is a reply in our shape, and no panic.
#![no_main]

use axum::body::Body;
use contract::{Billed, error::ErrorBody};
use http::Request;
use http_body_util::BodyExt as _;
use libfuzzer_sys::{Corpus, fuzz_target};
use tower::ServiceExt as _;

#[path = "../../crates/service/tests/router/memory.rs"]
#[expect(dead_code, unused_imports, reason = "the tests that it was written for use the rest")]
mod memory;

/// The first line is method and path, the next ones are headers, and after an empty one comes the body.
fn request(data: &[u8]) -> Option<Request<Body>> {
    let end = data.windows(2).position(|window| window == b"\n\n")?;
    let head = std::str::from_utf8(&data[..end]).ok()?;
    let mut lines = head.lines();
    let (method, path) = lines.next()?.split_once(' ')?;
    let mut builder = Request::builder().method(method).uri(path);
    for line in lines {
        let (name, value) = line.split_once(':')?;
        builder = builder.header(name, value.trim());
    }
    builder.body(Body::from(data[end + 2..].to_vec())).ok()
}

/// The kinds of errors that OpenAI's clients know.
const TYPES: [&str; 5] =
    ["invalid_request_error", "authentication_error", "insufficient_quota", "rate_limit_error", "server_error"];

fuzz_target!(|data: &[u8]| -> Corpus {
    let Some(request) = request(data) else { return Corpus::Reject };
    let head = request.method() == http::Method::HEAD;
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let Ok(reply) = memory::Service::new().router.oneshot(request).await;
        let status = reply.status();
        let should_retry = reply.headers().get("x-should-retry").cloned();
        let body = reply.into_body().collect().await.unwrap().to_bytes();
        if !status.is_success() && !head {
            let error: ErrorBody = serde_json::from_slice(&body).expect("a refusal in our shape");
            assert_eq!(error.error.code.status(), status.as_u16());
            let unpaid = error.error.billed == Billed::No;
            assert_eq!(should_retry.is_some_and(|value| value == "false"), !unpaid, "{error:?}");
            let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
            assert!(TYPES.iter().any(|kind| body["error"]["type"] == *kind), "{body}");
        }
    });
    Corpus::Keep
});
