//! A JSON object of which only a few fields are wanted, as clients of other APIs send it. The rest is passed over while it is read:
//! nothing is copied, and nothing is a tree in memory. The routes of those APIs use it; what is ours is read strictly, in `contract`.

use std::fmt;

use contract::{ApiError, Code};
use serde::{
    Deserializer as _,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// Bytes; the longest text of a field that can be valid: 2000 characters of twelve bytes (`\ud83e\udd8a`), and some.
pub(crate) const MAX_TEXT: usize = 32 << 10;

/// The values of `names` in `object`, each as its text; none where it is absent or `null`, which clients write for what they do
/// not set. Of a field that comes twice the last counts, as in `POST /generate`. The error is that of a body.
pub(crate) fn read<'a, const N: usize>(
    object: &'a [u8],
    names: [&str; N],
) -> Result<[Option<&'a RawValue>; N], ApiError> {
    // Of another type, serde's error would repeat the whole of it.
    if !object.trim_ascii_start().starts_with(b"{") {
        return Err(ApiError::new(Code::BadJson, "the body must be a JSON object"));
    }
    let mut json = serde_json::Deserializer::from_slice(object);
    let values = json.deserialize_map(Wanted(names)).and_then(|values| json.end().map(|()| values));
    values.map_err(|error| ApiError::new(Code::BadJson, format!("the body cannot be read: {error}")))
}

struct Wanted<'a, const N: usize>([&'a str; N]);

impl<'de, const N: usize> Visitor<'de> for Wanted<'_, N> {
    type Value = [Option<&'de RawValue>; N];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = [None; N];
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value::<&RawValue>()?;
            if let Some((_, last)) = self.0.iter().zip(&mut values).find(|(wanted, _)| **wanted == name) {
                *last = (value.get() != "null").then_some(value);
            }
        }
        Ok(values)
    }
}
