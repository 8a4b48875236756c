//! The prompt: text of any language, counted in characters. Parsed once, so that nothing after it checks again.

use std::fmt;

/// Characters (Unicode scalar values); the longest prompt that is accepted.
pub const MAX_PROMPT_CHARS: usize = 2000;

/// A prompt of 1..=2000 characters that is not blank, exactly as it was typed.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Prompt(String);

/// Why a text is no prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PromptError {
    /// Nothing, or only white space.
    #[error("the prompt is empty")]
    Blank,
    /// More than 2000 characters.
    #[error("the prompt has {chars} characters; the most is {MAX_PROMPT_CHARS}")]
    TooLong {
        /// Characters, as they were counted.
        chars: usize,
    },
}

impl Prompt {
    /// Refuses blank and overlong text, and changes nothing else: what was typed is what is sent and kept.
    pub fn parse(text: impl Into<String>) -> Result<Self, PromptError> {
        let text = text.into();
        let chars = text.chars().count();
        if text.trim().is_empty() {
            Err(PromptError::Blank)
        } else if chars > MAX_PROMPT_CHARS {
            Err(PromptError::TooLong { chars })
        } else {
            Ok(Self(text))
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Prompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_not_bytes() {
        assert!(Prompt::parse("猫".repeat(2000)).is_ok());
        assert_eq!(Prompt::parse("🎨".repeat(2001)), Err(PromptError::TooLong { chars: 2001 }));
    }

    #[test]
    fn blank_is_refused_in_any_script() {
        for blank in ["", " ", "\n\t", "\u{3000}\u{a0}"] {
            assert_eq!(Prompt::parse(blank), Err(PromptError::Blank), "{blank:?}");
        }
    }
}
