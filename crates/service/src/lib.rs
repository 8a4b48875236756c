//! The HTTP API: prompt in, picture out, usage counted. One router, written once, over the traits of a [`Home`].
//!
//! It lives inside the desktop program, behind `easel serve`, and at Cloudflare as wasm. It does no I/O of its own, reads no
//! clock but the home's, has no feature flags, and never looks at more of a picture than its first bytes.

mod attempts;
mod auth;
pub mod home;
pub mod ledger;
pub mod make;
pub mod picture;
mod query;
mod refusal;
mod reply;
mod router;
mod routes;
pub mod settings;
pub mod shelf;

pub use auth::KeyHash;
pub use home::{Home, Inference, Made};
pub use ledger::{Counted, Entry, Ledger, Outcome};
pub use make::{Ended, Telling, make};
pub use picture::Picture;
pub use reply::UNCOUNTED_HEADER;
pub use router::router;
pub use settings::{Origins, Settings};
pub use shelf::Shelf;
