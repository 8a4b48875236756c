//! What a reply that was no success said for those who look into it: reports have it, and Cloudflare's support asks for it. The
//! engine's journal keeps it, by these names. Nothing of it may be secret or personal.

use serde::{Deserialize, Deserializer, Serialize};

/// What a reply that was no success said for those who look into it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Trace {
    /// The HTTP status of the service's reply, also of the built-in one: not what Cloudflare answered to that one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Cloudflare's own code, where it gave one, itself or by way of the service (facts, Cloudflare §2.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<u32>,
    /// Cloudflare's name for the request that went wrong: what the service says of its own, else that of the reply. Never one
    /// that repeats the key.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "named")]
    pub ray: Option<String>,
}

impl Trace {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Anything may stand in a file, and a report shows it.
fn named<'de, D: Deserializer<'de>>(stored: D) -> Result<Option<String>, D::Error> {
    Ok(Option::<String>::deserialize(stored)?.filter(|ray| contract::ray(ray).is_some()))
}
