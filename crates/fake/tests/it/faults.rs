//! What can be told to go wrong, by both ways: facts, Cloudflare §2.2 and §2.3.

use std::{io, io::Read as _, net::TcpStream, time::Duration};

use fake::{FIRST, Fake, Fault, refusal};
use serde_json::json;

use crate::exchange::{
    self, Body, KLEIN_4B, PHOENIX, Reply, SCHNELL, SDXL, begin_binding, begin_rest, binding, end, form, rest, rich,
    wrapped,
};

fn cat() -> Body {
    form(&[("prompt", "a cat")], &[])
}

fn json_cat() -> Body {
    exchange::json(&json!({"prompt": "a cat"}))
}

/// Asks by both ways, with `fault` for each.
fn both(fake: &Fake, fault: Fault, model: &str, body: &Body) -> [Reply; 2] {
    fake.answer_next(fault);
    fake.answer_next(fault);
    [rest(fake, model, body), binding(fake, model, body)]
}

#[test]
fn every_refusal_comes_by_both_ways() {
    let fake = rich();
    for refusal in refusal::ALL {
        let [over_rest, by_binding] = both(&fake, Fault::Refuse(*refusal), KLEIN_4B, &cat());
        let (status, code, message) = over_rest.error();
        assert_eq!((status, code), (refusal.status, u64::from(refusal.code)), "{}", refusal.name);
        assert!(message.starts_with(refusal.message), "{}: {message}", refusal.name);
        assert!(over_rest.json().get("result").is_none(), "as captured");
        let json = by_binding.json();
        assert_eq!((by_binding.status, json["internalCode"].as_u64()), (status, Some(code)), "{}", refusal.name);
        assert!(message.contains(json["description"].as_str().unwrap()), "{}: {json}", refusal.name);
        assert_eq!(json["name"], "AiError");
        for reply in [over_rest, by_binding] {
            let wait = refusal.retry_after.map(|seconds| seconds.to_string());
            assert_eq!(reply.header("retry-after").map(str::to_owned), wait, "{}", refusal.name);
            assert_eq!(reply.header("cf-ai-neurons"), None, "{}", refusal.name);
        }
    }
}

/// facts, Cloudflare §2.3, both tables, and §1.4: status and code.
#[test]
fn every_documented_refusal_is_there() {
    let known = [
        (400, 5007),
        (400, 5004),
        (400, 3039),
        (400, 3003),
        (403, 5018),
        (403, 3041),
        (403, 5016),
        (403, 3023),
        (403, 5035),
        (405, 5019),
        (405, 5005),
        (404, 3042),
        (413, 3006),
        (408, 3007),
        (408, 3008),
        (429, 3036),
        (429, 3040),
        (429, 4006),
        (429, 3021),
        (400, 5006),
        (400, 3030),
        (400, 8007),
        (400, 3010),
        (500, 3025),
        (500, 3043),
        (500, 7000),
        (405, 7001),
        (404, 7003),
        (401, 10000),
        (403, 10000),
        (401, 1000),
        (402, 2021),
    ];
    for (status, code) in known {
        assert!(refusal::ALL.iter().any(|row| (row.status, row.code) == (status, code)), "{status}/{code}");
    }
}

#[test]
fn a_fault_is_had_once_and_by_a_request_that_keeps_to_the_rules() {
    let fake = rich();
    fake.answer_always(Some(Fault::Refuse(refusal::CAPACITY)));
    fake.answer_next(Fault::Refuse(refusal::RATE));
    assert_eq!(rest(&fake, KLEIN_4B, &json_cat()).error().1, 5006);
    assert_eq!(rest(&fake, KLEIN_4B, &cat()).error().1, 3021);
    assert_eq!(rest(&fake, KLEIN_4B, &cat()).error().1, 3040);
    assert_eq!(rest(&fake, KLEIN_4B, &cat()).error().1, 3040);
    fake.answer_always(None);
    assert_eq!(rest(&fake, KLEIN_4B, &cat()).status, 200);
    fake.answer_next(Fault::NotJson);
    fake.forget();
    assert_eq!(rest(&fake, KLEIN_4B, &cat()).status, 200, "what was told is forgotten too");
}

#[test]
fn replies_that_are_not_what_they_should_be() {
    let fake = rich();
    let [over_rest, by_binding] = both(&fake, Fault::FailureUnder200, SDXL, &json_cat());
    assert_eq!((over_rest.status, &over_rest.json()["success"]), (200, &json!(false)));
    assert_eq!((by_binding.status, &by_binding.json()["internalCode"]), (200, &json!(3043)));
    let [over_rest, by_binding] = both(&fake, Fault::EmptyResult, SCHNELL, &json_cat());
    assert_eq!((over_rest.status, over_rest.json()), (200, json!({"result": {}, "success": true})));
    assert_eq!((by_binding.status, by_binding.json()), (200, json!({})));
    for reply in both(&fake, Fault::NotJson, SCHNELL, &json_cat()) {
        assert_eq!((reply.status, reply.body[0]), (502, b'<'));
        assert!(reply.header("content-type").unwrap().starts_with("text/html"));
    }
    for fault in [Fault::NoErrors, Fault::EmptyErrors, Fault::CodeZero] {
        for reply in both(&fake, fault, SCHNELL, &json_cat()) {
            let code = &reply.json()["errors"][0]["code"];
            assert_eq!(reply.status, 500);
            assert!(code.is_null() || code == 0, "{fault:?}: {reply:?}");
        }
    }
    assert_eq!(fake.runs(), 0);
}

#[test]
fn pictures_that_are_none_are_paid_for() {
    let fake = rich();
    for reply in both(&fake, Fault::NotAPicture, SCHNELL, &json_cat()) {
        assert!(image::guess_format(&reply.picture()).is_err());
    }
    for reply in both(&fake, Fault::NotBase64, SCHNELL, &json_cat()) {
        assert!(String::from_utf8(reply.body).unwrap().contains("*** no base64 ***"));
    }
    for reply in both(&fake, Fault::NotAPicture, SDXL, &json_cat()) {
        assert!(image::guess_format(&reply.body).is_err() && !reply.body.is_empty());
    }
    assert_eq!(fake.runs(), 6);
    assert!((fake.spent(FIRST) - 4.0 * 172.8).abs() < 0.01);
}

#[test]
fn types_can_be_wrong_over_bytes_that_are_right() {
    let fake = rich();
    for (model, declared) in [(SCHNELL, "text/plain"), (PHOENIX, "image/png"), (SDXL, "application/octet-stream")] {
        for reply in both(&fake, Fault::WrongType, model, &json_cat()) {
            assert_eq!((reply.status, reply.header("content-type")), (200, Some(declared)));
            assert!(reply.body.starts_with(&[0xFF, 0xD8]) || reply.json().is_object());
        }
    }
}

#[test]
fn a_reply_breaks_off_in_the_middle() {
    let fake = rich();
    fake.set_picture_bytes(Some(300_000));
    fake.answer_always(Some(Fault::BreakOff));
    for mut stream in [begin_rest(&fake, FIRST, KLEIN_4B, &cat()), begin_binding(&fake, SCHNELL, &wrapped(&json_cat()))]
    {
        let mut came = Vec::new();
        // An end or a reset: both are a connection that died.
        stream.read_to_end(&mut came).ok();
        let text = String::from_utf8_lossy(&came);
        assert!(text.starts_with("HTTP/1.1 200 OK"), "{}", &text[..40.min(text.len())]);
        assert!((150_000..300_000).contains(&came.len()), "{} bytes came", came.len());
    }
    assert_eq!(fake.runs(), 2);
}

#[test]
fn a_refusal_breaks_off_in_the_middle_too() {
    let fake = rich();
    fake.answer_always(Some(Fault::BreakOffRefusal));
    for mut stream in [begin_rest(&fake, FIRST, KLEIN_4B, &cat()), begin_binding(&fake, SCHNELL, &wrapped(&json_cat()))]
    {
        let mut came = Vec::new();
        stream.read_to_end(&mut came).ok();
        let text = String::from_utf8_lossy(&came);
        assert!(text.starts_with("HTTP/1.1 400") && text.contains("flagged") && !text.ends_with('}'), "{text}");
    }
    assert_eq!(fake.runs(), 2);
}

/// Whether `stream` is still unanswered after a moment. A fault that answers would answer at once.
fn is_silent(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let kind = stream.read(&mut [0]).map_err(|error| error.kind());
    matches!(kind, Err(io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut))
}

#[test]
fn a_request_hangs_while_others_are_answered() {
    let fake = rich();
    for (fault, runs) in [(Fault::Hang, 1), (Fault::Slow(Duration::from_secs(3600)), 2)] {
        fake.forget();
        fake.answer_next(fault);
        let mut hanging = begin_rest(&fake, FIRST, KLEIN_4B, &cat());
        assert!(is_silent(&mut hanging));
        assert_eq!(binding(&fake, KLEIN_4B, &cat()).status, 200);
        let statuses: Vec<_> = fake.asked().iter().map(|asked| asked.status).collect();
        assert_eq!(statuses, [None, Some(200)]);
        assert_eq!(fake.runs(), runs, "{fault:?}: who is only slow has made its picture");
    }
    fake.answer_next(Fault::Slow(Duration::from_millis(1)));
    assert_eq!(rest(&fake, KLEIN_4B, &cat()).status, 200);
}

#[test]
fn it_hangs_up_on_everybody_when_it_is_dropped() {
    let fake = rich();
    fake.answer_next(Fault::Hang);
    let mut hanging = begin_rest(&fake, FIRST, KLEIN_4B, &cat());
    assert!(is_silent(&mut hanging));
    let host = fake.rest().strip_prefix("http://").unwrap().split('/').next().unwrap().to_owned();
    drop(fake);
    assert!(end(hanging).is_err());
    assert!(TcpStream::connect(host).is_err());
}

#[tokio::test]
async fn it_starts_and_stops_inside_a_runtime_too() {
    let fake = rich();
    assert_eq!(rest(&fake, KLEIN_4B, &cat()).status, 200);
}
