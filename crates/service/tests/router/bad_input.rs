//! Whatever a request holds, it is refused in our shape, at no cost, by the name of what is wrong.

use crate::memory::{Service, keyed};
use axum::body::Body;
use contract::{Billed, Code, MAX_REQUEST_BYTES};
use proptest::prelude::*;
use serde_json::json;

#[tokio::test]
async fn each_wrong_field_is_named() {
    let service = Service::new();
    let many_words = "猫".repeat(2001);
    let fields = [
        ("prompt", json!(null)),
        ("prompt", json!("")),
        ("prompt", json!(" \n\u{3000}")),
        ("prompt", json!(7)),
        ("prompt", json!(["a fox"])),
        ("prompt", json!(many_words)),
        ("width", json!(255)),
        ("width", json!(1921)),
        ("width", json!(-512)),
        ("width", json!(512.5)),
        ("width", json!("512")),
        ("width", json!(1e300)),
        ("width", json!(u64::MAX)),
        ("height", json!(255)),
        ("height", json!(true)),
        ("height", json!(i64::MIN)),
        ("seed", json!(-1)),
        ("seed", json!(4_294_967_296_u64)),
        ("seed", json!(0.5)),
        ("steps", json!(0)),
        ("steps", json!(51)),
        ("guidance", json!(1.9)),
        ("guidance", json!("2")),
        ("negative_prompt", json!("")),
        ("negative_prompt", json!(many_words)),
        ("images", json!("AAAA")),
        ("images", json!(["?"])),
        ("images", json!([1])),
        ("images", json!(["AAAA"])),
        ("reseed", json!("true")),
        ("translate", json!(1)),
        ("enhance", json!("yes")),
        ("Prompt", json!("a fox")),
    ];
    for (field, value) in fields {
        let mut body = json!({"prompt": "a fox", "model": "phoenix-1.0"});
        body[field] = value.clone();
        let error = service.generate(body.to_string()).await.failed(Code::InvalidRequest, Some(field));
        assert!(error.message.contains(field), "{field}={value}: {}", error.message);
        assert_eq!(error.billed, Billed::No);
    }
    assert_eq!(service.home.runs(), 0);
    assert!(service.home.0.entries.lock().unwrap().is_empty(), "what was never accepted is not counted");
}

#[tokio::test]
async fn a_field_that_the_model_does_not_take_is_refused_by_name() {
    let service = Service::new();
    for (model, field, value) in [
        ("flux-2-klein-4b", "steps", json!(4)),
        ("flux-2-klein-4b", "negative_prompt", json!("fog")),
        ("flux-1-schnell", "seed", json!(1)),
        ("flux-1-schnell", "width", json!(512)),
        ("flux-1-schnell", "guidance", json!(2)),
    ] {
        let mut body = json!({"prompt": "a fox", "model": model});
        body[field] = value;
        service.generate(body.to_string()).await.failed(Code::InvalidRequest, Some(field));
    }
    // One that needs a picture.
    let body = json!({"prompt": "a fox", "model": "stable-diffusion-v1-5-img2img"});
    service.generate(body.to_string()).await.failed(Code::InvalidRequest, Some("images"));
}

#[tokio::test]
async fn a_model_that_is_unknown_or_elsewhere_is_told_apart() {
    let service = Service::new();
    for unknown in ["", "flux-9", "@cf/black-forest-labs/flux-9", &"m".repeat(100_000)] {
        let body = json!({"prompt": "a fox", "model": unknown});
        let error = service.generate(body.to_string()).await.failed(Code::ModelNotFound, Some("model"));
        assert!(error.message.len() < 200);
    }
    let body = json!({"prompt": "a fox", "model": "painter"});
    let error = service.generate(body.to_string()).await.failed(Code::ModelNotHere, Some("model"));
    assert!(error.hint.unwrap().contains("built-in"));
    let body = json!({"prompt": "a fox", "model": "flux-2-dev"});
    let error = service.generate(body.to_string()).await.failed(Code::ModelNotHere, Some("model"));
    assert!(error.hint.unwrap().contains("Cloudflare"));
}

#[tokio::test]
async fn a_prompt_is_counted_in_characters() {
    let service = Service::new();
    assert_eq!(service.generate(json!({"prompt": "🎨".repeat(2000)}).to_string()).await.status, 200);
    let error = service.generate(json!({"prompt": "🎨".repeat(2001)}).to_string()).await;
    assert!(error.failed(Code::InvalidRequest, Some("prompt")).message.contains("2001"));
}

#[tokio::test]
async fn what_is_no_json_object_is_refused() {
    let service = Service::new();
    let brackets = "[".repeat(100_000);
    let nested = format!(r#"{{"prompt": {}1{}}}"#, "[".repeat(50_000), "]".repeat(50_000));
    for body in
        ["", "{", "prompt=a+fox", "null", "[]", "7", r#"{"prompt": "\ud800"}"#, "\u{feff}{}", &brackets, &nested]
    {
        service.generate(body.to_owned()).await.failed(Code::BadJson, None);
    }
    service.generate(&b"{\"prompt\": \"\xff\xfe\"}"[..]).await.failed(Code::BadJson, None);
}

#[tokio::test]
async fn another_content_type_is_refused_by_name() {
    let service = Service::new();
    let send = async |value: &str| {
        let request = keyed("POST", "/generate").header("content-type", value);
        service.send(request.body(Body::from(r#"{"prompt": "a fox"}"#)).unwrap()).await
    };
    for wrong in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "json"] {
        send(wrong).await.failed(Code::InvalidRequest, Some("Content-Type"));
    }
    for right in ["application/json", "Application/JSON; charset=utf-8"] {
        assert_eq!(send(right).await.status, 200, "{right}");
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_by_its_length_or_while_it_comes() {
    let service = Service::new();
    let declared = keyed("POST", "/generate").header("content-length", MAX_REQUEST_BYTES + 1);
    // Only the declaration is looked at: the body itself would be accepted.
    service.send(declared.body(r#"{"prompt": "x"}"#.into()).unwrap()).await.failed(Code::BodyTooLarge, None);
    service.generate(vec![b' '; MAX_REQUEST_BYTES + 1]).await.failed(Code::BodyTooLarge, None);
    let mut fits = vec![b' '; MAX_REQUEST_BYTES];
    fits[..15].copy_from_slice(br#"{"prompt": "x"}"#);
    assert_eq!(service.generate(fits).await.status, 200);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(body in prop::collection::vec(any::<u8>(), 0..400)) {
        refused(body);
    }

    #[test]
    fn no_fields_make_it_panic(name in "[a-z_]{1,9}|prompt|width|seed|images", value in any::<f64>(), text in ".{0,40}") {
        refused(json!({ &name: value, "model": text }).to_string().into_bytes());
    }
}

/// It answers, and what it answers is a refusal in our shape.
fn refused(body: Vec<u8>) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let error = runtime.block_on(async { Service::new().generate(body).await }).error();
    assert!((400..500).contains(&error.code.status()), "{error:?}");
}
