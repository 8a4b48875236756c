//! The stand-in as its users meet it: over a real socket, by both ways, rule by rule. Every expectation is written down from
//! the facts, not taken from the stand-in.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod answers;
mod deploying;
mod exchange;
mod faults;
mod flux_2;
mod json_models;
mod live;
mod neurons;
mod rest;
mod texts;
mod usage;
