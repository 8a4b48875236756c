//! What pictures cost: the measured and worked numbers of facts, Cloudflare §4.2 and §4.4.

use fake::{FIRST, Fake, SECOND, refusal};
use serde_json::{Value, json};

use crate::exchange::{self, Body, KLEIN_4B, LUCID, PHOENIX, SCHNELL, SDXL, begin_rest, binding, end, form, png, rest};

fn sized(width: u32, height: u32, references: usize) -> Body {
    let png = png(512, 512);
    let names: Vec<_> = (0..references).map(|i| format!("input_image_{i}")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), png.as_slice())).collect();
    form(&[("prompt", "x"), ("width", &width.to_string()), ("height", &height.to_string())], &files)
}

#[test]
fn pictures_cost_what_was_measured() {
    let body = |fields: Value| exchange::json(&fields);
    let (klein_9b, dev) = ("@cf/black-forest-labs/flux-2-klein-9b", "@cf/black-forest-labs/flux-2-dev");
    let table = [
        // §4.4, to its one decimal place.
        (KLEIN_4B, sized(512, 512, 0), 26.05),
        (KLEIN_4B, sized(768, 768, 0), 58.6),
        (KLEIN_4B, sized(1024, 768, 0), 78.2),
        (KLEIN_4B, sized(1280, 720, 0), 91.6),
        (KLEIN_4B, sized(1024, 1024, 0), 104.2),
        (KLEIN_4B, sized(1920, 1080, 0), 206.1),
        (KLEIN_4B, sized(1024, 1024, 1), 109.6),
        (KLEIN_4B, sized(1024, 1024, 4), 125.7),
        // A small reference is a tile too.
        (KLEIN_4B, form(&[("prompt", "x")], &[("input_image_0", &png(64, 64))]), 83.52),
        // §4.2.
        (klein_9b, sized(1920, 1080, 0), 1541.38),
        (klein_9b, sized(512, 512, 0), 1363.64),
        (dev, sized(1024, 1024, 0), 7500.0),
        (SCHNELL, body(json!({"prompt": "x"})), 172.8),
        (SCHNELL, body(json!({"prompt": "x", "steps": 8})), 326.4),
        (LUCID, body(json!({"prompt": "x"})), 3904.69),
        (PHOENIX, body(json!({"prompt": "x"})), 3120.0),
        (SDXL, body(json!({"prompt": "x"})), 0.0),
    ];
    let fake = Fake::start().unwrap();
    for (model, body, neurons) in table {
        fake.forget();
        let said = rest(&fake, model, &body);
        let spent = fake.spent(FIRST);
        assert!((spent - neurons).abs() <= 0.06, "{model}: {spent}, not {neurons}");
        if model != PHOENIX {
            assert_eq!(said.header("cf-ai-neurons"), Some(format!("{spent:.2}").as_str()));
        }
    }
}

#[test]
fn the_day_ends_with_its_neurons_for_what_costs_any() {
    let fake = Fake::start().unwrap();
    fake.set_allowance(FIRST, 110.0);
    let body = sized(1024, 1024, 0);
    assert_eq!(rest(&fake, KLEIN_4B, &body).status, 200);
    let refused = rest(&fake, KLEIN_4B, &body);
    let (status, code, message) = refused.error();
    assert_eq!((status, code), (429, 4006));
    let captured = "AiError: AiError: you have used up your daily free allocation of 10,000 neurons, please upgrade to \
                    Cloudflare's Workers Paid plan if you would like to continue usage. (";
    assert!(message.starts_with(captured) && message.ends_with(')'), "{message}");
    assert_eq!(refused.header("cf-ai-neurons"), None);
    assert_eq!(binding(&fake, KLEIN_4B, &body).json()["internalCode"], 4006, "the binding is billed to the first too");
    fake.set_allowance(FIRST, 0.0);
    // §1.3: the free models go on, and the other account has its own day.
    assert_eq!(rest(&fake, SDXL, &exchange::json(&json!({"prompt": "x"}))).status, 200);
    assert_eq!(end(begin_rest(&fake, SECOND, KLEIN_4B, &body)).unwrap().status, 200);
    assert!((fake.spent(FIRST) - 104.2).abs() < 0.01 && (fake.spent(SECOND) - 104.2).abs() < 0.01);
    fake.set_allowance(FIRST, 110.0);
    fake.forget();
    assert_eq!(rest(&fake, KLEIN_4B, &body).status, 200, "a new day");
}

#[test]
fn every_account_begins_with_ten_thousand() {
    let fake = Fake::start().unwrap();
    let body = sized(1024, 1024, 0);
    let made = (0..100).take_while(|_| rest(&fake, KLEIN_4B, &body).status == 200).count();
    assert_eq!(made, 95, "as the table of §4.4 says");
}

#[test]
fn a_picture_that_is_flagged_is_paid_for() {
    let fake = Fake::start().unwrap();
    for (refusal, neurons, runs) in [(refusal::FLAGGED, 26.05, 1), (refusal::NSFW, 0.0, 0)] {
        fake.forget();
        fake.answer_next(fake::Fault::Refuse(refusal));
        let reply = rest(&fake, KLEIN_4B, &sized(512, 512, 0));
        assert_eq!((reply.status, reply.header("cf-ai-neurons")), (400, None));
        assert!((fake.spent(FIRST) - neurons).abs() < 0.01);
        assert_eq!(fake.runs(), runs);
    }
}
