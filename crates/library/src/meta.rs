//! What a picture knows of itself: how it was made, by whom, for which job. It stands in the file as our own JSON, so that
//! the folder alone can rebuild everything. It must never hold a secret.

use contract::{Between, Format, Origin, Record, Size, prompt::MAX_PROMPT_CHARS};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::{Found, PictureId, head::Head, parameters};

/// Characters; the most that is written or believed of a text that is no prompt. With [`MAX_PROMPT_CHARS`] for the four
/// prompts it keeps the whole under the 64 KB of a JPEG segment, in any language and however much of it is escaped.
const MAX_WORD_CHARS: usize = 256;

/// A picture's own record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// The picture's id.
    pub id: PictureId,
    /// When its reply arrived.
    pub made: Timestamp,
    /// What the service said of it.
    pub record: Record,
    /// The connection's name; empty for a picture of another program.
    pub by: String,
    /// The job's key; empty for a picture of another program.
    pub job: String,
    /// Where the record's prompt came from, if a text model wrote it before it was sent.
    #[serde(default, deserialize_with = "known", skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Neurons, as they were estimated before it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<f64>,
}

impl Meta {
    /// Of a file in the library, whether it says something of itself or not. `file`: relative to the root; `mtime`: its last
    /// change.
    pub(crate) fn of_file(file: &str, mtime: Timestamp, head: Head) -> Self {
        let theirs = match head.found {
            Some(Found::Easel(meta)) => return meta,
            Some(Found::Other(record)) => record,
            None => parameters::read("", head.size),
        };
        Self {
            id: PictureId::of_place(file),
            made: mtime,
            record: theirs,
            by: String::new(),
            job: String::new(),
            origin: None,
            estimate: None,
        }
    }

    /// The JSON that stands in the file, without control characters or line breaks.
    pub(crate) fn to_json(&self) -> String {
        // Strings and finite numbers: it always has a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The other way. `None` for anything else: a file can say what it likes.
    pub(crate) fn from_json(json: &str) -> Option<Self> {
        serde_json::from_str::<Self>(json).ok().map(|meta| meta.bounded())
    }

    /// With the size and type that the picture has, whatever its service said of them.
    #[must_use]
    pub(crate) fn told_by(&self, format: Format, Size { width, height }: Size) -> Self {
        let mut told = self.clone();
        (told.record.width, told.record.height) = (width, height);
        told.record.dimensions = format!("{width}x{height}");
        told.record.content_type = Some(format.content_type().to_owned());
        told
    }

    /// With every text cut to what a JPEG can carry. No request has longer ones; a service or a file could.
    #[must_use]
    pub(crate) fn bounded(&self) -> Self {
        let prompt = |text: &String| cut(text, MAX_PROMPT_CHARS);
        let word = |text: &String| cut(text, MAX_WORD_CHARS);
        let record = &self.record;
        Self {
            record: Record {
                prompt: prompt(&record.prompt),
                negative_prompt: record.negative_prompt.as_ref().map(prompt),
                translated_prompt: record.translated_prompt.as_ref().map(prompt),
                prompt_failure: record.prompt_failure.as_ref().map(word),
                dimensions: word(&record.dimensions),
                model: word(&record.model),
                content_type: record.content_type.as_ref().map(word),
                ..*record
            },
            by: word(&self.by),
            job: word(&self.job),
            origin: self.origin.as_ref().map(|origin| Origin {
                prompt: prompt(&origin.prompt),
                between: self.between(origin).map(|between| Between { prompt: prompt(&between.prompt), ..*between }),
                ..*origin
            }),
            ..*self
        }
    }

    /// A prompt that was translated as it was sent had not been before: there is room for one of the two.
    fn between<'a>(&self, origin: &'a Origin) -> Option<&'a Between> {
        origin.between.as_ref().filter(|_| self.record.translated_prompt.is_none())
    }
}

/// What a newer version says there in other words is not worth the rest.
fn known<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Origin>, D::Error> {
    Value::deserialize(from).map(|value| serde_json::from_value(value).ok())
}

/// The first `chars` characters.
pub(crate) fn cut(text: &str, chars: usize) -> String {
    text.chars().take(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_prompt_came_from_is_read_where_it_is_said_in_words_that_are_known() {
        let read = |origin: &str| {
            let id = PictureId::of_place("a.jpg");
            let record = r#"{"prompt":"a","width":1,"height":1,"dimensions":"1x1","model":"painter"}"#;
            let json =
                format!(r#"{{"id":"{id}","made":"2026-11-21T06:03:22Z","record":{record},"by":"","job":""{origin}}}"#);
            Meta::from_json(&json).unwrap().origin
        };
        // Of an earlier version, and of a newer one.
        assert_eq!(read(""), None);
        assert_eq!(read(r#","origin":{"prompt":"狐","task":"sing"}"#), None);
        let known = Origin { prompt: "狐".to_owned(), task: contract::Task::Translate, neurons: None, between: None };
        assert_eq!(read(r#","origin":{"prompt":"狐","task":"translate"}"#), Some(known));
        let between = r#""between":{"prompt":"a fox","task":"translate"}"#;
        let read = read(&format!(r#","origin":{{"prompt":"狐","task":"translate_and_enhance",{between}}}"#)).unwrap();
        assert_eq!(read.between.unwrap().prompt, "a fox");
    }
}
