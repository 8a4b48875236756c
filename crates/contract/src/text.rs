//! The text models that translate and enhance prompts, and how Workers AI asks one: a question becomes its JSON, the bytes of a
//! reply become the text. Pure; whoever has a network or a binding sends it.
//!
//! The rows come from the facts about Cloudflare, §8. A new model is a row here and nothing else.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    ai_error::AiError,
    call::{Body, Call},
    error::{ApiError, Billed, Code},
};

/// How long a text may take, before the picture is made without it.
pub const TEXT_PATIENCE: Duration = Duration::from_secs(20);
/// Tokens; the longest answer that is asked for. A model's thoughts count among them, and the default model thinks before it
/// answers: this is its own usual bound (facts, Cloudflare §8), and one of half as much cut answers off behind their thoughts.
pub const MAX_ANSWER_TOKENS: u32 = 2000;
/// Bytes; the largest reply that is read.
pub const MAX_TEXT_REPLY_BYTES: usize = 256 << 10;
/// Tokens; the most that a reply's own figures are believed.
const MAX_TOKENS: f64 = 1e6;

/// A model that writes text.
#[derive(Debug, PartialEq)]
pub struct TextModel {
    /// The last part of Cloudflare's path.
    pub id: &'static str,
    /// `@cf/…`.
    pub path: &'static str,
    /// Neurons a million tokens that it reads.
    pub input: f64,
    /// Neurons a million tokens that it writes.
    pub output: f64,
    /// Whether it can be told not to think first, which costs tokens.
    pub thinking: Thinking,
}

/// Whether a model thinks before it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thinking {
    /// As it likes: there is no switch that the facts know.
    ItsOwn,
    /// Unless `chat_template_kwargs.enable_thinking` is false.
    UntilTold,
}

/// The text models, the default first: it is good at Chinese, and cheap.
pub static TEXT_MODELS: &[TextModel] = &[
    row("@cf/qwen/qwen3-30b-a3b-fp8", 4625.0, 30_475.0),
    row("@cf/meta/llama-3.2-1b-instruct", 2457.0, 18_252.0),
    row("@cf/meta/llama-3.2-3b-instruct", 4625.0, 30_475.0),
    row("@cf/meta/llama-3.1-8b-instruct-fast", 4119.0, 34_868.0),
    row("@cf/meta/llama-3.1-8b-instruct-fp8", 13_778.0, 26_128.0),
    row("@cf/meta/llama-3.3-70b-instruct-fp8-fast", 26_668.0, 204_805.0),
    row("@cf/meta/llama-4-scout-17b-16e-instruct", 24_545.0, 77_273.0),
    row("@cf/qwen/qwen3.8-27b", 40_909.0, 290_909.0),
    TextModel { thinking: Thinking::UntilTold, ..row("@cf/google/gemma-4-26b-a4b-it", 9091.0, 27_273.0) },
    row("@cf/zai-org/glm-4.7-flash", 5500.0, 36_400.0),
    row("@cf/ibm-granite/granite-4.0-h-micro", 1542.0, 10_158.0),
    row("@cf/openai/gpt-oss-20b", 18_182.0, 27_273.0),
    row("@cf/mistralai/mistral-small-3.1-24b-instruct", 31_876.0, 50_488.0),
];

/// Whether a service can translate and enhance prompts, as far as it has said.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Texts {
    /// It has not said, or named a model that this build does not know.
    #[default]
    Unsaid,
    /// It has no text model.
    Absent,
    /// By this model.
    By(&'static TextModel),
}

impl Texts {
    /// Of what `GET /models` says as `text_model`: an id or `null`; `None` where it says nothing.
    pub fn said(text_model: Option<&Value>) -> Self {
        match text_model {
            Some(Value::Null) => Self::Absent,
            Some(Value::String(id)) => TextModel::find(id).map_or(Self::Unsaid, Self::By),
            _ => Self::Unsaid,
        }
    }

    /// Whose prices hold, as far as is known: the usual model's, where none was named.
    pub fn model(self) -> Option<&'static TextModel> {
        match self {
            Self::Unsaid => TEXT_MODELS.first(),
            Self::Absent => None,
            Self::By(model) => Some(model),
        }
    }
}

/// What a text model is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Who is asked.
    pub model: &'static TextModel,
    /// What it is to do: our own words, and nothing of the user's.
    pub task: &'static str,
    /// What it is to do that with. It is the user's, and may say anything.
    pub matter: String,
}

/// What a text model answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Its text, without its thoughts; may be anything. Empty where there is none, or only the begin of one.
    pub text: String,
    /// Workers AI's unit of cost, where the reply said it.
    pub neurons: Option<f64>,
    /// What the tokens that the reply counts come to, by the list of prices, in neurons.
    pub listed: Option<f64>,
}

/// Why a reply holds no text, though its status said success.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoText {
    /// No JSON, or none that has a text where texts are; and it says no price.
    #[error("the reply has no text")]
    Missing,
    /// `success` is false.
    #[error("it holds a refusal: {}", .0.message)]
    Refused(AiError),
}

impl NoText {
    /// What it means for whoever asked. Something was run, so that it may have been billed unless Cloudflare says otherwise.
    /// `now`: for the reset of the allowance.
    pub fn into_error(self, now: Timestamp) -> ApiError {
        match self {
            Self::Refused(refusal) => refusal.into_error(now),
            Self::Missing => ApiError::new(Code::Upstream, format!("Cloudflare sent no text: {self}"))
                .hint("it may have been billed; see the usage before you send it again")
                .billed(Billed::Maybe),
        }
    }
}

impl TextModel {
    /// The model with this id or full `@cf/…` path.
    pub fn find(id_or_path: &str) -> Option<&'static Self> {
        TEXT_MODELS.iter().find(|model| model.id == id_or_path || model.path == id_or_path)
    }

    pub(crate) fn neurons(&self, read: f64, wrote: f64) -> f64 {
        (self.input * read + self.output * wrote) / 1e6
    }
}

impl Question {
    /// The call that it means.
    pub fn call(&self) -> Call {
        let mut body = json!({
            "messages": [{"role": "system", "content": self.task}, {"role": "user", "content": self.matter}],
            "max_tokens": MAX_ANSWER_TOKENS,
            // The same text each time, as far as the model can.
            "temperature": 0,
        });
        if let (Thinking::UntilTold, Some(body)) = (self.model.thinking, body.as_object_mut()) {
            body.insert("chat_template_kwargs".to_owned(), json!({"enable_thinking": false}));
        }
        Call { path: self.model.path, body: Body::Json(body.to_string()) }
    }

    /// What it will cost at most, in neurons: a token a character, and the longest answer, which is about ten times what a usual
    /// one costs. It is counted only where nobody says what was spent, and that is when a model thought until it was cut off.
    pub fn estimate(&self) -> f64 {
        let read = self.task.chars().count() + self.matter.chars().count();
        self.model.neurons(read as f64, MAX_ANSWER_TOKENS.into())
    }

    /// The text in a reply that said success. Accepts REST's envelope and the binding's bare object, and in either the older
    /// `response` and the newer chat object. `neurons`: what the reply's header says. A reply that says its price and has no text
    /// is an answer with an empty one, so that the price is not lost.
    pub fn answer(&self, reply: &[u8], neurons: Option<f64>) -> Result<Answer, NoText> {
        let json: Value = serde_json::from_slice(reply).or(Err(NoText::Missing))?;
        if json.get("success") == Some(&Value::Bool(false)) {
            return Err(NoText::Refused(AiError::from_reply(200, reply)));
        }
        let result = json.get("result").unwrap_or(&json);
        let text = ["/response", "/choices/0/message/content"].into_iter().find_map(|at| result.pointer(at)?.as_str());
        let tokens =
            |at| result.pointer(at).and_then(Value::as_f64).filter(|tokens| (0.0..=MAX_TOKENS).contains(tokens));
        let wrote = tokens("/usage/completion_tokens");
        let listed = tokens("/usage/prompt_tokens").zip(wrote).map(|(read, wrote)| self.model.neurons(read, wrote));
        // The older shape does not say that it was cut off, but how long it is.
        let cut = result.pointer("/choices/0/finish_reason").and_then(Value::as_str) == Some("length")
            || wrote.is_some_and(|wrote| wrote >= MAX_ANSWER_TOKENS.into());
        let text = match text {
            // The begin of a prompt would be taken for all of it.
            Some(_) if cut => "",
            Some(text) => without_thoughts(text).trim(),
            None if neurons.or(listed).is_some() => "",
            None => return Err(NoText::Missing),
        };
        Ok(Answer { text: text.to_owned(), neurons, listed })
    }
}

/// Models that think at times do it aloud. Thoughts that never end leave no answer.
fn without_thoughts(text: &str) -> &str {
    match text.trim_start().strip_prefix("<think>") {
        None => text,
        Some(thoughts) => thoughts.split_once("</think>").map_or("", |(_, answer)| answer),
    }
}

const fn row(path: &'static str, input: f64, output: f64) -> TextModel {
    TextModel { id: last_part(path), path, input, output, thinking: Thinking::ItsOwn }
}

const fn last_part(path: &'static str) -> &'static str {
    let mut at = path.len();
    while at > 0 {
        let (before, part) = path.split_at(at);
        if let [.., b'/'] = before.as_bytes() {
            return part;
        }
        at -= 1;
    }
    path
}
