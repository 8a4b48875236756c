//! The request for a picture: what each model takes, what is refused and how that is said, and that a request survives its
//! own JSON. The reading of JSON as such is in `json.rs`.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use contract::{
    ApiError, Code, Field, Fields, GenerateRequest, Model, Problem, Recipe, Size,
    generate::{MAX_REFERENCE_BYTES, Wrong},
    model::{CATALOGUE, PAINTER, SeedUse, Sizes},
};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

mod any_request;
use any_request::{any_fields, any_request};

/// A PNG's header; the pixels are never looked at.
fn png(width: u32, height: u32) -> Vec<u8> {
    [b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".as_slice(), &width.to_be_bytes(), &height.to_be_bytes()].concat()
}

/// No more than `model` needs.
fn least(model: &Model) -> Fields {
    Fields {
        prompt: Some("a fox".to_owned()),
        model: Some(model.id.to_owned()),
        images: vec![png(512, 512); model.references.map_or(0, |references| references.min)],
        ..Fields::default()
    }
}

fn parse(fields: Fields) -> Result<GenerateRequest, Vec<Problem>> {
    GenerateRequest::parse(fields, &PAINTER)
}

/// What is wrong with `fields`, where it is one thing only.
#[track_caller]
fn problem(fields: Fields) -> Problem {
    let mut problems = parse(fields).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0)
}

fn all() -> impl Iterator<Item = &'static Model> {
    CATALOGUE.iter().chain([&PAINTER])
}

#[test]
fn a_prompt_is_enough() {
    for model in all() {
        let request = parse(least(model)).unwrap();
        assert_eq!(request.model, model);
        assert_eq!(request.prompt.as_str(), "a fox");
        assert_eq!(request.size, model.default_size());
        assert_eq!((request.seed, request.steps, request.guidance, request.negative_prompt), (None, None, None, None));
    }
}

#[test]
fn without_a_model_the_homes_first_is_asked() {
    let fields = Fields { model: None, ..least(&PAINTER) };
    assert_eq!(GenerateRequest::parse(fields.clone(), &CATALOGUE[0]).unwrap().model.id, "flux-2-klein-4b");
    assert_eq!(parse(fields).unwrap().model.id, "painter");
}

#[test]
fn an_unknown_model_is_all_that_is_said() {
    let fields = Fields { prompt: None, model: Some("flux-3".to_owned()), ..Fields::default() };
    let problem = problem(fields);
    assert_eq!(problem.field, Field::Model);
    assert_eq!(problem.to_string(), "there is no model `flux-3`");
    assert_eq!(ApiError::from(problem).code, Code::ModelNotFound);
}

#[test]
fn a_prompt_is_1_to_2000_characters_as_typed() {
    let with = |prompt: Option<String>| Fields { prompt, ..least(&PAINTER) };
    for text in ["猫".repeat(2000), " a\r\n\tfox ".to_owned(), "x".to_owned(), "\0".to_owned()] {
        assert_eq!(parse(with(Some(text.clone()))).unwrap().prompt.as_str(), text);
    }
    assert_eq!(problem(with(None)), Field::Prompt.wrong(Wrong::Missing));
    assert_eq!(problem(with(Some("\u{3000}\n".to_owned()))), Field::Prompt.wrong(Wrong::Blank));
    let long = problem(with(Some("🎨".repeat(2001))));
    assert_eq!(long.to_string(), "`prompt` has 2001 characters; the most is 2000");
}

#[test]
fn sides_are_256_to_1920() {
    for model in all().filter(|model| !matches!(model.sizes, Sizes::Fixed(_))) {
        let with = |width, height| parse(Fields { width: Some(width), height: Some(height), ..least(model) });
        assert_eq!(with(256, 1920).unwrap().size, Size::new(256, 1920));
        for side in [i64::MIN, -1024, 0, 255, 1921, 1_i64 << 32 | 1024, i64::MAX] {
            let out = Wrong::OutOfRange { min: 256.0, max: 1920.0 };
            assert_eq!(with(side, 512).unwrap_err(), [Field::Width.wrong(out.clone())], "{} {side}", model.id);
            assert_eq!(with(512, side).unwrap_err(), [Field::Height.wrong(out)], "{} {side}", model.id);
        }
    }
}

#[test]
fn a_side_off_the_grid_is_refused_only_where_the_model_would() {
    let with = |id: &str, width| Fields { width: Some(width), ..least(Model::find(id).unwrap()) };
    for id in ["flux-2-klein-4b", "flux-2-dev", "lucid-origin", "phoenix-1.0", "painter"] {
        assert_eq!(parse(with(id, 1081)).unwrap().size, Size::new(1081, 768), "{id}");
    }
    for model in all().filter(|model| model.id.starts_with("stable-diffusion") || model.id == "dreamshaper-8-lcm") {
        let id = model.id;
        assert_eq!(parse(with(id, 1032)).unwrap().size.width, 1032);
        assert_eq!(problem(with(id, 1028)), Field::Width.wrong(Wrong::NotMultiple { of: 8 }));
    }
}

#[test]
fn schnell_draws_one_size() {
    let schnell = Model::find("flux-1-schnell").unwrap();
    let with = |side| Fields { height: Some(side), ..least(schnell) };
    assert_eq!(parse(with(1024)).unwrap().size, Size::new(1024, 1024));
    let refused = problem(with(768));
    assert_eq!(refused.to_string(), "`height` cannot be chosen: flux-1-schnell draws 1024×1024 only");
    assert_eq!(problem(with(99)), Field::Height.wrong(Wrong::OutOfRange { min: 256.0, max: 1920.0 }));
}

#[test]
fn a_field_that_the_model_does_not_have_is_refused_by_name() {
    for model in all() {
        let absent = |field: Field, fields: Fields| {
            assert_eq!(problem(fields), field.wrong(Wrong::NotTaken { model: model.id }));
        };
        if model.seed == SeedUse::Absent {
            absent(Field::Seed, Fields { seed: Some(1), ..least(model) });
            absent(Field::Reseed, Fields { reseed: Some(true), ..least(model) });
        }
        if model.steps.is_none() {
            absent(Field::Steps, Fields { steps: Some(4), ..least(model) });
        }
        if model.guidance.is_none() {
            absent(Field::Guidance, Fields { guidance: Some(4.0), ..least(model) });
        }
        if !model.negative_prompt {
            absent(Field::NegativePrompt, Fields { negative_prompt: Some("rain".to_owned()), ..least(model) });
        }
        if model.references.is_none() {
            let refused = problem(Fields { images: vec![png(1, 1)], ..least(model) });
            assert_eq!(refused, Field::Images.wrong(Wrong::Count { min: 0, max: 0 }));
            assert_eq!(refused.to_string(), "`images` are not taken by this model");
        }
    }
    let refused = problem(Fields { steps: Some(4), ..least(&CATALOGUE[0]) });
    assert_eq!(refused.to_string(), "`steps` is not taken by flux-2-klein-4b");
}

#[test]
fn a_seed_is_any_u32() {
    for model in all().filter(|model| model.seed != SeedUse::Absent) {
        let with = |seed| Fields { seed: Some(seed), ..least(model) };
        for seed in [0, 1, u32::MAX] {
            assert_eq!(parse(with(seed.into())).unwrap().seed, Some(seed));
        }
        for seed in [-1, 1_i64 << 32, i64::MIN, i64::MAX] {
            assert_eq!(problem(with(seed)).to_string(), "`seed` must be from 0 to 4294967295");
        }
    }
}

#[test]
fn steps_are_within_the_models_bounds() {
    for (id, min, max) in [
        ("flux-2-dev", 1, 50),
        ("flux-1-schnell", 1, 8),
        ("lucid-origin", 1, 40),
        ("phoenix-1.0", 1, 50),
        ("stable-diffusion-xl-base-1.0", 1, 20),
        ("stable-diffusion-v1-5-inpainting", 1, 20),
    ] {
        let with = |steps| Fields { steps: Some(steps), ..least(Model::find(id).unwrap()) };
        assert_eq!(parse(with(min)).unwrap().steps, Some(1));
        assert_eq!(parse(with(max)).unwrap().steps.map(i64::from), Some(max));
        for steps in [i64::MIN, -1, min - 1, max + 1, 1_i64 << 32 | 4, i64::MAX] {
            assert_eq!(
                problem(with(steps)).to_string(),
                format!("`steps` must be from {min} to {max}"),
                "{id} {steps}"
            );
        }
    }
}

#[test]
fn guidance_is_a_number_within_the_models_bounds() {
    for (id, min, max) in [("flux-2-klein-4b", 0.0, 20.0), ("lucid-origin", 0.0, 10.0), ("phoenix-1.0", 2.0, 10.0)] {
        let with = |guidance| Fields { guidance: Some(guidance), ..least(Model::find(id).unwrap()) };
        for guidance in [min, 3.5, max] {
            assert_eq!(parse(with(guidance)).unwrap().guidance, Some(guidance));
        }
        for guidance in [min - 0.001, max + 0.001, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(problem(with(guidance)).to_string(), format!("`guidance` must be from {min} to {max}"));
        }
    }
}

#[test]
fn a_negative_prompt_has_the_bounds_of_a_prompt() {
    let with = |text: String| Fields { negative_prompt: Some(text), ..least(Model::find("phoenix-1.0").unwrap()) };
    assert_eq!(parse(with("雨".repeat(2000))).unwrap().negative_prompt, Some("雨".repeat(2000)));
    assert_eq!(problem(with(" ".to_owned())), Field::NegativePrompt.wrong(Wrong::Blank));
    let long = problem(with("雨".repeat(2001)));
    assert_eq!(long.to_string(), "`negative_prompt` has 2001 characters; the most is 2000");
}

#[test]
fn pictures_are_counted() {
    for (id, takes, says) in [
        ("flux-2-klein-4b", 0..=4, "`images` must hold 0 to 4 pictures for this model"),
        ("flux-2-klein-9b", 0..=4, "`images` must hold 0 to 4 pictures for this model"),
        ("flux-2-dev", 0..=4, "`images` must hold 0 to 4 pictures for this model"),
        ("stable-diffusion-v1-5-img2img", 1..=1, "`images` must hold 1 picture for this model"),
        ("stable-diffusion-v1-5-inpainting", 2..=2, "`images` must hold 2 pictures for this model"),
    ] {
        for count in 0..=6 {
            let fields = Fields { images: vec![png(64, 32); count], ..least(Model::find(id).unwrap()) };
            if takes.contains(&count) {
                let request = parse(fields).unwrap();
                assert_eq!(request.images.len(), count);
                assert!(request.images.iter().all(|image| image.size == Size::new(64, 32)));
            } else {
                assert_eq!(problem(fields).to_string(), says, "{count}");
            }
        }
    }
}

#[test]
fn a_picture_is_bounded_and_known() {
    let with = |file: Vec<u8>| Fields { images: vec![png(1, 1), file], ..least(&CATALOGUE[0]) };
    let padded = |to: usize| {
        let mut file = png(512, 512);
        file.resize(to, 0);
        file
    };
    for file in [png(4096, 4096), padded(MAX_REFERENCE_BYTES)] {
        assert_eq!(parse(with(file.clone())).unwrap().images[1].bytes.as_ref(), file);
    }
    let too_large = problem(with(padded(MAX_REFERENCE_BYTES + 1)));
    assert_eq!(too_large.to_string(), "`images` must be files of at most 4194304 bytes");
    for (width, height) in [(4097, 1), (1, 4097), (30_000, 30_000), (0, 1), (1, 0), (u32::MAX, u32::MAX)] {
        let refused = problem(with(png(width, height)));
        assert_eq!(refused, Field::Images.wrong(Wrong::OutOfRange { min: 1.0, max: 4096.0 }), "{width}×{height}");
        assert_eq!(refused.to_string(), "`images` must have sides from 1 to 4096 pixels");
    }
    for file in [b"".as_slice(), b"<svg/>", b"GIF89a\x01\0\x01\0", &png(9, 9)[..20], b"\xff\xd8\xff\xd9"] {
        let refused = problem(with(file.to_vec()));
        assert_eq!(refused.to_string(), "`images` must hold JPEG, PNG or WebP files", "{file:?}");
    }
}

#[test]
fn a_request_is_logged_without_its_pictures() {
    let request = parse(Fields { images: vec![png(640, 480)], ..least(&CATALOGUE[0]) }).unwrap();
    assert!(format!("{request:?}").contains("[Reference(Png, 640×480, 24 bytes)]"), "{request:?}");
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let fields = Fields {
        prompt: Some(" ".to_owned()),
        model: Some("flux-2-klein-4b".to_owned()),
        width: Some(0),
        height: Some(9999),
        seed: Some(-1),
        steps: Some(4),
        guidance: Some(f64::NAN),
        negative_prompt: Some("rain".to_owned()),
        images: vec![vec![]],
        ..Fields::default()
    };
    let problems = parse(fields).unwrap_err();
    let named: Vec<&str> = problems.iter().map(|problem| problem.field.name()).collect();
    let all = ["prompt", "width", "height", "seed", "steps", "guidance", "negative_prompt", "images"];
    assert_eq!(named, all);
    for problem in problems {
        let error = ApiError::from(problem.clone());
        assert_eq!((error.code, error.param.as_deref()), (Code::InvalidRequest, Some(problem.field.name())));
        assert!(error.message.starts_with(&format!("`{}`", problem.field.name())), "{}", error.message);
    }
}

/// The shelf knows a picture by its recipe for as long as it keeps it: another text would lose them all.
#[test]
fn a_recipe_is_the_hash_of_the_sorted_json() {
    let fields = Fields { seed: Some(7), guidance: Some(3.0), ..least(&CATALOGUE[0]) };
    let text = r#"{"guidance":3.0,"height":768,"model":"flux-2-klein-4b","prompt":"a fox","seed":7,"width":1024}"#;
    let sha: [u8; 32] = Sha256::digest(text).into();
    assert_eq!(parse(fields).unwrap().recipe(), Recipe(sha));
}

/// The pictures as they are, each behind its length.
#[test]
fn a_recipe_holds_the_pictures_bytes() {
    let (one, other) = (png(64, 64), [png(64, 32), b"more".to_vec()].concat());
    let fields = Fields { images: vec![one.clone(), other.clone()], ..least(&CATALOGUE[0]) };
    let text = r#"{"height":768,"model":"flux-2-klein-4b","prompt":"a fox","width":1024}"#;
    let all = [text.as_bytes(), b"\0\0\0\0\0\0\0\x18", &one, b"\0\0\0\0\0\0\0\x1c", &other].concat();
    let sha: [u8; 32] = Sha256::digest(all).into();
    assert_eq!(parse(fields).unwrap().recipe(), Recipe(sha));
}

/// Equal numbers, so equal requests.
#[test]
fn zero_has_no_sign() {
    let with = |guidance| parse(Fields { guidance: Some(guidance), ..least(&CATALOGUE[0]) }).unwrap();
    assert_eq!(with(-0.0).recipe(), with(0.0).recipe());
}

/// `request` with one field of `other`.
fn with_one_field(mut request: GenerateRequest, field: usize, other: GenerateRequest) -> GenerateRequest {
    match field {
        0 => request.prompt = other.prompt,
        1 => request.model = other.model,
        2 => request.size.width = other.size.width,
        3 => request.size.height = other.size.height,
        4 => request.seed = other.seed,
        5 => request.steps = other.steps,
        6 => request.guidance = other.guidance,
        7 => request.negative_prompt = other.negative_prompt,
        8 => request.images = other.images,
        _ => request.images.reverse(),
    }
    request
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_request_survives_its_own_json(request in any_request()) {
        let body = request.to_json().to_string();
        let again = parse(Fields::from_json(body.as_bytes()).unwrap()).unwrap();
        prop_assert_eq!(&again, &request);
        prop_assert_eq!(again.recipe(), request.recipe());
    }

    #[test]
    fn a_recipe_is_the_request(request in any_request(), field in 0..10_usize, other in any_request()) {
        let changed = with_one_field(request.clone(), field, other);
        prop_assert_eq!(changed.recipe() == request.recipe(), changed == request, "field {}", field);
    }

    #[test]
    fn what_is_asked_is_what_is_kept(fields in any_fields()) {
        let request = parse(fields.clone()).unwrap();
        prop_assert_eq!(Some(request.prompt.as_str()), fields.prompt.as_deref());
        prop_assert_eq!(Some(request.model), Model::find(&fields.model.unwrap()));
        let default = request.model.default_size();
        prop_assert_eq!(i64::from(request.size.width), fields.width.unwrap_or(default.width.into()));
        prop_assert_eq!(i64::from(request.size.height), fields.height.unwrap_or(default.height.into()));
        prop_assert_eq!(request.seed.map(i64::from), fields.seed);
        prop_assert_eq!(request.steps.map(i64::from), fields.steps);
        prop_assert_eq!(request.guidance, fields.guidance);
        prop_assert_eq!(request.negative_prompt, fields.negative_prompt);
        prop_assert!(request.images.iter().map(|image| image.bytes.to_vec()).eq(fields.images));
    }
}
