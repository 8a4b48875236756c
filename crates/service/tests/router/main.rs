//! The service, tested as its clients see it: requests through the router in the process, at a home in memory.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod attempts;
mod bad_input;
mod cache;
mod document;
mod every_route;
mod generate;
mod memory;
mod openai;
mod page;
mod prompt;
mod remix;
mod rests;
mod rewriting;
