//! What a text run can be told to answer.

use crate::fault::Fault;

/// What a text model answers in the place of its usual text. It happens to requests that keep to the rules, and to runs of text
/// models only: theirs is another queue than that of [`crate::Fake::answer_next`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextAnswer {
    /// This.
    Exact(String),
    /// The usual text behind `<think>…</think>`.
    ThinkingAloud,
    /// `<think>`, and thoughts to the end.
    ThinkingForever,
    /// Nothing.
    Empty,
    /// More than the 2000 characters of the longest prompt.
    TooLong,
    /// The usual text in the form in which it was asked for: `{"prompt": …}`.
    Json,
    /// The usual text as a string of JSON, in quotation marks.
    Quoted,
    /// A reply under status 200 that is no JSON. The text is paid for.
    NotJson,
    /// JSON without the field that the text stands in. It is paid for.
    NoText,
    /// What happens to a picture's run. [`Fault::NotAPicture`] and [`Fault::NotBase64`] mean nothing here.
    Fails(Fault),
}
