//! The bounds of what is kept under a job key.

use fake::TextAnswer;
use serde_json::json;

use crate::case::{Case, Sent, generate};

/// Bytes; the largest picture that is kept.
const MOST: usize = 8 << 20;

pub(crate) fn table() -> Vec<Case> {
    let whale = |status| generate("raw", &json!({"prompt": "a whale", "width": 256, "height": 256, "seed": 1}), status);
    let large =
        |job| whale(200).under(job).of_bytes(MOST + 1).header("x-easel-unkept", "true").picture(Sent::jpeg(256, 256));
    let gone = |job| {
        let case = whale(410).under(job).error("reply_gone", "").billed("yes");
        case.header("idempotency-replayed", "true").asks(0)
    };
    vec![
        // Too large for its recipe too: the next one is made.
        large("shelf-1").header("cache-status", "easel; fwd=uri-miss"),
        gone("shelf-1"),
        large("shelf-2").header("cache-status", "easel; fwd=uri-miss"),
        whale(200)
            .under("shelf-3")
            .of_bytes(MOST)
            .without("x-easel-unkept")
            .header("cache-status", "easel; fwd=uri-miss"),
        whale(200).under("shelf-3").header("idempotency-replayed", "true").picture(Sent::jpeg(256, 256)).same_picture(),
        whale(200).header("cache-status", "easel; hit").same_picture(),
        gone("shelf-2"),
        translated("shelf-4", 200).while_text([TextAnswer::Exact("a dog".to_owned())]).asks(2),
        translated("shelf-4", 200).header("idempotency-replayed", "true").same_picture(),
        generate("json", &json!({"prompt": "犬"}), 422).under("shelf-4").error("key_reused", "Idempotency-Key"),
    ]
}

/// A job whose prompt was translated is replayed with what it was told.
fn translated(job: &'static str, status: u16) -> Case {
    let dog = json!({"prompt": "犬", "width": 256, "height": 256, "translate": true});
    generate("json", &dog, status).under(job).json("/translated_prompt", "a dog").unlike("/prompt_neurons", 0)
}
