//! The catalogue against what Cloudflare documents: each row is described in words, and the words are compared with a table
//! that was written from the documentation. A change to a row must change this table too.

use contract::{
    model::{Answer, CATALOGUE, Encoding, Maker, Model, PAINTER, ReferenceForm, Seconds, SeedUse, Sizes},
    size::{MAX_SIDE, MIN_SIDE, SIDE_STEP, Size},
};
use serde_json::json;

/// Path | request → reply | sides | steps | guidance | negative prompt | seed | pictures.
const DOCUMENTED: &str = "\
@cf/black-forest-labs/flux-2-klein-4b | form → base64 | by 16 | – | 0–20 | – | ignored | 0–4 input_image_N
@cf/black-forest-labs/flux-2-klein-9b | form → base64 | by 16 | – | 0–20 | – | kept | 0–4 input_image_N
@cf/black-forest-labs/flux-2-dev | form → base64 | by 16 | steps 1–50 (50) | 0–20 | – | unknown | 0–4 input_image_N
@cf/black-forest-labs/flux-1-schnell | json → base64 | 1024×1024 only | steps 1–8 (4) | – | – | – | –
@cf/leonardo/lucid-origin | json → base64 | any | steps 1–40 (15) | 0–10 (4.5) | – | kept | –
@cf/leonardo/phoenix-1.0 | json → bytes | any | num_steps 1–50 (25) | 2–10 (2) | taken | kept | –
@cf/stabilityai/stable-diffusion-xl-base-1.0 | json → bytes | only 8s | num_steps 1–20 (20) | 0–20 (7.5) | taken | unknown | –
@cf/bytedance/stable-diffusion-xl-lightning | json → bytes | only 8s | num_steps 1–20 (20) | 0–20 (7.5) | taken | unknown | –
@cf/lykon/dreamshaper-8-lcm | json → bytes | only 8s | num_steps 1–20 (20) | 0–20 (7.5) | taken | unknown | –
@cf/runwayml/stable-diffusion-v1-5-img2img | json → bytes | only 8s | num_steps 1–20 (20) | 0–20 (7.5) | taken | unknown | 1–1 image_b64
@cf/runwayml/stable-diffusion-v1-5-inpainting | json → bytes | only 8s | num_steps 1–20 (20) | 0–20 (7.5) | taken | unknown | 2–2 image_b64+mask
painter | drawn here | any | – | – | – | kept | –";

fn described(model: &Model) -> String {
    let maker = match model.maker {
        Maker::Cloudflare { path, request, reply } => {
            let request = match request {
                Encoding::Json => "json",
                Encoding::Multipart => "form",
            };
            let reply = match reply {
                Answer::JsonImage => "base64",
                Answer::Binary => "bytes",
            };
            format!("{path} | {request} → {reply}")
        }
        Maker::Painter => format!("{} | drawn here", model.id),
    };
    let sides = match model.sizes {
        Sizes::Rounded { step: 1 } => "any".to_owned(),
        Sizes::Rounded { step } => format!("by {step}"),
        Sizes::Multiples { step } => format!("only {step}s"),
        Sizes::Fixed(size) => format!("{size} only"),
    };
    let steps = model.steps.map(|steps| format!("{} {}–{} ({})", steps.field, steps.min, steps.max, steps.default));
    let guidance = model.guidance.map(|guidance| {
        let default = guidance.default.map_or_else(String::new, |default| format!(" ({default})"));
        format!("{}–{}{default}", guidance.min, guidance.max)
    });
    let seed = match model.seed {
        SeedUse::Absent => "–",
        SeedUse::NotHonoured => "ignored",
        SeedUse::Unknown => "unknown",
        SeedUse::Honoured => "kept",
    };
    let pictures = model.references.map(|references| {
        let form = match references.form {
            ReferenceForm::InputImages => "input_image_N",
            ReferenceForm::Image => "image_b64",
            ReferenceForm::ImageAndMask => "image_b64+mask",
        };
        format!("{}–{} {form}", references.min, references.max)
    });
    let none = || "–".to_owned();
    format!(
        "{maker} | {sides} | {} | {} | {} | {seed} | {}",
        steps.unwrap_or_else(none),
        guidance.unwrap_or_else(none),
        if model.negative_prompt { "taken" } else { "–" },
        pictures.unwrap_or_else(none),
    )
}

#[test]
fn every_row_is_what_cloudflare_documents() {
    let rows: Vec<String> = CATALOGUE.iter().chain([&PAINTER]).map(described).collect();
    let documented: Vec<&str> = DOCUMENTED.lines().collect();
    assert_eq!(rows.len(), 12);
    for (row, documented) in rows.iter().zip(&documented) {
        assert_eq!(row, documented);
    }
    assert_eq!(documented.len(), 12);
}

#[test]
fn the_first_row_is_the_model_that_easel_is_for() {
    assert_eq!(CATALOGUE.first().map(|model| model.id), Some("flux-2-klein-4b"));
}

#[test]
fn ids_paths_and_names_are_unique() {
    let all = || CATALOGUE.iter().chain([&PAINTER]);
    let mut names: Vec<&str> =
        all().flat_map(|model| [model.id, model.name]).chain(all().filter_map(Model::path)).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert_eq!(count, 12 * 2 + 11);
}

#[test]
fn a_model_is_found_by_its_id_and_by_its_full_path() {
    for model in CATALOGUE {
        let path = model.path().unwrap();
        assert_eq!(Model::find(model.id).map(|found| found.id), Some(model.id));
        assert_eq!(Model::find(path).map(|found| found.id), Some(model.id));
        assert!(path.starts_with("@cf/") && path.ends_with(&format!("/{}", model.id)), "{path}");
    }
    assert_eq!(Model::find("painter"), Some(&PAINTER));
    assert_eq!(PAINTER.path(), None);
}

#[test]
fn nearly_an_id_is_none() {
    for id in [
        "",
        " ",
        "flux",
        "FLUX-2-klein-4b",
        "flux-2-klein-4b ",
        "@cf/flux-2-klein-4b",
        "black-forest-labs/flux-2-klein-4b",
        "@cf/black-forest-labs/flux-2-klein-4b/",
        "@cf/painter",
        "FLUX.2 klein 4B",
    ] {
        assert_eq!(Model::find(id), None, "{id:?}");
    }
}

#[test]
fn a_row_agrees_with_itself() {
    for model in CATALOGUE.iter().chain([&PAINTER]) {
        let id = model.id;
        assert!(model.steps.is_none_or(|s| 0 < s.min && s.min <= s.default && s.default <= s.max), "{id}: steps");
        let guidance_fits = |g: contract::model::Guidance| {
            g.min < g.max && g.default.is_none_or(|default| (g.min..=g.max).contains(&default))
        };
        assert!(model.guidance.is_none_or(guidance_fits), "{id}: guidance");
        assert!(model.references.is_none_or(|r| r.min <= r.max && r.max > 0), "{id}: pictures");
        assert!(
            model.typical.is_none_or(|s| 0.0 < s.least && s.most.is_none_or(|most| s.least < most)),
            "{id}: seconds"
        );
        let Size { width, height } = model.default_size();
        for side in [width, height] {
            assert!((MIN_SIDE..=MAX_SIDE).contains(&side) && side % SIDE_STEP == 0, "{id}: {side}");
        }
    }
}

#[test]
fn the_default_size_is_1024_by_768_unless_the_model_has_one_only() {
    for model in CATALOGUE.iter().chain([&PAINTER]) {
        let expected = if model.id == "flux-1-schnell" { Size::new(1024, 1024) } else { Size::new(1024, 768) };
        assert_eq!(model.default_size(), expected, "{}", model.id);
    }
}

#[test]
fn what_a_model_is_good_at_and_how_long_it_takes_is_in_its_row() {
    let json = |id: &str| serde_json::to_value(Model::find(id).unwrap()).unwrap();
    let said = |id: &str| (json(id)["good_at"].clone(), json(id)["typical"].clone());
    assert_eq!(said("flux-2-klein-4b"), (json!("everyday"), json!({"least": 2.0, "most": 28.0})));
    assert_eq!(said("flux-2-dev"), (json!("realism"), json!({"least": 30.0, "most": null})));
    assert_eq!(said("phoenix-1.0"), (json!("words"), json!(null)));
    let expected = |id: &str| Model::find(id).unwrap().typical.map(Seconds::expected);
    assert_eq!((expected("flux-2-klein-4b"), expected("flux-2-dev")), (Some(15.0), Some(30.0)));
}

#[test]
fn two_models_draw_nothing_without_a_picture() {
    let need: Vec<&str> = CATALOGUE.iter().filter(|model| model.needs_references()).map(|model| model.id).collect();
    assert_eq!(need, ["stable-diffusion-v1-5-img2img", "stable-diffusion-v1-5-inpainting"]);
    assert!(!PAINTER.needs_references());
}
