//! What the service refuses before anything is run: every field missing, of another type, empty, too long, out of bounds,
//! unknown; no key, another key, another method, another type of body, a body that is none, one that is too large.

use contract::MAX_REQUEST_BYTES;
use serde_json::{Value, json};

use crate::case::{Case, bare, generate, keyed};

pub(crate) fn table() -> Vec<Case> {
    [keys(), routes(), bodies(), fields(), models(), jobs()].into_iter().flatten().collect()
}

fn keys() -> Vec<Case> {
    let long = format!("Bearer {}", "k".repeat(2000));
    let wrong = ["", "Bearer", "Bearer ", "Bearer sesam", "Bearer sesame2", "Basic sesame", "sesame", &long];
    let refused = |case: Case| case.error("unauthorized", "").header("www-authenticate", "Bearer");
    let mut cases: Vec<_> =
        wrong.iter().map(|key| refused(bare("GET /usage", &[("authorization", key)], "", 401))).collect();
    cases.push(refused(bare("GET /usage", &[], "", 401)));
    cases.push(refused(bare("POST /generate", &[], "no JSON", 401)));
    cases
}

fn routes() -> Vec<Case> {
    let usage = |query: &str| keyed(&format!("GET /usage?{query}"), "", 400);
    vec![
        keyed("GET /generate", "", 405).error("method_not_allowed", "").header("allow", "POST"),
        keyed("DELETE /usage", "", 405).error("method_not_allowed", "").header("allow", "GET,HEAD"),
        keyed("POST /health", "{}", 405).error("method_not_allowed", ""),
        keyed("POST /", "{}", 405).error("method_not_allowed", "").header("allow", "GET,HEAD"),
        keyed("GET /index.html", "", 404).error("not_found", ""),
        keyed("GET /nowhere", "", 404).error("not_found", ""),
        keyed("GET /generate/", "", 404).error("not_found", ""),
        keyed("GET /%00", "", 404).error("not_found", ""),
        usage("days=0").error("invalid_request", "days"),
        usage("days=401").error("invalid_request", "days"),
        usage("days=-1").error("invalid_request", "days"),
        usage("days=1.5").error("invalid_request", "days"),
        usage("days=99999999999999999999").error("invalid_request", "days"),
        usage("days=").error("invalid_request", "days"),
        usage("day=1").error("invalid_request", "day"),
        keyed("POST /generate?format=gif", "{}", 400).error("invalid_request", "format"),
        keyed("POST /generate?fromat=raw", "{}", 400).error("invalid_request", "fromat"),
    ]
}

fn bodies() -> Vec<Case> {
    let nested = format!(r#"{{"prompt": {}1{}}}"#, "[".repeat(50_000), "]".repeat(50_000));
    let no_json = ["", "{", "prompt=a+fox", "null", "[]", "7", "\u{feff}{}", r#"{"prompt": "\ud800"}"#];
    let mut cases: Vec<_> = no_json
        .map(str::to_owned)
        .into_iter()
        .chain(["[".repeat(100_000), nested])
        .map(|body| keyed("POST /generate", body, 400).error("bad_json", ""))
        .collect();
    cases.push(keyed("POST /generate", &b"{\"prompt\": \"\xff\xfe\"}"[..], 400).error("bad_json", ""));
    cases.push(keyed("POST /generate", vec![b' '; MAX_REQUEST_BYTES + 1], 413).error("body_too_large", ""));
    for wrong in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json"] {
        let headers = [("authorization", "Bearer sesame"), ("content-type", wrong)];
        let case = bare("POST /generate", &headers, r#"{"prompt": "x"}"#, 400);
        cases.push(case.error("invalid_request", "Content-Type"));
    }
    cases
}

fn fields() -> Vec<Case> {
    let long = "猫".repeat(2001);
    let emoji = "🎨".repeat(2001);
    let numbers = [json!(-1), json!(0.5), json!(1e300), json!(i64::MIN), json!(u64::MAX), json!("7"), json!([7])];
    let texts = [json!(""), json!(" \n\u{3000}"), json!(7), json!(["a fox"]), json!({"a": 1}), json!(true)];
    let words = || texts.iter().cloned().chain([json!(long), json!(emoji)]);
    let prompts = words().chain([Value::Null]).map(|value| ("prompt", value));
    let negative = words().map(|value| ("negative_prompt", value));
    let sides = ["width", "height"].into_iter().flat_map(|side| {
        let more = [json!(0), json!(255), json!(1921), json!(512.5), json!(true)];
        numbers.iter().cloned().chain(more).map(move |value| (side, value))
    });
    let seeds = numbers.iter().cloned().chain([json!(4_294_967_296_u64)]).map(|value| ("seed", value));
    let steps = numbers.iter().cloned().chain([json!(0), json!(51)]).map(|value| ("steps", value));
    let guidance = [json!(1.9), json!(10.1), json!("2"), json!([2])].into_iter().map(|value| ("guidance", value));
    let images = [json!("AAAA"), json!(["?"]), json!([1]), json!(["AAAA"]), json!([null])];
    let images = images.into_iter().map(|value| ("images", value));
    let flags = ["reseed", "translate", "enhance"];
    let flags = flags.into_iter().flat_map(|flag| [json!(1), json!("true"), json!([true])].map(|value| (flag, value)));
    let unknown = [("Prompt", json!("a fox")), ("num_steps", json!(4)), ("colour", json!("red"))];
    prompts
        .chain(negative)
        .chain(sides)
        .chain(seeds)
        .chain(steps)
        .chain(guidance)
        .chain(images)
        .chain(flags)
        .chain(unknown)
        .map(|(field, value)| {
            let mut fields = json!({"prompt": "a fox", "model": "phoenix-1.0"});
            if let Some(object) = fields.as_object_mut() {
                object.insert(field.to_owned(), value);
            }
            generate("json", &fields, 400).error("invalid_request", field)
        })
        .chain([generate("json", &json!({}), 400).error("invalid_request", "prompt")])
        .collect()
}

fn models() -> Vec<Case> {
    let with = |model: &str, field: &str, value: Value| json!({"prompt": "a fox", "model": model, field: value});
    let not_taken = |model: &str, field: &'static str, value: Value| {
        generate("json", &with(model, field, value), 400).error("invalid_request", field)
    };
    vec![
        not_taken("flux-2-klein-4b", "steps", json!(4)),
        not_taken("flux-2-klein-4b", "negative_prompt", json!("fog")),
        not_taken("flux-1-schnell", "seed", json!(1)),
        not_taken("flux-1-schnell", "reseed", json!(true)),
        not_taken("flux-1-schnell", "width", json!(512)),
        not_taken("stable-diffusion-xl-base-1.0", "width", json!(513)),
        not_taken("stable-diffusion-v1-5-img2img", "images", json!([])),
        generate("json", &with("flux-9", "seed", json!(1)), 404).error("model_not_found", "model"),
        generate("json", &with("", "seed", json!(1)), 404).error("model_not_found", "model"),
        generate("json", &with("painter", "seed", json!(1)), 400).error("model_not_here", "model"),
        generate("json", &json!({"prompt": "a fox", "model": 7}), 400).error("invalid_request", "model"),
    ]
}

fn jobs() -> Vec<Case> {
    let fox = json!({"prompt": "a fox"});
    vec![
        generate("raw", &fox, 400).under("two words").error("invalid_request", "Idempotency-Key"),
        generate("raw", &fox, 400).under("").error("invalid_request", "Idempotency-Key"),
        // A header of other bytes than ASCII.
        generate("raw", &fox, 400).under("š").error("invalid_request", "Idempotency-Key"),
    ]
}
