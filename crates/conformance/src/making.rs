//! What is made: each model of the catalogue with settings of its own, sides that are rounded, references, any language, and
//! repeats under a job key.

use serde_json::{Map, Value, json};

use crate::{
    case::{Case, Sent, bare, generate, keyed},
    sample::{base64, png},
};

/// How many pictures the table makes.
pub(crate) const MADE: u32 = 24;
/// How many come from the shelf, by their recipe.
const CACHED: u32 = 4;
/// Neurons; what of their cost is our estimate: phoenix-1.0's, a tile and a step.
pub(crate) const ESTIMATED: f64 = 540.0;

pub(crate) fn table() -> Vec<Case> {
    [words(), models(), formats(), jobs(), counted()].into_iter().flatten().collect()
}

fn fox(more: &Value) -> Value {
    fields(&json!({"prompt": "a fox in the snow", "width": 512, "height": 512}), more)
}

/// `usual`, where `more` says nothing else.
pub(crate) fn fields(usual: &Value, more: &Value) -> Value {
    let all = [usual, more].into_iter().filter_map(Value::as_object).flatten();
    all.map(|(name, value)| (name.clone(), value.clone())).collect::<Map<_, _>>().into()
}

fn words() -> Vec<Case> {
    // The longest of each language that is said to go wrong: accents, right to left, Han, emoji of several code points.
    let prompts =
        ["夜の海", "狐狸在雪地里，水墨画", "ثعلب في الثلج", "Ein Löwe \"im\" Café\n\n\t", "👩🏽‍🎨 \u{0}\u{7f}\u{feff}"];
    let mut cases: Vec<_> = prompts
        .into_iter()
        .map(|prompt| generate("json", &fox(&json!({"prompt": prompt})), 200).json("/prompt", prompt))
        .collect();
    let long = "🎨".repeat(2000);
    cases.push(generate("json", &fox(&json!({"prompt": long})), 200).json("/prompt", long));
    cases
}

/// Each model, with all that it takes; the neurons are the facts' own figures (Cloudflare §4).
fn models() -> Vec<Case> {
    let made = |model: &str, more: &Value, width: u32, height: u32| {
        let mut fields = fox(more);
        if let Some(fields) = fields.as_object_mut() {
            fields.insert("model".to_owned(), json!(model));
        }
        generate("json", &fields, 200)
            .header("content-type", "application/json")
            .json("/model", model)
            .json("/width", width)
            .json("/height", height)
            .json("/dimensions", format!("{width}x{height}"))
            .json("/content_type", "image/jpeg")
    };
    let stable = json!({"steps": 8, "guidance": 7.5, "negative_prompt": "fog", "seed": 7});
    let picture = base64(&png(64, 64));
    let with = |images: usize| json!({"images": vec![picture.clone(); images], "num": null});
    vec![
        made("flux-2-klein-4b", &json!({"seed": 7, "guidance": 3.5}), 512, 512)
            .json("/neurons", 26.05)
            .json("/seed", 7),
        // Sides are rounded down to a multiple of 16, the price is that of what was asked.
        made("flux-2-klein-4b", &json!({"width": 1000, "height": 271}), 992, 256),
        made("flux-2-klein-4b", &with(1), 512, 512),
        made("flux-2-klein-4b", &with(4), 512, 512),
        made("flux-2-klein-9b", &json!({"seed": 0}), 512, 512).json("/neurons", 1363.64),
        made("flux-2-dev", &json!({"steps": 1, "seed": 4_294_967_295_u32}), 512, 512).json("/neurons", 37.5),
        made("flux-1-schnell", &json!({"width": null, "height": null, "steps": 4}), 1024, 1024).json("/neurons", 172.8),
        made("lucid-origin", &json!({"steps": 1, "guidance": 4.5, "seed": 7}), 512, 512).json("/neurons", 648.0),
        // Phoenix does not say what it cost.
        made("phoenix-1.0", &json!({"steps": 1, "guidance": 2, "negative_prompt": "fog", "seed": 7}), 512, 512)
            .json("/neurons", Value::Null),
        made("stable-diffusion-xl-base-1.0", &stable, 512, 512).json("/neurons", 0.0),
        made("stable-diffusion-xl-lightning", &stable, 512, 512).json("/neurons", 0.0),
        made("dreamshaper-8-lcm", &stable, 512, 512).json("/neurons", 0.0),
        made("stable-diffusion-v1-5-img2img", &with(1), 512, 512).json("/neurons", 0.0),
        made("stable-diffusion-v1-5-inpainting", &with(2), 512, 512).json("/neurons", 0.0),
        generate("json", &fox(&with(5)), 400).error("invalid_request", "images"),
        generate("json", &fox(&json!({"model": "@cf/black-forest-labs/flux-2-klein-4b"})), 200)
            .json("/model", "flux-2-klein-4b"),
    ]
}

fn formats() -> Vec<Case> {
    let dusk = json!({"prompt": "dusk", "width": 256, "height": 272, "seed": 7});
    // The very same request in every format: it is made once.
    let again = |case: Case| case.header("cache-status", "easel; hit").same_picture();
    vec![
        generate("raw", &dusk, 200).picture(Sent::jpeg(256, 272)).header("x-easel-api", "1"),
        again(generate("json", &dusk, 200)).json("/seed", 7).without("x-easel-record"),
        again(keyed("POST /generate", dusk.to_string(), 200))
            .header("content-type", "application/json")
            .jpeg_at("/image"),
        again(bare("POST /generate?format=raw", &[("authorization", "bearer  new-sesame ")], dusk.to_string(), 200))
            .picture(Sent::jpeg(256, 272)),
        // A binary model, whose declared type is not the one that its bytes have.
        generate("raw", &json!({"prompt": "dusk", "model": "stable-diffusion-xl-base-1.0"}), 200)
            .picture(Sent::jpeg(1024, 768)),
    ]
}

fn jobs() -> Vec<Case> {
    let dawn = json!({"prompt": "dawn", "width": 256, "height": 256, "seed": 1});
    let raw = |status| generate("raw", &dawn, status);
    vec![
        raw(200).under("job-1").without("idempotency-replayed").picture(Sent::jpeg(256, 256)),
        raw(200).under("job-1").header("idempotency-replayed", "true").picture(Sent::jpeg(256, 256)),
        // Another format of the same picture.
        generate("json", &dawn, 200).under("job-1").header("idempotency-replayed", "true").json("/seed", 1),
        generate("json", &fox(&json!({})), 422).under("job-1").error("key_reused", "Idempotency-Key"),
        // Another job, for which nothing has to be made.
        raw(200).under("~job/2?#!$%&'*+").without("idempotency-replayed").header("cache-status", "easel; hit"),
    ]
}

/// All of the above, and nothing else: what was replayed or refused is not counted.
fn counted() -> Vec<Case> {
    vec![
        keyed("GET /usage?days=1", "", 200)
            .json("/total", MADE)
            .json("/days/0/count", MADE)
            .json("/days/0/failed", 0)
            .json("/days/0/cached", CACHED)
            .json("/days/0/by_model/phoenix-1.0/count", 1)
            .json("/days/0/by_model/phoenix-1.0/neurons", ESTIMATED)
            .json("/days/0/estimated", ESTIMATED),
    ]
}
