//! A key to a service, as a type that cannot be printed by accident. The only way to its text is [`Key::expose`], which a
//! reader can search for.

use std::fmt;

use zeroize::Zeroizing;

/// A bearer key: 1..=512 visible ASCII characters, zeroed when dropped. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(Zeroizing<String>);

/// The text is empty, over 512 characters, or has a character that a header cannot carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is 1 to 512 letters, digits and signs, without spaces")]
pub struct KeyError;

impl Key {
    /// Trims the spaces and newlines that pasting brings, then refuses what no header can carry.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        let fits = (1..=512).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if fits { Ok(Self(Zeroizing::new(text.to_owned()))) } else { Err(KeyError) }
    }

    /// Several, separated by commas, so that one can be replaced while the other still opens. Blank parts are left out.
    pub fn parse_list(text: &str) -> Result<Vec<Self>, KeyError> {
        text.split(',').filter(|part| !part.trim().is_empty()).map(Self::parse).collect()
    }

    /// The text itself, for the `Authorization` header and the comparison only.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_white_space_goes_and_the_text_is_never_printed() {
        let key = Key::parse(" sesame-7\n").unwrap();
        assert_eq!(key.expose(), "sesame-7");
        assert_eq!(format!("{key:?}"), "Key(…)");
        assert_eq!(Key::parse("two words"), Err(KeyError));
        assert_eq!(Key::parse(" \n"), Err(KeyError));
    }

    #[test]
    fn several_keys_stand_between_commas() {
        let keys = |text| Key::parse_list(text).map(|keys| keys.iter().map(|key| key.expose().to_owned()).collect());
        assert_eq!(keys("old, new,\n"), Ok(vec!["old".to_owned(), "new".to_owned()]));
        assert_eq!(keys(""), Ok(vec![]));
        assert_eq!(keys("old,two words"), Err(KeyError));
    }
}
