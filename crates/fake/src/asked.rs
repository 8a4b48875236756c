//! What was asked of the stand-in: tests compare it with what they meant to ask.

use serde_json::{Map, Value};

/// One inference that was asked, for a picture or a text, by whom and how. Requests without a fitting token are not among them.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// How it came.
    pub way: Way,
    /// `@cf/…`, as it was written.
    pub model: String,
    /// A form's text parts, each as text, or the JSON's fields; a text model's `messages` among them.
    pub fields: Map<String, Value>,
    /// A form's files, in order.
    pub files: Vec<File>,
    /// The reply's HTTP status; none while it is worked at, and for ever when the caller hung up.
    pub status: Option<u16>,
}

/// The two ways to Workers AI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Cloudflare's REST API.
    Rest {
        /// The account's id.
        account: String,
    },
    /// workerd's `Ai` class, billed to [`crate::FIRST`].
    Binding,
}

/// A file of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The part's name.
    pub name: String,
    /// Width and height in pixels; none when it is no picture that can be read.
    pub sides: Option<(u32, u32)>,
}
