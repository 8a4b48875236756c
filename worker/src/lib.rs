//! The service at Cloudflare: `service`'s router over the AI binding and Durable Objects. Only what Cloudflare alone has
//! stands here; on any other target the crate is empty.
//!
//! A picture stays a JavaScript value from the model to whoever asked: a copy into wasm memory and out again costs more than
//! the 10 ms of processor that the free plan gives a request.
//!
//! ```text
//! request → front → service's router → Ledger → the object `Usage` → KV
//!                                    → Inference → the AI binding, or REST for further accounts
//!                                    → Shelf → the object `Job`, one a job key → Inference, Ledger
//!                                            → the object `Recipes`
//! ```
#![cfg(target_arch = "wasm32")]

mod body;
mod configuration;
mod fault;
mod front;
mod home;
mod inference;
mod javascript;
mod job;
mod ledger;
mod object;
mod parcel;
mod picture;
mod pieces;
mod recipes;
mod shelf;
mod usage;

use worker::{Context, Env, event, web_sys};

#[event(fetch)]
async fn fetch(request: web_sys::Request, env: Env, _: Context) -> worker::Result<web_sys::Response> {
    front::answer(request, &env).await
}
