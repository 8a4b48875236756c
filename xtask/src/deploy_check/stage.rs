//! Cloudflare for a deployment: the stand-in, which takes the Worker, and the real workerd, which then runs exactly what was
//! uploaded, with the secrets that it was given. A second upload or another key starts it anew; what its objects keep stays.
//! Whoever deploys, the check itself or the program in its window, sees one Cloudflare.

use std::{
    fs,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use anyhow::{Context as _, Result, anyhow};
use fake::{Fake, Upload};
use serde_json::json;
use tempfile::TempDir;

use crate::{
    patience::wait_for,
    worker::{Options, Workerd},
};

const BETWEEN_LOOKS: Duration = Duration::from_millis(50);
/// The secret without which the Worker answers nobody.
const KEY: &str = "API_KEY";

/// Accounts, and what runs on them.
pub(crate) struct Stage {
    fake: Arc<Fake>,
    shown: Arc<Shown>,
    hand: Option<JoinHandle<()>>,
}

/// What the stagehand does, seen from outside.
#[derive(Default)]
struct Shown {
    /// What runs.
    upload: Mutex<Option<Upload>>,
    fault: Mutex<Option<String>>,
    is_over: AtomicBool,
}

impl Stage {
    pub(crate) fn start() -> Result<Self> {
        let (fake, shown) = (Arc::new(Fake::start()?), Arc::new(Shown::default()));
        let hand = Hand { fake: Arc::clone(&fake), shown: Arc::clone(&shown), folder: tempfile::tempdir()?, acts: 0 };
        let hand = thread::Builder::new().name("stagehand".to_owned()).spawn(move || hand.work())?;
        Ok(Self { fake, shown, hand: Some(hand) })
    }

    /// Where the program deploys: `CLOUDFLARE_API_BASE_URL` is its [`Fake::rest`].
    pub(crate) fn fake(&self) -> &Fake {
        &self.fake
    }

    /// Waits until what was uploaded last, with the secrets that it has by now, is what runs; nothing runs where all is removed.
    pub(crate) fn settled(&self) -> Result<()> {
        wait_for("Worker that runs as it was uploaded", || {
            if let Some(fault) = self.shown.fault.lock().unwrap_or_else(PoisonError::into_inner).take() {
                return Err(anyhow!(fault));
            }
            let runs = self.shown.upload.lock().unwrap_or_else(PoisonError::into_inner);
            Ok((*runs == wanted(&self.fake)).then_some(()))
        })
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.shown.is_over.store(true, Ordering::Relaxed);
        // It ends workerd; a panic in there was printed.
        drop(self.hand.take().map(JoinHandle::join));
    }
}

fn wanted(fake: &Fake) -> Option<Upload> {
    fake.uploaded().filter(|upload| upload.secrets.contains_key(KEY))
}

/// Who runs the Worker.
struct Hand {
    fake: Arc<Fake>,
    shown: Arc<Shown>,
    folder: TempDir,
    /// Workers that were run so far.
    acts: u32,
}

impl Hand {
    fn work(mut self) {
        let mut runs: Option<(Upload, Workerd)> = None;
        while !self.shown.is_over.load(Ordering::Relaxed) {
            let wanted = wanted(&self.fake);
            if runs.as_ref().map(|(upload, _)| upload) != wanted.as_ref() {
                self.fake.serve_workers_at(None);
                // The one before has to let go of what they both keep.
                drop(runs.take());
                let next = wanted.map(|upload| Ok((self.run(&upload)?, upload)));
                match next.transpose() {
                    Ok(next) => runs = next.map(|(workerd, upload)| (upload, workerd)),
                    Err::<_, anyhow::Error>(error) => {
                        *self.shown.fault.lock().unwrap_or_else(PoisonError::into_inner) = Some(format!("{error:#}"));
                        return;
                    }
                }
                let upload = runs.as_ref().map(|(upload, _)| upload.clone());
                *self.shown.upload.lock().unwrap_or_else(PoisonError::into_inner) = upload;
            }
            thread::sleep(BETWEEN_LOOKS);
        }
    }

    fn run(&mut self, upload: &Upload) -> Result<Workerd> {
        self.acts += 1;
        let folder = self.folder.path().join(self.acts.to_string());
        write(upload, &folder)?;
        let mut options = Options::new(&folder, &self.fake.upstream());
        options.kept = Some(self.folder.path().join("kept"));
        for (name, secret) in &upload.secrets {
            options.var(name, secret);
        }
        let workerd = Workerd::start(&options)?;
        self.fake.serve_workers_at(Some(workerd.url()));
        Ok(workerd)
    }
}

/// As [`Options::bundle`] has to be.
fn write(upload: &Upload, folder: &Path) -> Result<()> {
    for module in &upload.modules {
        let file = folder.join(&module.name);
        fs::create_dir_all(file.parent().context("a module without a folder")?)?;
        fs::write(file, &module.bytes)?;
    }
    let module = |module: &fake::UploadedModule| json!({"name": module.name, "type": module.content_type});
    let modules: Vec<_> = upload.modules.iter().map(module).collect();
    let main = upload.metadata.get("main_module");
    Ok(fs::write(folder.join("bundle.json"), json!({"main": main, "modules": modules}).to_string())?)
}
