//! wrangler deploys the same Worker to the stand-in. Two things are shown by it: that the stand-in takes what wrangler sends,
//! and that the program says of its Worker what wrangler says.

use std::{fs, path::Path, process::Stdio};

use anyhow::{Context as _, Result, ensure};
use fake::{FIRST, Fake, Upload, token};
use packer::Bundle;
use serde_json::Value;

use crate::worker::wrangler;

/// What the two may say each in its own way: tags and notes only the program writes, and wrangler has its own way with
/// namespaces and secrets.
const COMPARED: [&str; 6] =
    ["main_module", "compatibility_date", "compatibility_flags", "bindings", "migrations", "observability"];

/// As wrangler uploads `bundle`, with a secret.
pub(super) fn deploys(bundle: &Bundle, secret: &str) -> Result<Upload> {
    let fake = Fake::start()?;
    fake.set_subdomain(FIRST, Some("studio"));
    let folder = copy(bundle)?;
    let place = Place { fake: &fake, folder: &folder.path().join("worker") };
    place.run(&["deploy"], "")?;
    place.run(&["secret", "put", "API_KEY"], secret)?;
    let upload = fake.uploaded().context("wrangler has uploaded nothing")?;
    ensure!(fake.namespaces(FIRST).len() == 1, "wrangler has made the namespaces {:?}", fake.namespaces(FIRST));
    place.run(&["delete", "--force"], "")?;
    ensure!(fake.workers(FIRST).is_empty(), "wrangler has left {:?}", fake.workers(FIRST));
    Ok(upload)
}

/// That `ours` says of the Worker what `theirs` does.
pub(super) fn compare(ours: &Upload, theirs: &Upload) -> Result<()> {
    let [said, meant] = [ours, theirs].map(|upload| COMPARED.map(|field| comparable(&upload.metadata, field)));
    ensure!(said == meant, "the program says of the Worker\n{said:?}\nand wrangler\n{meant:?}");
    let [mut ours, mut theirs] = [ours, theirs].map(|upload| upload.modules.clone());
    ours.sort_by(|a, b| a.name.cmp(&b.name));
    theirs.sort_by(|a, b| a.name.cmp(&b.name));
    ensure!(ours == theirs, "the program does not upload the modules that wrangler uploads");
    Ok(())
}

fn comparable(metadata: &Value, field: &str) -> Value {
    let mut value = metadata.get(field).cloned().unwrap_or_default();
    for binding in value.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        // Each account has its own.
        if binding.get("type").is_some_and(|kind| kind == "kv_namespace") {
            binding.remove("namespace_id");
        }
    }
    if let Some(list) = value.as_array_mut() {
        // Flags have no name, and stay in their order.
        list.sort_by_key(|item| item.get("name").map(Value::to_string));
    }
    value
}

struct Place<'a> {
    fake: &'a Fake,
    folder: &'a Path,
}

impl Place<'_> {
    /// `typed`: its standard input.
    fn run(&self, args: &[&str], typed: &str) -> Result<()> {
        let input = self.folder.join("typed");
        fs::write(&input, typed)?;
        let output = wrangler()?
            .current_dir(self.folder)
            .args(args)
            .env("CLOUDFLARE_API_BASE_URL", self.fake.rest())
            .env("CLOUDFLARE_API_TOKEN", token::DEPLOYER)
            .env("CLOUDFLARE_ACCOUNT_ID", FIRST.id)
            .stdin(Stdio::from(fs::File::open(input)?))
            .output()?;
        let said = [output.stdout, output.stderr].concat();
        ensure!(output.status.success(), "wrangler {}: {}", args.join(" "), String::from_utf8_lossy(&said));
        Ok(())
    }
}

/// The packed Worker with its configuration, since wrangler writes into that; nothing is built anew.
fn copy(bundle: &Bundle) -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    let (worker, packed) = (folder.path().join("worker"), folder.path().join("target/worker-bundle"));
    for module in &bundle.worker.modules {
        let file = packed.join(&module.name);
        fs::create_dir_all(file.parent().context("a module without a folder")?)?;
        fs::copy(bundle.folder.join(&module.name), file)?;
    }
    fs::create_dir_all(worker.join("src"))?;
    let ours = concat!(env!("CARGO_MANIFEST_DIR"), "/../worker/wrangler.jsonc");
    let (build, nothing) = (r#""command": "cargo run --package packer""#, r#""command": "true""#);
    let configuration = fs::read_to_string(ours)?;
    ensure!(configuration.contains(build), "{ours} has another build command");
    fs::write(worker.join("wrangler.jsonc"), configuration.replace(build, nothing))?;
    Ok(folder)
}
