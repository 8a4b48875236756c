//! The picture's own id. It stands in the file's metadata, so that it survives a rename and the loss of the index.

use std::{fmt, path::MAIN_SEPARATOR, str::FromStr};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

/// A picture's id: a UUID, by time (v7) where this program made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PictureId(Uuid);

impl PictureId {
    /// The id of a picture that is asked for at `at`; later ones sort after earlier ones. `random`: fresh.
    pub fn new(at: Timestamp, random: u64) -> Self {
        let mut bytes = [0; 10];
        bytes.iter_mut().zip(random.to_be_bytes()).for_each(|(byte, random)| *byte = random);
        Self(Builder::from_unix_timestamp_millis(at.as_millisecond().cast_unsigned(), &bytes).into_uuid())
    }

    /// When its picture was asked for, to the millisecond, if this program made the id.
    pub fn asked(&self) -> Option<Timestamp> {
        let (seconds, nanos) = self.0.get_timestamp()?.to_unix();
        Timestamp::new(seconds.try_into().ok()?, nanos.try_into().ok()?).ok()
    }

    /// All of its bits.
    pub fn as_u128(&self) -> u128 {
        self.0.as_u128()
    }

    /// The id of a file that has none of its own, or that is a copy of another: always the same for the same place.
    /// `file`: relative to the library's root.
    pub(crate) fn of_place(file: &str) -> Self {
        // A library that moves from one system to another keeps its ids.
        let hash: [u8; 32] = Sha256::digest(file.replace(MAIN_SEPARATOR, "/")).into();
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(hash).for_each(|(byte, hashed)| *byte = hashed);
        Self(Builder::from_custom_bytes(bytes).into_uuid())
    }

    /// For the index.
    pub(crate) fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// From the index.
    pub(crate) fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl fmt::Display for PictureId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for PictureId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_one_id_on_every_system() {
        let here = format!("2026-11-21{MAIN_SEPARATOR}fox.jpg");
        assert_eq!(PictureId::of_place(&here).to_string(), "a73ba29c-3882-8e10-971a-8c0b24766549");
    }
}
