//! The service at Cloudflare: `service`'s router over the AI binding and Durable Objects. Only what Cloudflare alone has
//! stands here; on any other target the crate is empty.
#![cfg(target_arch = "wasm32")]
