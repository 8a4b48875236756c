//! The rules of the text models, which take JSON: facts, Cloudflare §8. Fields that they do not have are ignored.

use serde_json::{Map, Value};

use crate::{input::Input, json_rules::Kind, refusal::Refused};

/// Who may speak.
const ROLES: [&str; 3] = ["system", "user", "assistant"];
/// Beside `messages` and `prompt`. Where the facts have no bounds, any number will do.
const FIELDS: &[(&str, Kind)] = &[
    ("max_tokens", Kind::Int { least: 1, most: i64::MAX }),
    ("temperature", Kind::Number { least: 0.0, most: 5.0 }),
    ("top_p", Kind::Number { least: f64::MIN, most: f64::MAX }),
    ("top_k", Kind::Int { least: i64::MIN, most: i64::MAX }),
    ("seed", Kind::Int { least: i64::MIN, most: i64::MAX }),
    ("stream", Kind::Bool),
    ("response_format", Kind::Object),
    ("chat_template_kwargs", Kind::Object),
];

/// A text to be written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TextOrder {
    /// What the user said last.
    pub(crate) matter: String,
    /// Bytes of all messages.
    pub(crate) bytes: u64,
    /// Tokens of the longest answer, where the request says it.
    pub(crate) longest: Option<u64>,
    /// What `chat_template_kwargs.enable_thinking` says.
    pub(crate) thinking: Option<bool>,
}

/// What `input` asks for, or why it is refused.
pub(crate) fn check(input: &Input) -> Result<TextOrder, Refused> {
    let neither = || Refused::bad_input("required properties at '/' are 'prompt', or 'messages'");
    let Input::Json(fields) = input else { return Err(neither()) };
    let wrong = FIELDS.iter().find(|(name, kind)| fields.get(*name).is_some_and(|value| !kind.allows(value)));
    if let Some((name, kind)) = wrong {
        return Err(Refused::bad_input(&format!("'{name}' is not within {kind:?}")));
    }
    // What a stream looks like the facts do not say, and nobody here reads one.
    if fields.get("stream") == Some(&Value::Bool(true)) {
        return Err(Refused::bad_input("the stand-in does not stream"));
    }
    let (matter, bytes) = match (fields.get("messages"), fields.get("prompt")) {
        (Some(messages), _) => spoken(messages)?,
        (None, Some(Value::String(prompt))) if !prompt.is_empty() => (prompt.clone(), prompt.len()),
        _ => return Err(neither()),
    };
    Ok(TextOrder {
        matter,
        bytes: bytes as u64,
        longest: fields.get("max_tokens").and_then(Value::as_u64),
        thinking: thinking(fields),
    })
}

/// What the user said last, and the bytes of all that was said.
fn spoken(messages: &Value) -> Result<(String, usize), Refused> {
    let messages = messages.as_array().filter(|messages| !messages.is_empty());
    let messages = messages.ok_or_else(|| Refused::bad_input("'messages' must be an array with a message"))?;
    let spoken: Vec<_> = messages.iter().map(message).collect::<Result<_, _>>()?;
    let matter = spoken.iter().rev().find(|(role, _)| *role == "user").map(|(_, content)| (*content).to_owned());
    Ok((matter.unwrap_or_default(), spoken.iter().map(|(_, content)| content.len()).sum()))
}

/// Role and content.
fn message(message: &Value) -> Result<(&str, &str), Refused> {
    let text = |name| message.get(name).and_then(Value::as_str);
    let role = text("role").filter(|role| ROLES.contains(role));
    let spoken = role.zip(text("content"));
    spoken.ok_or_else(|| Refused::bad_input("a message must have a 'role' and a 'content' of text"))
}

fn thinking(fields: &Map<String, Value>) -> Option<bool> {
    fields.get("chat_template_kwargs")?.get("enable_thinking")?.as_bool()
}
