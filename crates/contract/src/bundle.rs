//! A packed Worker as its `bundle.json` describes it: the modules that are uploaded, and all that Cloudflare must know beside
//! them. The packer writes it from `worker/wrangler.jsonc`; the program reads it and uploads by it. It reads no file itself.

use std::collections::HashSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Bytes of all modules; Cloudflare takes no more (facts, Cloudflare §7).
pub const MAX_BUNDLE_BYTES: u64 = 64 << 20;
/// Bytes of `bundle.json`; a longer one is none of ours.
pub const MAX_LIST_BYTES: usize = 256 << 10;
/// Modules; the packer makes four or so.
const MAX_MODULES: usize = 256;

/// A packed Worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// What the Worker is called where nobody says otherwise.
    pub name: String,
    /// The Worker's own version, as its `/health` says it.
    pub version: String,
    /// The module that Cloudflare starts: one of `modules`.
    pub main: String,
    /// All modules, the main one too, by name.
    pub modules: Vec<Module>,
    /// Bytes of all modules.
    pub size: u64,
    /// Bytes of all modules, compressed as wrangler counts them.
    pub gzip: u64,
    /// Which of Cloudflare's behaviours it was written for.
    pub compatibility_date: Date,
    /// And which it wants beside those of the date.
    pub compatibility_flags: Vec<String>,
    /// What the Worker finds in its environment, but its secrets.
    pub bindings: Vec<Binding>,
    /// How its Durable Objects came to be, oldest first.
    pub migrations: Vec<Migration>,
    /// What Cloudflare keeps of its logs.
    pub observability: Observability,
}

/// A file of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// The path below the bundle's folder, with `/`: other modules import it by this name.
    pub name: String,
    /// What it is; as text, the content type of its part in an upload.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Bytes.
    pub size: u64,
}

/// What Cloudflare takes a module for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// JavaScript.
    #[serde(rename = "application/javascript+module")]
    Script,
    /// WebAssembly, compiled by Cloudflare before it starts.
    #[serde(rename = "application/wasm")]
    Wasm,
}

impl Kind {
    /// The content type of its part in an upload.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Script => "application/javascript+module",
            Self::Wasm => "application/wasm",
        }
    }
}

/// Something in the Worker's environment, as an upload's metadata has it (facts, Cloudflare §6.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Binding {
    /// Workers AI, billed to the Worker's account.
    Ai {
        /// In the environment.
        name: String,
    },
    /// Workers KV. Its namespace is one of the account's, so an upload adds `namespace_id`.
    KvNamespace {
        /// In the environment.
        name: String,
    },
    /// Durable Objects of a class that the Worker has itself.
    DurableObjectNamespace {
        /// In the environment.
        name: String,
        /// As the main module exports it.
        class_name: String,
    },
    /// A limit of requests.
    Ratelimit {
        /// In the environment.
        name: String,
        /// Shared by all Workers of the account that name the same.
        namespace_id: String,
        /// How many.
        simple: Limit,
    },
    /// A setting.
    PlainText {
        /// In the environment.
        name: String,
        /// What it is set to.
        text: String,
    },
}

/// Requests in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Requests.
    pub limit: u32,
    /// Seconds: 10 or 60.
    pub period: u32,
}

/// A step in the life of the Worker's Durable Objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Migration {
    /// The name that Cloudflare remembers it by.
    pub tag: String,
    /// Classes that are new in it, and keep what they keep in SQLite.
    pub new_sqlite_classes: Vec<String>,
}

/// What Cloudflare keeps of the Worker's logs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observability {
    /// Whether it keeps them.
    pub enabled: bool,
}

/// Why a text is no description of a bundle that can be uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BundleError {
    /// Longer than any of ours.
    #[error("bundle.json is too long")]
    TooLong,
    /// No JSON, or of another shape, as of another version.
    #[error("bundle.json is not of this version of Easel")]
    Form,
    /// No modules, too many, one twice, or none with the main one's name.
    #[error("bundle.json lists no Worker")]
    Modules,
    /// A module's name points out of the bundle's folder.
    #[error("bundle.json names a file that is not its own")]
    Name,
    /// The modules are over [`MAX_BUNDLE_BYTES`].
    #[error("the Worker is larger than Cloudflare takes")]
    TooLarge,
}

impl Bundle {
    /// From the bytes of `bundle.json`. All that it names stands in the folder beside it, and is as small as it may be.
    pub fn read(json: &[u8]) -> Result<Self, BundleError> {
        if json.len() > MAX_LIST_BYTES {
            return Err(BundleError::TooLong);
        }
        let bundle: Self = serde_json::from_slice(json).or(Err(BundleError::Form))?;
        let names: HashSet<_> = bundle.modules.iter().map(|module| module.name.as_str()).collect();
        if names.len() != bundle.modules.len() || names.len() > MAX_MODULES || !names.contains(bundle.main.as_str()) {
            return Err(BundleError::Modules);
        }
        if !names.into_iter().all(is_below) {
            return Err(BundleError::Name);
        }
        let size = bundle.modules.iter().try_fold(0_u64, |sum, module| sum.checked_add(module.size));
        size.filter(|size| *size <= MAX_BUNDLE_BYTES).ok_or(BundleError::TooLarge)?;
        Ok(bundle)
    }

    /// The last tag of its migrations: what Cloudflare remembers once it was uploaded.
    pub fn tag(&self) -> Option<&str> {
        self.migrations.last().map(|migration| migration.tag.as_str())
    }
}

/// Whether a module's name is a path that stays below its folder, on any system, and that a form's part can have.
fn is_below(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/@+".contains(c);
    let part = |part: &str| !part.is_empty() && part != "." && part != "..";
    name.len() <= 256 && name.chars().all(plain) && name.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn ours() -> Value {
        json!({
            "name": "easel", "version": "0.1.0", "main": "shim.js", "size": 9, "gzip": 9,
            "modules": [
                {"name": "shim.js", "type": "application/javascript+module", "size": 4},
                {"name": "snippets/a-0123/inline0.js", "type": "application/javascript+module", "size": 2},
                {"name": "index_bg.wasm", "type": "application/wasm", "size": 3},
            ],
            "compatibility_date": "2026-07-30", "compatibility_flags": [],
            "bindings": [
                {"type": "kv_namespace", "name": "USAGE"},
                {"type": "durable_object_namespace", "name": "JOBS", "class_name": "Job"},
            ],
            "migrations": [{"tag": "v1", "new_sqlite_classes": ["Job"]}, {"tag": "v2", "new_sqlite_classes": []}],
            "observability": {"enabled": true},
        })
    }

    fn read(json: &Value) -> Result<Bundle, BundleError> {
        Bundle::read(json.to_string().as_bytes())
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let bundle = read(&ours()).unwrap();
        assert_eq!((bundle.tag(), bundle.modules[2].kind.content_type()), (Some("v2"), "application/wasm"));
        assert_eq!(json!(bundle), ours());
    }

    #[test]
    fn what_points_elsewhere_or_is_too_much_is_refused() {
        use BundleError::{Form, Modules, Name, TooLarge};
        for (at, value, error) in [
            ("/modules/1/name", json!("../shim.js"), Name),
            ("/modules/1/name", json!("/etc/passwd"), Name),
            ("/modules/1/name", json!("a\\..\\b"), Name),
            ("/modules/1/name", json!("C:/a"), Name),
            ("/modules/1/name", json!("a\"; filename=\"b"), Name),
            ("/modules/1/name", json!("shim.js"), Modules),
            ("/main", json!("main.js"), Modules),
            ("/modules", json!([]), Modules),
            ("/modules/1/size", json!(64 << 20), TooLarge),
            ("/modules/1/size", json!(u64::MAX), TooLarge),
            ("/modules/1/type", json!("text/html"), Form),
            ("/compatibility_date", json!("soon"), Form),
        ] {
            let mut bundle = ours();
            *bundle.pointer_mut(at).unwrap() = value;
            assert_eq!(read(&bundle), Err(error), "{at}");
        }
        // As the packer wrote it before a bundle said all that an upload needs.
        assert_eq!(read(&json!({"main": "shim.js", "modules": [], "size": 0, "gzip": 0})), Err(Form));
        assert_eq!(Bundle::read(&vec![b' '; MAX_LIST_BYTES + 1]), Err(BundleError::TooLong));
    }
}
