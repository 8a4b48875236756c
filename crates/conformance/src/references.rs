//! Reference pictures at their limits, and what they cost.

use contract::generate::{MAX_REFERENCE_BYTES, MAX_REFERENCE_SIDE};
use serde_json::{Value, json};

use crate::{
    case::{Case, generate},
    sample::{base64, padded, png},
};

pub(crate) fn table() -> Vec<Case> {
    [taken(), refused()].into_iter().flatten().collect()
}

fn with(images: &Value, status: u16) -> Case {
    generate("json", &json!({"prompt": "a lamp", "width": 1024, "height": 1024, "images": images}), status)
}

fn taken() -> Vec<Case> {
    let (small, tile) = (base64(&png(1, 1)), base64(&png(512, 512)));
    // The facts' own figures (Cloudflare §4.4): a reference of at most 512×512 is a tile.
    let (one, four) = (104.2 + 5.37, 104.2 + 4.0 * 5.37);
    let (wide, high) = (base64(&png(MAX_REFERENCE_SIDE, 64)), base64(&png(64, MAX_REFERENCE_SIDE)));
    let largest = base64(&padded(png(64, 64), MAX_REFERENCE_BYTES));
    vec![
        with(&json!([]), 200).json("/neurons", 104.2),
        with(&json!([small]), 200).json("/neurons", one),
        with(&json!([tile]), 200).json("/neurons", one),
        with(&json!([tile, tile, tile, small]), 200).json("/neurons", four),
        with(&json!([wide, high]), 200).json("/neurons", 104.2 + 2.0 * 5.37),
        with(&json!([largest]), 200).json("/neurons", one),
        with(&json!([format!("data:image/png;base64,{small}")]), 200).json("/neurons", one),
        // Whatever it is declared as.
        with(&json!([format!("data:image/jpeg;charset=x;base64,{small}")]), 200).json("/neurons", one),
    ]
}

fn refused() -> Vec<Case> {
    let small = base64(&png(1, 1));
    let (wide, high) = (base64(&png(MAX_REFERENCE_SIDE + 1, 1)), base64(&png(1, MAX_REFERENCE_SIDE + 1)));
    let larger = base64(&padded(png(64, 64), MAX_REFERENCE_BYTES + 1));
    // A file that ends within its head, and a text.
    let (cut, text) = (base64(png(64, 64).get(..20).unwrap_or_default()), base64(b"a lamp, in words"));
    let no_sides = base64(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\0\0\0\0\x01");
    let wrong = [
        json!(small),
        json!({"0": small}),
        json!([[small]]),
        json!([small, 7]),
        json!([small, small, small, small, small]),
        json!([wide]),
        json!([small, high]),
        json!([larger]),
        json!([cut]),
        json!([text]),
        json!([no_sides]),
        json!([""]),
        json!([small, "no base64"]),
        json!(["data:image/png,abc"]),
        json!([format!("data:image/png;base64,{small}*")]),
        json!(["https://pages.example/lamp.png"]),
    ];
    let mut cases: Vec<_> = wrong.iter().map(|images| with(images, 400).error("invalid_request", "images")).collect();
    for model in ["flux-1-schnell", "lucid-origin", "phoenix-1.0", "stable-diffusion-xl-base-1.0", "dreamshaper-8-lcm"]
    {
        let fields = json!({"prompt": "a lamp", "model": model, "images": [small]});
        cases.push(generate("json", &fields, 400).error("invalid_request", "images"));
    }
    cases
}
