//! The rest of REST: routes, tokens and the list of models. facts, Cloudflare §1.4, §2.1, §2.3 and §5.2.

use fake::{FIRST, Fake, Fault, SECOND, refusal, token};
use serde_json::json;

use crate::exchange::{self, KLEIN_4B, SCHNELL, SDXL, bearer, begin, call, end, form};

#[test]
fn tokens_open_what_is_theirs() {
    let fake = Fake::start().unwrap();
    let (first, second) = (FIRST.token, SECOND.token);
    let of = |path: &str| format!("/accounts/{}{path}", FIRST.id);
    let of_second = |path: &str| format!("/accounts/{}{path}", SECOND.id);
    let unknown = format!("/accounts/{}/ai/models/search", "0".repeat(32));
    let run = of(&format!("/ai/run/{KLEIN_4B}"));
    let table = [
        ("GET", "/user/tokens/verify".to_owned(), first, (200, 0)),
        ("GET", "/user/tokens/verify".to_owned(), second, (401, 1000)),
        ("GET", "/user/tokens/verify".to_owned(), "wrong", (401, 1000)),
        ("GET", of_second("/tokens/verify"), second, (200, 0)),
        ("GET", of("/tokens/verify"), first, (401, 1000)),
        ("GET", of("/tokens/verify"), "wrong", (401, 10000)),
        ("GET", "/accounts".to_owned(), first, (200, 0)),
        ("GET", "/accounts".to_owned(), "", (401, 10000)),
        ("GET", of("/ai/models/search"), first, (200, 0)),
        ("GET", of("/ai/models/search"), second, (403, 10000)),
        ("GET", of("/ai/models/search"), "wrong", (401, 10000)),
        ("GET", unknown, first, (403, 10000)),
        ("GET", "/accounts/not-an-id/ai/models/search".to_owned(), first, (404, 7003)),
        ("POST", run.clone(), "wrong", (401, 10000)),
        ("POST", run.clone(), second, (403, 10000)),
        ("POST", format!("/accounts/{}z/ai/run/{KLEIN_4B}", &FIRST.id[1..]), first, (404, 7003)),
        ("GET", run, first, (405, 7001)),
        ("GET", of("/ai/v1/models"), first, (405, 7001)),
        ("POST", of("/ai/models/search"), first, (405, 7001)),
        ("GET", of("/ai/nothing"), first, (404, 7003)),
        ("GET", "/nothing".to_owned(), first, (404, 7003)),
    ];
    for (method, path, token, (status, code)) in table {
        let reply = call(&fake, method, &path, token, "");
        let found = if reply.status == 200 { 0 } else { reply.error().1 };
        assert_eq!((reply.status, found), (status, code), "{method} {path} {token}");
        assert_eq!(reply.json()["success"], status == 200, "{method} {path}");
    }
    assert!(fake.asked().is_empty());
}

#[test]
fn a_token_that_is_verified_is_active() {
    let fake = Fake::start().unwrap();
    let json = call(&fake, "GET", "/user/tokens/verify", FIRST.token, "").json();
    assert_eq!(json["result"]["status"], "active");
    assert_eq!(json["messages"][0], json!({"code": 10000, "message": "This API Token is valid and active"}));
    assert_eq!(call(&fake, "GET", "/accounts", FIRST.token, "").json()["result"], json!([]));
}

/// What each further token gets at the list of models, the two addresses that verify, and the list of accounts.
#[test]
fn every_other_token_lacks_something_else() {
    let fake = Fake::start().unwrap();
    let (first, second) = (format!("/accounts/{}", FIRST.id), format!("/accounts/{}", SECOND.id));
    let table = [
        (&first, token::WITHOUT_AI, 403, "active", "1000", 0),
        (&first, token::LISTING, 200, "active", "1000", 1),
        (&second, token::LISTING, 403, "active", "10000", 1),
        (&first, token::LISTING_ONLY, 403, "active", "1000", 1),
        (&first, token::DISABLED, 401, "disabled", "10000", 0),
        (&first, token::EXPIRED, 401, "expired", "10000", 0),
        (&first, token::NOT_YET, 401, "active", "10000", 0),
        (&second, token::OWNED_WITHOUT_AI, 403, "1000", "active", 0),
        (&second, token::OLD_OWNED_WITHOUT_AI, 403, "1000", "active", 0),
        (&first, token::OLD_OWNED_WITHOUT_AI, 403, "1000", "10000", 0),
    ];
    for (account, token, models, as_user, as_account, listed) in table {
        let verify = |path: &str| {
            let reply = call(&fake, "GET", path, token, "");
            let json = reply.json();
            if reply.status == 200 { json["result"]["status"].clone() } else { json!(reply.error().1.to_string()) }
        };
        let reply = call(&fake, "GET", &format!("{account}/ai/models/search"), token, "");
        assert_eq!(reply.status, models, "{account} {token}");
        assert_eq!(verify("/user/tokens/verify"), as_user, "{account} {token}");
        assert_eq!(verify(&format!("{account}/tokens/verify")), as_account, "{account} {token}");
        let accounts = call(&fake, "GET", "/accounts", token, "").json();
        assert_eq!(accounts["result"].as_array().map_or(0, Vec::len), listed, "{account} {token}");
    }
}

#[test]
fn questions_go_wrong_as_told_and_inferences_do_not() {
    let fake = Fake::start().unwrap();
    let of_first = |path: &str| format!("/accounts/{}{path}", FIRST.id);
    let paths = ["/user/tokens/verify".to_owned(), "/accounts".to_owned(), of_first("/ai/models/search")];
    for path in paths.iter().chain([&of_first("/tokens/verify")]) {
        fake.answer_questions(Some(Fault::Refuse(refusal::RATE_WITH_WAIT)));
        let reply = call(&fake, "GET", path, FIRST.token, "");
        assert_eq!((reply.error().1, reply.header("retry-after")), (3021, Some("7")), "{path}");
        fake.answer_questions(Some(Fault::NotJson));
        assert_eq!(call(&fake, "GET", path, FIRST.token, "").status, 502, "{path}");
    }
    assert_eq!(exchange::rest(&fake, KLEIN_4B, &form(&[("prompt", "x")], &[])).status, 200);
    fake.forget();
    assert_eq!(call(&fake, "GET", "/accounts", FIRST.token, "").status, 200);
}

#[test]
fn without_any_token_nothing_opens() {
    let fake = Fake::start().unwrap();
    let url = format!("{}/accounts/{}/ai/run/{KLEIN_4B}", fake.rest(), FIRST.id);
    let body = form(&[("prompt", "a cat")], &[]);
    let basic = bearer(FIRST).replace("Bearer", "Basic");
    for headers in [vec![], vec![("authorization", basic.as_str())]] {
        let headers: Vec<_> = headers.into_iter().chain([("content-type", body.content_type.as_str())]).collect();
        assert_eq!(end(begin("POST", &url, &headers, &body.bytes)).unwrap().error().1, 10000);
    }
}

#[test]
fn the_models_are_listed() {
    let fake = Fake::start().unwrap();
    let list = |query: &str| {
        let path = format!("/accounts/{}/ai/models/search{query}", FIRST.id);
        call(&fake, "GET", &path, FIRST.token, "").json()["result"].as_array().unwrap().clone()
    };
    let all = list("?task=Text-to-Image&per_page=1");
    assert_eq!(all.len(), 11, "per_page is ignored");
    for model in &all {
        assert!(model["name"].as_str().unwrap().starts_with("@cf/") && model["id"].is_string());
        assert_eq!(model["task"]["name"], "Text-to-Image");
        assert!(model["properties"].is_array());
    }
    assert_eq!(list("?task=Text%20Generation").len(), 0);
    assert_eq!(list("?search=klein").len(), 2);
    let price = &list("?search=klein-4b")[0]["properties"][0];
    assert_eq!((&price["property_id"], &price["value"][1]["price"]), (&json!("price"), &json!(0.000_287)));
}

#[test]
fn models_are_named_in_the_path_as_they_are() {
    let fake = Fake::start().unwrap();
    for model in ["@cf/no/such", "%40cf/black-forest-labs/flux-2-klein-4b", "flux-2-klein-4b"] {
        let error = exchange::rest(&fake, model, &form(&[("prompt", "x")], &[])).error();
        assert_eq!((error.0, error.1), (400, 5007), "{model}");
    }
}

/// §1.4: the route with the model in the body.
#[test]
fn the_model_in_the_body_is_a_trap() {
    let fake = Fake::start().unwrap();
    let run = |model: &str| {
        let body = json!({"model": model, "input": {"prompt": "a cat"}}).to_string();
        call(&fake, "POST", &format!("/accounts/{}/ai/run", FIRST.id), FIRST.token, &body)
    };
    let empty = run(SDXL);
    assert_eq!((empty.status, empty.json()), (200, json!({"result": {}, "success": true})));
    assert_eq!(run("black-forest-labs/flux-2-pro-preview").error().1, 2021);
    assert_eq!(run(KLEIN_4B).error().1, 5006);
    assert_eq!(run(SCHNELL).sides(), (1024, 1024));
    assert_eq!(run("").error().1, 5007);
}

/// What is not a call of the `Ai` class to `run` gets no picture.
#[test]
fn the_upstream_is_for_the_class_alone() {
    let fake = Fake::start().unwrap();
    let socket = end(begin("GET", &format!("{}?MF-Binding=AI", fake.upstream()), &[("upgrade", "websocket")], b""));
    assert_eq!(socket.unwrap().status, 405);
    for url in [
        "https://workers-binding.ai/run",
        "https://workers-binding.ai/ai-gateway/run?version=3",
        "https://x/run?version=3",
    ] {
        let headers =
            [("mf-url", url), ("mf-header-cf-consn-model-id", SCHNELL), ("mf-header-content-type", "application/json")];
        let reply = end(begin("POST", &fake.upstream(), &headers, br#"{"inputs":{"prompt":"x"}}"#)).unwrap();
        assert_eq!(reply.status, 400, "{url}");
    }
    let bare = exchange::json(&json!({"prompt": "x"}));
    assert_eq!(end(exchange::begin_binding(&fake, SCHNELL, &bare)).unwrap().json()["internalCode"], 3003);
    assert_eq!(fake.runs(), 0);
}
