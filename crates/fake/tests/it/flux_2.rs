//! What FLUX.2 takes: facts, Cloudflare §1.2.

use fake::{FIRST, Way};
use serde_json::json;

use crate::exchange::{self, Body, KLEIN_4B, SDXL, bearer, begin, binding, end, form, png, rest, rich};

const MODELS: [&str; 3] = [KLEIN_4B, "@cf/black-forest-labs/flux-2-klein-9b", "@cf/black-forest-labs/flux-2-dev"];

/// A part's name and its bytes.
type NamedFile<'a> = (&'a str, &'a [u8]);

/// What comes of a form.
enum Expected {
    Picture(u32, u32),
    BadInput(&'static str),
}

#[test]
fn a_form_keeps_to_the_rules_or_is_refused() {
    use Expected::{BadInput, Picture};
    let table: [(&[(&str, &str)], Expected); 23] = [
        (&[("prompt", "a cat")], Picture(1024, 768)),
        (&[("prompt", "猫"), ("width", "1024"), ("height", "1024")], Picture(1024, 1024)),
        (&[("prompt", "x"), ("width", "1920"), ("height", "1080")], Picture(1920, 1072)),
        (&[("prompt", "x"), ("width", "1920"), ("height", "1088")], Picture(1920, 1088)),
        (&[("prompt", "x"), ("width", "271"), ("height", "256")], Picture(256, 256)),
        (&[("prompt", "x"), ("seed", "7"), ("guidance", "3.5"), ("steps", "4")], Picture(1024, 768)),
        (&[("prompt", "x"), ("negative_prompt", "dogs")], Picture(1024, 768)),
        (&[("prompt", "x"), ("no_such_field", "1")], Picture(1024, 768)),
        (&[], BadInput("prompt")),
        (&[("prompt", "")], BadInput("prompt")),
        (&[("width", "512"), ("height", "512")], BadInput("prompt")),
        (&[("prompt", "x"), ("width", "255")], BadInput("width")),
        (&[("prompt", "x"), ("width", "1921")], BadInput("width")),
        (&[("prompt", "x"), ("height", "2048")], BadInput("height")),
        (&[("prompt", "x"), ("height", "-512")], BadInput("height")),
        (&[("prompt", "x"), ("height", "512.5")], BadInput("height")),
        (&[("prompt", "x"), ("width", "wide")], BadInput("width")),
        (&[("prompt", "x"), ("width", "")], BadInput("width")),
        (&[("prompt", "x"), ("seed", "x")], BadInput("seed")),
        (&[("prompt", "x"), ("steps", "many")], BadInput("steps")),
        (&[("prompt", "x"), ("guidance", "NaN")], BadInput("guidance")),
        (&[("prompt", "x"), ("guidance", "strong")], BadInput("guidance")),
        (&[("prompt", "x"), ("input_image_0", "no file")], BadInput("reference")),
    ];
    let fake = rich();
    for model in MODELS {
        for (fields, expected) in &table {
            fake.forget();
            let reply = rest(&fake, model, &form(fields, &[]));
            match expected {
                Picture(width, height) => assert_eq!(reply.sides(), (*width, *height), "{model} {fields:?}"),
                BadInput(word) => {
                    let (status, code, message) = reply.error();
                    assert_eq!((status, code), (400, 5006), "{model} {fields:?}");
                    assert!(message.contains(word), "{model} {fields:?}: {message}");
                }
            }
        }
    }
}

#[test]
fn references_are_up_to_four_pictures_under_their_names() {
    let (small, large) = (png(512, 512), png(513, 200));
    let table: [(&[NamedFile], Option<&str>); 8] = [
        (&[("input_image_0", &small)], None),
        (&[("input_image_0", &large)], None),
        (
            &[
                ("input_image_0", &small),
                ("input_image_1", &small),
                ("input_image_2", &small),
                ("input_image_3", &large),
            ],
            None,
        ),
        // The fifth.
        (&[("input_image_3", &small), ("input_image_4", &small)], Some("at most 4")),
        (&[("input_image_x", &small)], Some("at most 4")),
        (&[("input_image_0", b"no picture")], Some("no picture")),
        (&[("input_image_0", b"")], Some("no picture")),
        // A wrong name is ignored, even over rubbish.
        (&[("image", b"no picture")], None),
    ];
    let fake = rich();
    for (files, refused) in table {
        let reply = rest(&fake, KLEIN_4B, &form(&[("prompt", "x"), ("width", "256"), ("height", "256")], files));
        match refused {
            None => assert_eq!(reply.sides(), (256, 256), "{} files", files.len()),
            Some(word) => {
                let (status, code, message) = reply.error();
                assert_eq!((status, code), (400, 5006));
                assert!(message.contains(word), "{message}");
            }
        }
    }
    let named: Vec<_> = fake.asked()[2].files.iter().map(|file| (file.name.clone(), file.sides)).collect();
    assert_eq!(named[0], ("input_image_0".to_owned(), Some((512, 512))));
    assert_eq!(named[3], ("input_image_3".to_owned(), Some((513, 200))));
}

/// The captured message, word for word.
#[test]
fn json_is_refused_in_place_of_a_form() {
    let fake = rich();
    for model in MODELS {
        let body = exchange::json(&json!({"prompt": "a cat"}));
        let (status, code, message) = rest(&fake, model, &body).error();
        assert_eq!((status, code), (400, 5006));
        assert!(
            message.starts_with("AiError: Bad input: Error: required properties at '/' are 'multipart'"),
            "{message}"
        );
        let reply = binding(&fake, model, &body);
        let json = reply.json();
        assert_eq!((reply.status, &json["internalCode"]), (400, &json!(5006)));
        assert_eq!(json["description"], "Bad input: Error: required properties at '/' are 'multipart'");
    }
    assert_eq!(fake.runs(), 0);
}

#[test]
fn a_form_that_cannot_be_read_is_refused() {
    let whole = form(&[("prompt", "a cat")], &[]);
    let cut = Body { bytes: whole.bytes[..whole.bytes.len() / 2].to_vec(), ..whole.clone() };
    let bare = Body { content_type: "multipart/form-data".to_owned(), ..whole.clone() };
    let other = Body { content_type: "multipart/form-data; boundary=other".to_owned(), ..whole };
    let fake = rich();
    for body in [cut, bare, other] {
        for reply in [rest(&fake, KLEIN_4B, &body), binding(&fake, KLEIN_4B, &body)] {
            assert_eq!(reply.status, 400, "{body:?}");
        }
    }
    assert_eq!(fake.runs(), 0);
}

#[test]
fn a_request_too_large_is_refused() {
    let fake = rich();
    let huge = vec![0; 33 << 20];
    let (status, code, _) = rest(&fake, KLEIN_4B, &form(&[("prompt", "x")], &[("input_image_0", &huge)])).error();
    assert_eq!((status, code), (413, 3006));
    let (status, code, _) =
        rest(&fake, crate::exchange::SCHNELL, &exchange::json(&json!({"prompt": "x".repeat(33 << 20)}))).error();
    assert_eq!((status, code), (413, 3006));
}

#[test]
fn what_was_asked_is_remembered() {
    let fake = rich();
    rest(&fake, KLEIN_4B, &form(&[("prompt", "a cat"), ("width", "512")], &[("image", &png(1, 1))]));
    binding(&fake, KLEIN_4B, &form(&[("prompt", "")], &[]));
    let [first, second] = &fake.asked()[..] else { panic!("two were asked") };
    assert_eq!(first.way, Way::Rest { account: fake::FIRST.id.to_owned() });
    assert_eq!((first.model.as_str(), first.status), (KLEIN_4B, Some(200)));
    assert_eq!(json!(first.fields), json!({"prompt": "a cat", "width": "512"}));
    assert_eq!((first.files.len(), first.files[0].name.as_str()), (1, "image"));
    assert_eq!((&second.way, second.status), (&Way::Binding, Some(400)));
    assert_eq!(fake.runs(), 1);
    fake.forget();
    assert!(fake.asked().is_empty() && fake.runs() == 0);
}

/// facts, Cloudflare §2.2.
#[test]
fn a_form_does_not_go_through_a_gateway() {
    let fake = rich();
    let ask = |model: &str, body: &Body| {
        let url = format!("{}/accounts/{}/ai/run/{model}", fake.rest(), FIRST.id);
        let token = bearer(FIRST);
        let headers =
            [("authorization", &*token), ("content-type", &*body.content_type), ("cf-aig-gateway-id", "default")];
        end(begin("POST", &url, &headers, &body.bytes)).unwrap()
    };
    let error = ask(KLEIN_4B, &form(&[("prompt", "a cat")], &[])).error();
    assert_eq!((error.0, error.1, error.2.as_str()), (500, 7000, "Invalid request body"));
    assert_eq!(ask(SDXL, &exchange::json(&json!({"prompt": "a cat"}))).status, 200, "JSON does");
}
