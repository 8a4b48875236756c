//! The one HTTP client: it speaks the API of `contract` to a service of ours, wherever that is.
//!
//! [`Client`] is the protocol; a [`Wire`] is what carries it: [`Https`] to another machine, or the built-in service's own
//! wire within the process. The engine uses both; `home` writes the second wire. Nothing here sends a request twice, follows
//! a redirect, reads without a bound, or lets a key out of its header.

mod address;
mod client;
mod error;
mod fault;
mod https;
mod incoming;
mod pieces;
mod reply;
mod signed;
mod timeouts;
mod wire;

pub use address::{Address, AddressError};
pub use client::Client;
pub use error::{Error, Kind};
pub use https::Https;
pub use incoming::Incoming;
pub use timeouts::Timeouts;
pub use wire::{Wire, WireBody};
