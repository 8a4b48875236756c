//! CF Flux Remix's shapes: a chat for a picture, and the names that its clients know.

use fake::{Fault, TextAnswer, refusal};
use serde_json::{Value, json};

use crate::case::{Case, bare, keyed};

pub(crate) fn table() -> Vec<Case> {
    [listed(), made(), marked(), refused(), failed()].into_iter().flatten().collect()
}

fn ask(body: &Value, status: u16) -> Case {
    keyed("POST /api/image", body.to_string(), status)
}

fn saying(content: &str) -> Value {
    json!({"messages": [{"role": "user", "content": content}]})
}

fn with(model: &Value) -> Value {
    json!({"messages": [{"role": "user", "content": "a red fox"}], "model": model})
}

/// A picture of `prompt`, for which Cloudflare is asked so often.
fn drawn(body: &Value, prompt: &str, asks: usize) -> Case {
    let case = ask(body, 200).asks(asks).makes(1).jpeg_at("/image").json("/prompt", prompt);
    case.header("content-type", "application/json").without("x-easel-record")
}

fn listed() -> Vec<Case> {
    vec![
        keyed("GET /api/models", "", 200)
            .json("/models/0", json!({"id": "flux-2-klein-4b", "path": "@cf/black-forest-labs/flux-2-klein-4b"}))
            .json("/models/8/id", "dreamshaper-8-lcm")
            .json("/models/9", json!({"id": "FLUX.1-Schnell-CF", "path": "@cf/black-forest-labs/flux-1-schnell"}))
            .json("/models/12/id", "SD-XL-Lightning-CF")
            .json("/models/13", Value::Null),
        keyed("HEAD /api/models", "", 200),
        keyed("POST /api/models", "{}", 405).error("method_not_allowed", "").header("allow", "GET,HEAD"),
        bare("GET /api/models", &[], "", 401).error("unauthorized", ""),
    ]
}

fn made() -> Vec<Case> {
    let chat = json!({
        "messages": [
            {"role": "system", "content": "You draw."},
            {"role": "user", "content": [{"type": "text", "text": "a dog"}]},
            {"role": "user", "content": "a red fox"},
            {"role": "user", "content": "a hare"},
        ],
        "stream": true, "temperature": 0.7, "width": "wide",
    });
    let names = ["FLUX.1-Schnell-CF", "DS-8-CF", "SD-XL-Bash-CF", "SD-XL-Lightning-CF", "@cf/lykon/dreamshaper-8-lcm"];
    let mut cases = vec![drawn(&chat, "a red fox", 1).json("/translatedPrompt", "a red fox")];
    cases.extend(names.map(|name| drawn(&with(&json!(name)), "a red fox", 1)));
    let bird = || drawn(&saying("a small bird"), "a small bird", 1).under("remix-1");
    cases.push(bird().without("idempotency-replayed"));
    cases.push(bird().asks(0).makes(0).header("idempotency-replayed", "true").same_picture());
    cases.push(ask(&saying("a tit"), 422).under("remix-1").error("key_reused", "Idempotency-Key"));
    cases
}

/// The mark at the beginning says whether it is translated; without one, what is not English is.
fn marked() -> Vec<Case> {
    let long = "猫".repeat(2000);
    let translated = |content, prompt| drawn(&saying(content), prompt, 2);
    vec![
        translated("夜の海", "夜の海").json("/translatedPrompt", "the sea at night"),
        translated("---tl 夜の海", "夜の海").json("/translatedPrompt", "the sea at night"),
        translated("夜の海", "夜の海")
            .while_text([TextAnswer::Empty])
            .json("/translatedPrompt", "夜の海")
            .unlike("/promptFailure", ""),
        drawn(&saying("---ntl 夜の海"), "夜の海", 1).json("/translatedPrompt", "夜の海"),
        drawn(&saying("---tl a red fox"), "a red fox", 1).json("/translatedPrompt", "a red fox"),
        drawn(&saying(&format!("---ntl {long}")), &long, 1),
    ]
}

fn refused() -> Vec<Case> {
    let user = |content: Value| json!([{"role": "user", "content": content}]);
    let messages = [
        json!(null),
        json!("a red fox"),
        json!({"role": "user", "content": "a red fox"}),
        json!([]),
        json!("a".repeat(1 << 20)),
        json!([7]),
        json!([["user", "a fox"]]),
        json!([{"role": "user", "content": "a fox"}, ["user", "a fox"]]),
        json!([{"role": "assistant", "content": "a red fox"}]),
        json!([{"content": "a red fox"}]),
        user(json!(null)),
        user(json!(["a red fox"])),
        user(json!("")),
        user(json!("---tl \n")),
        user(json!("🎨".repeat(2001))),
        json!(vec![json!({"role": "user", "content": "a red fox"}); 1001]),
    ];
    let of = |messages| ask(&json!({"messages": messages}), 400).error("invalid_request", "messages");
    let mut cases: Vec<_> = messages.map(of).into();
    cases.extend(
        [json!(7), json!(["painter"]), json!({})]
            .map(|model| ask(&with(&model), 400).error("invalid_request", "model")),
    );
    cases.push(ask(&with(&json!("DS-9-CF")), 404).error("model_not_found", "model"));
    cases.push(ask(&with(&json!("painter")), 400).error("model_not_here", "model"));
    cases.push(ask(&with(&json!("stable-diffusion-v1-5-img2img")), 400).error("model_not_here", "model"));
    let nested = format!(r#"{{"messages": {}1{}}}"#, "[".repeat(50_000), "]".repeat(50_000));
    cases.push(keyed("POST /api/image", nested, 400).error("invalid_request", "messages"));
    cases.extend(["", "{", "[]", "null"].map(|body| keyed("POST /api/image", body, 400).error("bad_json", "")));
    cases.push(keyed("GET /api/image", "", 405).error("method_not_allowed", "").header("allow", "POST"));
    cases.push(bare("POST /api/image", &[], "{", 401).error("unauthorized", ""));
    cases.push(ask(&saying("a small bird"), 400).under("two words").error("invalid_request", "Idempotency-Key"));
    cases
}

fn failed() -> Vec<Case> {
    let flagged = ask(&saying("a red fox"), 422).while_cloudflare([Fault::Refuse(refusal::NSFW)]).asks(1);
    vec![flagged.error("prompt_flagged", "").json("/error/type", "invalid_request_error")]
}
