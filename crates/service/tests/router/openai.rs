//! OpenAI's shapes through the router: `POST /v1/images/generations`, `GET /v1/models`, and errors that its clients understand.

use axum::body::Body;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use contract::{ApiError, Billed, Code, text::Answer};
use http::Request;
use serde_json::{Value, json};
use service::Outcome;

use crate::memory::{JPEG, Reply, Service, keyed};

const PATH: &str = "/v1/images/generations";

fn fox(more: &Value) -> Value {
    let mut body = json!({"prompt": "a red fox"});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

async fn ask(service: &Service, more: &Value) -> Reply {
    service.post(PATH, fox(more).to_string()).await
}

async fn ask_once(service: &Service, key: &str, more: &Value) -> Reply {
    let request = keyed("POST", PATH).header("idempotency-key", key);
    service.send(request.body(fox(more).to_string().into()).unwrap()).await
}

fn fail_next(service: &Service, errors: impl IntoIterator<Item = ApiError>) {
    service.home.0.model_fails.lock().unwrap().extend(errors);
}

fn seeds(service: &Service) -> Vec<Option<u32>> {
    service.home.0.asked.lock().unwrap().iter().map(|(_, seed)| *seed).collect()
}

fn pictures(reply: &Reply) -> usize {
    assert_eq!(reply.status, 200);
    reply.json()["data"].as_array().unwrap().len()
}

#[tokio::test]
async fn a_prompt_alone_becomes_one_picture() {
    let service = Service::new();
    let reply = ask(&service, &json!({})).await;
    let wanted = json!({
        "created": 1_795_305_599, "data": [{"b64_json": STANDARD.encode(JPEG)}], "output_format": "jpeg",
        // The picture's own.
        "size": "640x480",
    });
    assert_eq!((reply.status.as_u16(), reply.json()), (200, wanted));
    assert_eq!(reply.header("content-type"), Some("application/json"));
    // 1024×1024 are four tiles of 26.05.
    let Outcome::MadeAtAbout { estimate } = service.home.0.entries.lock().unwrap()[0].outcome else { panic!() };
    assert!((estimate - 104.2).abs() < 1e-9, "{estimate}");
}

#[tokio::test]
async fn fields_of_openais_own_models_are_passed_over_and_ours_are_taken() {
    let service = Service::new();
    let theirs = json!({
        "n": null, "size": null, "stream": false, "response_format": "b64_json", "output_format": "jpeg", "quality": "hd",
        "style": "vivid", "user": "ann", "background": "auto", "moderation": "low", "partial_images": [0], "width": "wide",
    });
    assert_eq!(pictures(&ask(&service, &theirs).await), 1);
    let ours = json!({
        "model": "@cf/leonardo/phoenix-1.0", "seed": 7, "steps": 4, "guidance": 2.5, "negative_prompt": "fog",
        "reseed": true, "prompt": "un renard", "translate": true, "enhance": true,
    });
    let reply = ask(&service, &ours).await;
    // The model of the tests echoes.
    assert_eq!((pictures(&reply), &reply.json()["data"][0]["revised_prompt"]), (1, &json!("un renard")));
    assert_eq!(seeds(&service), [None, Some(7)]);
}

#[tokio::test]
async fn sizes_are_theirs_or_the_models_own() {
    for (size, neurons) in [
        (json!("1024x1024"), 104.2),
        (json!("auto"), 78.15),
        (json!("512x512"), 26.05),
        (json!("1920x256"), 26.05 * 1.875),
    ] {
        let service = Service::new();
        assert_eq!(pictures(&ask(&service, &json!({"size": size})).await), 1);
        let Outcome::MadeAtAbout { estimate } = service.home.0.entries.lock().unwrap()[0].outcome else { panic!() };
        assert!((estimate - neurons).abs() < 1e-9, "{size}: {estimate}");
    }
}

#[tokio::test]
async fn several_are_made_one_after_the_other_and_each_is_counted() {
    let service = Service::new();
    let reply = ask(&service, &json!({"n": 3, "seed": u32::MAX - 1})).await;
    assert_eq!(pictures(&reply), 3);
    assert_eq!(seeds(&service), [Some(u32::MAX - 1), Some(u32::MAX), Some(0)], "no two are the same");
    assert_eq!(service.get("/usage?days=1").await.json()["total"], 3);
    assert_eq!(reply.header("cache-status"), Some("easel; fwd=uri-miss"));
    assert_eq!(service.home.0.admitted.lock().unwrap().len(), 1);
    // Some are there already, and some are not.
    let reply = ask(&service, &json!({"n": 2.0, "seed": u32::MAX})).await;
    assert_eq!((pictures(&reply), reply.header("cache-status"), service.home.runs()), (2, Some("easel; hit"), 3));
    let reply = ask(&service, &json!({"n": 10, "seed": 0})).await;
    assert_eq!((pictures(&reply), reply.header("cache-status"), service.home.runs()), (10, None, 12));
}

#[tokio::test]
async fn what_was_made_before_one_failed_is_sent_with_why_there_is_no_more() {
    let service = Service::new();
    let broke = || ApiError::new(Code::Upstream, "broke").billed(Billed::Maybe);
    assert_eq!(pictures(&ask(&service, &json!({"n": 2, "seed": 1})).await), 2);
    // Two from the shelf, and then one that is not there.
    fail_next(&service, [broke()]);
    let reply = ask(&service, &json!({"n": 5, "seed": 1})).await;
    assert_eq!((pictures(&reply), service.home.runs()), (2, 3), "none after it is tried");
    let failure = &reply.json()["failure"];
    assert_eq!((&failure["code"], &failure["billed"]), (&json!("upstream"), &json!("maybe")));
    fail_next(&service, [broke()]);
    ask(&service, &json!({"n": 2, "seed": 9})).await.failed(Code::Upstream, None);
    assert_eq!(service.home.runs(), 4);
}

#[tokio::test]
async fn a_prompt_is_translated_once_for_all_of_them() {
    let service = Service::new();
    let answers = &service.home.0.answers;
    let fox = || Ok(Answer { text: "a fox".to_owned(), neurons: Some(1.5), listed: None });
    answers.lock().unwrap().push_back(fox());
    let wish = json!({"n": 3, "prompt": "un renard", "translate": true, "seed": 7});
    let reply = ask_once(&service, "job-1", &wish).await;
    let revised = |reply: &Reply| -> Vec<Value> {
        reply.json()["data"].as_array().unwrap().iter().map(|picture| picture["revised_prompt"].clone()).collect()
    };
    assert_eq!((pictures(&reply), revised(&reply)), (3, vec![json!("a fox"); 3]));
    assert_eq!(service.home.0.questions.lock().unwrap().len(), 1);
    assert_eq!(*service.home.0.prompts.lock().unwrap(), ["a fox"; 3]);
    // A repeat finds each by the prompt that the first one was made of, under its key and without.
    for reply in [ask_once(&service, "job-1", &wish).await, ask(&service, &wish).await] {
        assert_eq!((pictures(&reply), revised(&reply), service.home.runs()), (3, vec![json!("a fox"); 3], 3));
    }
    assert_eq!(service.home.0.questions.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_translation_that_failed_is_told_and_is_not_asked_for_again() {
    let service = Service::new();
    service.home.0.answers.lock().unwrap().push_back(Err(ApiError::new(Code::InputRefused, "busy")));
    for runs in [2, 2] {
        let reply = ask_once(&service, "job-1", &json!({"n": 2, "prompt": "un renard", "enhance": true})).await;
        assert_eq!((pictures(&reply), service.home.runs()), (2, runs));
        for picture in reply.json()["data"].as_array().unwrap() {
            assert_eq!((&picture["prompt_failure"], &picture["revised_prompt"]), (&json!("busy"), &Value::Null));
        }
    }
    assert_eq!(service.home.0.questions.lock().unwrap().len(), 1);
    assert_eq!(*service.home.0.prompts.lock().unwrap(), ["un renard"; 2]);
}

#[tokio::test]
async fn no_further_one_is_begun_after_two_minutes() {
    let service = Service::new();
    let reply = ask(&service, &json!({"n": 10})).await;
    assert_eq!(pictures(&reply), 10, "there was time");
    *service.home.0.run_takes.lock().unwrap() = std::time::Duration::from_secs(40);
    let reply = ask_once(&service, "job-1", &json!({"n": 10})).await;
    let failure = reply.json()["failure"].clone();
    assert_eq!((pictures(&reply), &failure["code"], &failure["param"]), (3, &json!("upstream_timeout"), &json!("n")));
    assert_eq!((&failure["billed"], failure["hint"].is_string()), (&json!("no"), true));
    // Those that are kept take no time, and the next ones are begun.
    let again = ask_once(&service, "job-1", &json!({"n": 5})).await;
    assert_eq!((pictures(&again), &again.json()["failure"]), (5, &Value::Null));
}

#[tokio::test]
async fn no_further_one_is_begun_after_sixteen_mebibytes() {
    let service = Service::new();
    let large = [JPEG, &vec![0; 8 << 20]].concat();
    *service.home.0.picture.lock().unwrap() = Some(large.leak());
    let reply = ask(&service, &json!({"n": 3})).await;
    let failure = reply.json()["failure"].clone();
    assert_eq!((pictures(&reply), service.home.runs()), (2, 2));
    let wanted = (&json!("body_too_large"), &json!("n"), &json!("no"));
    assert_eq!((&failure["code"], &failure["param"], &failure["billed"]), wanted);
    assert!(failure["message"].as_str().unwrap().contains("as many bytes"), "{failure}");
}

#[tokio::test]
async fn of_a_field_that_comes_twice_the_last_counts() {
    let service = Service::new();
    let body =
        r#"{"prompt": 7, "n": 11, "user": 1, "prompt": "a red fox", "user": 2, "n": 2, "size": "no", "size": null}"#;
    assert_eq!(pictures(&service.post(PATH, body).await), 2);
}

#[tokio::test]
async fn what_is_not_counted_or_kept_of_any_is_told() {
    let service = Service::new();
    *service.home.0.ledger_fails.lock().unwrap() = Some(ApiError::new(Code::Internal, "disk full"));
    assert_eq!(ask(&service, &json!({"n": 2})).await.header("x-easel-uncounted"), Some("true"));
    assert_eq!(ask(&service, &json!({"n": 2})).await.header("x-easel-uncounted"), None);
}

#[tokio::test]
async fn a_repeat_under_the_same_key_finds_each() {
    let service = Service::new();
    let key = "k".repeat(128);
    let first = ask_once(&service, &key, &json!({"n": 3})).await;
    let again = ask_once(&service, &key, &json!({"n": 3})).await;
    assert_eq!((pictures(&first), first.header("idempotency-replayed")), (3, None));
    assert_eq!((pictures(&again), again.header("idempotency-replayed"), service.home.runs()), (3, Some("true"), 3));
    // More of the same: only what is missing is made.
    let more = ask_once(&service, &key, &json!({"n": 4})).await;
    assert_eq!((pictures(&more), more.header("idempotency-replayed"), service.home.runs()), (4, None, 4));
    // Another request, and another key.
    for other in [json!({"n": 3, "seed": 1}), json!({"size": "512x512"}), json!({"prompt": "a hare"})] {
        ask_once(&service, &key, &other).await.failed(Code::KeyReused, Some("Idempotency-Key"));
    }
    assert_eq!((pictures(&ask_once(&service, "other", &json!({})).await), service.home.runs()), (1, 5));
    ask_once(&service, "two words", &json!({})).await.failed(Code::InvalidRequest, Some("Idempotency-Key"));
}

#[tokio::test]
async fn a_repeat_after_a_failure_makes_what_is_missing() {
    let service = Service::new();
    let refused = || ApiError::new(Code::InputRefused, "refused");
    pictures(&ask_once(&service, "job-1", &json!({"n": 2})).await);
    fail_next(&service, [refused()]);
    assert_eq!(pictures(&ask_once(&service, "job-1", &json!({"n": 3})).await), 2);
    let reply = ask_once(&service, "job-1", &json!({"n": 3})).await;
    assert_eq!((pictures(&reply), service.home.runs(), &reply.json()["failure"]), (3, 4, &json!(null)));
}

#[tokio::test]
async fn each_wrong_field_is_named_and_costs_nothing() {
    let service = Service::new();
    for (field, values) in [
        ("prompt", json!([null, "", 7, ["a fox"], "猫".repeat(2001), "a".repeat(32 << 10)])),
        ("model", json!([7, ["flux-1-schnell"], "m".repeat(32 << 10)])),
        ("n", json!([0, 11, -1, 1.5, "2", true, [1], {}, 1e300, u64::MAX])),
        (
            "size",
            json!(["", "1024", "1024X1024", "1024x", "x", "-512x512", "+512x512", "512x512x512", "large", 1024, [1]]),
        ),
        ("size", json!(["00512x512", "512x0512", "0x512"])),
        ("size", json!(["255x512", "512x1921", "99999999999999999999x512", "0x0"])),
        ("response_format", json!(["url", "", "B64_JSON", 7, []])),
        ("stream", json!([true, "false", 0])),
        ("output_format", json!(["png", "webp", "", 7])),
        ("seed", json!([-1, 4_294_967_296_u64, 0.5, "7"])),
        ("steps", json!([0, 51, "4"])),
        ("guidance", json!([1.9, "2"])),
        ("negative_prompt", json!(["", 7])),
        ("translate", json!([1, "true"])),
        ("enhance", json!([1, "true"])),
        ("reseed", json!([1, "true"])),
    ] {
        for value in values.as_array().unwrap() {
            let mut more = json!({"model": "phoenix-1.0"});
            more[field] = value.clone();
            let error = ask(&service, &more).await.failed(Code::InvalidRequest, Some(field));
            assert_eq!(error.billed, Billed::No, "{value}");
        }
    }
    for body in ["", "[]", "null", "7", "{", r#"{"prompt": "\ud800"}"#, "[null, null, null, null, null]"] {
        service.post(PATH, body).await.failed(Code::BadJson, None);
    }
    for model in ["stable-diffusion-v1-5-img2img", "@cf/runwayml/stable-diffusion-v1-5-img2img"] {
        let error = ask(&service, &json!({"model": model})).await.failed(Code::ModelNotHere, Some("model"));
        assert!(error.hint.unwrap().contains("/generate"));
    }
    let error = ask(&service, &json!({"model": "stable-diffusion-v1-5-inpainting"})).await;
    assert!(
        !error.failed(Code::ModelNotHere, Some("model")).hint.unwrap().contains("/generate"),
        "it is not there either"
    );
    let url = ask(&service, &json!({"response_format": "url"})).await.error();
    assert!(url.hint.unwrap().contains("b64_json"));
    assert_eq!(service.home.runs(), 0);
    // The longest prompt there is, in its longest form.
    let longest = format!(r#"{{"prompt": "{}"}}"#, r"\ud83e\udd8a".repeat(2000));
    assert_eq!(pictures(&service.post(PATH, longest).await), 1);
}

#[tokio::test]
async fn models_are_those_that_need_no_picture() {
    let service = Service::new();
    let of = |id: &str, owner: &str| json!({"id": id, "object": "model", "created": 0, "owned_by": owner});
    let data = [
        of("flux-2-klein-4b", "black-forest-labs"),
        of("phoenix-1.0", "leonardo"),
        of("flux-1-schnell", "black-forest-labs"),
    ];
    assert_eq!(service.get("/v1/models").await.json(), json!({"object": "list", "data": data}));
    for path in ["phoenix-1.0", "%40cf%2Fleonardo%2Fphoenix-1.0"] {
        assert_eq!(service.get(&format!("/v1/models/{path}")).await.json(), data[1]);
    }
    for missing in ["gpt-image-1", "stable-diffusion-v1-5-img2img", "flux-2-dev", "painter", "%ff"] {
        let error = service.get(&format!("/v1/models/{missing}")).await.failed(Code::ModelNotFound, Some("model"));
        assert!(error.hint.unwrap().contains("/v1/models"));
    }
}

#[tokio::test]
async fn errors_have_a_type_and_say_whether_to_try_again() {
    let service = Service::new();
    let request = Request::get("/v1/models").body(Body::empty()).unwrap();
    assert_eq!(service.send(request).await.json()["error"]["type"], "authentication_error");
    for (code, billed, status, kind) in [
        (Code::InputRefused, Billed::No, 400, "invalid_request_error"),
        (Code::AllowanceUsed, Billed::Maybe, 429, "insufficient_quota"),
        (Code::NeedsPaidPlan, Billed::No, 402, "insufficient_quota"),
        (Code::RateLimited, Billed::Maybe, 429, "rate_limit_error"),
        (Code::Interrupted, Billed::Maybe, 409, "invalid_request_error"),
        (Code::Internal, Billed::No, 500, "server_error"),
        (Code::Upstream, Billed::Yes, 502, "server_error"),
    ] {
        fail_next(&service, [ApiError::new(code, "refused").billed(billed)]);
        let reply = ask(&service, &json!({})).await;
        assert_eq!((reply.status.as_u16(), &reply.json()["error"]["type"]), (status, &json!(kind)));
        assert_eq!(reply.error().billed, billed);
    }
}
