//! The one stand-in for Cloudflare: Workers AI over REST, the upstream that workerd's own `Ai` class calls, and the calls that
//! deploy a Worker. Every test
//! that needs Cloudflare uses it; no program that is shipped does. It is as strict as the facts say that the real one is.
//!
//! What it believes comes from the facts alone, each belief with its paragraph beside it. It must never use what `contract`
//! believes about models, prices or calls: it is the independent check of that.

mod account;
mod asked;
mod binding;
mod break_off;
mod day;
mod deploy;
mod fault;
mod form_rules;
mod inference;
mod input;
mod json_rules;
mod model;
mod neurons;
mod order;
mod picture;
pub mod refusal;
mod rest;
mod search;
mod server;
mod text;
mod text_answer;
mod text_model;
mod text_reply;
mod text_rules;
pub mod token;
mod usage;
mod wire;

pub use account::{Account, FIRST, SECOND};
pub use asked::{Asked, File, Way};
pub use day::BindingNeurons;
pub use deploy::{Step, Upload, UploadedModule};
pub use fault::Fault;
pub use refusal::Refusal;
pub use server::Fake;
pub use text_answer::TextAnswer;
