//! The account's own figures: against the stand-in, which counts what it ran, and against a server that says what no
//! Cloudflare should.

use std::collections::BTreeMap;

use contract::{Code, Fields, GenerateRequest, Neurons, model::PAINTER};
use fake::{FIRST, Fake, Fault, SECOND, refusal, token};
use jiff::{Timestamp, ToSpan as _, civil::Date, civil::date, tz::TimeZone};
use remote::{
    Analytics, AnalyticsDay, Error,
    Kind::{self, CloudflareDown, NotCloudflare, Refused, Token},
    Timeouts,
    TokenFault::{AccountBlocked, NoAnalytics},
};
use serde_json::{Value, json};

use crate::{
    Broken, KEY, PATIENT,
    account_diagnoses::{account, presentable, says},
    broken::{
        Step::{self, Forever, Hang, Read, Send},
        chunk, head_of, nobody,
    },
    diagnoses::JSON,
    workers_ai::{ID, workers_ai},
};

const FROM: Date = date(2026, 10, 23);
const DAY: Date = date(2026, 11, 21);
const SCHNELL: &str = "@cf/black-forest-labs/flux-1-schnell";

fn neurons(amount: f64) -> Neurons {
    Neurons::new(amount).unwrap()
}

fn day(requests: u64, all: f64, by_model: &[(&str, f64)]) -> AnalyticsDay {
    let by_model = by_model.iter().map(|(id, amount)| ((*id).to_owned(), neurons(*amount))).collect();
    AnalyticsDay { requests, neurons: neurons(all), by_model }
}

fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

#[tokio::test]
async fn what_was_run_is_what_cloudflare_counted() {
    let fake = Fake::start().unwrap();
    let first = account(&fake.rest(), FIRST.id, FIRST.token);
    // Midnight may pass: all that was run is on one of two days.
    let from = today();
    let mut said = 0.0;
    for model in ["flux-2-klein-4b", "flux-2-klein-4b", "flux-1-schnell"] {
        let fields = Fields { prompt: Some("a fox".to_owned()), model: Some(model.to_owned()), ..Fields::default() };
        said += first.run(&GenerateRequest::parse(fields, &PAINTER).unwrap()).await.unwrap().neurons.unwrap();
    }
    let told = first.analytics(from).await.unwrap();
    let sum = |of: fn(&AnalyticsDay) -> Neurons| told.days.values().map(of).sum::<Neurons>();
    assert_eq!(sum(|day| day.neurons), neurons(said));
    assert_eq!(sum(|day| day.by_model.values().copied().sum()), neurons(said));
    assert_eq!(told.days.values().map(|day| day.requests).sum::<u64>(), 3);
    let models: Vec<_> = told.days.values().flat_map(|day| day.by_model.keys()).map(String::as_str).collect();
    assert!(models.contains(&"flux-2-klein-4b") && models.contains(&"flux-1-schnell"), "{models:?}");
    // Another account has used nothing.
    let second = account(&fake.rest(), SECOND.id, SECOND.token);
    assert_eq!(second.analytics(from).await, Ok(Analytics::default()));
}

#[tokio::test]
async fn what_other_programs_used_is_told_for_31_days() {
    let fake = Fake::start().unwrap();
    let text = "@cf/some-lab/a-model-of-tomorrow";
    for (days, model, count, amount) in
        [(-1, SCHNELL, 1, 1.0), (0, SCHNELL, 2, 345.6), (0, text, 3, 7.25), (30, text, 1, 0.1), (31, SCHNELL, 1, 1.0)]
    {
        let date = FROM.checked_add(days.days()).unwrap().to_string();
        fake.use_elsewhere(FIRST, &date, model, count, amount);
    }
    let told = account(&fake.rest(), FIRST.id, FIRST.token).analytics(FROM).await.unwrap();
    let hoped = BTreeMap::from([
        (FROM, day(5, 352.85, &[("flux-1-schnell", 345.6), (text, 7.25)])),
        (date(2026, 11, 22), day(1, 0.1, &[(text, 0.1)])),
    ]);
    assert_eq!(told.days, hoped);
    // It is remembered as it is.
    let json = serde_json::to_string(&told).unwrap();
    assert_eq!(serde_json::from_str::<Analytics>(&json).unwrap(), told);
}

#[tokio::test]
async fn a_token_without_the_permission_is_told_by_its_name() {
    let fake = Fake::start().unwrap();
    for (id, token) in [
        (FIRST.id, token::WITHOUT_ANALYTICS),
        (FIRST.id, token::LISTING),
        (SECOND.id, FIRST.token),
        (FIRST.id, "cfut_mistyped"),
    ] {
        let account = account(&fake.rest(), id, token);
        let error = account.analytics(FROM).await.expect_err(token);
        assert_eq!(error.kind, Token(NoAnalytics), "{token}: {error:?}");
        assert!(error.hint.as_deref().is_some_and(|hint| hint.contains("Account Analytics Read")), "{error:?}");
        presentable(token, &error, [id, token]);
    }
    // It can make pictures all the same.
    assert_eq!(account(&fake.rest(), FIRST.id, token::WITHOUT_ANALYTICS).check().await, Ok(()));
}

#[tokio::test]
async fn what_is_wrong_at_cloudflare_is_not_the_tokens_fault() {
    let fake = Fake::start().unwrap();
    for (fault, kind, wait) in [
        (Fault::Refuse(refusal::RATE), Refused(Code::RateLimited), None),
        (Fault::Refuse(refusal::RATE_WITH_WAIT), Refused(Code::RateLimited), Some(7)),
        (Fault::Refuse(refusal::BLOCKED), Token(AccountBlocked), None),
        (Fault::Refuse(refusal::NOT_ALLOWED), Token(NoAnalytics), None),
        (Fault::Refuse(refusal::WRONG_TOKEN), Token(NoAnalytics), None),
        (Fault::Refuse(refusal::NO_ROUTE), Refused(Code::Upstream), None),
        (Fault::Refuse(refusal::NO_METHOD), Refused(Code::Upstream), None),
        (Fault::Refuse(refusal::INTERNAL), CloudflareDown, None),
        (Fault::NotJson, CloudflareDown, None),
    ] {
        fake.answer_questions(Some(fault));
        let name = format!("{fault:?}");
        let error = account(&fake.rest(), FIRST.id, FIRST.token).analytics(FROM).await.expect_err(&name);
        assert_eq!((error.kind, error.retry_after), (kind, wait), "{name}: {error:?}");
        presentable(&name, &error, [FIRST.id, FIRST.token]);
    }
    assert!(fake.asked().is_empty(), "to look must run nothing");
}

fn faults() -> Vec<(&'static str, Vec<Step>, Kind)> {
    let says_json = |json: Value| says(JSON, json.to_string());
    let errors = |message: &str| says_json(json!({"data": null, "errors": [{"message": message}]}));
    let accounts = |accounts: Value| says_json(json!({"data": {"viewer": {"accounts": accounts}}, "errors": null}));
    let html = "<!doctype html><title>Sign in</title>";
    let endless = vec![Send(head_of(&format!("{JSON}\nTransfer-Encoding: chunked"))), Forever(chunk(&[b' '; 65536]))];
    vec![
        ("no permission", errors(&format!("{KEY} is not authorized for that account {ID}")), Token(NoAnalytics)),
        ("in capitals", errors("Not Authorized for that account"), Token(NoAnalytics)),
        ("no account", accounts(json!([])), Token(NoAnalytics)),
        (
            "an envelope",
            says_json(json!({"success": false, "errors": [{"code": 10000, "message": "Authentication error"}]})),
            Token(NoAnalytics),
        ),
        ("too far back", errors(&format!("{ID}: cannot request data older than a month")), Refused(Code::Upstream)),
        ("no words", says_json(json!({"data": null, "errors": [7]})), Refused(Code::Upstream)),
        ("no data", says_json(json!({"data": null, "errors": null})), NotCloudflare),
        ("no accounts", accounts(Value::Null), NotCloudflare),
        (
            "success of another kind",
            says("201 Created\nContent-Type: application/json", r#"{"success":true,"result":1}"#),
            CloudflareDown,
        ),
        ("other JSON", says(JSON, r#"{"status":"ok"}"#), NotCloudflare),
        ("a list", says(JSON, "[]"), NotCloudflare),
        ("cut short", says(JSON, r#"{"data":{"vie"#), NotCloudflare),
        ("garbage", says(JSON, b"\xff\xfe{"), NotCloudflare),
        ("a hundred thousand brackets", says(JSON, "[".repeat(100_000)), NotCloudflare),
        ("HTML", says("200 OK\nContent-Type: text/html", html), NotCloudflare),
        ("HTML that refuses", says("403 Forbidden", html), NotCloudflare),
        ("HTML for too many", says("429 Too Many", html), Refused(Code::RateLimited)),
        ("HTML in trouble", says("520 Odd", html), CloudflareDown),
        ("gzip", says(&format!("{JSON}\nContent-Encoding: gzip"), "{}"), Kind::NotOurs),
        ("elsewhere", vec![Send(head_of("302 Found\nLocation: https://a.example/"))], Kind::Redirected),
        ("no end", endless, Kind::TooLarge),
        ("shorter than declared", vec![Send(head_of("200 OK\nContent-Length: 9"))], Kind::Broken),
        ("closed", vec![], Kind::Broken),
    ]
}

async fn refused(name: &str, reply: Vec<Step>, timeouts: Timeouts) -> Error {
    let server = Broken::start([vec![Read], reply].concat()).await;
    let error = workers_ai(&server.url(), timeouts).analytics(FROM).await.expect_err(name);
    presentable(name, &error, [KEY, ID]);
    assert_eq!(server.seen().len(), 1, "{name}: asked again");
    error
}

#[tokio::test]
async fn each_fault_on_the_way_has_its_own_diagnosis() {
    for (name, reply, kind) in faults() {
        let error = refused(name, reply, PATIENT).await;
        assert_eq!(error.kind, kind, "{name}: {error:?}");
    }
    let half = vec![Send(head_of("200 OK\nContent-Length: 9")), Hang];
    for (name, reply) in [("silence", vec![Hang]), ("half a reply", half)] {
        let brief = Timeouts { answer: std::time::Duration::from_millis(50), ..PATIENT };
        assert_eq!(refused(name, reply, brief).await.kind, Kind::Timeout, "{name}");
    }
    let gone = workers_ai(&nobody().await, PATIENT).analytics(FROM).await.unwrap_err();
    assert_eq!(gone.kind, Kind::Connect);
    presentable("nobody", &gone, [KEY, ID]);
}

#[tokio::test]
async fn one_question_is_asked_with_the_account_beside_it_and_the_token_in_its_header() {
    let server = Broken::start(vec![Read]).await;
    workers_ai(&server.url(), PATIENT).analytics(FROM).await.unwrap_err();
    let seen = server.seen();
    let (head, body) = seen[0].split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /graphql HTTP/1.1\r\n"), "{head}");
    assert!(head.contains(&format!("authorization: Bearer {KEY}")) && head.contains("content-type: application/json"));
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(body["variables"], json!({"account": ID, "from": "2026-10-23", "until": "2026-11-22"}));
    let query = body["query"].as_str().unwrap();
    assert!(!query.contains(ID) && query.contains("limit:31,") && query.contains("limit:1000,"), "{query}");
    assert!(!body.to_string().contains(KEY));
    // At the end of all days, too.
    assert_eq!(workers_ai(&server.url(), PATIENT).analytics(Date::MAX).await.unwrap_err().kind, Kind::Broken);
}

/// What comes of these rows by day, and by day and model.
async fn told(days: Value, models: Value) -> BTreeMap<Date, AnalyticsDay> {
    let account = json!({"days": days, "models": models});
    let reply = says(JSON, json!({"data": {"viewer": {"accounts": [account]}}}).to_string());
    let server = Broken::start([vec![Read], reply].concat()).await;
    workers_ai(&server.url(), PATIENT).analytics(FROM).await.unwrap().days
}

#[tokio::test]
async fn what_cannot_be_is_nought_or_left_out_and_the_rest_is_told() {
    let row = |date: &str, count: Value, neurons: Value| json!({"count": count, "sum": {"totalNeurons": neurons}, "dimensions": {"date": date}});
    let good = || row("2026-11-21", json!(3), json!(312.6));
    for bad in [
        Value::Null,
        json!(7),
        json!([]),
        json!({}),
        json!({"count": 3, "sum": {"totalNeurons": 5}, "dimensions": null}),
        row("yesterday", json!(3), json!(5)),
        // Before, and after, what was asked for.
        row("2026-10-22", json!(3), json!(5)),
        row("2026-11-23", json!(3), json!(5)),
    ] {
        let told = told(json!([bad, good()]), Value::Null).await;
        assert_eq!(told, BTreeMap::from([(DAY, day(3, 312.6, &[]))]), "{bad}");
    }
    for (count, amount, left) in [
        (json!(-3), json!(-5), day(0, 0.0, &[])),
        (json!(3), Value::Null, day(3, 0.0, &[])),
        (json!("3"), json!("5"), day(0, 0.0, &[])),
        (json!(1e12), json!(1e12), day(0, 0.0, &[])),
        (json!(3), json!(5), day(3, 5.0, &[])),
    ] {
        let told = told(json!([row("2026-11-20", count, amount), good()]), json!({})).await;
        assert_eq!(told, BTreeMap::from([(date(2026, 11, 20), left), (DAY, day(3, 312.6, &[]))]));
    }
    let missing = told(json!([{"count": 2, "sum": null, "dimensions": {"date": "2026-11-21"}}]), json!([])).await;
    assert_eq!(missing[&DAY], day(2, 0.0, &[]));
}

#[tokio::test]
async fn models_are_known_by_their_short_ids_and_bounded() {
    let row = |model: &str, neurons: Value| json!({"sum": {"totalNeurons": neurons}, "dimensions": {"date": DAY, "modelId": model}});
    let models = json!([
        row(SCHNELL, json!(172.8)),
        row("flux-1-schnell", json!(0.2)),
        row("@cf/some-lab/of-tomorrow", json!(-1)),
        row("", json!(1)),
        row("line\nbreak", json!(1)),
        row(&"m".repeat(1000), json!(1)),
        {"sum": {"totalNeurons": 1}, "dimensions": {"date": DAY}},
    ]);
    let few = told(json!([]), models).await;
    assert_eq!(
        few[&DAY].by_model,
        day(0, 0.0, &[("flux-1-schnell", 173.0), ("@cf/some-lab/of-tomorrow", 0.0)]).by_model
    );
    let many: Vec<_> = (0..3000).map(|n| row(&format!("model-{n}"), json!(1))).collect();
    assert_eq!(told(json!([]), many.into()).await[&DAY].by_model.len(), 1000);
}
