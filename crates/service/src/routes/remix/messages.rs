//! The messages of a chat, read for the one thing that is wanted of them: what the user says first. `POST /api/image` uses it. A
//! chat may hold anything, and long; it is passed over as it is read, and is never a tree in memory.

use std::fmt;

use serde::{
    Deserialize, Deserializer as _,
    de::{Error, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

/// More than any chat has.
const MAX_MESSAGES: usize = 1000;

#[derive(Deserialize)]
struct Message {
    role: Option<Box<RawValue>>,
    content: Option<Box<RawValue>>,
}

/// The content of the first message with the role `user` and a text as its content. The error is for people.
pub(super) fn first_said(messages: &str) -> Result<Option<String>, serde_json::Error> {
    serde_json::Deserializer::from_str(messages).deserialize_seq(FirstSaid)
}

struct FirstSaid;

impl<'de> Visitor<'de> for FirstSaid {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of messages")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut messages: A) -> Result<Option<String>, A::Error> {
        let (mut said, mut count) = (None, 0);
        while let Some(message) = messages.next_element::<Message>()? {
            said = said.or_else(|| message.said());
            count += 1;
            if count > MAX_MESSAGES {
                return Err(A::Error::custom("there are more than 1000"));
            }
        }
        Ok(said)
    }
}

impl Message {
    fn said(&self) -> Option<String> {
        let text = |part: &Option<Box<RawValue>>| serde_json::from_str::<String>(part.as_ref()?.get()).ok();
        text(&self.content).filter(|_| text(&self.role).is_some_and(|role| role == "user"))
    }
}
