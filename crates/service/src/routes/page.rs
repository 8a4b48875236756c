//! `GET /`: the page that makes pictures in a browser. One static file, the same at each home, with headers that let a browser run
//! nothing but it: its style and its script are named by their hashes, and it may ask this service alone.

use std::sync::LazyLock;

use axum::response::{Html, IntoResponse as _, Response};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, ETAG, IF_NONE_MATCH, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
};
use sha2::{Digest as _, Sha256};

static PAGE: &str = include_str!("page.html");

/// Reckoned once for all that an instance answers, from the file itself: hashes written down would be another thing to keep right,
/// and a build script another thing to build.
static HEADERS: LazyLock<HeaderMap> = LazyLock::new(headers);

pub(crate) async fn page(request: HeaderMap) -> Response {
    let mut response =
        if is_known(&request) { StatusCode::NOT_MODIFIED.into_response() } else { Html(PAGE).into_response() };
    response.headers_mut().extend(HEADERS.clone());
    response
}

/// Whether the browser has this very page. Cloudflare makes the tag a weak one where it compresses the page.
fn is_known(request: &HeaderMap) -> bool {
    let known = request.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut known = known.flat_map(|value| value.split(',')).map(|tag| tag.trim().trim_start_matches("W/"));
    known.any(|tag| HEADERS.get(ETAG).is_some_and(|ours| tag == ours))
}

fn headers() -> HeaderMap {
    let [style, script] = ["style", "script"].map(|tag| hash(within(tag)));
    let policy = format!(
        "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src blob: data:; connect-src 'self'; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    );
    let fixed = HeaderValue::from_static;
    let pairs = [
        (CONTENT_SECURITY_POLICY, HeaderValue::try_from(policy).ok()),
        (ETAG, HeaderValue::try_from(format!("\"{}\"", hash(PAGE))).ok()),
        // Kept, and asked for anew each time: an old page must not talk to a new service.
        (CACHE_CONTROL, Some(fixed("no-cache"))),
        (REFERRER_POLICY, Some(fixed("no-referrer"))),
        (X_CONTENT_TYPE_OPTIONS, Some(fixed("nosniff"))),
    ];
    pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// The text of the page's one element of this name, which has no attributes.
fn within(tag: &str) -> &'static str {
    let from = PAGE.split_once(&format!("<{tag}>")).map_or("", |(_, from)| from);
    from.split_once(&format!("</{tag}>")).map_or("", |(text, _)| text)
}

/// As a policy names it.
fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}
