//! Workers AI over REST: what goes out, each form in which an answer comes, and every way in which none does.

use std::{sync::Arc, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use contract::{
    Account, AccountId, ApiError, Billed, Code, Fields, Format, GenerateRequest, Key, MAX_PICTURE_BYTES,
    model::{CATALOGUE, PAINTER},
};
use remote::{Address, Https, Kind, NotRun, Ran, RunError, Timeouts, WorkersAi};

use crate::{
    Broken, KEY, PATIENT,
    broken::{
        Step::{self, Forever, Hang, Read, Send},
        chunk, head_of, reply,
    },
};

pub(crate) const ID: &str = "0123456789abcdef0123456789abcdef";
/// The beginning and the end of one; nobody here looks closer.
const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 0xff, 0xd9];
pub(crate) const JSON: &str = "200 OK\nContent-Type: application/json";

fn account(token: &str) -> Account {
    Account { id: AccountId::parse(ID).unwrap(), token: Key::parse(token).unwrap() }
}

pub(crate) fn workers_ai(api: &str, timeouts: Timeouts) -> WorkersAi {
    let wire = Arc::new(Https::with(timeouts).unwrap());
    WorkersAi::at(Address::parse(api).unwrap(), account(KEY), wire).with(timeouts)
}

pub(crate) fn request(model: &str) -> GenerateRequest {
    let fields =
        Fields { prompt: Some("雨の中の猫".to_owned()), model: Some(model.to_owned()), ..Fields::default() };
    GenerateRequest::parse(fields, &PAINTER).unwrap()
}

async fn run_with(server: &Broken, timeouts: Timeouts) -> Result<Ran, RunError> {
    workers_ai(&format!("{}/client/v4", server.url()), timeouts).run(&request("flux-2-klein-4b")).await
}

async fn run(server: &Broken) -> Result<Ran, RunError> {
    run_with(server, PATIENT).await
}

fn envelope(jpeg: &[u8]) -> String {
    format!(r#"{{"result":{{"image":"{}"}},"success":true,"errors":[],"messages":[]}}"#, STANDARD.encode(jpeg))
}

/// What whoever asked the service is told. No text may hold the token.
pub(crate) fn told(error: RunError) -> ApiError {
    let shown = format!("{error} {error:?}");
    let error = error.into_error("2026-11-21T18:00:00Z".parse().unwrap());
    let shown = format!("{shown} {error:?}");
    assert!(!shown.contains(KEY) && !shown.contains(ID), "{shown}");
    assert!(!error.message.contains('\n') && error.hint.is_some(), "{error:?}");
    error
}

#[tokio::test]
async fn a_form_goes_to_the_models_own_path_with_the_token_in_its_header() {
    let server = Broken::answering(reply(&format!("{JSON}\ncf-ai-neurons: 104.20"), envelope(JPEG))).await;
    for _ in 0..2 {
        let ran = run(&server).await;
        assert_eq!(ran, Ok(Ran { format: Format::Jpeg, file: JPEG.into(), neurons: Some(104.2) }));
    }
    let boundaries = server.seen().into_iter().map(|seen| {
        let (head, body) = seen.split_once("\r\n\r\n").unwrap();
        let path = format!("POST /client/v4/accounts/{ID}/ai/run/@cf/black-forest-labs/flux-2-klein-4b HTTP/1.1\r\n");
        assert!(head.starts_with(&path), "{head}");
        assert!(head.contains(&format!("authorization: Bearer {KEY}\r\n")), "{head}");
        assert!(head.contains("accept-encoding: identity"), "{head}");
        let (_, boundary) = head.split_once("content-type: multipart/form-data; boundary=").unwrap();
        let boundary = boundary.lines().next().unwrap();
        assert!(body.starts_with(&format!("--{boundary}\r\n")) && body.contains("雨の中の猫"), "{body}");
        assert!(body.ends_with(&format!("--{boundary}--\r\n")), "{body}");
        boundary.to_owned()
    });
    let [one, other] = boundaries.collect::<Vec<_>>().try_into().unwrap();
    assert_ne!(one, other);
}

#[tokio::test]
async fn json_goes_to_those_who_want_it_and_their_bytes_are_the_picture_whatever_they_are_called() {
    for declared in ["image/jpeg", "image/png", "application/json", "application/octet-stream"] {
        let server = Broken::answering(reply(&format!("200 OK\nContent-Type: {declared}"), JPEG)).await;
        let ran = workers_ai(&server.url(), PATIENT).run(&request("phoenix-1.0")).await;
        assert_eq!(ran, Ok(Ran { format: Format::Jpeg, file: JPEG.into(), neurons: None }), "{declared}");
        let seen = server.seen().remove(0);
        let (head, body) = seen.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("/ai/run/@cf/leonardo/phoenix-1.0 ") && head.contains("content-type: application/json"));
        assert!(body.starts_with('{') && body.contains(r#""width":1024"#), "{body}");
    }
}

#[tokio::test]
async fn an_answer_that_arrives_in_pieces_is_whole() {
    let jpeg: Vec<u8> = JPEG.iter().copied().chain((0..200_000_u32).map(|n| n as u8)).collect();
    let body = envelope(&jpeg);
    let head = head_of(&format!("{JSON}\nTransfer-Encoding: chunked"));
    let pieces = body.as_bytes().chunks(70_001).map(|piece| Send(chunk(piece)));
    let script = [Read, Send(head)].into_iter().chain(pieces).chain([Send(b"0\r\n\r\n".to_vec())]);
    let server = Broken::start(script.collect()).await;
    assert_eq!(run(&server).await.unwrap().file, jpeg);
}

#[tokio::test]
async fn neurons_that_are_no_amount_are_not_known() {
    for (said, neurons) in [
        ("0.00", Some(0.0)),
        (" 1541.4 ", Some(1541.4)),
        ("-1", None),
        ("NaN", None),
        ("inf", None),
        ("1e999", None),
        ("many", None),
        ("", None),
    ] {
        let server = Broken::answering(reply(&format!("{JSON}\ncf-ai-neurons: {said}"), envelope(JPEG))).await;
        assert_eq!(run(&server).await.unwrap().neurons, neurons, "{said}");
    }
}

#[tokio::test]
async fn a_refusal_keeps_cloudflares_words_and_its_wait() {
    let quota = r#"{"errors":[{"message":"AiError: AiError: you have used up your daily free allocation of 10,000 neurons. (0193a3f0-5c7e-7d3c-9a51-3e2f1b0c9d8e)","code":4006}],"success":false}"#;
    let rate = r#"{"errors":[{"message":"AiError: rate limiting","code":3021}],"success":false}"#;
    for (status, body, code, wait) in [
        ("429 Too Many Requests", quota, Code::AllowanceUsed, Some(6 * 3600)),
        ("429 Too Many Requests\nRetry-After: 7", rate, Code::RateLimited, Some(7)),
        ("429 Too Many Requests\nRetry-After: Wed, 21 Oct 2026 07:28:00 GMT", rate, Code::RateLimited, None),
        ("429 Too Many Requests\nRetry-After: -1", "", Code::RateLimited, None),
        // facts, Cloudflare §2.2: also under 200.
        ("200 OK\nRetry-After: 7", rate, Code::RateLimited, Some(7)),
    ] {
        let error = told(run(&Broken::answering(reply(status, body)).await).await.unwrap_err());
        assert_eq!((error.code, error.billed, error.retry_after), (code, Billed::No, wait), "{status}");
    }
    let error = told(run(&Broken::answering(reply("429 Too Many", quota)).await).await.unwrap_err());
    assert!(error.message.ends_with("(4006): you have used up your daily free allocation of 10,000 neurons."));
}

#[tokio::test]
async fn an_account_that_is_repeated_is_not_repeated() {
    for status in ["401 Unauthorized", "200 OK"] {
        let body = format!(
            r#"{{"success":false,"errors":[{{"code":10000,"message":"{} {KEY} may not use {ID}"}}]}}"#,
            "x".repeat(290)
        );
        let error = told(run(&Broken::answering(reply(status, body)).await).await.unwrap_err());
        assert_eq!(error.code, Code::AccountRefused, "{status}");
        assert!(error.message.contains("x … may"), "{error}");
        assert!(!error.message.contains("sesa"), "{error}");
    }
    let workers_ai = workers_ai("http://127.0.0.1:9", PATIENT);
    let hash = workers_ai.account();
    assert_eq!(format!("{workers_ai:?}"), format!("WorkersAi(http://127.0.0.1:9, {hash:?})"));
}

#[tokio::test]
async fn no_redirect_is_followed_with_the_token() {
    let other = Broken::answering(reply(JSON, envelope(JPEG))).await;
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let location = format!("{}/login?token={KEY}", other.url());
        let server = Broken::answering(head_of(&format!("{status}\nLocation: {location}\nContent-Length: 0"))).await;
        let error = run(&server).await.unwrap_err();
        assert!(
            matches!(&*error.why, NotRun::Exchange(error) if error.kind == Kind::Redirected),
            "{status}: {error:?}"
        );
        let error = told(error);
        assert_eq!((error.code, error.billed), (Code::Upstream, Billed::Maybe), "{status}");
        assert!(error.message.contains(other.url().trim_start_matches("http://")), "{error}");
        assert_eq!(server.seen().len(), 1);
    }
    assert_eq!(other.seen(), Vec::<String>::new());
}

/// Name, script, what the service says. All of these left, and may have been billed.
fn faults() -> Vec<(&'static str, Vec<Step>, Code)> {
    let answer = |bytes: Vec<u8>| vec![Read, Send(bytes)];
    let endless = |lines: &str, piece: &[u8]| vec![Read, Send(head_of(lines)), Forever(chunk(piece))];
    let html = "<!doctype html><title>Oops</title>";
    let result = |result: &str| answer(reply(JSON, format!(r#"{{"result":{result},"success":true}}"#)));
    let too_long = format!("{JSON}\nContent-Length: {}", MAX_PICTURE_BYTES * 2);
    vec![
        ("500 with HTML", answer(reply("500 Oops\nContent-Type: text/html", html)), Code::Upstream),
        ("502 with nothing", answer(reply("502 Bad Gateway", "")), Code::Upstream),
        ("500 without errors", answer(reply("500 Oops", r#"{"success":false}"#)), Code::Upstream),
        ("500 with code 0", answer(reply("500 Oops", r#"{"errors":[{"code":0,"message":""}]}"#)), Code::Upstream),
        ("a flagged picture, cut off", answer(head_of("400 Bad Request\nContent-Length: 99")), Code::Upstream),
        ("a refusal without end", endless("400 No\nTransfer-Encoding: chunked", &[b' '; 4096]), Code::Upstream),
        ("408", answer(reply("408 Request Timeout", "")), Code::UpstreamTimeout),
        ("500 without end", endless("500 Oops\nTransfer-Encoding: chunked", &[b' '; 4096]), Code::Upstream),
        ("200 with HTML", answer(reply("200 OK\nContent-Type: text/html", html)), Code::Upstream),
        ("200 with nothing", answer(reply(JSON, "")), Code::Upstream),
        ("204", answer(head_of("204 No Content")), Code::Upstream),
        ("an empty result", result("{}"), Code::Upstream),
        ("no result", answer(reply(JSON, r#"{"success":true}"#)), Code::Upstream),
        ("an image that is null", result(r#"{"image":null}"#), Code::Upstream),
        ("an image that is no base64", result(r#"{"image":"***"}"#), Code::Upstream),
        ("an image that is none", result(r#"{"image":"aGVsbG8="}"#), Code::Upstream),
        ("a hundred thousand brackets", answer(reply(JSON, "[".repeat(100_000))), Code::Upstream),
        ("gzip", answer(reply(&format!("{JSON}\nContent-Encoding: gzip"), envelope(JPEG))), Code::Upstream),
        ("a declared length over the bound", answer(head_of(&too_long)), Code::Upstream),
        ("no end", endless(&format!("{JSON}\nTransfer-Encoding: chunked"), &[b' '; 1 << 20]), Code::Upstream),
        (
            "shorter than declared",
            answer([head_of("200 OK\nContent-Length: 999"), JPEG.to_vec()].concat()),
            Code::Upstream,
        ),
        ("closed without a word", vec![Read], Code::Upstream),
        ("another protocol", answer(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()), Code::Upstream),
        ("huge headers", answer(reply(&format!("{JSON}\nX-Much: {}", "x".repeat(1 << 20)), "")), Code::Upstream),
    ]
}

#[tokio::test]
async fn every_fault_after_the_request_left_is_told_and_may_have_been_billed() {
    for (name, script, code) in faults() {
        let server = Broken::start(script).await;
        let error = told(run(&server).await.expect_err(name));
        assert_eq!((error.code, error.billed), (code, Billed::Maybe), "{name}: {error:?}");
        assert!(server.seen().len() <= 1, "{name}: a request was sent again");
    }
}

#[tokio::test]
async fn silence_ends_at_each_place() {
    let brief = Duration::from_millis(50);
    let stopped = |lines: &str| vec![Read, Send([&head_of(lines), JPEG].concat()), Hang];
    for (name, script, timeouts, code) in [
        ("before the head", vec![Read, Hang], Timeouts { picture: brief, ..PATIENT }, Code::UpstreamTimeout),
        (
            "within the picture",
            stopped("200 OK\nContent-Length: 99"),
            Timeouts { idle: brief, ..PATIENT },
            Code::UpstreamTimeout,
        ),
        // The status alone says what it is.
        (
            "within a refusal",
            stopped("401 Unauthorized\nContent-Length: 99"),
            Timeouts { answer: brief, ..PATIENT },
            Code::AccountRefused,
        ),
    ] {
        let error = told(run_with(&Broken::start(script).await, timeouts).await.expect_err(name));
        assert_eq!(error.code, code, "{name}: {error:?}");
        let billed = if code == Code::UpstreamTimeout { Billed::Maybe } else { Billed::No };
        assert_eq!(error.billed, billed, "{name}");
    }
}

#[tokio::test]
async fn what_never_left_cost_nothing() {
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let down = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let plain = Broken::start(vec![Send(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()), Hang]).await;
    let not_tls = plain.url().replace("http:", "https:");
    // Only the first of them passes by itself.
    for (name, address, code) in [("server down", down, Code::Unreachable), ("no TLS there", not_tls, Code::Upstream)] {
        let error = told(workers_ai(&address, PATIENT).run(&request("flux-2-klein-4b")).await.expect_err(name));
        assert_eq!((error.code, error.billed), (code, Billed::No), "{name}: {error:?}");
    }
    let error = workers_ai("http://127.0.0.1:9", PATIENT).run(&request("painter")).await.unwrap_err();
    let error = error.into_error("2026-11-21T18:00:00Z".parse().unwrap());
    assert_eq!((error.code, error.billed), (Code::Internal, Billed::No));
}

#[tokio::test]
async fn every_model_of_the_catalogue_has_a_path_that_goes_out_as_it_is() {
    for model in CATALOGUE.iter().filter(|model| !model.needs_references()) {
        let server = Broken::answering(reply(JSON, envelope(JPEG))).await;
        workers_ai(&server.url(), PATIENT).run(&request(model.id)).await.unwrap();
        let path = format!("POST /accounts/{ID}/ai/run/{} HTTP/1.1\r\n", model.path().unwrap());
        assert!(server.seen()[0].starts_with(&path), "{:?}", server.seen());
    }
}
