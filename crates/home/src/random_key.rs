//! A key made up here: for `easel serve` when none is given, and for the built-in connection.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use contract::Key;

/// The system gave no random bytes, so that no key is made at all: one that can be guessed is worse than none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random numbers to make a key from")]
pub struct NoRandomness;

/// A key of 192 random bits, as 32 letters, digits, `-` and `_`.
pub fn make_key() -> Result<Key, NoRandomness> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).or(Err(NoRandomness))?;
    Key::parse(&URL_SAFE_NO_PAD.encode(bytes)).or(Err(NoRandomness))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_long_and_never_the_same() {
        let (one, two) = (make_key().unwrap(), make_key().unwrap());
        assert_eq!(one.expose().len(), 32);
        assert_ne!(one, two);
    }
}
