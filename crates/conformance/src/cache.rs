//! The shelf by recipe: the very same request with a seed is answered with the picture that is there, at no cost. klein-4b
//! makes another picture each time, so that the same one can only come from there.

use fake::{Fault, refusal};
use serde_json::{Value, json};

use crate::{
    case::{Case, Sent, generate, keyed},
    making::fields,
    sample::{base64, padded, png},
};

const HIT: &str = "easel; hit";
const MISS: &str = "easel; fwd=uri-miss";
const PASSED: &str = "easel; fwd=request";

pub(crate) fn table() -> Vec<Case> {
    [same(), other(), fresh(), jobs(), failures()].into_iter().flatten().collect()
}

/// What every request here asks for, unless `more` says otherwise.
fn heron(more: &Value) -> Value {
    fields(&json!({"prompt": "a heron", "width": 256, "height": 256, "seed": 11}), more)
}

fn miss(more: &Value) -> Case {
    generate("json", &heron(more), 200).header("cache-status", MISS).json("/cached", Value::Null)
}

fn hit(more: &Value) -> Case {
    let case = generate("json", &heron(more), 200).header("cache-status", HIT).json("/cached", true);
    case.json("/neurons", 0).json("/prompt", "a heron")
}

fn same() -> Vec<Case> {
    vec![
        miss(&json!({})).json("/neurons", 26.05 / 4.0).json("/seed", 11),
        hit(&json!({})).same_picture().json("/seed", 11).json("/dimensions", "256x256").without("idempotency-replayed"),
        // The same in another format, in another order, and with what is absent by name.
        generate("raw", &heron(&json!({})), 200)
            .header("cache-status", HIT)
            .picture(Sent::jpeg(256, 256))
            .same_picture(),
        keyed(
            "POST /generate",
            r#"{ "seed":11.0,"width":256, "height":256,"images":[],"steps":null,"prompt":"a heron"}"#,
            200,
        )
        .jpeg_at("/image")
        .header("cache-status", HIT)
        .same_picture(),
        hit(&json!({"model": "@cf/black-forest-labs/flux-2-klein-4b"})).same_picture(),
        hit(&json!({"reseed": false, "translate": false})).same_picture(),
    ]
}

/// One thing is another, and so is the request.
fn other() -> Vec<Case> {
    let file = png(64, 64);
    // Another byte behind the picture's end, and the same pixels.
    let other = base64(&padded(file.clone(), file.len() + 1));
    let picture = base64(&file);
    let others = [
        json!({"prompt": "a heron "}),
        json!({"prompt": "A heron"}),
        json!({"width": 272}),
        json!({"height": 272}),
        json!({"seed": 12}),
        json!({"guidance": 3.5}),
        json!({"reseed": true}),
        json!({"model": "flux-2-klein-9b"}),
        json!({"images": [picture]}),
        json!({"images": [other]}),
        json!({"images": [picture, picture]}),
    ];
    let mut cases: Vec<_> = others.iter().map(miss).collect();
    cases.push(hit(&json!({"images": [other]})));
    cases.push(hit(&json!({})));
    // Without a seed, another picture each time is what is wanted.
    let seedless = || generate("json", &heron(&json!({"seed": null})), 200).without("cache-status");
    cases.extend([seedless(), seedless()]);
    cases
}

/// Who wants it made now gets that, and it takes the old one's place.
fn fresh() -> Vec<Case> {
    let saying = |value| generate("json", &heron(&json!({})), 200).saying("cache-control", value);
    let passed = |value| saying(value).header("cache-status", PASSED).json("/cached", Value::Null);
    vec![
        passed("no-cache"),
        hit(&json!({})).same_picture(),
        passed("max-age=0, NO-Cache"),
        hit(&json!({})).same_picture(),
        saying("max-age=0, no-cached, private=no-cache").header("cache-status", HIT).same_picture(),
        generate("json", &heron(&json!({"seed": null})), 200)
            .saying("cache-control", "no-cache")
            .without("cache-status"),
    ]
}

/// Under a job key, which keeps what it was answered.
fn jobs() -> Vec<Case> {
    let replayed = |case: Case| case.header("idempotency-replayed", "true").without("cache-status");
    let heron = |seed| heron(&json!({"seed": seed}));
    let json = |seed, job| generate("json", &heron(seed), 200).under(job);
    vec![
        json(11, "cache-1").header("cache-status", HIT).json("/cached", true).without("idempotency-replayed"),
        replayed(json(11, "cache-1")).json("/cached", true).json("/neurons", 0).same_picture(),
        // A job whose picture was made for it, and which others find.
        json(13, "cache-2").header("cache-status", MISS),
        hit(&json!({"seed": 13})).same_picture(),
        replayed(json(13, "cache-2")).json("/cached", Value::Null).json("/neurons", 26.05 / 4.0).same_picture(),
        json(13, "cache-3").saying("cache-control", "no-cache").header("cache-status", PASSED),
        // The job key is known, whatever is wanted now.
        replayed(json(13, "cache-3").saying("cache-control", "no-cache")).same_picture(),
    ]
}

/// What failed is not kept.
fn failures() -> Vec<Case> {
    let refused = generate("json", &heron(&json!({"seed": 14})), 422).error("prompt_flagged", "");
    vec![
        refused.while_cloudflare([Fault::Refuse(refusal::NSFW)]),
        miss(&json!({"seed": 14})),
        hit(&json!({"seed": 14})),
    ]
}
