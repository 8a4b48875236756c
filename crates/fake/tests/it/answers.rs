//! How a picture comes back: facts, Cloudflare §1.1, §2.2 and §3.

use fake::BindingNeurons;
use serde_json::{Value, json};

use crate::exchange::{self, Body, KLEIN_4B, LUCID, PHOENIX, SCHNELL, SDXL, binding, form, rest, rich};

/// A request for each kind of model, what its picture is declared as, and what it says that it cost.
fn table() -> [(&'static str, Body, &'static str, Option<&'static str>); 5] {
    let prompt = exchange::json(&json!({"prompt": "a cat"}));
    [
        (KLEIN_4B, form(&[("prompt", "a cat")], &[]), "application/json", Some("78.15")),
        (SCHNELL, prompt.clone(), "application/json", Some("172.80")),
        (LUCID, prompt.clone(), "application/json", Some("3904.69")),
        (PHOENIX, prompt.clone(), "image/jpeg", None),
        (SDXL, prompt, "image/png", Some("0.00")),
    ]
}

#[test]
fn each_model_answers_in_its_own_form() {
    for (model, body, declared, neurons) in table() {
        let fake = rich();
        for reply in [rest(&fake, model, &body), binding(&fake, model, &body)] {
            assert_eq!(reply.status, 200, "{model}");
            assert_eq!(reply.header("content-type"), Some(declared), "{model}");
            assert_eq!(reply.header("cf-ai-neurons"), neurons, "{model}");
            assert_eq!(reply.header("cache-control"), Some("no-store"));
            assert!(
                ["cf-ai-req-id", "cf-ray", "api-version"].iter().all(|name| reply.header(name).is_some()),
                "{reply:?}"
            );
            assert!(reply.picture().starts_with(&[0xFF, 0xD8, 0xFF]), "{model}: JPEG whatever it is declared as");
        }
    }
}

#[test]
fn rest_has_an_envelope_and_the_binding_has_none() {
    let fake = rich();
    let body = exchange::json(&json!({"prompt": "a cat"}));
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    let enveloped = rest(&fake, SCHNELL, &body).json();
    assert_eq!(keys(&enveloped), "errors messages result success");
    assert_eq!((&enveloped["success"], &enveloped["errors"]), (&json!(true), &json!([])));
    assert_eq!(keys(&binding(&fake, SCHNELL, &body).json()), "image");
}

#[test]
fn the_binding_keeps_what_it_cost_to_itself_when_told() {
    let fake = rich();
    fake.set_binding_neurons(BindingNeurons::Unsaid);
    let body = form(&[("prompt", "a cat")], &[]);
    assert_eq!(binding(&fake, KLEIN_4B, &body).header("cf-ai-neurons"), None);
    assert!(rest(&fake, KLEIN_4B, &body).header("cf-ai-neurons").is_some());
}

/// facts, Cloudflare §1.2 and §1.3: seeds are honoured by Leonardo's and klein-9b, not by klein-4b.
#[test]
fn the_same_seed_gives_the_same_picture_where_it_does() {
    let fake = rich();
    let seeded = form(&[("prompt", "a cat"), ("seed", "7")], &[]);
    let klein_9b = "@cf/black-forest-labs/flux-2-klein-9b";
    let leonardo = exchange::json(&json!({"prompt": "a cat", "seed": 7}));
    let unseeded = exchange::json(&json!({"prompt": "a cat"}));
    for (model, body, same) in
        [(klein_9b, &seeded, true), (KLEIN_4B, &seeded, false), (PHOENIX, &leonardo, true), (PHOENIX, &unseeded, false)]
    {
        let (one, other) = (rest(&fake, model, body).picture(), rest(&fake, model, body).picture());
        assert_eq!(one == other, same, "{model}");
    }
    let dog = exchange::json(&json!({"prompt": "a dog", "seed": 7}));
    assert_ne!(rest(&fake, SDXL, &leonardo).picture(), rest(&fake, SDXL, &dog).picture());
}

#[test]
fn pictures_have_the_length_that_a_benchmark_asks_for() {
    let fake = rich();
    let body = form(&[("prompt", "a cat"), ("width", "1024"), ("height", "1024")], &[]);
    // One more than a whole number of the longest segments, too.
    let flat = {
        fake.set_picture_bytes(Some(0));
        rest(&fake, KLEIN_4B, &body).picture().len()
    };
    for length in [flat + 4, flat + 65_537 + 1, flat + 2 * 65_537, 300_000, 1_500_000] {
        fake.set_picture_bytes(Some(length));
        for reply in [rest(&fake, KLEIN_4B, &body), binding(&fake, KLEIN_4B, &body)] {
            assert_eq!((reply.picture().len(), reply.sides()), (length, (1024, 1024)));
        }
    }
    fake.set_picture_bytes(None);
    assert!(rest(&fake, KLEIN_4B, &body).picture().len() < 300_000);
}
