//! `cargo run --package packer`: the build command of `wrangler.jsonc`.

fn main() {}
