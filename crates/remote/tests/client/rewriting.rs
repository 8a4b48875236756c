//! `POST /prompt`: the new prompt as it should come, and every way in which it should not.

use contract::{Billed, Code, Neurons, Prompt, Rewritten, Task};
use remote::{Error, Kind, Timeouts};
use serde_json::json;
use std::time::Duration;

use crate::{
    Broken, PATIENT, assert_presentable,
    broken::{
        Step::{self, Forever, Hang, Read, Send},
        chunk, head_of, reply,
    },
    client_of, client_with,
};

const JSON: &str = "200 OK\nContent-Type: application/json";

fn typed() -> Prompt {
    Prompt::parse("雪中的狐狸").unwrap()
}

async fn translate(address: &str) -> Result<Rewritten, Error> {
    client_of(address).rewrite(&typed(), Task::Translate).await
}

#[tokio::test]
async fn a_prompt_is_sent_once_with_the_key_and_what_is_wished() {
    for (task, wishes) in [
        (Task::Translate, json!({"translate": true, "enhance": false})),
        (Task::Enhance, json!({"translate": false, "enhance": true})),
        (Task::TranslateAndEnhance, json!({"translate": true, "enhance": true})),
    ] {
        let body =
            json!({"prompt": "雪中的狐狸", "translated_prompt": "a fox in the snow", "model": "x", "neurons": 4.5});
        let server = Broken::answering(reply(JSON, body.to_string())).await;
        let written = client_of(&server.url()).rewrite(&typed(), task).await.unwrap();
        assert_eq!((written.prompt.as_str(), written.neurons), ("a fox in the snow", Neurons::new(4.5)));
        let seen = server.seen();
        let (head, body) = seen[0].split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("POST /prompt HTTP/1.1\r\n"), "{head}");
        assert!(head.contains("authorization: Bearer sesame-open-7"), "{head}");
        let mut sent: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(sent.as_object_mut().unwrap().remove("prompt"), Some("雪中的狐狸".into()));
        assert_eq!((sent, seen.len()), (wishes, 1));
    }
}

#[tokio::test]
async fn a_cost_that_can_be_none_is_left_out() {
    for neurons in [json!(null), json!(-3), json!("four"), json!(1e300)] {
        let body = json!({"translated_prompt": "a fox", "neurons": neurons}).to_string();
        let server = Broken::answering(reply(JSON, body)).await;
        assert_eq!(translate(&server.url()).await.unwrap().neurons, None, "{neurons}");
    }
}

#[tokio::test]
async fn every_fault_is_told_with_what_it_may_have_cost() {
    let answer = |status: &str, body: String| vec![Read, Send(reply(status, body))];
    let refusal =
        |code: &str, billed: &str| json!({"error": {"code": code, "message": "no", "billed": billed}}).to_string();
    let prompt = |text: &str| json!({"translated_prompt": text, "neurons": 4}).to_string();
    let endless = head_of(&format!("{JSON}\nTransfer-Encoding: chunked"));
    let refused = |status: &str| format!("{status}\nContent-Type: application/json");
    let scripts: Vec<(&str, Vec<Step>, Kind, Billed)> = vec![
        (
            "401",
            answer(&refused("401 X"), refusal("unauthorized", "no")),
            Kind::Refused(Code::Unauthorized),
            Billed::No,
        ),
        ("429", answer(&refused("429 X"), refusal("rate_limited", "no")), Kind::Refused(Code::RateLimited), Billed::No),
        (
            "an older Worker",
            answer(&refused("404 X"), refusal("not_found", "no")),
            Kind::Refused(Code::NotFound),
            Billed::No,
        ),
        (
            "no text model",
            answer(&refused("400 X"), refusal("model_not_here", "no")),
            Kind::Refused(Code::ModelNotHere),
            Billed::No,
        ),
        ("no use", answer(&refused("502 X"), refusal("upstream", "yes")), Kind::Refused(Code::Upstream), Billed::Yes),
        (
            "lost",
            answer(&refused("504 X"), refusal("upstream_timeout", "maybe")),
            Kind::Refused(Code::UpstreamTimeout),
            Billed::Maybe,
        ),
        ("HTML", answer("200 OK\nContent-Type: text/html", "<html>".to_owned()), Kind::NotOurs, Billed::Maybe),
        ("HTML in JSON's place", answer(JSON, "<html>".to_owned()), Kind::NotOurs, Billed::Maybe),
        ("no prompt", answer(JSON, r#"{"neurons":4}"#.to_owned()), Kind::NotOurs, Billed::Maybe),
        ("an empty one", answer(JSON, prompt(" \n")), Kind::NotOurs, Billed::Maybe),
        ("one that is too long", answer(JSON, prompt(&"狐".repeat(2001))), Kind::NotOurs, Billed::Maybe),
        ("cut off", answer(JSON, r#"{"translated_prompt":"a f"#.to_owned()), Kind::Broken, Billed::Maybe),
        ("without end", vec![Read, Send(endless), Forever(chunk(&[b' '; 65536]))], Kind::TooLarge, Billed::Maybe),
        ("closed", vec![Read], Kind::Broken, Billed::Maybe),
    ];
    for (name, script, kind, billed) in scripts {
        let server = Broken::start(script).await;
        let error = translate(&server.url()).await.expect_err(name);
        assert_eq!((error.kind, error.billed), (kind, billed), "{name}: {error:?}");
        assert_presentable(name, &error);
        assert_eq!(server.seen().len(), 1, "{name} is sent once");
    }
}

#[tokio::test]
async fn silence_ends_and_may_have_cost_something_and_nobody_there_costs_nothing() {
    let server = Broken::start(vec![Read, Hang]).await;
    let short = Duration::from_millis(20);
    let client = client_with(&server.url(), Timeouts { text: short, answer: short, ..PATIENT });
    let error = client.rewrite(&typed(), Task::Enhance).await.unwrap_err();
    assert_eq!((error.kind, error.billed), (Kind::Timeout, Billed::Maybe));
    let error = translate("http://127.0.0.1:9").await.unwrap_err();
    assert_eq!((error.kind, error.billed), (Kind::Connect, Billed::No));
}
