//! How text models are asked and how they answer: every model beside what Cloudflare documents, every shape of a reply, and every
//! way in which one can be no text.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use contract::{
    TextModel,
    call::Body,
    text::{Answer, MAX_ANSWER_TOKENS, MAX_TEXT_REPLY_BYTES, NoText, Question, TEXT_MODELS},
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};

/// facts, Cloudflare §8: neurons a million tokens read and written.
const LIST: [(&str, f64, f64); 13] = [
    ("@cf/meta/llama-3.2-1b-instruct", 2457.0, 18_252.0),
    ("@cf/meta/llama-3.2-3b-instruct", 4625.0, 30_475.0),
    ("@cf/meta/llama-3.1-8b-instruct-fast", 4119.0, 34_868.0),
    ("@cf/meta/llama-3.1-8b-instruct-fp8", 13_778.0, 26_128.0),
    ("@cf/meta/llama-3.3-70b-instruct-fp8-fast", 26_668.0, 204_805.0),
    ("@cf/meta/llama-4-scout-17b-16e-instruct", 24_545.0, 77_273.0),
    ("@cf/qwen/qwen3-30b-a3b-fp8", 4625.0, 30_475.0),
    ("@cf/qwen/qwen3.8-27b", 40_909.0, 290_909.0),
    ("@cf/google/gemma-4-26b-a4b-it", 9091.0, 27_273.0),
    ("@cf/zai-org/glm-4.7-flash", 5500.0, 36_400.0),
    ("@cf/ibm-granite/granite-4.0-h-micro", 1542.0, 10_158.0),
    ("@cf/openai/gpt-oss-20b", 18_182.0, 27_273.0),
    ("@cf/mistralai/mistral-small-3.1-24b-instruct", 31_876.0, 50_488.0),
];

fn question(model: &str) -> Question {
    Question { model: TextModel::find(model).unwrap(), task: "Translate.", matter: r#"{"prompt":"狐"}"#.to_owned() }
}

fn qwen() -> Question {
    question("qwen3-30b-a3b-fp8")
}

/// The JSON that is sent.
fn sent(question: &Question) -> Value {
    let Body::Json(body) = question.call().body else { unreachable!("text models are asked with JSON") };
    serde_json::from_str(&body).unwrap()
}

fn answer(reply: &Value) -> Result<Answer, NoText> {
    qwen().answer(reply.to_string().as_bytes(), None)
}

/// The text of a reply's content, as it is understood.
fn text(content: &str) -> String {
    answer(&json!({"response": content})).unwrap().text
}

#[test]
fn the_list_is_cloudflares() {
    assert_eq!(TEXT_MODELS[0].id, "qwen3-30b-a3b-fp8", "the default is the one good at Chinese");
    assert_eq!(TEXT_MODELS.len(), LIST.len());
    for (path, input, output) in LIST {
        let model = TextModel::find(path).unwrap();
        assert_eq!(
            (model.path, model.input.to_bits(), model.output.to_bits()),
            (path, input.to_bits(), output.to_bits())
        );
        assert_eq!(Some(model.id), path.rsplit('/').next());
        assert_eq!(TextModel::find(model.id), Some(model));
    }
    for unknown in ["", "qwen", "@cf/qwen/", "qwen/qwen3-30b-a3b-fp8", "qwen1.5-14b-chat-awq", "Qwen3-30b-a3b-fp8"] {
        assert_eq!(TextModel::find(unknown), None, "{unknown}");
    }
}

#[test]
fn a_question_is_sent_as_json() {
    let body = json!({
        "messages": [
            {"role": "system", "content": "Translate."},
            {"role": "user", "content": "{\"prompt\":\"狐\"}"},
        ],
        "max_tokens": 2000,
        "temperature": 0,
    });
    assert_eq!((qwen().call().path, sent(&qwen())), ("@cf/qwen/qwen3-30b-a3b-fp8", body));
}

/// facts, Cloudflare §8: gemma thinks unless it is told not to.
#[test]
fn who_can_be_told_not_to_think_is_told() {
    for model in TEXT_MODELS {
        let told = sent(&question(model.id)).pointer("/chat_template_kwargs/enable_thinking") == Some(&json!(false));
        assert_eq!(told, model.id == "gemma-4-26b-a4b-it", "{}", model.id);
    }
}

#[test]
fn every_shape_is_understood() {
    let usage = json!({"prompt_tokens": 300, "completion_tokens": 200, "total_tokens": 500});
    let older = json!({"response": " a fox\n", "usage": usage});
    let message = json!({"role": "assistant", "content": "a fox", "reasoning_content": "It is a fox."});
    let chat = json!({
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "x", "usage": usage,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
    });
    for result in [older, chat] {
        let enveloped = json!({"result": result, "success": true, "errors": [], "messages": []});
        for reply in [result, enveloped] {
            let answered = qwen().answer(reply.to_string().as_bytes(), Some(7.5)).unwrap();
            assert_eq!((answered.text.as_str(), answered.neurons), ("a fox", Some(7.5)), "{reply}");
            // The facts' own estimate for this much is 7 to 9 neurons.
            let listed = answered.listed.unwrap();
            assert!((listed - (300.0 * 4625.0 + 200.0 * 30_475.0) / 1e6).abs() < 1e-9, "{listed}");
        }
    }
}

#[test]
fn what_is_counted_is_believed_within_bounds() {
    let listed = |usage: Value| answer(&json!({"response": "a fox", "usage": usage})).unwrap().listed;
    assert_eq!(listed(json!({"prompt_tokens": 0, "completion_tokens": 0})), Some(0.0));
    assert!(listed(json!({"prompt_tokens": 1e6, "completion_tokens": 1e6})).is_some());
    for odd in [
        Value::Null,
        json!({}),
        json!([300, 200]),
        json!({"prompt_tokens": 300}),
        json!({"prompt_tokens": "300", "completion_tokens": 200}),
        json!({"prompt_tokens": -1, "completion_tokens": 200}),
        json!({"prompt_tokens": 300, "completion_tokens": 1e7}),
        json!({"prompt_tokens": 1e308, "completion_tokens": 1e308}),
    ] {
        assert_eq!(listed(odd.clone()), None, "{odd}");
    }
}

#[test]
fn the_begin_of_a_text_is_none_and_was_written() {
    let chat = |reason: &str, wrote: u32| {
        json!({
            "choices": [{"message": {"content": "a fox in the"}, "finish_reason": reason}],
            "usage": {"prompt_tokens": 30, "completion_tokens": wrote},
        })
    };
    let older =
        |wrote: u32| json!({"response": "a fox in the", "usage": {"prompt_tokens": 30, "completion_tokens": wrote}});
    for (reply, text) in [
        (chat("stop", 3), "a fox in the"),
        (chat("length", 3), ""),
        (chat("stop", MAX_ANSWER_TOKENS), ""),
        (older(MAX_ANSWER_TOKENS - 1), "a fox in the"),
        (older(MAX_ANSWER_TOKENS), ""),
        (json!({"result": older(MAX_ANSWER_TOKENS), "success": true}), ""),
    ] {
        let answered = answer(&reply).unwrap();
        assert_eq!((answered.text.as_str(), answered.listed.is_some()), (text, true), "{reply}");
    }
}

#[test]
fn a_price_without_a_text_is_kept() {
    let usage = json!({"prompt_tokens": 300, "completion_tokens": 200});
    let silent = json!({"choices": [{"message": {"content": null, "reasoning_content": "A fox?"}}], "usage": usage});
    let answered = answer(&silent).unwrap();
    assert_eq!((answered.text.as_str(), answered.neurons, answered.listed.is_some()), ("", None, true));
    for reply in [json!({"result": {}, "success": true}), json!({"response": null}), silent] {
        let answered = qwen().answer(reply.to_string().as_bytes(), Some(7.5)).unwrap();
        assert_eq!((answered.text.as_str(), answered.neurons), ("", Some(7.5)), "{reply}");
    }
    assert_eq!(qwen().answer(b"<html>", Some(7.5)), Err(NoText::Missing), "whatever that is");
}

#[test]
fn thoughts_are_no_answer() {
    assert_eq!(text("<think>\nA fox?\n</think>\n\na fox"), "a fox");
    assert_eq!(text("\n <think></think> a fox "), "a fox");
    assert_eq!(text("<think>A fox, and again a fox, and"), "", "thoughts that never end");
    assert_eq!(text("<think>a</think>b</think>c"), "b</think>c", "the first end is the end");
    assert_eq!(text("a fox <think>really?</think>"), "a fox <think>really?</think>", "only before the answer");
    assert_eq!(text(""), "");
    assert_eq!(text(" \n\t "), "");
}

#[test]
fn what_is_no_text_is_told() {
    let missing = [
        json!({}),
        json!([]),
        json!("a fox"),
        json!(7),
        Value::Null,
        json!({"result": {}, "success": true}),
        json!({"result": null, "success": true}),
        json!({"result": "a fox"}),
        json!({"response": null}),
        json!({"response": 7}),
        json!({"response": ["a fox"]}),
        json!({"choices": []}),
        json!({"choices": {}}),
        json!({"choices": [{"message": {"content": null}}]}),
        json!({"choices": [{"message": {"content": [{"type": "text", "text": "a fox"}]}}]}),
        json!({"choices": [{"text": "a fox"}]}),
    ];
    for reply in missing {
        assert_eq!(answer(&reply), Err(NoText::Missing), "{reply}");
    }
    for bytes in [&b""[..], b"a fox", b"<html>", b"{", b"{\"response\":\"a fo", b"{\"response\":\"\xff\"}"] {
        assert_eq!(qwen().answer(bytes, None), Err(NoText::Missing), "{bytes:?}");
    }
    let nested = "[".repeat(MAX_TEXT_REPLY_BYTES);
    assert_eq!(qwen().answer(nested.as_bytes(), None), Err(NoText::Missing));
}

#[test]
fn a_refusal_under_200_is_one() {
    let refusal = json!({"errors": [{"code": 3043, "message": "AiError: broken"}], "success": false, "result": {"response": "x"}});
    let Err(NoText::Refused(error)) = answer(&refusal) else { unreachable!("it says that it failed") };
    assert_eq!(error.code, 3043);
}

#[test]
fn an_estimate_covers_the_longest_answer() {
    for model in TEXT_MODELS {
        let estimate = question(model.id).estimate();
        // Of 24 characters, and the longest answer.
        let wanted = (24.0 * model.input + f64::from(MAX_ANSWER_TOKENS) * model.output) / 1e6;
        assert!((estimate - wanted).abs() < 1e-9, "{}: {estimate}", model.id);
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in vec(any::<u8>(), 0..400), neurons in any::<Option<f64>>()) {
        for model in TEXT_MODELS {
            drop(question(model.id).answer(&bytes, neurons));
        }
    }

    #[test]
    fn no_text_panics(content in ".{0,200}", open in any::<bool>(), close in any::<bool>()) {
        let (open, close) = (if open { "<think>" } else { "" }, if close { "</think>" } else { "" });
        let whole = format!("{open}{content}{close}{content}");
        let text = text(&whole);
        prop_assert!(whole.contains(&text), "nothing is added");
        prop_assert_eq!(text.trim(), &text);
    }

    /// Whatever is asked, the user's words stand alone, and the JSON around them is ours.
    #[test]
    fn what_is_asked_is_data(matter in ".{0,200}") {
        let sent = sent(&Question { matter: matter.clone(), ..qwen() });
        prop_assert_eq!(&sent["messages"][1], &json!({"role": "user", "content": matter}));
        prop_assert_eq!(&sent["messages"][0], &json!({"role": "system", "content": "Translate."}));
        prop_assert_eq!(sent["messages"].as_array().unwrap().len(), 2);
    }
}
