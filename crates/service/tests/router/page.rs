//! `GET /`: what the browser is told of the page, and what the page may not have in it. What it does is tested in a browser, by
//! `cargo xtask check worker`.

use axum::body::Body;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::Request;
use service::Settings;
use sha2::{Digest as _, Sha256};

use crate::memory::{Reply, Service};

async fn page(service: &Service, known: &[(&str, &str)]) -> Reply {
    let request = Request::builder().uri("/");
    let request = known.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    service.send(request.body(Body::empty()).unwrap()).await
}

/// The text of each element of this name, whatever attributes it has.
fn elements<'a>(page: &'a str, tag: &str) -> Vec<&'a str> {
    let begin = format!("<{tag}");
    let begins = page.split(&begin).skip(1).filter(|rest| rest.starts_with(['>', ' ', '\n']));
    begins.map(|rest| rest.split_once('>').unwrap().1.split(&format!("</{tag}>")).next().unwrap()).collect()
}

#[tokio::test]
async fn it_needs_no_key_and_comes_even_where_none_is_set() {
    let service = Service::with(Settings::keyed(vec![]));
    let reply = page(&service, &[]).await;
    assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert!(reply.body.starts_with(b"<!doctype html>") && reply.body.ends_with(b"</html>\n"));
    for (name, value) in
        [("cache-control", "no-cache"), ("referrer-policy", "no-referrer"), ("x-content-type-options", "nosniff")]
    {
        assert_eq!(reply.header(name), Some(value));
    }
}

#[tokio::test]
async fn its_policy_names_its_one_style_and_its_one_script_and_allows_nothing_from_elsewhere() {
    let reply = page(&Service::new(), &[]).await;
    let text = String::from_utf8(reply.body.clone()).unwrap();
    let hash = |tag: &str| {
        let elements = elements(&text, tag);
        assert_eq!(elements.len(), 1, "{tag}");
        assert!(elements[0].lines().count() > 50, "{tag}");
        format!("{tag}-src 'sha256-{}'", STANDARD.encode(Sha256::digest(elements[0])))
    };
    let policy: Vec<&str> = reply.header("content-security-policy").unwrap().split("; ").collect();
    let (style, script) = (hash("style"), hash("script"));
    let wanted = [
        "default-src 'none'",
        &script,
        &style,
        "img-src blob: data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ];
    assert_eq!(policy, wanted);
}

#[tokio::test]
async fn it_names_no_other_address_and_never_writes_markup() {
    let text = String::from_utf8(page(&Service::new(), &[]).await.body).unwrap();
    // The name of SVG's language, which nobody asks for.
    let text = text.replace("xmlns='http://www.w3.org/2000/svg'", "");
    for outside in
        ["://", "\"//", "'//", "url(", "@import", "src=", "innerHTML", "outerHTML", "insertAdjacent", "eval("]
    {
        assert!(!text.contains(outside), "{outside}");
    }
    // What a policy of hashes would refuse.
    for refused in [" style=\"", " onclick=\"", "javascript:"] {
        assert!(!text.contains(refused), "{refused}");
    }
}

#[tokio::test]
async fn a_browser_that_has_it_is_not_sent_it_again() {
    let service = Service::new();
    let first = page(&service, &[]).await;
    let tag = first.header("etag").unwrap();
    // Cloudflare makes it a weak one, and proxies may name several.
    for known in [tag.to_owned(), format!("W/{tag}"), format!("\"another\", {tag}")] {
        let again = page(&service, &[("if-none-match", &known)]).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{known}");
        assert_eq!(again.header("etag"), Some(tag));
        assert!(again.header("content-security-policy").is_some());
    }
    for other in ["\"another\"", "", "é"] {
        assert_eq!(page(&service, &[("if-none-match", other)]).await.status, 200, "{other}");
    }
}
