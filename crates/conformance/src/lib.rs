//! One table of requests and expected replies, which runs unchanged against the service in each of its homes: the router in
//! the process, `easel serve`, and the wasm Worker on the real workerd. All of them ask one [`fake::Fake`].
//!
//! The homes' tests and `cargo xtask check worker` call [`run()`], and then [`differences`] between what two homes said. This
//! crate knows of no home more than what its [`Target`] sends back.

mod cache;
mod case;
mod counting;
mod difference;
mod documented;
mod every_reply;
mod making;
mod openai;
mod prompt;
mod reading;
mod references;
mod refusals;
mod refusing;
mod remix;
mod reply;
mod rewriting;
mod run;
mod sample;
mod shelf;
mod socket;
mod texts;

pub use difference::differences;
pub use reply::Reply;
pub use run::{Exchange, Said, Target, run};
pub use socket::Socket;

/// The keys that a home under test must have.
pub const KEYS: [&str; 2] = ["sesame", "new-sesame"];
/// The one web page that may call it.
pub const ORIGIN: &str = "https://pages.example";
