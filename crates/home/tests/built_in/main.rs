//! The built-in service as its users meet it: through the router, through the client, through a loopback socket, over a real
//! `state.db` that is closed, opened again, expired and broken.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

mod accounts;
mod client;
mod conformance;
mod exchange;
mod ledger;
mod mishaps;
mod older;
mod painter;
mod recipes;
mod rests;
mod shelf;
mod socket;
mod studio;
mod workers_ai;
