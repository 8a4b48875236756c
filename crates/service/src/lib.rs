//! The HTTP API: prompt in, picture out, usage counted. One router, written once, over the traits of a [`Home`].
//!
//! It lives inside the desktop program, behind `easel serve`, and at Cloudflare as wasm. It does no I/O of its own, reads no
//! clock but the home's, has no feature flags, and never looks at more of a picture than its first bytes.

mod attempts;
mod auth;
mod carry_out;
pub mod home;
mod incoming;
pub mod ledger;
mod lenient;
pub mod made;
pub mod make;
pub mod order;
pub mod picture;
mod query;
mod refusal;
mod reply;
mod rests;
mod rewrite;
mod router;
mod routes;
pub mod settings;
pub mod shelf;

pub use auth::KeyHash;
pub use home::{Home, Inference};
pub use ledger::{Counted, Entry, Ledger, Outcome};
pub use made::{Ended, Facts, Made, Note};
pub use make::make;
pub use order::{Freshness, Order};
pub use picture::{Picture, Piece};
pub use rests::Rests;
pub use router::router;
pub use settings::{Origins, Settings};
pub use shelf::Shelf;
