//! The test of a connection to an account at Cloudflare, and each diagnosis that it makes: against the stand-in, which is as
//! strict as the facts, and against a server that does what no Cloudflare should.

use std::{sync::Arc, time::Duration};

use contract::{Account, AccountId, Billed, Code, Key};
use fake::{FIRST, Fake, Fault, SECOND, refusal, token};
use remote::{
    Address, Error, Https,
    Kind::{self, CloudflareDown, NoModels, NotCloudflare, Refused, Token},
    Timeouts,
    TokenFault::{
        AccountBlocked, AccountOrPermission, Disabled, Expired, NoPermission, NotYetValid, Unknown, UnknownHere,
        WrongAccount,
    },
    WorkersAi,
};

use crate::{
    Broken, KEY, PATIENT,
    broken::{
        Route,
        Step::{self, Forever, Hang, Send},
        chunk, head_of, nobody, reply, speaks_no_tls,
    },
    diagnoses::JSON,
    workers_ai::{ID, workers_ai},
};

const SEARCH: &str = "/ai/models/search?task=Text-to-Image&per_page=100";
const BY_USER: &str = "/user/tokens/verify";
const BY_ACCOUNT: &str = "/tokens/verify";
const LIST: &str = "/accounts?per_page=50";

/// Of the stand-in.
pub(crate) fn account(api: &str, id: &str, token: &str) -> WorkersAi {
    let account = Account { id: AccountId::parse(id).unwrap(), token: Key::parse(token).unwrap() };
    WorkersAi::at(Address::parse(api).unwrap(), account, Arc::new(Https::with(PATIENT).unwrap())).with(PATIENT)
}

/// What holds for every diagnosis of an account.
pub(crate) fn presentable(name: &str, error: &Error, secrets: [&str; 2]) {
    assert_eq!(error.billed, Billed::No, "{name}");
    // A connection that broke says enough.
    assert!(error.hint.is_some() || error.kind == Kind::Broken, "{name}: nothing is advised: {error:?}");
    assert!(!error.message.contains('\n'), "{name}: one line, please: {error:?}");
    let shown = format!("{error} {error:?}");
    assert!(secrets.iter().all(|secret| !shown.contains(secret)), "{name}: {shown}");
}

#[test]
fn an_account_that_is_none_is_not_even_asked_about() {
    for id in ["", "studio", &FIRST.id[1..], &format!("{}g", &FIRST.id[1..])] {
        assert!(AccountId::parse(id).is_err(), "{id}");
    }
}

#[tokio::test]
async fn each_token_has_its_own_diagnosis() {
    let fake = Fake::start().unwrap();
    let (unknown, old) = ("0".repeat(32), "z".repeat(40));
    for (id, token, outcome) in [
        (FIRST.id, FIRST.token, Ok(())),
        (&FIRST.id.to_uppercase(), FIRST.token, Ok(())),
        (SECOND.id, SECOND.token, Ok(())),
        (FIRST.id, token::LISTING, Ok(())),
        (SECOND.id, token::LISTING, Err(WrongAccount)),
        (&unknown, token::LISTING, Err(WrongAccount)),
        (FIRST.id, token::LISTING_ONLY, Err(NoPermission)),
        // Neither may say which accounts it reaches.
        (FIRST.id, token::WITHOUT_AI, Err(AccountOrPermission)),
        (SECOND.id, FIRST.token, Err(AccountOrPermission)),
        (&unknown, FIRST.token, Err(AccountOrPermission)),
        (FIRST.id, "cfut_mistyped", Err(Unknown)),
        (FIRST.id, "cfat_mistyped", Err(UnknownHere)),
        (FIRST.id, "cfk_globalkey", Err(UnknownHere)),
        (FIRST.id, &old, Err(UnknownHere)),
        (FIRST.id, token::DISABLED, Err(Disabled)),
        (FIRST.id, token::EXPIRED, Err(Expired)),
        (FIRST.id, token::NOT_YET, Err(NotYetValid)),
        (SECOND.id, token::OWNED_WITHOUT_AI, Err(NoPermission)),
        (FIRST.id, SECOND.token, Err(UnknownHere)),
        (SECOND.id, token::OLD_OWNED_WITHOUT_AI, Err(NoPermission)),
        (FIRST.id, token::OLD_OWNED_WITHOUT_AI, Err(UnknownHere)),
    ] {
        let name = format!("{token} for {id}");
        let checked = account(&fake.rest(), id, token).check().await;
        if let Err(error) = &checked {
            presentable(&name, error, [id, token]);
            let day = match error.kind {
                Token(Expired) => Some("2026-01-31"),
                Token(NotYetValid) => Some("2200-01-01"),
                _ => None,
            };
            assert_eq!(error.detail.as_deref(), day, "{name}");
        }
        assert_eq!(checked.map_err(|error| error.kind), outcome.map_err(Token), "{name}");
    }
    assert!(fake.asked().is_empty(), "a test of a connection must run nothing");
}

#[tokio::test]
async fn what_is_wrong_at_cloudflare_is_not_the_tokens_fault() {
    let fake = Fake::start().unwrap();
    for (fault, kind, wait) in [
        (Fault::Refuse(refusal::BLOCKED), Token(AccountBlocked), None),
        (Fault::Refuse(refusal::NO_ROUTE), Token(WrongAccount), None),
        (Fault::Refuse(refusal::RATE), Refused(Code::RateLimited), None),
        (Fault::Refuse(refusal::RATE_WITH_WAIT), Refused(Code::RateLimited), Some(7)),
        (Fault::Refuse(refusal::QUOTA), Refused(Code::AllowanceUsed), None),
        (Fault::Refuse(refusal::INTERNAL), CloudflareDown, None),
        (Fault::Refuse(refusal::TIMEOUT), CloudflareDown, None),
        (Fault::NotJson, CloudflareDown, None),
        (Fault::NoErrors, CloudflareDown, None),
        (Fault::FailureUnder200, CloudflareDown, None),
        (Fault::EmptyResult, NoModels, None),
    ] {
        fake.answer_questions(Some(fault));
        let name = format!("{fault:?}");
        let error = account(&fake.rest(), FIRST.id, FIRST.token).check().await.expect_err(&name);
        assert_eq!((error.kind, error.retry_after), (kind, wait), "{name}: {error:?}");
        presentable(&name, &error, [FIRST.id, FIRST.token]);
    }
    assert!(fake.asked().is_empty(), "a test of a connection must run nothing");
}

pub(crate) fn says(head: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    vec![Send(reply(&format!("{head}\nConnection: close"), body))]
}

/// Refuses in Cloudflare's words, which repeat what they should not.
fn refuses(status: &str, code: u32) -> Route {
    let body = format!(r#"{{"success":false,"errors":[{{"code":{code},"message":"{KEY} may not use {ID}"}}]}}"#);
    (SEARCH, says(status, body))
}

fn result(path: &'static str, result: &str) -> Route {
    (path, says(JSON, format!(r#"{{"result":{result},"success":true}}"#)))
}

/// The replies to the questions, in the order in which they are asked; the last is what is told.
fn faults() -> Vec<(&'static str, Vec<Route>, Kind)> {
    let html = || "<!doctype html><title>Sign in</title>";
    let no = || refuses("403 Forbidden", 10000);
    let active = || result(BY_USER, r#"{"status":"active"}"#);
    let endless =
        || vec![Send(head_of(&format!("{JSON}\nTransfer-Encoding: chunked"))), Forever(chunk(&[b' '; 65536]))];
    let listed = |rows: &str, total: u32| {
        (LIST, says(JSON, format!(r#"{{"result":{rows},"success":true,"result_info":{{"total_count":{total}}}}}"#)))
    };
    vec![
        ("HTML", vec![(SEARCH, says("200 OK\nContent-Type: text/html", html()))], NotCloudflare),
        ("HTML that refuses", vec![(SEARCH, says("403 Forbidden", html()))], NotCloudflare),
        ("HTML for the token", vec![no(), (BY_USER, says("200 OK", html()))], NotCloudflare),
        ("other JSON", vec![(SEARCH, says(JSON, r#"{"status":"ok"}"#))], NotCloudflare),
        ("garbage", vec![(SEARCH, says(JSON, b"\xff\xfe{"))], NotCloudflare),
        ("a hundred thousand brackets", vec![(SEARCH, says(JSON, "[".repeat(100_000)))], NotCloudflare),
        ("gzip", vec![(SEARCH, says(&format!("{JSON}\nContent-Encoding: gzip"), "{}"))], Kind::NotOurs),
        ("another protocol", vec![(SEARCH, vec![Send(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec())])], Kind::NotOurs),
        ("HTML for too many", vec![(SEARCH, says("429 Too Many", html()))], Refused(Code::RateLimited)),
        ("too many, in words", vec![refuses("429 Too Many", 3021)], Refused(Code::RateLimited)),
        ("too many, later", vec![no(), (BY_USER, says("429 Too Many", ""))], Refused(Code::RateLimited)),
        ("down, later", vec![no(), (BY_USER, says("503 Down", ""))], CloudflareDown),
        ("down, last", vec![no(), active(), (LIST, says("520 Odd", html()))], CloudflareDown),
        (
            "no end of being down",
            vec![(SEARCH, vec![Send(head_of("500 No")), Forever(vec![b' '; 4096])])],
            CloudflareDown,
        ),
        ("no such account", vec![refuses("404 Not Found", 7003)], Token(WrongAccount)),
        ("a token of another form", vec![refuses("400 Bad Request", 6003)], Token(UnknownHere)),
        ("refused under 200", vec![refuses("200 OK", 10000), active(), result(LIST, "[]")], Token(AccountOrPermission)),
        ("status of tomorrow", vec![no(), result(BY_USER, r#"{"status":"resting"}"#)], Token(Disabled)),
        ("no status", vec![no(), result(BY_USER, "null")], Token(Disabled)),
        ("no list", vec![no(), active(), (LIST, says("403 No", r#"{"success":false}"#))], Token(AccountOrPermission)),
        ("a part of the list", vec![no(), active(), listed(r#"[{"id":"a"}]"#, 51)], Token(AccountOrPermission)),
        ("the whole list", vec![no(), active(), listed(r#"[{"id":"a"}]"#, 1)], Token(WrongAccount)),
        ("models of tomorrow", vec![result(SEARCH, r#"[{"name":"@cf/of/tomorrow"},7]"#)], NoModels),
        ("no models", vec![result(SEARCH, "[]")], NoModels),
        ("no end", vec![(SEARCH, endless())], Kind::TooLarge),
        ("no end, later", vec![no(), (BY_USER, endless())], Kind::TooLarge),
        ("elsewhere", vec![(SEARCH, vec![Send(head_of("302 Found\nLocation: https://a.example/"))])], Kind::Redirected),
        ("shorter than declared", vec![(SEARCH, vec![Send(head_of("200 OK\nContent-Length: 9"))])], Kind::Broken),
        ("closed", vec![(SEARCH, vec![])], Kind::Broken),
    ]
}

/// Asks a server that answers `routes`, and refuses all other tokens.
async fn refused(name: &str, mut routes: Vec<Route>, timeouts: Timeouts) -> (Error, Vec<String>) {
    let unknown = |path| (path, refuses("401 Unauthorized", 1000).1);
    routes.extend([unknown(BY_USER), unknown(BY_ACCOUNT)]);
    let server = Broken::by_path(routes).await;
    let error = workers_ai(&format!("{}/client/v4", server.url()), timeouts).check().await.expect_err(name);
    presentable(name, &error, [KEY, ID]);
    let asked = server.seen().iter().map(|seen| seen.lines().next().unwrap().to_owned()).collect();
    (error, asked)
}

#[tokio::test]
async fn each_fault_on_the_way_has_its_own_diagnosis() {
    for (name, routes, kind) in faults() {
        let (error, asked) = refused(name, routes, PATIENT).await;
        assert_eq!(error.kind, kind, "{name}: {error:?}");
        let free = |line: &String| line.starts_with("GET ") && !line.contains("/ai/run");
        assert!(asked.iter().all(free) && asked.len() <= 4, "{name}: {asked:?}");
    }
}

#[tokio::test]
async fn the_questions_are_few_and_in_order_with_the_token_in_its_header() {
    let no = || refuses("403 Forbidden", 10000);
    let (_, asked) = refused("unknown", vec![no()], PATIENT).await;
    let line = |path: &str| format!("GET /client/v4{path} HTTP/1.1");
    let of_account = |path: &str| line(&format!("/accounts/{ID}{path}"));
    assert_eq!(asked, [of_account(SEARCH), line(BY_USER), of_account(BY_ACCOUNT)]);

    let routes = vec![no(), result(BY_USER, r#"{"status":"active"}"#), result(LIST, "[]")];
    let (_, asked) = refused("no permission", routes, PATIENT).await;
    assert_eq!(asked, [of_account(SEARCH), line(BY_USER), line(LIST)]);

    let server = Broken::by_path(vec![result(SEARCH, r#"[{"name":"@cf/black-forest-labs/flux-2-klein-4b"}]"#)]).await;
    assert_eq!(workers_ai(&server.url(), PATIENT).check().await, Ok(()));
    assert!(server.seen()[0].contains(&format!("authorization: Bearer {KEY}\r\n")), "{:?}", server.seen());
}

/// Cloudflare may say 401 or 403 to any stranger at the account's own address: what a token says of itself is surer.
#[tokio::test]
async fn a_token_that_says_whose_it_is_is_verified_there_alone() {
    let cases = [("cfut_a", BY_USER, Unknown), ("cfat_a", BY_ACCOUNT, UnknownHere), ("a", BY_ACCOUNT, UnknownHere)];
    let all = ["401 Unauthorized", "403 Forbidden"].map(|status| cases.map(|case| (status, case)));
    for (status, (token, asked, fault)) in all.into_iter().flatten() {
        let no = || refuses(status, 10000).1;
        let server = Broken::by_path(vec![(SEARCH, no()), (BY_USER, no()), (BY_ACCOUNT, no())]).await;
        let error = account(&server.url(), ID, token).check().await.unwrap_err();
        assert_eq!(error.kind, Token(fault), "{token}");
        let verified: Vec<_> = server.seen().into_iter().skip(1).collect();
        assert!(verified.last().unwrap().contains(asked), "{token}: {verified:?}");
        assert_eq!(verified.len(), if token.contains('_') { 1 } else { 2 }, "{token}: {verified:?}");
    }
}

#[tokio::test]
async fn what_cloudflare_says_is_cut() {
    let body = format!(r#"{{"success":false,"errors":[{{"code":3021,"message":"{}"}}]}}"#, "x".repeat(100_000));
    let (error, _) = refused("long", vec![(SEARCH, says("429 Too Many", body))], PATIENT).await;
    assert_eq!((error.kind, error.detail), (Refused(Code::RateLimited), Some("x".repeat(300))));
    assert!(error.message.len() < 400, "{}", error.message.len());
}

/// The reply's own date decides: this computer's clock may be wrong.
#[tokio::test]
async fn a_token_is_judged_by_cloudflares_clock() {
    let verified = r#"{"status":"active","not_before":"2026-01-01T00:00:00Z","expires_on":"2026-02-01T00:00:00Z"}"#;
    for (date, fault, day) in [
        ("Wed, 31 Dec 2025 23:59:59 GMT", NotYetValid, Some("2026-01-01")),
        ("Thu, 01 Jan 2026 00:00:00 GMT", AccountOrPermission, None),
        ("Sun, 01 Feb 2026 00:00:00 GMT", Expired, Some("2026-02-01")),
        ("yesterday", AccountOrPermission, None),
    ] {
        let head = format!("{JSON}\nDate: {date}");
        let verified = says(&head, format!(r#"{{"result":{verified},"success":true}}"#));
        let routes = vec![refuses("403 Forbidden", 10000), (BY_USER, verified), result(LIST, "[]")];
        let (error, _) = refused(date, routes, PATIENT).await;
        assert_eq!((error.kind, error.detail.as_deref()), (Token(fault), day), "{date}");
    }
}

#[tokio::test]
async fn silence_ends_whichever_question_it_meets() {
    let brief = Timeouts { answer: Duration::from_millis(50), ..PATIENT };
    let (no, active) = (|| refuses("403 No", 10000), || result(BY_USER, r#"{"status":"active"}"#));
    let half = || vec![Send(head_of("200 OK\nContent-Length: 9")), Hang];
    for (name, routes) in [
        ("at once", vec![(SEARCH, vec![Hang])]),
        ("within the models", vec![(SEARCH, half())]),
        ("at the token", vec![no(), (BY_USER, vec![Hang])]),
        ("at the accounts", vec![no(), active(), (LIST, half())]),
    ] {
        let (error, _) = refused(name, routes, brief).await;
        assert_eq!(error.kind, Kind::Timeout, "{name}: {error:?}");
    }
}

#[tokio::test]
async fn who_is_not_there_and_who_speaks_no_tls_are_told_apart() {
    let plain = speaks_no_tls().await;
    for (address, kind) in [(nobody().await, Kind::Connect), (plain.url().replace("http:", "https:"), Kind::Tls)] {
        let error = workers_ai(&address, PATIENT).check().await.unwrap_err();
        assert_eq!(error.kind, kind, "{address}: {error:?}");
        presentable(&address, &error, [KEY, ID]);
    }
}
