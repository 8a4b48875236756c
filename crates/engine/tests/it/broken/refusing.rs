//! What our service refuses, in its own shape: each code with the status and the bill that it comes with.

use contract::Billed;
use engine::{Class, NextStep};

use super::{Row, answers, server::Step};

pub(super) fn faults() -> Vec<Row> {
    let no = |class, step| (class, Billed::No, step);
    let maybe = |class, step| (class, Billed::Maybe, step);
    let paid = |class, step| (class, Billed::Yes, step);
    let rows = [
        ("400 Bad Request", "bad_json", no(Class::Fault, NextStep::TryAgain)),
        ("400 Bad Request", "invalid_request", no(Class::Request, NextStep::Change)),
        ("400 Bad Request", "input_refused", no(Class::Request, NextStep::Change)),
        ("400 Bad Request", "model_not_here", no(Class::Request, NextStep::Change)),
        ("401 Unauthorized", "unauthorized", no(Class::Key, NextStep::OpenConnection)),
        ("402 Payment Required", "needs_paid_plan", no(Class::Permission, NextStep::Change)),
        ("404 Not Found", "model_not_found", no(Class::Request, NextStep::Change)),
        ("404 Not Found", "not_found", no(Class::Key, NextStep::OpenConnection)),
        ("405 Method Not Allowed", "method_not_allowed", no(Class::Fault, NextStep::TryAgain)),
        ("406 Not Acceptable", "not_acceptable", no(Class::Fault, NextStep::TryAgain)),
        ("409 Conflict", "interrupted", maybe(Class::Unfinished, NextStep::MakeAgain)),
        ("410 Gone", "reply_gone", paid(Class::Unfinished, NextStep::MakeAgain)),
        ("413 Payload Too Large", "body_too_large", no(Class::Request, NextStep::Change)),
        ("422 Unprocessable", "key_reused", no(Class::Fault, NextStep::MakeAgain)),
        ("422 Unprocessable", "prompt_flagged", no(Class::Moderation, NextStep::OtherSeed)),
        ("422 Unprocessable", "picture_flagged", paid(Class::Moderation, NextStep::OtherSeed)),
        ("429 Too Many Requests", "rate_limited", no(Class::Rate, NextStep::TryAgain)),
        ("429 Too Many Requests\nRetry-After: 7", "rate_limited", no(Class::Rate, NextStep::TryAgain)),
        ("429 Too Many Requests\nRetry-After: 600", "allowance_used", no(Class::Allowance, NextStep::TryAgain)),
        ("500 Internal Server Error", "internal", no(Class::Fault, NextStep::TryAgain)),
        ("500 Internal Server Error", "internal", maybe(Class::Fault, NextStep::MakeAgain)),
        ("502 Bad Gateway", "account_refused", no(Class::Permission, NextStep::OpenConnection)),
        ("502 Bad Gateway", "unreachable", no(Class::Network, NextStep::TryAgain)),
        ("502 Bad Gateway", "upstream", no(Class::Cloudflare, NextStep::TryAgain)),
        ("502 Bad Gateway", "upstream", maybe(Class::Cloudflare, NextStep::MakeAgain)),
        ("503 Service Unavailable", "not_configured", no(Class::Permission, NextStep::OpenConnection)),
        ("503 Service Unavailable\nRetry-After: 15", "no_capacity", no(Class::Rate, NextStep::TryAgain)),
        ("504 Gateway Timeout", "upstream_timeout", maybe(Class::Timeout, NextStep::MakeAgain)),
        // Its text was billed before the picture was refused.
        ("422 Unprocessable", "prompt_flagged", paid(Class::Moderation, NextStep::OtherSeed)),
        ("400 Bad Request", "input_refused", paid(Class::Request, NextStep::Change)),
        // Of a newer version, and under a status that says nothing.
        ("418 I am a teapot", "struck_by_lightning", no(Class::Reply, NextStep::TryAgain)),
        ("418 I am a teapot", "struck_by_lightning", paid(Class::Reply, NextStep::MakeAgain)),
        ("200 Fine\nX-Odd: yes", "", (Class::Reply, Billed::Maybe, NextStep::AskAgain)),
    ];
    rows.into_iter()
        .map(|(head, code, told)| {
            (if code.is_empty() { "no code" } else { code }, refusal(head, code, word(told.1), ""), told)
        })
        .collect()
}

fn word(billed: Billed) -> &'static str {
    match billed {
        Billed::No => "no",
        Billed::Maybe => "maybe",
        Billed::Yes => "yes",
    }
}

/// A refusal that repeats the key wherever it can. `more`: fields of its error, after a comma.
pub(super) fn refusal(head: &str, code: &str, billed: &str, more: &str) -> Vec<Step> {
    answers(&format!("{head}\nContent-Type: application/json"), of(code, billed, more))
}

/// The body of one.
pub(super) fn body(billed: &str, more: &str) -> String {
    of("unauthorized", billed, more)
}

fn of(code: &str, billed: &str, more: &str) -> String {
    let key = super::KEY;
    format!(
        r#"{{"error":{{"code":"{code}","message":"in its words: {key}","param":"{key}","hint":"not {key}","billed":"{billed}"{more}}}}}"#
    )
}
