//! What both ends of Easel agree on: requests, replies, errors, models, prices and encodings.
//!
//! Every other crate uses this one, natively and in wasm. It is pure: no runtime, no network, no disk, no window, no
//! clock. A belief about Cloudflare stands here once, in [`model`] (what a model takes and costs), [`call`] (how it is asked)
//! or [`ai_error`] (how it refuses).

pub mod account;
pub mod ai_error;
pub mod bundle;
pub mod call;
pub mod english;
pub mod error;
pub mod format;
pub mod generate;
pub mod job;
pub mod model;
pub mod neurons;
pub mod price;
pub mod prompt;
pub mod ray;
pub mod record;
pub mod rewriting;
pub mod secret;
pub mod size;
pub mod text;
pub mod usage;

pub use account::{Account, AccountHash, AccountId};
pub use ai_error::AiError;
pub use bundle::Bundle;
pub use error::{ApiError, Billed, Code};
pub use format::Format;
pub use generate::{Field, Fields, GenerateRequest, Problem, Recipe, Wrong};
pub use job::JobKey;
pub use model::Model;
pub use neurons::Neurons;
pub use prompt::Prompt;
pub use ray::{RAY_HEADER, ray};
pub use record::{Health, Record};
pub use rewriting::{Between, Origin, Rewritten, Task};
pub use secret::Key;
pub use size::Size;
pub use text::{TextModel, Texts};
pub use usage::{Day, Odd, OddWhy, Told, Usage};

/// The version of the HTTP API, said by `/health` and in the header [`API_VERSION_HEADER`] of each reply. What a version
/// promises does not change within it.
pub const API_VERSION: u32 = 1;
/// Each reply's header with [`API_VERSION`].
pub const API_VERSION_HEADER: &str = "x-easel-api";
/// A raw reply's header with its [`Record`], as base64url of JSON.
pub const RECORD_HEADER: &str = "x-easel-record";
/// A request's header with its [`JobKey`].
pub const JOB_KEY_HEADER: &str = "idempotency-key";
/// A reply's header, `true` when it was kept from an earlier request with the same [`JobKey`].
pub const REPLAYED_HEADER: &str = "idempotency-replayed";
/// A reply's header, `true` when the picture was made and the ledger could not count it.
pub const UNCOUNTED_HEADER: &str = "x-easel-uncounted";
/// A reply's header, `true` when the picture is too large to be kept under its [`JobKey`], or could not be.
pub const UNKEPT_HEADER: &str = "x-easel-unkept";
/// The largest picture that is accepted from anywhere, in bytes. 1920×1920 as an uncompressed PNG is 14 MB.
pub const MAX_PICTURE_BYTES: usize = 32 << 20;
/// The largest request body, in bytes: four reference pictures in base64, and room for the words.
pub const MAX_REQUEST_BYTES: usize = 24 << 20;
