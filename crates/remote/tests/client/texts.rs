//! A text model over REST: what it is asked, each form in which its answer comes, and every way in which none does.

use std::time::Duration;

use contract::{
    Billed, Code, TextModel,
    text::{Answer, MAX_TEXT_REPLY_BYTES, Question},
};
use remote::{RunError, Timeouts};
use serde_json::{Value, json};

use crate::{
    Broken, KEY, PATIENT,
    broken::{
        Step::{Forever, Hang, Read, Send},
        chunk, head_of, reply,
    },
    workers_ai::{ID, JSON, told, workers_ai},
};

fn question() -> Question {
    let model = TextModel::find("qwen3-30b-a3b-fp8").unwrap();
    Question { model, task: "Translate.", matter: r#"{"prompt":"雨の中の猫\n"}"#.to_owned() }
}

async fn write(server: &Broken, timeouts: Timeouts) -> Result<Answer, RunError> {
    workers_ai(&server.url(), timeouts).write(&question()).await
}

#[tokio::test]
async fn the_question_goes_to_its_models_path_and_the_answer_comes_with_what_it_took() {
    let usage = json!({"prompt_tokens": 200, "completion_tokens": 100});
    let old = json!({"result": {"response": " a cat in the rain ", "usage": usage}, "success": true});
    let new = json!({"result": {"choices": [{"message": {"content": "a cat in the rain"}}], "usage": usage}});
    for (body, neurons) in [(old, Some(4.25)), (new, None)] {
        let said = neurons.map_or_else(String::new, |neurons| format!("\ncf-ai-neurons: {neurons}"));
        let server = Broken::answering(reply(&format!("{JSON}{said}"), body.to_string())).await;
        let answer = write(&server, PATIENT).await.unwrap();
        assert_eq!((answer.text.as_str(), answer.neurons), ("a cat in the rain", neurons));
        // 4625 and 30,475 a million tokens (facts, Cloudflare §8).
        assert!((answer.listed.unwrap() - 3.9725).abs() < 1e-9, "{answer:?}");

        let seen = server.seen();
        let (head, body) = seen[0].split_once("\r\n\r\n").unwrap();
        let path = format!("POST /accounts/{ID}/ai/run/@cf/qwen/qwen3-30b-a3b-fp8 HTTP/1.1\r\n");
        assert!(head.starts_with(&path) && head.contains("content-type: application/json"), "{head}");
        assert!(head.contains(&format!("authorization: Bearer {KEY}\r\n")), "{head}");
        let asked: Value = serde_json::from_str(body).unwrap();
        let messages = json!([
            {"role": "system", "content": "Translate."},
            {"role": "user", "content": question().matter},
        ]);
        assert_eq!((seen.len(), &asked["messages"]), (1, &messages));
    }
}

#[tokio::test]
async fn a_refusal_is_cloudflares_and_repeats_no_account() {
    let quota = r#"{"errors":[{"message":"you have used up your daily free allocation","code":4006}],"success":false}"#;
    let rate = r#"{"errors":[{"message":"rate limiting","code":3021}],"success":false}"#;
    let account = format!(r#"{{"errors":[{{"message":"{KEY} may not use {ID}","code":10000}}],"success":false}}"#);
    for (status, body, code, wait) in [
        ("429 Too Many Requests", quota, Code::AllowanceUsed, Some(6 * 3600)),
        ("200 OK\nRetry-After: 7", rate, Code::RateLimited, Some(7)),
        ("401 Unauthorized", account.as_str(), Code::AccountRefused, None),
        ("200 OK", account.as_str(), Code::AccountRefused, None),
    ] {
        let error = told(write(&Broken::answering(reply(status, body)).await, PATIENT).await.unwrap_err());
        assert_eq!((error.code, error.billed, error.retry_after), (code, Billed::No, wait), "{status}");
    }
}

#[tokio::test]
async fn what_is_no_answer_is_told_and_asked_once() {
    let answer = |body: &str| vec![Read, Send(reply(JSON, body))];
    let large = json!({"response": "x".repeat(MAX_TEXT_REPLY_BYTES)}).to_string();
    let endless = head_of(&format!("{JSON}\nTransfer-Encoding: chunked"));
    for (name, script) in [
        ("nothing", answer("")),
        ("no JSON", answer("<!doctype html>")),
        ("another shape", answer(r#"{"result":{"translated_text":"a cat"},"success":true}"#)),
        ("no text", answer(r#"{"result":{"response":null}}"#)),
        ("cut short", vec![Read, Send(head_of(&format!("{JSON}\nContent-Length: 99")))]),
        ("over the bound", answer(&large)),
        ("without end", vec![Read, Send(endless), Forever(chunk(&[b' '; 4096]))]),
        ("a failure", vec![Read, Send(reply("500 Oops", ""))]),
    ] {
        let server = Broken::start(script).await;
        let error = told(write(&server, PATIENT).await.expect_err(name));
        assert_eq!((error.code, error.billed), (Code::Upstream, Billed::Maybe), "{name}: {error:?}");
        assert_eq!(server.seen().len(), 1, "{name}");
    }
}

/// However it comes: a slow text keeps a picture waiting.
#[tokio::test]
async fn a_text_has_its_time_as_a_whole() {
    let started = head_of(&format!("{JSON}\nContent-Length: 99"));
    let brief = Timeouts { text: Duration::from_millis(50), ..PATIENT };
    for script in [vec![Read, Hang], vec![Read, Send(started), Hang]] {
        let error = told(write(&Broken::start(script).await, brief).await.unwrap_err());
        assert_eq!((error.code, error.billed), (Code::UpstreamTimeout, Billed::Maybe), "{error:?}");
    }
}
