//! The built-in service: the HTTP API of `service`, living inside the program, with SQLite, and with a painter or an account
//! at Cloudflare.
//!
//! It is the newcomer's first connection ([`BuiltIn::client`], no socket between) and what `easel serve` opens for other
//! programs ([`Socket`], loopback only). The engine reuses [`OwnerThread`] and [`database`] for its journal. Only
//! [`WorkersAiInference`] talks to another machine, and only by way of `remote`.

mod built_in;
pub mod database;
mod in_process;
mod ledger;
mod owner_thread;
mod paint;
pub mod painter;
mod picture;
mod random_key;
mod shelf;
mod socket;
mod store;
mod workers_ai;

pub use built_in::{BuiltIn, Clock, OpenError};
pub use database::StoreError;
pub use ledger::SqliteLedger;
pub use owner_thread::{OwnerThread, ThreadGone};
pub use paint::PainterInference;
pub use picture::PictureFile;
pub use random_key::{NoRandomness, make_key};
pub use shelf::SqliteShelf;
pub use socket::{Socket, SocketError, ctrl_c};
pub use workers_ai::WorkersAiInference;

pub use service::{Inference, Origins, Settings};
