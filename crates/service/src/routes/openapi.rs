//! `GET /openapi.json`: this API, for machines. A static file, the same at each home, that is read by people too: a change of a
//! route is a change of it, and the conformance suite holds every reply against it.

use http::{HeaderName, header::CONTENT_TYPE};

const DOCUMENT: &str = include_str!("../openapi.json");

pub(crate) async fn openapi() -> ([(HeaderName, &'static str); 1], &'static str) {
    ([(CONTENT_TYPE, "application/json")], DOCUMENT)
}
