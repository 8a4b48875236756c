//! Packs the Worker into one folder that `wrangler` or another program can upload: wasm, the JavaScript that binds it, and
//! the shim around them. `wrangler.jsonc` runs it as its build command, `cargo xtask worker` by hand. It needs cargo and the
//! target, nothing of npm's, and never leaves half a folder.

mod bundle;
mod configuration;
mod wasm;

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use configuration::Configuration;
use wasm_bindgen_cli_support::Bindgen;

pub use crate::{
    bundle::{Bundle, LIST},
    wasm::{TARGET, add_target},
};

const SHIM: &str = include_str!("shim.js");
/// Where a bundle stands, from the root of the workspace. `target/worker` is cargo's own, for the profile of that name.
const FOLDER: &str = "target/worker-bundle";

/// Builds the Worker and packs it, in the place of the last bundle. Cargo says on its standard error how it goes on.
pub fn pack() -> Result<Bundle> {
    let root = wasm::root()?;
    let configuration = Configuration::open(&root.join("worker/wrangler.jsonc"))?;
    let wasm = wasm::build(root)?;

    // A folder is renamed at once, files are not; and it is on the same disk.
    let target = root.join("target");
    let fresh = tempfile::Builder::new().prefix("worker-").tempdir_in(&target).context("target")?;
    bind(&wasm, fresh.path())?;
    fs::write(fresh.path().join(bundle::MAIN), SHIM)?;
    Bundle::describe(fresh.path(), &configuration)?;

    let folder = root.join(FOLDER);
    if folder.exists() {
        let old = tempfile::Builder::new().prefix("worker-").tempdir_in(&target)?;
        fs::rename(&folder, old.path().join("old"))?;
    }
    fs::rename(fresh.keep(), &folder).with_context(|| folder.display().to_string())?;
    Bundle::open(&folder)
}

/// Writes `index.js`, `index_bg.wasm` and `snippets`.
fn bind(wasm: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen.module(true)?.reset_state_function(true).force_enable_abort_handler(true);
    // The names of functions stay, a fifth of the size: without them the log of a panic says nothing.
    bindgen.remove_producers_section(true).input_path(wasm).out_name("index");
    bindgen.generate(folder).context("the wasm's JavaScript; is `wasm-bindgen` in Cargo.lock the packer's version?")?;

    // Cloudflare gives the module that this would ask for without the word, and does not know the word.
    let index = folder.join("index.js");
    let script = fs::read_to_string(&index)?.replace("import source ", "import ");
    Ok(fs::write(index, script)?)
}
