//! `POST /prompt`: a prompt for a prompt. A text model is asked, and never for a picture.

use std::iter::repeat_n;

use fake::{Fault, TextAnswer, refusal};
use serde_json::{Value, json};

use crate::{
    case::{Case, bare, keyed},
    making::fields,
};

const NO_JSON: [&str; 6] = ["", "{", "null", "[]", "7", r#"{"prompt": "\ud800", "translate": true}"#];

pub(crate) fn table() -> Vec<Case> {
    [written(), as_typed(), refused(), failed()].into_iter().flatten().collect()
}

fn ask(more: &Value, status: u16) -> Case {
    keyed("POST /prompt", fields(&json!({"prompt": "夜の海", "translate": true}), more).to_string(), status)
}

fn written() -> Vec<Case> {
    let made = |more: Value, answer: &str| {
        let case = ask(&more, 200).asks(1).json("/translated_prompt", answer).json("/model", "qwen3-30b-a3b-fp8");
        case.unlike("/neurons", 0).header("content-type", "application/json")
    };
    let harbour = "a picture of \"a quiet harbour\"";
    vec![
        made(json!({}), "the sea at night").json("/prompt", "夜の海"),
        made(json!({"enhance": true}), "the sea at night"),
        made(json!({"translate": null, "enhance": true}), "the sea at night"),
        made(json!({"prompt": "a quiet harbour", "enhance": true}), harbour),
        made(json!({"prompt": "a quiet harbour", "translate": false, "enhance": true, "model": null}), harbour),
        made(json!({"prompt": "猫".repeat(2000)}), &format!("a picture of \"{}\"", "?".repeat(200))),
    ]
}

/// What is English already is not translated, and nobody is asked.
fn as_typed() -> Vec<Case> {
    ["a red fox", "🦊", "masterpiece, 8k"]
        .map(|prompt| {
            let case = ask(&json!({"prompt": prompt}), 200).json("/prompt", prompt).json("/translated_prompt", prompt);
            case.json("/neurons", 0).json("/model", Value::Null)
        })
        .into()
}

fn refused() -> Vec<Case> {
    let wrong = [
        ("prompt", json!([null, "", " \n\u{3000}", 7, true, ["a"], {"a": 1}, "🎨".repeat(2001)])),
        ("translate", json!([null, false, "true", 1, [], {}])),
        ("enhance", json!(["true", 1, [], {}])),
        ("Prompt", json!(["a"])),
        ("model", json!(["flux-2-klein-4b"])),
        ("width", json!([512])),
        ("seed", json!([7])),
        ("images", json!([["AAAA"]])),
        ("reseed", json!([true])),
    ];
    let of = |(field, values): (&'static str, Value)| {
        let values: Vec<_> = values.as_array().into_iter().flatten().cloned().collect();
        values.into_iter().map(move |value| ask(&json!({field: value}), 400).error("invalid_request", field))
    };
    let mut cases: Vec<_> = wrong.into_iter().flat_map(of).collect();
    cases.extend(NO_JSON.map(|body| keyed("POST /prompt", body, 400).error("bad_json", "")));
    cases.push(keyed("GET /prompt", "", 405).error("method_not_allowed", "").header("allow", "POST"));
    cases.push(bare("POST /prompt", &[], "{", 401).error("unauthorized", ""));
    cases.extend(
        ["prompt-1", "two words"]
            .map(|key| ask(&json!({}), 400).under(key).error("invalid_request", "Idempotency-Key")),
    );
    let headers = [("authorization", "Bearer sesame"), ("content-type", "text/plain")];
    cases.push(bare("POST /prompt", &headers, "{}", 400).error("invalid_request", "Content-Type"));
    cases
}

/// Here the text is all that was wanted, so that its failure is the reply.
fn failed() -> Vec<Case> {
    let fails = |status, answer| ask(&json!({}), status).while_text([answer]).asks(1);
    let refuses = |refusal| TextAnswer::Fails(Fault::Refuse(refusal));
    // It surely did not run, and is tried twice more.
    let busy = ask(&json!({}), 503).while_text(repeat_n(refuses(refusal::CAPACITY), 3)).asks(3);
    vec![
        fails(429, refuses(refusal::QUOTA)).error("allowance_used", "").with("retry-after"),
        busy.error("no_capacity", "").without("x-should-retry").header("retry-after", "15"),
        // Written, and paid for.
        fails(502, TextAnswer::TooLong).error("upstream", "").billed("yes").header("x-should-retry", "false"),
        fails(502, TextAnswer::Empty).error("upstream", "").billed("yes"),
        fails(502, TextAnswer::NotJson).error("upstream", "").billed("maybe").losing_text(),
        fails(502, refuses(refusal::INTERNAL)).error("upstream", "").billed("maybe").losing_text(),
    ]
}
