//! A job's key: what makes a repeated request the same request. The desktop program writes it to its journal before it
//! sends, and the service never runs the model twice under one.

use std::fmt;

/// The text of an `Idempotency-Key` header: 1..=128 visible ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobKey(String);

/// The text is empty, over 128 characters, or has a character that is not visible ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a job key is 1 to 128 visible ASCII characters")]
pub struct JobKeyError;

impl JobKey {
    /// Accepts any key that a header can carry, since other programs choose their own.
    pub fn parse(text: impl Into<String>) -> Result<Self, JobKeyError> {
        let text = text.into();
        let fits = (1..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if fits { Ok(Self(text)) } else { Err(JobKeyError) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// From a number that is used once: 32 hex digits.
impl From<u128> for JobKey {
    fn from(id: u128) -> Self {
        Self(format!("{id:032x}"))
    }
}

impl fmt::Display for JobKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_bounded_and_visible() {
        assert!(JobKey::parse("0193-a").is_ok());
        for bad in ["", "a b", "a\n", "é", &"k".repeat(129)] {
            assert_eq!(JobKey::parse(bad), Err(JobKeyError), "{bad:?}");
        }
    }
}
