//! `cargo xtask check worker`: the Worker as it would be deployed, on the real workerd, beside the stand-in for Cloudflare. What
//! the router does alone is tested without it; here is what only wasm, workerd, KV and Durable Objects can get wrong.

mod accounts;
mod asking;
mod clients;
mod conformance;
mod counting;
mod examples;
mod keeping;
mod leaving;
mod memory;
mod misreadings;
mod owner;
mod page;
mod panic;
mod python;
mod recipes;
mod schemathesis;
mod silence;
mod using;

use std::{fs, panic::resume_unwind, path::Path, thread, time::Instant};

use anyhow::{Context as _, Result, ensure};
use packer::Bundle;
use tokio::runtime::{Builder, Runtime};

use asking::Asking;

use crate::worker::{Options, Workerd, wrangler};

const KEY: &str = "the-check's-own-key";

pub(crate) fn run() -> Result<()> {
    let bundle = packer::pack()?;
    println!("{bundle}");
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let check = Check { bundle, runtime, begun: Instant::now() };
    check.answers()?;
    // Each has a Worker and a stand-in of its own, and all but one do little but wait: they wait at the same time.
    thread::scope(|scope| {
        let check = &check;
        let parts: [fn(&Check) -> Result<()>; 9] = [
            Check::quick,
            page::in_a_browser,
            counting::two_hundred_at_once,
            counting::a_day_that_ends,
            leaving::a_job,
            leaving::a_series,
            silence::of_a_model,
            silence::of_the_ledger,
            using::on_the_page,
        ];
        let parts = parts.map(|part| scope.spawn(move || part(check)));
        parts.into_iter().try_for_each(|part| part.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })?;
    check.deploys()
}

struct Check {
    bundle: Bundle,
    /// For what is asked of a running Worker.
    runtime: Runtime,
    begun: Instant,
}

impl Check {
    /// What each part of the check runs: any port, this one key, nothing kept.
    fn options(&self, fake: &fake::Fake) -> Options {
        let mut options = Options::new(&self.bundle.folder, &fake.upstream());
        options.var("API_KEY", KEY);
        options
    }

    /// The packed Worker in `folder`, with another text in the place of one in its `module`.
    fn changed(&self, folder: &Path, module: &str, [text, other]: [&str; 2]) -> Result<()> {
        for name in self.bundle.worker.modules.iter().map(|module| module.name.as_str()).chain(["bundle.json"]) {
            let copy = folder.join(name);
            fs::create_dir_all(copy.parent().context("a module without a folder")?)?;
            fs::copy(self.bundle.folder.join(name), copy)?;
        }
        let module = folder.join(module);
        let script = fs::read_to_string(&module)?;
        ensure!(script.contains(text), "{} has no {text}", module.display());
        Ok(fs::write(module, script.replace(text, other))?)
    }

    fn done(&self, what: &str) {
        println!("{:5.1} s  {what}", self.begun.elapsed().as_secs_f32());
    }

    /// What waits for nothing but the processor.
    fn quick(&self) -> Result<()> {
        owner::settings(self)?;
        accounts::run(self)?;
        keeping::run(self)?;
        memory::run(self)?;
        recipes::run(self)?;
        misreadings::run(self)?;
        panic::recovery(self)?;
        clients::run(self)?;
        examples::run(self)?;
        schemathesis::run(self)?;
        conformance::run(self)
    }

    /// It starts, and is the one that was started: `Workerd::start` asks it for the nonce that it was given.
    fn answers(&self) -> Result<()> {
        let fake = fake::Fake::start()?;
        let mut workerd = Workerd::start(&self.options(&fake))?;
        let (url, took) = (workerd.url(), workerd.start_ms());
        let process = workerd.id().map(|id| format!("in process {id}, ")).unwrap_or_default();
        self.done(&format!("it answers at {url}, {process}{took:.0} ms after workerd was asked for"));
        let days = workerd.kv("usage:2026-11-21")?;
        ensure!(days.is_none(), "what one run keeps is there for the next: {days:?}");
        Ok(())
    }

    /// wrangler takes it as it is, with every binding; nothing leaves this computer.
    fn deploys(&self) -> Result<()> {
        let folder = tempfile::tempdir()?;
        let output = wrangler()?.args(["deploy", "--dry-run", "--outdir"]).arg(folder.path()).output()?;
        let said = String::from_utf8_lossy(&output.stdout);
        ensure!(
            output.status.success(),
            "wrangler deploy --dry-run: {said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        for module in &self.bundle.worker.modules {
            let uploaded = folder.path().join(&module.name).metadata();
            let size = uploaded.with_context(|| format!("wrangler would leave out {}", module.name))?.len();
            ensure!(size == module.size, "wrangler would change {}", module.name);
        }
        for binding in ["AI", "USAGE", "USAGE_LEDGER", "JOBS", "RECIPES", "RATE_LIMIT", "ALLOWED_ORIGINS"] {
            ensure!(said.contains(&format!("env.{binding} ")), "wrangler would deploy no binding {binding}: {said}");
        }
        self.done("wrangler would deploy these modules as they are, with every binding");
        Ok(())
    }
}
