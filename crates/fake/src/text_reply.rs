//! How a written text stands in a reply: facts, Cloudflare §8.

use serde_json::{Map, Value, json};

use crate::{
    day::Ticket,
    text::Written,
    text_model::{Shape, TextModel},
};

/// REST's `result`, which is all that the binding sends.
pub(crate) fn result(model: &TextModel, written: &Written, ticket: Ticket) -> Value {
    let Written { text, thoughts, read, wrote, cut } = written;
    let usage = json!({"prompt_tokens": read, "completion_tokens": wrote, "total_tokens": read + wrote});
    match model.shape {
        Shape::Response => {
            let text = text.as_ref().map(|text| ("response".to_owned(), json!(text)));
            text.into_iter().chain([("usage".to_owned(), usage)]).collect::<Map<_, _>>().into()
        }
        Shape::Chat => json!({
            "id": format!("chatcmpl-{}", ticket.request_id()),
            "object": "chat.completion",
            "created": 1_790_000_000,
            "model": model.path,
            "choices": [{
                "index": 0,
                "message": {"role": "assistant", "content": text, "reasoning_content": thoughts},
                "finish_reason": if *cut { "length" } else { "stop" },
            }],
            "usage": usage,
        }),
    }
}
