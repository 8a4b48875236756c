//! `GET /openapi.json` says what the contract says: its limits, models, codes and version are the same.

use std::collections::BTreeSet;

use contract::{
    Code, Size,
    generate::MAX_REFERENCE_SIDE,
    model::{CATALOGUE, Model, PAINTER},
    prompt::MAX_PROMPT_CHARS,
    size::{MAX_SIDE, MIN_SIDE},
    usage::MAX_DAYS,
};
use serde_json::{Value, json};

fn document() -> Value {
    serde_json::from_str(include_str!("../../src/openapi.json")).unwrap()
}

fn words(value: &Value) -> BTreeSet<&str> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
}

#[test]
fn its_version_is_the_programs_and_the_apis() {
    let document = document();
    assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
    let api = [
        &document["components"]["schemas"]["Health"]["properties"]["api"]["const"],
        &document["components"]["headers"]["X-Easel-Api"]["schema"]["const"],
    ];
    assert_eq!(api, [&json!(contract::API_VERSION); 2]);
}

#[test]
fn its_limits_are_the_contracts() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let field = |schema: &str, field: &str| schemas[schema]["properties"][field].clone();
    for schema in ["GenerateRequest", "PromptRequest", "ImagesRequest"] {
        assert_eq!(field(schema, "prompt")["maxLength"], MAX_PROMPT_CHARS, "{schema}");
    }
    for (side, usual) in [("width", Size::DEFAULT.width), ("height", Size::DEFAULT.height)] {
        let side = field("GenerateRequest", side);
        let bounds = [&side["minimum"], &side["maximum"], &side["default"]];
        assert_eq!(bounds, [&json!(MIN_SIDE), &json!(MAX_SIDE), &json!(usual)]);
    }
    let rows = || CATALOGUE.iter();
    let most = |most: fn(&Model) -> f64| rows().map(most).fold(0.0, f64::max);
    for schema in ["GenerateRequest", "ImagesRequest"] {
        assert_eq!(field(schema, "seed")["maximum"], u32::MAX);
        let steps = most(|model| model.steps.map_or(0.0, |steps| steps.max.into()));
        assert_eq!(field(schema, "steps")["maximum"].as_f64(), Some(steps));
        let guidance = most(|model| model.guidance.map_or(0.0, |guidance| guidance.max));
        assert_eq!(field(schema, "guidance")["maximum"].as_f64(), Some(guidance));
    }
    let images = rows().filter_map(|model| model.references).map(|references| references.max).max();
    assert_eq!(field("GenerateRequest", "images")["maxItems"].as_u64(), images.map(|images| images as u64));
    assert!(field("GenerateRequest", "images").to_string().contains(&MAX_REFERENCE_SIDE.to_string()));
    let days = &document["paths"]["/usage"]["get"]["parameters"][0]["schema"];
    assert_eq!([&days["maximum"], &field("Usage", "days")["maxItems"]], [&json!(MAX_DAYS); 2]);
}

#[test]
fn its_models_are_the_catalogues() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    let ids: BTreeSet<_> = CATALOGUE.iter().chain([&PAINTER]).map(|model| model.id).collect();
    assert_eq!(words(&schemas["ModelId"]["enum"]), ids);
    assert_eq!(words(&schemas["ModelPath"]["enum"]), CATALOGUE.iter().filter_map(Model::path).collect());
    let by_prompt = || CATALOGUE.iter().chain([&PAINTER]).filter(|model| !model.needs_references());
    let names: BTreeSet<_> = by_prompt().map(|model| model.id).chain(by_prompt().filter_map(Model::path)).collect();
    assert_eq!(words(&schemas["ModelByPrompt"]["enum"]), names);
}

#[test]
fn each_code_stands_under_its_status() {
    let document = document();
    let mut under_a_status = BTreeSet::new();
    for operation in
        document["paths"].as_object().unwrap().values().flat_map(|methods| methods.as_object().unwrap().values())
    {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let Some(to) = response["$ref"].as_str() else { continue };
            let response = document.pointer(to.trim_start_matches('#')).unwrap();
            let narrowed = &response["content"]["application/json"]["schema"]["allOf"][1];
            for code in words(&narrowed["properties"]["error"]["properties"]["code"]["enum"]) {
                let known: Code = serde_json::from_value(json!(code)).unwrap();
                assert_ne!(known, Code::Other, "{code} is no code");
                assert_eq!(known.status().to_string(), *status, "{code}");
                under_a_status.insert(code);
            }
        }
    }
    // The one that belongs to no operation.
    under_a_status.insert("method_not_allowed");
    assert_eq!(words(&document["components"]["schemas"]["Failure"]["properties"]["code"]["enum"]), under_a_status);
}

#[test]
fn what_may_be_billed_says_what_became_of_it() {
    let document = document();
    for (status, response) in document["paths"]["/generate"]["post"]["responses"].as_object().unwrap() {
        // The others are refused before a text or a picture could be paid for.
        let Some(to) = response["$ref"].as_str().filter(|_| !["401", "404", "406"].contains(&status.as_str())) else {
            continue;
        };
        let headers = &document.pointer(to.trim_start_matches('#')).unwrap()["headers"];
        for name in ["X-Should-Retry", "Idempotency-Replayed", "Cache-Status", "X-Easel-Uncounted"] {
            assert!(headers[name].is_object(), "{status} has no {name}");
        }
    }
}
