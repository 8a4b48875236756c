//! What a deployment names: each name checked once, so that no path or host can be made from anything else.

use contract::AccountId;

/// Characters; the longest part of a host's name.
const MAX_LABEL: usize = 63;
/// Characters of an account's name that are shown.
const MAX_SHOWN_CHARS: usize = 100;

/// A Worker's name, which is also the first part of its address: 1..=63 small letters, digits and inner dashes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WorkerName(String);

/// An account's part of `workers.dev`: 1..=63 small letters, digits and inner dashes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Subdomain(String);

/// Why a text is neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("1 to 63 small letters, digits and dashes, with no dash at either end")]
pub struct NameError;

impl WorkerName {
    /// Trims what pasting brings.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        label(text).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The title of the KV namespace that goes with it, as wrangler makes it for the binding `USAGE`: whoever has deployed with
    /// either finds the same one.
    pub fn namespace_title(&self) -> String {
        format!("{}-usage", self.0)
    }
}

impl Subdomain {
    /// Trims what pasting brings.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        label(text).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn label(text: &str) -> Result<String, NameError> {
    let text = text.trim();
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let fits = (1..=MAX_LABEL).contains(&text.len()) && text.bytes().all(plain);
    let ends = !text.starts_with('-') && !text.ends_with('-');
    if fits && ends { Ok(text.to_owned()) } else { Err(NameError) }
}

/// An account that a token reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudAccount {
    /// Which.
    pub id: AccountId,
    /// What its owner calls it, on one line; may be empty.
    pub name: String,
}

impl CloudAccount {
    /// From a row of Cloudflare's list.
    pub(crate) fn read(id: &str, name: &str) -> Option<Self> {
        let name = name.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MAX_SHOWN_CHARS).collect();
        Some(Self { id: AccountId::parse(id).ok()?, name })
    }
}

/// A KV namespace of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namespace {
    /// 32 hex digits.
    id: String,
}

impl Namespace {
    /// From Cloudflare's own word, or from where it was kept.
    pub fn parse(id: &str) -> Option<Self> {
        let fits = id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit());
        fits.then(|| Self { id: id.to_owned() })
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.id
    }
}

/// A Worker that stands at Cloudflare already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Whether this program has uploaded it: it bears our tag, and is bound to what ours is. Anybody else's, also one that wrangler
    /// has deployed from our sources, is overwritten after a clear yes only.
    pub is_ours: bool,
    /// Whether it is bound to what ours is, whoever has uploaded it: then its migrations are ours too.
    pub is_alike: bool,
    /// The last migration that Cloudflare has made for it.
    pub migration_tag: Option<String>,
    /// Whether it has a secret `API_KEY`; what it is, nobody is told.
    pub has_key: bool,
    /// The KV namespace that its `USAGE` is bound to.
    pub namespace: Option<Namespace>,
}

impl Standing {
    /// Whether it has Durable Objects that are not ours: a Worker of ours does not have their classes, and Cloudflare does not let
    /// it take this one's place.
    pub fn has_other_objects(&self) -> bool {
        !self.is_alike && self.migration_tag.is_some()
    }
}
