//! Packs the Worker into one folder that `wrangler` or another program can upload: wasm, the JavaScript that binds it, and
//! the shim around them. `wrangler.jsonc` runs it as its build command, `cargo xtask worker` by hand.
