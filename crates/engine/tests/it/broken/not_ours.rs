//! Replies that our service never gives: of something else at its address, of something in between, of one that is broken.

use engine::{Class, NextStep};

use super::{Billed, Row, answer, answers, good_head, record, sends, server::head_of, unknown};
use crate::{crash::jpeg, faults::bomb};

pub(super) fn faults() -> Vec<Row> {
    [heads(), bodies(), records(), statuses()].concat()
}

fn heads() -> Vec<Row> {
    let (good, reply) = (good_head(), unknown(Class::Reply));
    let with = |header: &str| answers(&format!("{good}\n{header}"), jpeg());
    vec![
        ("no HTTP", answer(*b"SSH-2.0-OpenSSH_9.2\r\n"), reply),
        ("a page without a head", answer(*b"<html><h1>Welcome</h1></html>\r\n\r\n"), reply),
        ("HTTP/2 that nobody asked for", answer(*b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x64"), reply),
        ("a status that is no number", answer(*b"HTTP/1.1 OK 200\r\n\r\n"), reply),
        ("a negative length", sends(&format!("{good}\nContent-Length: -1"), &jpeg()), reply),
        ("two different lengths", with("Content-Length: 5"), reply),
        ("a length that is no number", sends(&format!("{good}\nContent-Length: many"), &jpeg()), reply),
        ("a length over any picture", sends(&format!("{good}\nContent-Length: 99999999999"), &jpeg()), reply),
        ("a megabyte of one header", with(&format!("X-Much: {}", "x".repeat(1 << 20))), reply),
        ("five thousand headers", with(&"X: y\n".repeat(5000)), reply),
        ("gzip, a bomb or not", with("Content-Encoding: gzip"), reply),
        ("deflate", with("Content-Encoding: deflate"), reply),
        ("something that nobody knows", with("Content-Encoding: br, zstd"), reply),
        ("a redirect to itself", answers("307 Temporary Redirect\nLocation: /generate?format=raw", ""), reply),
        ("a redirect to nowhere", answers("302 Found", ""), reply),
        ("not modified", sends("304 Not Modified", b""), reply),
    ]
}

fn bodies() -> Vec<Row> {
    let (good, reply) = (good_head(), unknown(Class::Reply));
    let typed = |content_type: &str| good.replace("image/jpeg", content_type);
    vec![
        ("HTML with 200", answers("200 OK\nContent-Type: text/html", "<html>Sign in</html>"), reply),
        ("JSON with 200", answers("200 OK\nContent-Type: application/json", r#"{"image":"AAAA"}"#), reply),
        (
            "a refusal with 200",
            answers("200 OK\nContent-Type: application/json", super::refusing::body("no", "")),
            reply,
        ),
        ("nothing with 200", answers("200 OK", ""), reply),
        ("no content", sends("204 No Content", b""), reply),
        ("part of a picture", answers(&good.replace("200 OK", "206 Partial Content"), jpeg()), reply),
        ("an empty picture", answers(&good, ""), reply),
        ("a picture under a wrong type", answers(&typed("text/html"), jpeg()), reply),
        ("a picture without a type", answers(&good.replace("Content-Type", "X-Type"), jpeg()), reply),
        ("HTML as a picture", answers(&good, "<html><h1>Welcome to the Internet</h1></html>"), reply),
        ("a GIF", answers(&good, "GIF89a\x01\0\x01\0\0\0\0;"), reply),
        // It was made, and is held in memory.
        ("a bomb of 900 million pixels", answers(&good, bomb()), (Class::Reply, Billed::Yes, NextStep::SaveAgain)),
    ]
}

fn records() -> Vec<Row> {
    let reply = unknown(Class::Reply);
    let with = |line: &str| answers(&format!("200 OK\nContent-Type: image/jpeg\n{line}"), jpeg());
    vec![
        ("no record", with("X-Easel-Api: 1"), reply),
        ("a record that is no base64", with("X-Easel-Record: {}!"), reply),
        ("a record that is no JSON", with("X-Easel-Record: AAAA"), reply),
        ("a record that is too long", with(&format!("X-Easel-Record: {}", "A".repeat(1 << 20))), reply),
        ("two records", with(&format!("X-Easel-Record: {0}\nX-Easel-Record: {0}", record())), reply),
    ]
}

fn statuses() -> Vec<Row> {
    let reply = unknown(Class::Reply);
    let page = |status: &str| answers(&format!("{status}\nContent-Type: text/html"), "<html>No</html>");
    let edge = |status: &str| page(&format!("{status}\nCF-Ray: 8f2b6c0a1d3e4f50-FRA"));
    vec![
        ("a page with 400", page("400 Bad Request"), reply),
        ("a proxy's 403", page("403 Forbidden"), reply),
        ("a page with 404", page("404 Not Found"), reply),
        ("a proxy that wants a password", page("407 Proxy Authentication Required"), reply),
        ("a proxy's 413", page("413 Payload Too Large"), reply),
        ("a page with 429", page("429 Too Many Requests"), reply),
        ("a page with 500", page("500 Internal Server Error"), reply),
        ("a page with 502", page("502 Bad Gateway"), reply),
        ("a page with 504", page("504 Gateway Timeout"), reply),
        ("a status that nobody knows", page("799 What"), reply),
        ("a page of Cloudflare's edge", edge("522 Connection Timed Out"), unknown(Class::Cloudflare)),
        ("a Worker that crashed", edge("500 Internal Server Error"), unknown(Class::Cloudflare)),
        ("a page of Cloudflare's about the asker", edge("403 Forbidden"), reply),
        (
            "a compressed refusal",
            answer([head_of("500 Oops\nContent-Encoding: gzip"), vec![0x1f, 0x8b]].concat()),
            reply,
        ),
        (
            "ten megabytes of refusal",
            answers(
                "401 No\nContent-Type: application/json",
                super::refusing::body("no", &format!(r#","x":"{}""#, "x".repeat(10 << 20))),
            ),
            reply,
        ),
        ("a refusal of another shape", answers("401 No", r#"{"error":"unauthorized"}"#), reply),
        ("a refusal that does not know the bill", answers("401 No", super::refusing::body("half", "")), reply),
    ]
}
