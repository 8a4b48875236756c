//! How Workers AI is asked and how it answers: every model's call beside what Cloudflare documents, and every way in which a
//! reply under 200 can fail to be a picture.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use base64::{Engine as _, engine::general_purpose::STANDARD};
use contract::{
    Fields, Format, GenerateRequest, Model,
    call::{Body, Call, NoPicture, Part, PartValue, decode, encode, multipart},
    model::PAINTER,
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

mod any_request;
use any_request::{any_picture, any_request};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x02\0\0\0\x01\0 the rest\r\n--";
const JPEG: &[u8] = b"\xff\xd8\xff\xc2\0\x11\x08\x01\0\x02\0 the rest";

fn call(body: &Value) -> Call {
    let fields = Fields::from_json(body.to_string().as_bytes()).unwrap();
    encode(&GenerateRequest::parse(fields, &PAINTER).unwrap()).unwrap()
}

#[track_caller]
fn assert_json(request: &Value, path: &str, sent: Value) {
    let Call { path: asked, body } = call(request);
    let Body::Json(json) = body else { panic!("{body:?}") };
    assert_eq!((asked, serde_json::from_str(&json).unwrap()), (Model::find(path).unwrap().path().unwrap(), sent));
}

fn text(name: &str, text: &str) -> Part {
    Part { name: name.to_owned(), value: PartValue::Text(text.to_owned()) }
}

fn file(name: &str, format: Format, bytes: &[u8]) -> Part {
    Part { name: name.to_owned(), value: PartValue::File { format, bytes: bytes.into() } }
}

#[test]
fn klein_is_asked_with_a_form() {
    for id in ["flux-2-klein-4b", "flux-2-klein-9b"] {
        let request = json!({
            "model": id, "prompt": "a \"fox\"\n狐", "width": 1088, "height": 512, "seed": 0, "guidance": 3.5,
            "images": [STANDARD.encode(PNG), STANDARD.encode(JPEG)],
        });
        let parts = vec![
            text("prompt", "a \"fox\"\n狐"),
            text("width", "1088"),
            text("height", "512"),
            text("seed", "0"),
            text("guidance", "3.5"),
            file("input_image_0", Format::Png, PNG),
            file("input_image_1", Format::Jpeg, JPEG),
        ];
        assert_eq!(call(&request).body, Body::Form(parts));
    }
}

#[test]
fn a_side_that_was_not_chosen_is_sent_all_the_same() {
    let parts = vec![text("prompt", "a fox"), text("width", "1024"), text("height", "768")];
    let call = call(&json!({"model": "flux-2-klein-4b", "prompt": "a fox"}));
    assert_eq!(call, Call { path: "@cf/black-forest-labs/flux-2-klein-4b", body: Body::Form(parts) });
}

#[test]
fn dev_has_steps_too() {
    let Body::Form(parts) = call(&json!({"model": "flux-2-dev", "prompt": "a fox", "steps": 25})).body else {
        unreachable!("dev is asked with a form")
    };
    assert_eq!(parts.last(), Some(&text("steps", "25")));
}

#[test]
fn schnell_is_sent_nothing_but_prompt_and_steps() {
    let path = "flux-1-schnell";
    assert_json(
        &json!({"model": path, "prompt": "a fox", "width": 1024, "height": 1024, "steps": 8}),
        path,
        json!({"prompt": "a fox", "steps": 8}),
    );
    assert_json(&json!({"model": path, "prompt": "a fox"}), path, json!({"prompt": "a fox"}));
}

#[test]
fn leonardo_is_asked_with_json() {
    assert_json(
        &json!({"model": "lucid-origin", "prompt": "a fox", "width": 1120, "seed": 3, "steps": 40, "guidance": 4.5}),
        "lucid-origin",
        json!({"prompt": "a fox", "width": 1120, "height": 768, "seed": 3, "steps": 40, "guidance": 4.5}),
    );
    assert_json(
        &json!({"model": "phoenix-1.0", "prompt": "a fox", "seed": 3, "steps": 50, "guidance": 2, "negative_prompt": "rain"}),
        "phoenix-1.0",
        json!({
            "prompt": "a fox", "width": 1024, "height": 768, "seed": 3, "num_steps": 50, "guidance": 2.0,
            "negative_prompt": "rain",
        }),
    );
}

#[test]
fn stable_diffusion_is_asked_with_json() {
    for id in ["stable-diffusion-xl-base-1.0", "stable-diffusion-xl-lightning", "dreamshaper-8-lcm"] {
        assert_json(
            &json!({
                "model": id, "prompt": "a fox", "width": 512, "height": 512, "seed": 9, "steps": 20, "guidance": 7.5,
                "negative_prompt": "rain",
            }),
            id,
            json!({
                "prompt": "a fox", "width": 512, "height": 512, "seed": 9, "num_steps": 20, "guidance": 7.5,
                "negative_prompt": "rain",
            }),
        );
    }
}

#[test]
fn the_models_of_one_picture_and_of_a_mask() {
    let (picture, mask) = (STANDARD.encode(PNG), STANDARD.encode(JPEG));
    assert_json(
        &json!({"model": "stable-diffusion-v1-5-img2img", "prompt": "a fox", "images": [picture]}),
        "stable-diffusion-v1-5-img2img",
        json!({"prompt": "a fox", "width": 1024, "height": 768, "image_b64": picture}),
    );
    assert_json(
        &json!({"model": "stable-diffusion-v1-5-inpainting", "prompt": "a fox", "images": [picture, mask]}),
        "stable-diffusion-v1-5-inpainting",
        json!({"prompt": "a fox", "width": 1024, "height": 768, "image_b64": picture, "mask": JPEG}),
    );
}

#[test]
fn the_painter_is_not_called() {
    let fields = Fields { prompt: Some("a fox".to_owned()), ..Fields::default() };
    assert_eq!(encode(&GenerateRequest::parse(fields, &PAINTER).unwrap()), None);
}

/// The keys that Cloudflare documents for a model; any other is refused, or ignored in silence.
fn documented(id: &str) -> &'static str {
    match id {
        "flux-2-klein-4b" | "flux-2-klein-9b" => {
            "prompt input_image_0 input_image_1 input_image_2 input_image_3 width height guidance seed"
        }
        "flux-2-dev" => {
            "prompt input_image_0 input_image_1 input_image_2 input_image_3 width height guidance seed steps"
        }
        "flux-1-schnell" => "prompt steps",
        "lucid-origin" => "prompt steps guidance seed width height",
        "stable-diffusion-v1-5-img2img" => "prompt negative_prompt num_steps guidance seed width height image_b64",
        "stable-diffusion-v1-5-inpainting" => {
            "prompt negative_prompt num_steps guidance seed width height image_b64 mask"
        }
        // Phoenix and the rest of the Stable Diffusion family.
        _ => "prompt negative_prompt num_steps guidance seed width height",
    }
}

#[test]
fn a_form_on_the_wire() {
    let parts = [text("prompt", "a fox"), file("input_image_0", Format::WebP, b"RIFF")];
    let (content_type, body) = multipart(&parts, "x7");
    assert_eq!(content_type, "multipart/form-data; boundary=x7");
    assert_eq!(
        String::from_utf8(body).unwrap(),
        "--x7\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na fox\r\n\
         --x7\r\nContent-Disposition: form-data; name=\"input_image_0\"; filename=\"input_image_0.webp\"\r\n\
         Content-Type: image/webp\r\n\r\nRIFF\r\n--x7--\r\n"
    );
}

/// Reads a form as RFC 7578 has it, and as strictly: what is not understood panics.
fn parts_of(content_type: &str, body: &[u8]) -> Vec<Part> {
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    let mut rest = [b"\r\n", body].concat();
    let mut pieces = Vec::new();
    while let Some(at) = rest.windows(delimiter.len()).position(|window| window == delimiter) {
        pieces.push(rest[..at].to_vec());
        rest.drain(..at + delimiter.len());
    }
    assert_eq!(rest, b"--\r\n", "after the last boundary");
    assert_eq!(pieces.remove(0), b"", "before the first boundary");
    pieces.iter().map(|piece| part_of(piece.strip_prefix(b"\r\n").unwrap())).collect()
}

fn part_of(piece: &[u8]) -> Part {
    let end = piece.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let (headers, content) = (std::str::from_utf8(&piece[..end]).unwrap(), &piece[end + 4..]);
    let mut lines = headers.split("\r\n");
    let mut disposition = lines.next().unwrap().split("; ");
    assert_eq!(disposition.next(), Some("Content-Disposition: form-data"));
    let mut quoted =
        |name: &str| Some(disposition.next()?.strip_prefix(name)?.strip_prefix("=\"")?.strip_suffix('"')?.to_owned());
    let (name, filename) = (quoted("name").unwrap(), quoted("filename"));
    let content_type = lines.next().map(|line| line.strip_prefix("Content-Type: ").unwrap());
    assert_eq!(lines.next(), None);
    let format = match (content_type, filename.as_deref().and_then(|name| name.rsplit_once('.'))) {
        (Some("image/jpeg"), Some((_, "jpg"))) => Format::Jpeg,
        (Some("image/png"), Some((_, "png"))) => Format::Png,
        (Some("image/webp"), Some((_, "webp"))) => Format::WebP,
        (None, None) => return text(&name, std::str::from_utf8(content).unwrap()),
        other => unreachable!("{other:?}"),
    };
    file(&name, format, content)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn no_model_is_sent_what_it_does_not_have(request in any_request()) {
        prop_assume!(request.model != &PAINTER);
        let call = encode(&request).unwrap();
        prop_assert_eq!(Some(call.path), request.model.path());
        let keys: Vec<String> = match call.body {
            Body::Json(json) => {
                let object: serde_json::Map<String, Value> = serde_json::from_str(&json).unwrap();
                object.into_iter().map(|(key, _)| key).collect()
            }
            Body::Form(parts) => parts.into_iter().map(|part| part.name).collect(),
        };
        let documented = documented(request.model.id);
        prop_assert!(keys.iter().all(|key| documented.split(' ').any(|name| name == key)), "{:?}", keys);
        prop_assert!(keys.iter().any(|key| key == "prompt"));
        let pictures = keys.iter().filter(|key| key.contains("image") || *key == "mask").count();
        prop_assert_eq!(pictures, request.images.len());
    }

    #[test]
    fn a_form_is_read_back_as_it_was(request in any_request()) {
        if let Some(Call { body: Body::Form(parts), .. }) = encode(&request) {
            let (content_type, body) = multipart(&parts, "easel0193a7c2f5e84b1d");
            prop_assert_eq!(parts_of(&content_type, &body), parts);
        }
    }

    #[test]
    fn a_picture_is_what_was_sent_in_any_wrapping(picture in any_picture()) {
        let format = Format::sniff(&picture).unwrap();
        let image = STANDARD.encode(&picture);
        for reply in [
            picture.clone(),
            json!({"image": image}).to_string().into_bytes(),
            json!({"result": {"image": image}, "success": true, "errors": [], "messages": []}).to_string().into_bytes(),
        ] {
            prop_assert_eq!(decode(reply), Ok((format, picture.clone())));
        }
    }

    #[test]
    fn any_reply_is_a_picture_or_an_error(reply in vec(any::<u8>(), 0..100)) {
        if let Ok((_, picture)) = decode(reply.clone()) {
            prop_assert_eq!(picture, reply);
        }
    }
}

#[test]
fn the_envelope_may_lack_whatever_it_likes() {
    let image = STANDARD.encode(JPEG);
    for reply in [
        json!({"image": image}),
        json!({"image": image, "seed": 7}),
        json!({"result": {"image": image}}),
        json!({"result": {"image": image}, "success": true, "errors": null, "messages": null}),
        json!({"result": {"image": image, "usage": {"neurons": 1.5}}, "success": true, "errors": [{"code": 0}]}),
        json!({"image": null, "result": {"image": image}}),
    ] {
        assert_eq!(decode(reply.to_string().into_bytes()), Ok((Format::Jpeg, JPEG.to_vec())), "{reply}");
    }
}

#[test]
fn a_refusal_under_200_is_told_in_cloudflares_words() {
    for (reply, code, says) in [
        (json!({"success": false, "errors": [{"code": 3030, "message": "AiError: flagged"}]}), 3030, "flagged"),
        (json!({"success": false, "errors": [{"message": "first"}, {"message": "second"}], "result": {}}), 0, "first"),
        (json!({"success": false, "errors": [{"message": "busy"}], "result": null, "image": 5}), 0, "busy"),
        (json!({"success": false}), 0, ""),
        (json!({"success": false, "errors": null}), 0, ""),
        (json!({"success": false, "errors": []}), 0, ""),
        (json!({"success": false, "errors": [{"code": 3030, "message": null}]}), 3030, ""),
        (json!({"success": false, "errors": "none"}), 0, ""),
    ] {
        let NoPicture::Refused(error) = decode(reply.to_string().into_bytes()).unwrap_err() else { panic!("{reply}") };
        assert_eq!((error.code, error.message.as_str()), (code, says), "{reply}");
    }
}

#[test]
fn a_reply_that_is_no_picture_says_what_it_is() {
    let jpeg = STANDARD.encode(JPEG);
    for (reply, error) in [
        (String::new(), NoPicture::Neither),
        ("<html>502 Bad Gateway</html>".to_owned(), NoPicture::Neither),
        ("GIF89a".to_owned(), NoPicture::Neither),
        ("RIFF....WAVE".to_owned(), NoPicture::Neither),
        (format!(r#"{{"image":"{jpeg}"#), NoPicture::Neither),
        (format!(r#"{{"image":"{jpeg}"}}{{"#), NoPicture::Neither),
        ("[".repeat(100_000), NoPicture::Neither),
        ("{}".to_owned(), NoPicture::NoImage),
        ("null".to_owned(), NoPicture::NoImage),
        (format!(r#"["{jpeg}"]"#), NoPicture::NoImage),
        (r#"{"result":{},"success":true}"#.to_owned(), NoPicture::NoImage),
        (r#"{"result":null,"success":true,"errors":[],"messages":[]}"#.to_owned(), NoPicture::NoImage),
        (r#"{"result":[],"success":true}"#.to_owned(), NoPicture::NoImage),
        (r#"{"image":[255,216,255]}"#.to_owned(), NoPicture::NoImage),
        (r#"{"image":"https://example.org/cat.jpg"}"#.to_owned(), NoPicture::NotBase64),
        (r#"{"image":"/9j/4"}"#.to_owned(), NoPicture::NotBase64),
        (r#"{"image":""}"#.to_owned(), NoPicture::UnknownFormat),
        (r#"{"result":{"image":"aGVsbG8gdGhlcmU="}}"#.to_owned(), NoPicture::UnknownFormat),
    ] {
        let decoded = decode(reply.clone().into_bytes());
        assert_eq!(decoded, Err(error), "{reply:.80}");
        assert!(!decoded.unwrap_err().to_string().is_empty());
    }
}
