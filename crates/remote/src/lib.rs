//! The one HTTP client: it speaks the API of `contract` to a service of ours, wherever that is, and Workers AI's own to
//! Cloudflare.
//!
//! [`Client`], [`WorkersAi`] and [`Cloud`] are the protocols; a [`Wire`] is what carries them: [`Https`] to another machine, or the
//! built-in service's own wire within the process. The engine uses both wires; `home` writes the second, and asks Workers
//! AI. Nothing here sends a request twice, follows a redirect, reads without a bound, or lets a key out of its header.
//!
//! [`Client::check`] and [`WorkersAi::check`] test a connection, at no cost: they ask only what is free, and what is wrong
//! comes as an [`Error`] like any other, whose [`Kind`] tells each diagnosis from the others.

mod address;
mod client;
mod cloud;
mod cloudflare;
mod deploy_fault;
mod error;
mod fault;
mod https;
mod incoming;
mod pieces;
mod reply;
mod route;
mod run_error;
mod signed;
mod timeouts;
mod token_fault;
mod trace;
mod wire;
mod workers_ai;

pub use address::{Address, AddressError};
pub use client::{Checked, Client, Offer};
pub use cloud::{Cloud, CloudAccount, NameError, Namespace, Standing, Subdomain, Upload, WorkerName};
pub use deploy_fault::DeployFault;
pub use error::{Error, Kind};
pub use https::Https;
pub use incoming::Incoming;
pub use run_error::{NotRun, RunError};
pub use timeouts::Timeouts;
pub use token_fault::TokenFault;
pub use trace::Trace;
pub use wire::{Wire, WireBody};
pub use workers_ai::{Analytics, AnalyticsDay, Ran, WorkersAi};
