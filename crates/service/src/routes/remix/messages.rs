//! The messages of a chat, read for the one thing that is wanted of them: what the user says first. `POST /api/image` uses it. A
//! chat may hold anything, and long; it is passed over as it is read, and is never a tree in memory. No error repeats any of it.

use std::fmt;

use serde::{
    Deserializer as _,
    de::{Error, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::lenient::{self, MAX_TEXT};

/// More than any chat has.
const MAX_MESSAGES: usize = 1000;

/// The content of the first message with the role `user` and a text as its content. The error is for people.
pub(super) fn first_said(messages: &RawValue) -> Result<Option<String>, &'static str> {
    let unreadable = "`messages` must be an array of at most 1000 objects";
    // Of another type, serde would read the whole of it for its error.
    let array = Some(messages.get()).filter(|messages| messages.starts_with('[')).ok_or(unreadable)?;
    let said = serde_json::Deserializer::from_str(array).deserialize_seq(FirstSaid).or(Err(unreadable))?;
    match said {
        Some(said) if said.get().len() > MAX_TEXT => Err("what the user says first in `messages` is too long"),
        said => Ok(said.and_then(|said| serde_json::from_str(said.get()).ok())),
    }
}

struct FirstSaid;

impl<'de> Visitor<'de> for FirstSaid {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of messages")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut messages: A) -> Result<Self::Value, A::Error> {
        let (mut said, mut count) = (None, 0);
        while let Some(message) = messages.next_element::<&RawValue>()? {
            let [role, content] =
                lenient::read(message.get().as_bytes(), ["role", "content"]).map_err(A::Error::custom)?;
            let of_user = role.is_some_and(|role| role.get() == r#""user""#);
            // A content in parts, texts and pictures, is passed over.
            said = said.or(content.filter(|content| of_user && content.get().starts_with('"')));
            count += 1;
            if count > MAX_MESSAGES {
                return Err(A::Error::custom("there are more than 1000"));
            }
        }
        Ok(said)
    }
}
