//! What the models that take JSON allow: facts, Cloudflare §1.3.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::exchange::{self, Body, LUCID, PHOENIX, SCHNELL, SDXL, binding, form, png, rest, rich};

const LIGHTNING: &str = "@cf/bytedance/stable-diffusion-xl-lightning";
const DREAMSHAPER: &str = "@cf/lykon/dreamshaper-8-lcm";
const IMG2IMG: &str = "@cf/runwayml/stable-diffusion-v1-5-img2img";
const INPAINTING: &str = "@cf/runwayml/stable-diffusion-v1-5-inpainting";

/// Each model with fields that it takes, and the sides of the picture that comes.
fn taken() -> Vec<(&'static str, Value, (u32, u32))> {
    let picture = STANDARD.encode(png(8, 8));
    vec![
        (SCHNELL, json!({"prompt": "x".repeat(2048)}), (1024, 1024)),
        (SCHNELL, json!({"prompt": "猫", "steps": 8}), (1024, 1024)),
        (LUCID, json!({"prompt": "x"}), (1120, 1120)),
        (LUCID, json!({"prompt": "x", "steps": 40, "guidance": 0, "seed": 0}), (1120, 1120)),
        (LUCID, json!({"prompt": "x", "width": 2480, "height": 2480}), (2048, 2048)),
        (LUCID, json!({"prompt": "x", "negative_prompt": "ignored", "width": 300, "height": 200}), (300, 200)),
        (PHOENIX, json!({"prompt": "x"}), (1024, 1024)),
        (PHOENIX, json!({"prompt": "x", "num_steps": 50, "guidance": 2, "negative_prompt": "y"}), (1024, 1024)),
        (SDXL, json!({"prompt": "x", "width": 264, "height": 512, "num_steps": 20}), (264, 512)),
        (LIGHTNING, json!({"prompt": "x", "strength": 0.5}), (1024, 1024)),
        (DREAMSHAPER, json!({"prompt": "x"}), (512, 512)),
        (IMG2IMG, json!({"prompt": "x", "image_b64": picture}), (512, 512)),
        (IMG2IMG, json!({"prompt": "x", "image": png(8, 8)}), (512, 512)),
        (INPAINTING, json!({"prompt": "x", "image": [1, 2], "mask": [0, 255]}), (512, 512)),
    ]
}

/// Each model with fields that it refuses, the code, and a word that the message must have.
fn refused() -> Vec<(&'static str, Value, u64, &'static str)> {
    let mut table = vec![
        (SCHNELL, json!({"prompt": "x".repeat(2049)}), 5006, "prompt"),
        (SCHNELL, json!({"prompt": "x", "steps": 9}), 5006, "steps"),
        (SCHNELL, json!({"prompt": "x", "steps": "4"}), 5006, "steps"),
        (SCHNELL, json!({"prompt": "x", "steps": 1.5}), 5006, "steps"),
        (LUCID, json!({"prompt": "x", "steps": 41}), 5006, "steps"),
        (LUCID, json!({"prompt": "x", "num_steps": 0}), 5006, "num_steps"),
        (LUCID, json!({"prompt": "x", "guidance": 10.5}), 5006, "guidance"),
        (LUCID, json!({"prompt": "x", "seed": -1}), 5006, "seed"),
        (LUCID, json!({"prompt": "x", "width": 2501}), 5006, "width"),
        (PHOENIX, json!({"prompt": "x", "num_steps": 51}), 5006, "num_steps"),
        (PHOENIX, json!({"prompt": "x", "guidance": 1.9}), 5006, "guidance"),
        (PHOENIX, json!({"prompt": "x", "negative_prompt": ""}), 5006, "negative_prompt"),
        (PHOENIX, json!({"prompt": "x", "height": 2049}), 5006, "height"),
        (SDXL, json!({"prompt": "x", "num_steps": 21}), 5006, "num_steps"),
        (SDXL, json!({"prompt": "x", "width": 248}), 5006, "width"),
        (SDXL, json!({"prompt": "x", "width": 260}), 5006, "multiple of 8"),
        (LIGHTNING, json!({"prompt": "x", "height": 1023}), 5006, "multiple of 8"),
        (SDXL, json!({"prompt": "x", "strength": 1.1}), 5006, "strength"),
        (
            SDXL,
            json!({"prompt": "x", "image": [1]}),
            3030,
            "Model input is not valid: input tensor 'image' is not present",
        ),
        (LIGHTNING, json!({"prompt": "x", "image_b64": "AA=="}), 3030, "input tensor 'image'"),
        (DREAMSHAPER, json!({"prompt": "x", "image": [1]}), 3010, "shape"),
        (IMG2IMG, json!({"prompt": "x"}), 3030, "image"),
        (IMG2IMG, json!({"prompt": "x", "image": [256]}), 5006, "image"),
        (IMG2IMG, json!({"prompt": "x", "image_b64": "***"}), 5006, "image_b64"),
        (INPAINTING, json!({"prompt": "x", "image": [1]}), 3030, "mask"),
    ];
    for unknown in ["seed", "width", "height", "num_steps", "negative_prompt"] {
        table.push((SCHNELL, json!({"prompt": "x", unknown: 1}), 5006, unknown));
    }
    for model in [SCHNELL, LUCID, PHOENIX, SDXL, LIGHTNING, DREAMSHAPER, IMG2IMG, INPAINTING] {
        for prompt in [json!({}), json!({"prompt": ""}), json!({"prompt": 5}), json!({"prompt": null})] {
            table.push((model, prompt, 5006, "prompt"));
        }
    }
    table
}

#[test]
fn what_a_model_takes_becomes_a_picture() {
    let fake = rich();
    for (model, fields, sides) in taken() {
        fake.forget();
        assert_eq!(rest(&fake, model, &exchange::json(&fields)).sides(), sides, "{model} {fields}");
        assert_eq!(binding(&fake, model, &exchange::json(&fields)).sides(), sides, "{model} {fields}");
    }
}

#[test]
fn what_a_model_does_not_take_is_refused() {
    let fake = rich();
    for (model, fields, code, word) in refused() {
        let error = rest(&fake, model, &exchange::json(&fields)).error();
        assert_eq!((error.0, error.1), (400, code), "{model} {fields}");
        assert!(error.2.contains(word), "{model} {fields}: {}", error.2);
        let reply = binding(&fake, model, &exchange::json(&fields));
        assert_eq!((reply.status, reply.json()["internalCode"].as_u64()), (400, Some(code)), "{model} {fields}");
    }
    assert_eq!(fake.runs(), 0);
}

#[test]
fn a_body_that_is_no_json_object_is_refused() {
    let of = |bytes: &[u8]| Body { content_type: "application/json".to_owned(), bytes: bytes.to_vec() };
    let brackets = "[".repeat(100_000);
    let table = [
        (of(b""), 3003),
        (of(b"{"), 5006),
        (of(b"[]"), 5006),
        (of(b"\"a cat\""), 5006),
        (of(b"{\"prompt\":\"\xff\"}"), 5006),
        (of(b"{\"prompt\":\"\\ud800\"}"), 5006),
        (of(brackets.as_bytes()), 5006),
        (form(&[("prompt", "a cat")], &[]), 5006),
    ];
    let fake = rich();
    for (body, code) in table {
        let error = rest(&fake, SCHNELL, &body).error();
        assert_eq!((error.0, error.1), (400, code), "{error:?}");
    }
    assert_eq!((fake.runs(), fake.asked().len()), (0, 8));
}
