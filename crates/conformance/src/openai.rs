//! OpenAI's shapes: pictures of a prompt, models, and errors that its clients understand.

use std::time::Duration;

use fake::{Fault, TextAnswer, refusal};
use serde_json::{Value, json};

use crate::{
    case::{Case, bare, keyed},
    making::fields,
};

const PATH: &str = "POST /v1/images/generations";

pub(crate) fn table() -> Vec<Case> {
    [listed(), made(), several(), jobs(), refused(), failed()].into_iter().flatten().collect()
}

fn ask(more: &Value, status: u16) -> Case {
    keyed(PATH, fields(&json!({"prompt": "a red fox", "size": "256x256"}), more).to_string(), status)
}

/// So many pictures, each of which is made now.
fn drawn(more: &Value, pictures: u32) -> Case {
    let last = ["/data/0/b64_json", "/data/1/b64_json", "/data/2/b64_json"].into_iter().nth(pictures as usize - 1);
    let after = ["/data/1", "/data/2", "/data/3"].into_iter().nth(pictures as usize - 1);
    let case = ask(more, 200).asks(pictures as usize).makes(pictures).jpeg_at(last.unwrap_or("/data/0"));
    case.json(after.unwrap_or("/data"), Value::Null).json("/output_format", "jpeg").json("/failure", Value::Null)
}

fn listed() -> Vec<Case> {
    let klein = json!({"id": "flux-2-klein-4b", "object": "model", "created": 0, "owned_by": "black-forest-labs"});
    let missing = |model| keyed(&format!("GET /v1/models/{model}"), "", 404).error("model_not_found", "model");
    vec![
        keyed("GET /v1/models", "", 200)
            .json("/object", "list")
            .json("/data/0", klein.clone())
            .json("/data/8/id", "dreamshaper-8-lcm")
            .json("/data/9", Value::Null),
        keyed("GET /v1/models/flux-2-klein-4b", "", 200).json("", klein.clone()),
        keyed("GET /v1/models/%40cf%2Fblack-forest-labs%2Fflux-2-klein-4b", "", 200).json("", klein),
        keyed("HEAD /v1/models", "", 200),
        missing("gpt-image-1"),
        missing("painter"),
        missing("stable-diffusion-v1-5-img2img"),
        missing("%ff"),
        keyed("DELETE /v1/models/flux-2-klein-4b", "", 405).error("method_not_allowed", "").header("allow", "GET,HEAD"),
        bare("GET /v1/models", &[], "", 401).error("unauthorized", "").json("/error/type", "authentication_error"),
    ]
}

fn made() -> Vec<Case> {
    let theirs = json!({
        "n": 1, "response_format": "b64_json", "output_format": "jpeg", "stream": false, "quality": "hd", "style": "vivid",
        "user": "ann", "background": "auto", "moderation": "low", "output_compression": 90, "width": "wide",
    });
    let absent = json!({"n": null, "size": null, "response_format": null, "stream": null, "model": null, "seed": null});
    let ours = json!({
        "model": "phoenix-1.0", "seed": 7, "steps": 1, "guidance": 2, "negative_prompt": "fog", "reseed": true,
    });
    vec![
        drawn(&theirs, 1).json("/size", "256x256").without("cache-status"),
        drawn(&absent, 1).json("/size", "1024x1024"),
        drawn(&json!({"size": "auto"}), 1).json("/size", "1024x768"),
        drawn(&json!({"size": "1920x256"}), 1).json("/size", "1920x256"),
        drawn(&json!({"size": "auto", "model": "@cf/black-forest-labs/flux-1-schnell"}), 1).json("/size", "1024x1024"),
        drawn(&ours, 1).header("cache-status", "easel; fwd=uri-miss"),
        drawn(&json!({"prompt": "夜の海", "translate": true}), 1)
            .asks(2)
            .json("/data/0/revised_prompt", "the sea at night"),
        drawn(&json!({"prompt": "夜の海", "translate": true}), 1)
            .asks(2)
            .while_text([TextAnswer::Empty])
            .json("/data/0/revised_prompt", Value::Null)
            .unlike("/data/0/prompt_failure", ""),
        drawn(&json!({"prompt": "🎨".repeat(2000)}), 1),
    ]
}

fn several() -> Vec<Case> {
    vec![
        drawn(&json!({"n": 3}), 3),
        drawn(&json!({"n": 2.0, "seed": 4_294_967_295_u32}), 2).header("cache-status", "easel; fwd=uri-miss"),
        // The second of them is there, under its own seed.
        drawn(&json!({"seed": 0}), 1).asks(0).makes(0).header("cache-status", "easel; hit"),
        // The prompt is translated once, for all.
        drawn(&json!({"n": 3, "prompt": "夜の海", "translate": true}), 3)
            .asks(4)
            .json("/data/2/revised_prompt", "the sea at night"),
        // One was made, and the next was refused: that one is sent.
        ask(&json!({"n": 3, "seed": 1}), 200)
            .while_cloudflare([Fault::Slow(Duration::ZERO), Fault::Refuse(refusal::NSFW)])
            .asks(2)
            .makes(1)
            .jpeg_at("/data/0/b64_json")
            .json("/data/1", Value::Null)
            .json("/failure/code", "prompt_flagged"),
    ]
}

fn jobs() -> Vec<Case> {
    let pair = || drawn(&json!({"n": 2}), 2).under("openai-1");
    let night = || drawn(&json!({"n": 2, "prompt": "夜の海", "translate": true}), 2).under("openai-2").asks(3);
    vec![
        night().json("/data/1/revised_prompt", "the sea at night"),
        night()
            .asks(0)
            .makes(0)
            .header("idempotency-replayed", "true")
            .json("/data/1/revised_prompt", "the sea at night"),
        pair().without("idempotency-replayed"),
        pair().asks(0).makes(0).header("idempotency-replayed", "true"),
        // More of the same: only what is missing is made.
        drawn(&json!({"n": 3}), 3).under("openai-1").asks(1).makes(1).without("idempotency-replayed"),
        ask(&json!({"n": 2, "seed": 7}), 422).under("openai-1").error("key_reused", "Idempotency-Key"),
        ask(&json!({}), 400).under("two words").error("invalid_request", "Idempotency-Key"),
    ]
}

fn refused() -> Vec<Case> {
    let sizes =
        ["", "1024", "1024X1024", "x", "-512x512", "+512x512", "1x2x3", "large", "255x512", "512x1921", "00512x512"];
    let wrong = [
        ("prompt", json!([null, "", " \n", 7, ["a fox"], {"a": 1}, "🎨".repeat(2001), "a".repeat(1 << 20)])),
        ("model", json!([7, ["painter"], {}])),
        ("n", json!([0, 11, -1, 1.5, "2", true, [1], {}, 1e300, u64::MAX])),
        ("size", json!(sizes)),
        ("size", json!([1024, [1024, 1024], {}, "99999999999999999999x512"])),
        ("response_format", json!(["url", "", 7, []])),
        ("stream", json!([true, "false", 0])),
        ("output_format", json!(["png", "webp", "", 7])),
        ("seed", json!([-1, 0.5, "7", 4_294_967_296_u64])),
        ("steps", json!([0, 51, "4"])),
        ("guidance", json!([1.9, "2"])),
        ("negative_prompt", json!(["", 7])),
        ("translate", json!([1, "true"])),
        ("enhance", json!([1, "true"])),
        ("reseed", json!([1, "true"])),
    ];
    let of = |(field, values): (&'static str, Value)| {
        let values: Vec<_> = values.as_array().into_iter().flatten().cloned().collect();
        let with = move |value| fields(&json!({"model": "phoenix-1.0"}), &json!({field: value}));
        values.into_iter().map(move |value| ask(&with(value), 400).error("invalid_request", field))
    };
    let mut cases: Vec<_> = wrong.into_iter().flat_map(of).collect();
    cases.push(ask(&json!({"model": "gpt-image-1"}), 404).error("model_not_found", "model"));
    cases.push(ask(&json!({"model": "painter"}), 400).error("model_not_here", "model"));
    cases.push(ask(&json!({"model": "stable-diffusion-v1-5-img2img"}), 400).error("model_not_here", "model"));
    cases.push(ask(&json!({"model": "flux-1-schnell"}), 400).error("invalid_request", "size"));
    let bodies = ["", "{", "null", "[]", r#"{"prompt": "\ud800"}"#, "[null, null, null, null, null]"];
    cases.extend(bodies.map(|body| keyed(PATH, body, 400).error("bad_json", "")));
    cases.push(keyed("GET /v1/images/generations", "", 405).error("method_not_allowed", "").header("allow", "POST"));
    cases.push(bare(PATH, &[], "{", 401).error("unauthorized", ""));
    cases
}

/// With none to send, the first failure is the reply.
fn failed() -> Vec<Case> {
    let fails = |status, refusal| ask(&json!({"n": 2}), status).while_cloudflare([Fault::Refuse(refusal)]).asks(1);
    vec![
        fails(422, refusal::NSFW).error("prompt_flagged", "").without("x-should-retry"),
        fails(429, refusal::QUOTA).error("allowance_used", "").json("/error/type", "insufficient_quota"),
    ]
}
