//! `GET /health`, `/models` and `/usage`: what is read costs nothing, and only a service of ours is believed.

use contract::{
    API_VERSION, AccountHash, Billed, Code, Health, Odd, OddWhy, Texts, Usage,
    model::CATALOGUE,
    text::TEXT_MODELS,
    usage::{Day, Told},
};
use remote::{Kind, Offer, Timeouts};
use std::time::Duration;

use crate::{
    Broken, PATIENT, assert_presentable,
    broken::{
        Step::{self, Forever, Hang, Read, Send},
        chunk, head_of, reply,
    },
    client_of, client_with,
};

const JSON: &str = "200 OK\nContent-Type: application/json";

#[tokio::test]
async fn a_service_of_ours_is_known_by_its_health() {
    let body = format!(r#"{{"service":"easel","version":"9.9","api":{API_VERSION},"new":"field"}}"#);
    let server = Broken::answering(reply(JSON, body)).await;
    let health = Health { service: "easel".to_owned(), version: "9.9".to_owned(), api: API_VERSION, instance: None };
    assert_eq!(client_of(&server.url()).health().await, Ok(health));
}

#[tokio::test]
async fn another_service_or_version_is_refused_each_in_its_own_way() {
    let (older, newer) = (API_VERSION - 1, API_VERSION + 1);
    for (body, kind, hint) in [
        (format!(r#"{{"service":"pastel","version":"1","api":{API_VERSION}}}"#), Kind::NotOurs, "address"),
        (r#"{"status":"ok"}"#.to_owned(), Kind::NotOurs, "address"),
        (format!(r#"{{"service":"easel","version":"0","api":{older}}}"#), Kind::OtherApi, "update the service"),
        (format!(r#"{{"service":"easel","version":"2","api":{newer}}}"#), Kind::OtherApi, "update this program"),
    ] {
        let server = Broken::answering(reply(JSON, &body)).await;
        let error = client_of(&server.url()).health().await.expect_err(&body);
        assert_eq!((error.kind, error.billed), (kind, Billed::No), "{body}");
        assert!(error.hint.as_deref().is_some_and(|text| text.contains(hint)), "{body}: {error:?}");
        assert_presentable(&body, &error);
    }
}

#[tokio::test]
async fn models_keep_their_order_and_unknown_ones_are_counted() {
    let (first, last) = (&CATALOGUE[0], &CATALOGUE[3]);
    let listed =
        format!(r#"{{"id":"{}"}},{{"id":"of-tomorrow"}},{{"id":"{}"}},{{"id":"{}"}}"#, last.id, first.id, last.id);
    let known = &TEXT_MODELS[3];
    for (said, texts) in [
        (String::new(), Texts::Unsaid),
        (r#","text_model":null"#.to_owned(), Texts::Absent),
        (format!(r#","text_model":"{}""#, known.id), Texts::By(known)),
        (r#","text_model":"of-tomorrow""#.to_owned(), Texts::Unsaid),
        (r#","text_model":[7]"#.to_owned(), Texts::Unsaid),
    ] {
        let server = Broken::answering(reply(JSON, format!(r#"{{"models":[{listed}]{said}}}"#))).await;
        let offer = Offer { models: vec![last, first], unknown: 1, texts };
        assert_eq!(client_of(&server.url()).models().await, Ok(offer), "{said}");
    }
}

#[tokio::test]
async fn usage_is_read_for_as_many_days_as_were_asked() {
    let account = AccountHash::kept("0123456789abcdef");
    let usage = Usage { total: 3, account, days: vec![Day::empty("2026-11-21".parse().unwrap())] };
    let server = Broken::answering(reply(JSON, serde_json::to_vec(&usage).unwrap())).await;
    assert_eq!(client_of(&server.url()).usage(1).await, Ok(Told { usage, odd: Vec::new() }));
    assert!(server.seen()[0].starts_with("GET /usage?days=1 HTTP/1.1\r\n"), "{:?}", server.seen());
}

/// How much can be wrong with a reply, the tests of `contract` say.
#[tokio::test]
async fn a_wrong_row_of_the_usage_does_not_lose_the_others() {
    let rows = r#"[{"date":"2026-11-22","count":3},7,{"date":"2026-11-21","count":1e999}]"#;
    let server = Broken::answering(reply(JSON, format!(r#"{{"total":3,"account":"","days":{rows}}}"#))).await;
    let told = client_of(&server.url()).usage(2).await.unwrap();
    assert_eq!(told.usage.days.iter().map(|day| day.count).collect::<Vec<_>>(), [0, 3]);
    let said: Vec<_> = told.odd.iter().map(|odd| odd.why).collect();
    assert_eq!(said, [OddWhy::Missing, OddWhy::Unreadable, OddWhy::Absurd, OddWhy::OutOfOrder]);
}

#[tokio::test]
async fn of_ten_thousand_days_the_newest_are_read_and_of_more_than_fits_none() {
    let rows = |row: fn(String) -> String| {
        let days: Vec<_> =
            (0..10_000).map(|n| row(format!("{}-{:02}-{:02}", 2020 + n / 336, n / 28 % 12 + 1, n % 28 + 1))).collect();
        reply(JSON, format!(r#"{{"total":3,"account":"","days":[{}]}}"#, days.join(",")))
    };
    let short = Broken::answering(rows(|date| format!(r#"{{"date":"{date}","count":1}}"#))).await;
    let told = client_of(&short.url()).usage(400).await.unwrap();
    assert_eq!(told.usage.days.len(), 401);
    assert!(told.odd.contains(&Odd { date: None, why: OddWhy::TooMany }), "{:?}", told.odd);
    let whole = |date: String| serde_json::to_string(&Day::empty(date.parse().unwrap())).unwrap();
    let long = Broken::answering(rows(whole)).await;
    let error = client_of(&long.url()).usage(400).await.unwrap_err();
    assert_eq!((error.kind, error.billed), (Kind::TooLarge, Billed::No), "{error:?}");
}

#[tokio::test]
async fn every_fault_is_told_and_costs_nothing() {
    let answer = |bytes: Vec<u8>| vec![Read, Send(bytes)];
    let unauthorized = r#"{"error":{"code":"unauthorized","message":"the key is wrong","billed":"maybe"}}"#;
    let no_route = r#"{"error":{"code":"not_found","message":"no such route","billed":"no"}}"#;
    let endless = head_of(&format!("{JSON}\nTransfer-Encoding: chunked"));
    let scripts: Vec<(&str, Vec<Step>, Kind)> = vec![
        ("401", answer(reply("401 Unauthorized", unauthorized)), Kind::Refused(Code::Unauthorized)),
        ("HTML", answer(reply("200 OK\nContent-Type: text/html", "<html>")), Kind::NotOurs),
        ("an older service", answer(reply("404 Not Found", no_route)), Kind::Refused(Code::NotFound)),
        ("no service", answer(reply("404 Not Found\nContent-Type: text/html", "<html>")), Kind::NotOurs),
        ("500", answer(reply("500 Oops", "<html>")), Kind::NotOurs),
        ("gzip", answer(reply(&format!("{JSON}\nContent-Encoding: gzip"), "{}")), Kind::NotOurs),
        ("truncated JSON", answer(reply(JSON, r#"{"total":3,"acc"#)), Kind::Broken),
        ("JSON of another shape", answer(reply(JSON, "[1,2]")), Kind::NotOurs),
        ("another service's JSON", answer(reply(JSON, r#"{"status":"ok"}"#)), Kind::NotOurs),
        ("deep JSON", answer(reply(JSON, "[".repeat(100_000))), Kind::NotOurs),
        ("no UTF-8", answer(reply(JSON, b"{\"total\":\"\xff\xfe\"}")), Kind::NotOurs),
        ("shorter than declared", answer(head_of(&format!("{JSON}\nContent-Length: 9"))), Kind::Broken),
        ("without end", vec![Read, Send(endless), Forever(chunk(&[b' '; 65536]))], Kind::TooLarge),
        ("closed", vec![Read], Kind::Broken),
    ];
    for (name, script, kind) in scripts {
        let server = Broken::start(script).await;
        let error = client_of(&server.url()).usage(7).await.expect_err(name);
        assert_eq!((error.kind, error.billed), (kind, Billed::No), "{name}: {error:?}");
        assert_presentable(name, &error);
    }
}

#[tokio::test]
async fn silence_ends() {
    let half = [head_of(&format!("{JSON}\nContent-Length: 9")), b"{".to_vec()].concat();
    for (name, script) in [("at once", vec![Read, Hang]), ("within the body", vec![Read, Send(half), Hang])] {
        let server = Broken::start(script).await;
        let timeouts = Timeouts { answer: Duration::from_millis(50), ..PATIENT };
        let error = client_with(&server.url(), timeouts).models().await.expect_err(name);
        assert_eq!((error.kind, error.billed), (Kind::Timeout, Billed::No), "{name}: {error:?}");
        assert_presentable(name, &error);
    }
}
