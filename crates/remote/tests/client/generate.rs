//! `POST /generate`: the picture as it should come, and every way in which it should not.

use contract::{Billed, Code, Format, MAX_PICTURE_BYTES};
use remote::{Error, Kind, Timeouts, Trace};
use std::time::Duration;

use crate::{
    Broken, PATIENT, assert_presentable,
    broken::{
        Step::{self, Forever, Hang, Hear, Read, Reset, Send},
        chunk, head_of, reply,
    },
    client_of, client_with, generate, picture, record,
};

/// Begins and ends like a JPEG; nobody here looks closer.
fn jpeg(length: usize) -> Vec<u8> {
    let inside = (0..length - 5).map(|n| (n % 251) as u8);
    [0xff, 0xd8, 0xff].into_iter().chain(inside).chain([0xff, 0xd9]).collect()
}

/// The head of a good reply, but for how its body is framed.
pub(crate) fn good_head() -> String {
    format!("200 OK\nContent-Type: image/jpeg\nX-Easel-Record: {}", record().to_header())
}

fn chunked(pieces: &[&[u8]]) -> Vec<Step> {
    let head = head_of(&format!("{}\nTransfer-Encoding: chunked", good_head()));
    [Read, Send(head)].into_iter().chain(pieces.iter().map(|piece| Send(chunk(piece)))).collect()
}

#[tokio::test]
async fn a_picture_comes_in_pieces_of_any_size() {
    let whole = jpeg(70_001);
    let pieces: Vec<&[u8]> =
        [&whole[..1], &whole[1..2], &whole[2..9], &whole[9..4106], &whole[4106..]].into_iter().collect();
    let mut script = chunked(&pieces);
    script.push(Send(b"0\r\nX-Trailer: ignored\r\n\r\n".to_vec()));
    let server = Broken::start(script).await;
    let client = client_of(&server.url());

    let incoming = generate(&client).await.unwrap();
    assert_eq!((incoming.record, incoming.format), (record(), Format::Jpeg));
    assert_eq!(picture(&client).await, Ok(whole));

    let seen = server.seen();
    let (head, body) = seen[0].split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("POST /generate?format=raw HTTP/1.1\r\n"), "{head}");
    assert!(head.contains("idempotency-key: job-1\r\n"), "{head}");
    assert!(head.contains("content-type: application/json"), "{head}");
    assert!(head.contains("accept-encoding: identity"), "{head}");
    assert!(body.contains("雨の中の猫") && body.contains("\"seed\":7"), "{body}");
}

#[tokio::test]
async fn the_bytes_decide_what_a_picture_is_and_a_path_belongs_to_the_address() {
    let webp = b"RIFF\x04\0\0\0WEBPVP8 ";
    let server = Broken::answering(reply(&good_head(), webp)).await;
    let client = client_of(&format!("{}/easel/", server.url()));
    assert_eq!(generate(&client).await.unwrap().format, Format::WebP);
    assert!(server.seen()[0].starts_with("POST /easel/generate?"), "{:?}", server.seen());
}

#[tokio::test]
async fn what_the_service_could_not_do_for_the_picture_is_handed_out() {
    for (said, uncounted, unkept) in [
        ("", false, false),
        ("\nX-Easel-Uncounted: true", true, false),
        ("\nX-Easel-Unkept: true\nX-Easel-Uncounted: maybe", false, true),
    ] {
        let server = Broken::answering(reply(&format!("{}{said}", good_head()), jpeg(50))).await;
        let incoming = generate(&client_of(&server.url())).await.unwrap();
        assert_eq!((incoming.uncounted, incoming.unkept), (uncounted, unkept), "{said}");
    }
}

#[tokio::test]
async fn a_refusal_in_our_shape_is_told_as_it_is() {
    let server = Broken::answering(reply(
        "400 Bad Request\nContent-Type: application/json",
        r#"{"error":{"code":"invalid_request","message":"`width` must be\nfrom 256 to 1920","param":"width","hint":"make it smaller","billed":"no"}}"#,
    ))
    .await;
    let expected = Error {
        kind: Kind::Refused(Code::InvalidRequest),
        message: "`width` must be from 256 to 1920".to_owned(),
        param: Some("width".to_owned()),
        hint: Some("make it smaller".to_owned()),
        billed: Billed::No,
        retry_after: None,
        trace: Trace { status: Some(400), ..Trace::default() }.into(),
        detail: Some("`width` must be from 256 to 1920".to_owned()),
    };
    assert_eq!(picture(&client_of(&server.url())).await, Err(expected));
}

#[tokio::test]
async fn the_services_word_on_the_bill_and_on_waiting_is_kept() {
    let refusal =
        |billed: &str| format!(r#"{{"error":{{"code":"something_new","message":"no","billed":"{billed}"}}}}"#);
    for (status, billed, read) in [
        ("429 Too Many Requests\nRetry-After: 7", "no", Billed::No),
        ("429 Too Many Requests\nRetry-After: 7", "maybe", Billed::Maybe),
        ("410 Gone\nRetry-After: 7", "yes", Billed::Yes),
        ("503 Service Unavailable\nRetry-After: 7", "no", Billed::No),
    ] {
        let server = Broken::answering(reply(status, refusal(billed))).await;
        let error = picture(&client_of(&server.url())).await.unwrap_err();
        assert_eq!((error.kind, error.billed), (Kind::Refused(Code::Other), read), "{status}");
        assert_eq!(error.retry_after, Some(7), "{status}");
    }
}

#[tokio::test]
async fn a_wrong_key_says_to_check_the_key() {
    let body = r#"{"error":{"code":"unauthorized","message":"the key is wrong","billed":"no"}}"#;
    let server = Broken::answering(reply("401 Unauthorized\nContent-Type: application/json", body)).await;
    let error = picture(&client_of(&server.url())).await.unwrap_err();
    assert_eq!((error.kind, error.billed), (Kind::Refused(Code::Unauthorized), Billed::No));
    assert!(error.hint.is_some_and(|hint| hint.contains("key")));
}

/// Name, script, what the user is told. All of these left, and no service of ours answered: they may have been billed.
fn faults() -> Vec<(&'static str, Vec<Step>, Kind)> {
    let answer = |bytes: Vec<u8>| vec![Read, Send(bytes)];
    let html = "<!doctype html><title>Oops</title>";
    let good = good_head();
    let kept = record().to_header();
    let image = "200 OK\nContent-Type: image/jpeg";
    let endless = |lines: &str, piece: Vec<u8>| vec![Read, Send(head_of(lines)), Forever(piece)];
    vec![
        ("500 with HTML", answer(reply("500 Oops\nContent-Type: text/html", html)), Kind::NotOurs),
        ("502 with nothing", answer(reply("502 Bad Gateway", "")), Kind::NotOurs),
        ("200 with HTML", answer(reply("200 OK\nContent-Type: text/html", html)), Kind::NotOurs),
        ("200 with no type", answer(reply("200 OK", html)), Kind::NotOurs),
        ("204", answer(head_of("204 No Content")), Kind::NotOurs),
        (
            "an error's body without end",
            endless("500 Oops\nTransfer-Encoding: chunked", chunk(&[b' '; 4096])),
            Kind::NotOurs,
        ),
        ("truncated error JSON", answer(reply("400 Bad Request", r#"{"error":{"code":"#)), Kind::NotOurs),
        ("no record", answer(reply(image, jpeg(99))), Kind::NotOurs),
        ("record of garbage", answer(reply(&format!("{image}\nX-Easel-Record: %%%"), jpeg(99))), Kind::NotOurs),
        ("record of no JSON", answer(reply(&format!("{image}\nX-Easel-Record: AAAA"), jpeg(99))), Kind::NotOurs),
        ("two records", answer(reply(&format!("{good}\nX-Easel-Record: {kept}"), jpeg(99))), Kind::NotOurs),
        ("gzip", answer(reply(&format!("{good}\nContent-Encoding: gzip"), jpeg(99))), Kind::NotOurs),
        ("no picture", answer(reply(&good, "GIF89a, or so it says")), Kind::NoPicture),
        ("HTML as a picture", answer(reply(&good, html)), Kind::NoPicture),
        ("an empty picture", answer(reply(&good, "")), Kind::NoPicture),
        ("too few bytes to be one", answer(reply(&good, [0xff, 0xd8])), Kind::NoPicture),
        (
            "a picture without end",
            endless(&format!("{good}\nTransfer-Encoding: chunked"), chunk(&jpeg(1 << 20))),
            Kind::TooLarge,
        ),
        (
            "a declared length over the bound",
            answer(head_of(&format!("{good}\nContent-Length: {}", MAX_PICTURE_BYTES + 1))),
            Kind::TooLarge,
        ),
        (
            "shorter than declared",
            answer([head_of(&format!("{good}\nContent-Length: 999")), jpeg(99)].concat()),
            Kind::Broken,
        ),
        ("cut between chunks", chunked(&[&jpeg(99)]), Kind::Broken),
        (
            "cut within a chunk",
            answer([head_of(&format!("{good}\nTransfer-Encoding: chunked")), b"ff\r\n\xff\xd8\xff".to_vec()].concat()),
            Kind::Broken,
        ),
        ("a chunk's size is no number", chunked_raw(b"zz\r\n"), Kind::Broken),
        ("two lengths", answer(reply(&format!("{good}\nContent-Length: 5"), jpeg(99))), Kind::NotOurs),
        ("huge headers", answer(reply(&format!("{good}\nX-Much: {}", "x".repeat(1 << 20)), jpeg(99))), Kind::NotOurs),
        ("many headers", answer(reply(&format!("{good}{}", "\nX: y".repeat(5000)), jpeg(99))), Kind::NotOurs),
        ("another protocol", answer(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec()), Kind::NotOurs),
        ("closed without a word", vec![Read], Kind::Broken),
        ("closed unread", vec![], Kind::Broken),
        ("reset unread", vec![Hear, Reset], Kind::Broken),
        ("reset without a word", vec![Read, Reset], Kind::Broken),
        ("half a head", answer(b"HTTP/1.1 200 OK\r\nContent-".to_vec()), Kind::Broken),
    ]
}

fn chunked_raw(bytes: &[u8]) -> Vec<Step> {
    let head = head_of(&format!("{}\nTransfer-Encoding: chunked", good_head()));
    vec![Read, Send([&head, &chunk(&jpeg(99)), bytes].concat())]
}

#[tokio::test]
async fn every_fault_after_the_request_left_is_told_and_may_have_been_billed() {
    for (name, script, kind) in faults() {
        let server = Broken::start(script).await;
        let error = picture(&client_of(&server.url())).await.expect_err(name);
        assert_eq!((error.kind, error.billed), (kind, Billed::Maybe), "{name}: {error:?}");
        assert_presentable(name, &error);
        assert!(server.seen().len() <= 1, "{name}: a request was sent again");
    }
}

#[tokio::test]
async fn silence_ends_at_each_place() {
    let brief = Duration::from_millis(50);
    let stopped = |lines: &str, more: &[u8]| vec![Read, Send([&head_of(lines), more].concat()), Hang];
    let good = format!("{}\nContent-Length: 99", good_head());
    for (name, script, timeouts) in [
        ("before the head", vec![Read, Hang], Timeouts { picture: brief, ..PATIENT }),
        ("before the first bytes", stopped(&good, b""), Timeouts { idle: brief, ..PATIENT }),
        ("within the picture", stopped(&good, &jpeg(50)), Timeouts { idle: brief, ..PATIENT }),
        ("within a refusal", stopped("500 Oops\nContent-Length: 9", b"{"), Timeouts { answer: brief, ..PATIENT }),
    ] {
        let server = Broken::start(script).await;
        let error = picture(&client_with(&server.url(), timeouts)).await.expect_err(name);
        assert_eq!((error.kind, error.billed), (Kind::Timeout, Billed::Maybe), "{name}: {error:?}");
        assert_presentable(name, &error);
    }
}
