//! What is read: the page, health, models, usage, and what web pages may.

use serde_json::{Value, json};

use crate::{
    KEYS, ORIGIN,
    case::{Case, bare, keyed},
};

/// It needs no key, runs nothing but itself, and is not to be put into another page.
fn page(request: &str) -> Case {
    let page =
        bare(request, &[], "", 200).header("content-type", "text/html; charset=utf-8").with("content-security-policy");
    page.with("etag").header("cache-control", "no-cache").header("x-content-type-options", "nosniff")
}

pub(crate) fn table() -> Vec<Case> {
    let stranger = [("origin", "https://elsewhere.example")];
    let caller = [("origin", ORIGIN), ("access-control-request-method", "POST")];
    let new_key = format!("Bearer {}", KEYS[1]);
    vec![
        bare("GET /health", &[], "", 200)
            .json("/service", "easel")
            .json("/api", 1)
            .header("content-type", "application/json"),
        // HEAD is a GET without its body.
        bare("HEAD /health", &[], "", 200),
        page("GET /"),
        page("HEAD /"),
        // What others put behind an address that they pass on.
        page("GET /?from=chat"),
        bare("GET /", &[("if-none-match", "\"another page\"")], "", 200),
        bare("GET /models", &[], "", 200)
            .json("/text_model", "qwen3-30b-a3b-fp8")
            .json("/models/0/id", "flux-2-klein-4b")
            .json("/models/10/id", "stable-diffusion-v1-5-inpainting")
            .json("/models/11", Value::Null),
        // Every exchange of the table is held against it.
        bare("GET /openapi.json", &[], "", 200).json("/openapi", "3.1.0").header("content-type", "application/json"),
        keyed("GET /usage?days=2", "", 200)
            .json("/total", 0)
            .json("/days/0/count", 0)
            .json("/days/1/count", 0)
            .json("/days/1/by_model", json!({}))
            .json("/days/2", Value::Null),
        keyed("GET /usage", "", 200).json("/days/29/count", 0).json("/days/30", Value::Null),
        keyed("GET /usage?days=400", "", 200).json("/days/399/count", 0).json("/days/400", Value::Null),
        bare("GET /usage", &[("authorization", &new_key)], "", 200).json("/total", 0),
        bare("OPTIONS /generate", &caller, "", 200).header("access-control-allow-origin", ORIGIN),
        bare("OPTIONS /generate", &stranger, "", 200).without("access-control-allow-origin"),
        bare("GET /health", &[("origin", ORIGIN)], "", 200).header("access-control-allow-origin", ORIGIN),
        bare("GET /health", &stranger, "", 200).without("access-control-allow-origin"),
    ]
}
