//! What a reply says for those who look into it: it is told with whatever went wrong, and nothing else comes in that way.

use contract::Code;
use remote::{Kind, Trace};

use crate::{
    Broken, KEY, PATIENT,
    broken::{
        Step::{self, Read, Send},
        head_of, reply,
    },
    client_of, generate, picture,
    workers_ai::{JSON, told, workers_ai},
};

const RAY: &str = "8f2b6c0a1d3e4f50-FRA";
const INNER: &str = "a23fd2a37ba1a6f7-AMS";

fn trace(status: impl Into<Option<u16>>, code: impl Into<Option<u32>>, ray: impl Into<Option<&'static str>>) -> Trace {
    Trace { status: status.into(), code: code.into(), ray: ray.into().map(str::to_owned) }
}

fn answers(head: &str, body: &str) -> Vec<Step> {
    vec![Read, Send(reply(&format!("{head}\nCF-Ray: {RAY}\nConnection: close"), body))]
}

fn refusal(more: &str) -> String {
    format!(r#"{{"error":{{"code":"upstream","message":"no","billed":"maybe"{more}}}}}"#)
}

#[tokio::test]
async fn a_service_names_cloudflares_request_and_its_reply_where_it_does_not() {
    let server = Broken::answering("").await;
    let said = |more: &str| answers("502 Bad Gateway", &refusal(more));
    let both = format!(r#","cloudflare_code":3025,"ray":"{INNER}""#);
    for (name, script, wanted) in [
        ("its own", said(&both), trace(502, 3025, INNER)),
        ("a code alone", said(r#","cloudflare_code":3025"#), trace(502, 3025, RAY)),
        ("neither", said(""), trace(502, None, RAY)),
        ("a name that is none", said(r#","ray":"all that I know""#), trace(502, None, RAY)),
        ("the key", said(&format!(r#","ray":"{KEY}""#)), trace(502, None, RAY)),
        ("a page", answers("522 Timed Out", "<html>"), trace(522, None, RAY)),
        ("a redirect", answers("302 Found", ""), trace(302, None, RAY)),
        ("no picture", answers("200 OK", ""), trace(None, None, RAY)),
        ("the key as a name", vec![Read, Send(head_of(&format!("401 No\nCF-Ray: {KEY}")))], trace(401, None, None)),
    ] {
        server.go_on(script);
        let error = generate(&client_of(&server.url())).await.expect_err(name);
        assert_eq!(*error.trace, wanted, "{name}: {error:?}");
        let free = client_of(&server.url()).health().await.expect_err(name);
        assert_eq!(*free.trace, wanted, "{name}: {free:?}");
    }
}

#[tokio::test]
async fn a_picture_that_breaks_off_is_named() {
    let head = format!("{}\nCF-Ray: {RAY}\nContent-Length: 99", crate::generate::good_head());
    let server = Broken::answering([head_of(&head), vec![0xff, 0xd8, 0xff, 0xe0]].concat()).await;
    let error = picture(&client_of(&server.url())).await.unwrap_err();
    assert_eq!((error.kind, *error.trace), (Kind::Broken, trace(None, None, RAY)));
}

#[tokio::test]
async fn cloudflare_names_its_request_whatever_it_answers() {
    let server = Broken::answering("").await;
    let flagged = r#"{"errors":[{"message":"AiError: Your output has been flagged.","code":3030}],"success":false}"#;
    let cut = [head_of(&format!("{JSON}\nCF-Ray: {RAY}\nContent-Length: 99")), b"{".to_vec()].concat();
    for (name, script, code, wanted) in [
        ("a refusal", answers("400 Bad Request", flagged), Code::PictureFlagged, (Some(3030), Some(RAY))),
        ("a refusal under 200", answers(JSON, flagged), Code::PictureFlagged, (Some(3030), Some(RAY))),
        ("a failure without words", answers("500 Oops", ""), Code::Upstream, (None, Some(RAY))),
        ("no picture", answers(JSON, r#"{"result":{},"success":true}"#), Code::Upstream, (None, Some(RAY))),
        ("a redirect", answers("302 Found", ""), Code::Upstream, (None, Some(RAY))),
        ("half an answer", vec![Read, Send(cut)], Code::Upstream, (None, Some(RAY))),
        ("nothing", vec![Read], Code::Upstream, (None, None)),
        ("the token", vec![Read, Send(head_of(&format!("401 No\nCF-Ray: {KEY}")))], Code::AccountRefused, (None, None)),
    ] {
        server.go_on(script);
        let request = crate::workers_ai::request("flux-2-klein-4b");
        let error = told(workers_ai(&server.url(), PATIENT).run(&request).await.expect_err(name));
        assert_eq!(error.code, code, "{name}: {error:?}");
        assert_eq!((error.cloudflare_code, error.ray.as_deref()), wanted, "{name}: {error:?}");
    }
}

#[tokio::test]
async fn a_test_of_an_account_says_what_cloudflare_did() {
    let busy = r#"{"errors":[{"message":"rate limiting","code":3021}],"success":false}"#;
    let server = Broken::answering("").await;
    for (name, script, wanted) in [
        ("a refusal", answers("429 Too Many Requests", busy), trace(429, 3021, RAY)),
        ("in trouble", answers("500 Oops", ""), trace(500, None, RAY)),
        ("not in its words", answers("200 OK", "<html>"), trace(None, None, RAY)),
    ] {
        server.go_on(script);
        let error = workers_ai(&server.url(), PATIENT).check().await.expect_err(name);
        assert_eq!(*error.trace, wanted, "{name}: {error:?}");
    }
}
