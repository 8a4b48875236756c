//! The list of models, as Cloudflare's search answers it: facts, Cloudflare §5.2.

use serde_json::{Value, json};

use crate::model::{self, Model};

/// facts, Cloudflare §1.1.
const TASK: &str = "Text-to-Image";

/// The query. `per_page` is ignored, as has been reported.
#[derive(Debug, Default, serde::Deserialize)]
pub(crate) struct Filter {
    task: Option<String>,
    search: Option<String>,
}

/// The models that fit.
pub(crate) fn find(filter: &Filter) -> Value {
    if filter.task.as_deref().is_some_and(|task| task != TASK) {
        return json!([]);
    }
    let words = filter.search.as_deref().unwrap_or_default();
    model::ALL.iter().filter(|model| model.path.contains(words)).map(item).collect()
}

fn item(model: &Model) -> Value {
    json!({
        "id": format!("{:08x}-0000-4000-8000-000000000000", model.path.len()),
        "source": 1,
        "name": model.path,
        "description": "A model that makes pictures from words.",
        "task": {
            "id": "3d6e1f35-341b-4915-a6c8-9a7142a9033a",
            "name": TASK,
            "description": "Generates images from input text.",
        },
        "created_at": "2026-01-15 00:00:00.000",
        "tags": [],
        "properties": properties(model.path),
    })
}

/// facts, Cloudflare §1.1 and §1.2: who is beta, and whose terms are a partner's.
fn properties(path: &str) -> Vec<Value> {
    let property = |id: &str, value: &str| json!({"property_id": id, "value": value});
    let mut properties = Vec::new();
    if ["stable-diffusion-xl", "stable-diffusion-v1-5"].iter().any(|beta| path.contains(beta)) {
        properties.push(property("beta", "true"));
    }
    if path.ends_with("flux-2-klein-9b") {
        properties.push(property("partner", "true"));
        properties.push(property("terms", "https://bfl.ai/legal/terms-of-service"));
    }
    // facts, Cloudflare §4.1.
    if path.ends_with("flux-2-klein-4b") {
        let price = |unit: &str, price: f64| json!({"unit": unit, "price": price, "currency": "USD"});
        let prices =
            json!([price("per input 512 by 512 tile", 0.000_059), price("per output 512 by 512 tile", 0.000_287)]);
        properties.push(json!({"property_id": "price", "value": prices}));
    }
    properties
}
