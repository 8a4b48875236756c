//! The test of a connection to a service, and each diagnosis that it makes. The account's stand in `account_diagnoses`; a
//! missing network and an unknown name, which must not depend on this machine's, beside the wire itself.

use std::time::Duration;

use contract::{
    API_VERSION, AccountHash, Billed, Code, Usage,
    model::{CATALOGUE, PAINTER},
    usage::Day,
};
use remote::{Error, Kind, Timeouts};
use serde_json::json;

use crate::{
    Broken, KEY, PATIENT, assert_presentable,
    broken::{
        Route,
        Step::{self, Forever, Hang, Read, Send},
        chunk, head_of, nobody, reply, speaks_no_tls,
    },
    client_of, client_with,
};

/// Each reply ends its connection: which of two requests gets it would be chance otherwise.
pub(crate) const JSON: &str = "200 OK\nContent-Type: application/json\nConnection: close";

fn says(head: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    vec![Send(reply(&format!("{head}\nConnection: close"), body))]
}

fn health(service: &str, api: u32) -> Vec<Step> {
    says(JSON, json!({"service": service, "version": "1", "api": api}).to_string())
}

fn refuses(status: &str, code: &str) -> Vec<Step> {
    let error = json!({"code": code, "message": format!("no, {KEY}"), "billed": "maybe"});
    says(status, json!({"error": error}).to_string())
}

/// What today, the last of two days, has used.
fn used(neurons: f64) -> Vec<Step> {
    let day = |date: &str, neurons| Day { neurons, ..Day::empty(date.parse().unwrap()) };
    let days = vec![day("2026-11-21", 10_000.0), day("2026-11-22", neurons)];
    says(JSON, serde_json::to_vec(&Usage { total: 3, account: AccountHash::default(), days }).unwrap())
}

fn models(ids: &[&str]) -> Vec<Step> {
    says(JSON, json!({"models": ids.iter().map(|id| json!({"id": id})).collect::<Vec<_>>()}).to_string())
}

/// A good service, but for what `other` answers at its paths.
fn service(other: Vec<Route>) -> Vec<Step> {
    let good = [
        ("/health", health("easel", API_VERSION)),
        ("/usage?days=1", used(0.0)),
        ("/models", models(&[CATALOGUE[0].id, "of-tomorrow"])),
    ];
    vec![Read, Step::ByPath(other.into_iter().chain(good).collect())]
}

async fn refused(name: &str, script: Vec<Step>, timeouts: Timeouts) -> Error {
    let server = Broken::start(script).await;
    let error = client_with(&server.url(), timeouts).check().await.expect_err(name);
    assert_eq!(error.billed, Billed::No, "{name}");
    assert_presentable(name, &error);
    assert!(server.seen().iter().all(|request| request.starts_with("GET ")), "{name}: {:?}", server.seen());
    error
}

#[tokio::test]
async fn a_good_service_is_asked_three_questions_and_says_what_it_has() {
    for neurons in [0.0, 12_000.0] {
        let server = Broken::start(service(vec![("/usage", used(neurons))])).await;
        let checked = client_of(&server.url()).check().await.unwrap();
        assert_eq!(checked.models, [&CATALOGUE[0]], "{neurons}");
        let paths: Vec<_> = server.seen().iter().map(|seen| seen.lines().next().unwrap().to_owned()).collect();
        assert_eq!(paths, ["/health", "/usage?days=1", "/models"].map(|path| format!("GET {path} HTTP/1.1")));
    }
    let older = Broken::start(service(vec![("/usage", refuses("404 No", "not_found"))])).await;
    let checked = client_of(&older.url()).check().await.unwrap();
    assert_eq!(checked.models, [&CATALOGUE[0]], "it counts nothing");
    let painter = Broken::start(service(vec![("/models", models(&[PAINTER.id]))])).await;
    assert_eq!(client_of(&painter.url()).check().await.unwrap().models, [&PAINTER]);
}

/// Name, what a service answers otherwise, what the user is told.
fn faults() -> Vec<(&'static str, Vec<Route>, Kind)> {
    let html = || says("200 OK\nContent-Type: text/html", "<!doctype html><title>Sign in</title>");
    let endless =
        || vec![Send(head_of(&format!("{JSON}\nTransfer-Encoding: chunked"))), Forever(chunk(&[b' '; 65536]))];
    let away = || vec![Send(head_of("302 Found\nLocation: https://other.example/login\nContent-Length: 0"))];
    vec![
        ("HTML", vec![("/", html())], Kind::NotOurs),
        ("other JSON", vec![("/", says(JSON, r#"{"status":"ok"}"#))], Kind::NotOurs),
        ("another service", vec![("/health", health("pastel", API_VERSION))], Kind::NotOurs),
        ("no such page", vec![("/", says("404 Not Found", "<html>"))], Kind::NotOurs),
        ("a gateway's page", vec![("/", says("502 Bad Gateway", "<html>"))], Kind::NotOurs),
        ("another protocol", vec![("/", vec![Send(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec())])], Kind::NotOurs),
        ("to another host", vec![("/", away())], Kind::Redirected),
        ("to another host, later", vec![("/usage", away())], Kind::Redirected),
        ("an older service", vec![("/health", health("easel", API_VERSION - 1))], Kind::OtherApi),
        ("a newer service", vec![("/health", health("easel", API_VERSION + 1))], Kind::OtherApi),
        ("a wrong key", vec![("/usage", refuses("401 No", "unauthorized"))], Kind::Refused(Code::Unauthorized)),
        ("no secret", vec![("/usage", refuses("503 No", "not_configured"))], Kind::Refused(Code::NotConfigured)),
        ("too many", vec![("/usage", refuses("429 No", "rate_limited"))], Kind::Refused(Code::RateLimited)),
        ("a fault of its own", vec![("/usage", refuses("500 No", "internal"))], Kind::Refused(Code::Internal)),
        ("HTML for the usage", vec![("/usage", html())], Kind::NotOurs),
        ("only models of tomorrow", vec![("/models", models(&["of-tomorrow"]))], Kind::NoModels),
        ("no models", vec![("/models", models(&[]))], Kind::NoModels),
        ("garbage", vec![("/models", says(JSON, b"\xff\xfe{"))], Kind::NotOurs),
        ("cut short", vec![("/usage", says(JSON, r#"{"total":3,"#))], Kind::Broken),
        ("closed", vec![("/health", vec![])], Kind::Broken),
        ("no end", vec![("/health", endless())], Kind::TooLarge),
        ("no end, later", vec![("/models", endless())], Kind::TooLarge),
    ]
}

#[tokio::test]
async fn each_fault_of_a_service_has_its_own_diagnosis() {
    for (name, other, kind) in faults() {
        let error = refused(name, service(other), PATIENT).await;
        assert_eq!(error.kind, kind, "{name}: {error:?}");
    }
}

#[tokio::test]
async fn what_only_the_other_end_knows_is_handed_out() {
    for (api, hint) in [(API_VERSION - 1, "update the service"), (API_VERSION + 1, "update this program")] {
        let error = refused(hint, service(vec![("/health", health("easel", api))]), PATIENT).await;
        assert_eq!((error.detail, error.hint.as_deref()), (Some(api.to_string()), Some(hint)));
    }
    let away = vec![Send(head_of("307 Away\nLocation: https://other.example/login\nContent-Length: 0"))];
    let error = refused("redirect", service(vec![("/", away)]), PATIENT).await;
    assert_eq!(error.detail.as_deref(), Some("other.example"));
}

#[tokio::test]
async fn silence_ends_whichever_question_it_meets() {
    let brief = Timeouts { answer: Duration::from_millis(50), ..PATIENT };
    for path in ["/health", "/usage", "/models"] {
        // Under load an earlier question may be the one that takes too long; it is told alike.
        let error = refused(path, service(vec![(path, vec![Hang])]), brief).await;
        assert_eq!(error.kind, Kind::Timeout, "{path}: {error:?}");
    }
}

#[tokio::test]
async fn who_is_not_there_and_who_speaks_no_tls_are_told_apart() {
    let plain = speaks_no_tls().await;
    for (address, kind) in [(nobody().await, Kind::Connect), (plain.url().replace("http:", "https:"), Kind::Tls)] {
        let error = client_of(&address).check().await.unwrap_err();
        assert_eq!((error.kind, error.billed), (kind, Billed::No), "{address}: {error:?}");
        assert!(error.hint.is_some(), "{address}: nothing is advised");
        assert_presentable(&address, &error);
    }
}
