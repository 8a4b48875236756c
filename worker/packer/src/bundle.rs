//! A packed Worker: the modules of the folder, and `bundle.json` that lists them, for whoever uploads it by REST (facts,
//! Cloudflare §6.3). It reads and describes; only [`crate::pack`] makes one.

use std::{
    fmt, fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use contract::{
    Health,
    bundle::{Kind, Module},
};
use flate2::{Compression, write::GzEncoder};

use crate::configuration::Configuration;

/// The main module's name.
pub(crate) const MAIN: &str = "shim.js";
/// What the list of its modules is called.
pub const LIST: &str = "bundle.json";

/// A packed Worker in its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Where it stands; not in the list, so that the folder can be moved.
    pub folder: PathBuf,
    /// What its list says.
    pub worker: contract::Bundle,
}

impl Bundle {
    /// The bundle in `folder`, as its list says.
    pub fn open(folder: &Path) -> Result<Self> {
        let list = folder.join(LIST);
        let text = fs::read(&list).with_context(|| format!("{}: pack the Worker first", list.display()))?;
        let worker = contract::Bundle::read(&text).with_context(|| list.display().to_string())?;
        Ok(Self { folder: folder.to_owned(), worker })
    }

    /// Writes the list of what is in `folder`, with what the Worker's configuration says beside it.
    pub(crate) fn describe(folder: &Path, configuration: &Configuration) -> Result<()> {
        let mut modules = Vec::new();
        collect(folder, "", &mut modules)?;
        modules.sort_by(|a, b| a.name.cmp(&b.name));

        let mut compressed = GzEncoder::new(Vec::new(), Compression::default());
        for module in &modules {
            compressed.write_all(&fs::read(folder.join(&module.name))?)?;
        }
        let worker = contract::Bundle {
            name: configuration.name.clone(),
            version: Health::ours().version,
            main: MAIN.to_owned(),
            size: modules.iter().map(|module| module.size).sum(),
            gzip: compressed.finish()?.len() as u64,
            modules,
            compatibility_date: configuration.compatibility_date,
            compatibility_flags: configuration.compatibility_flags.clone(),
            bindings: configuration.bindings(),
            migrations: configuration.migrations.clone(),
            observability: configuration.observability,
        };
        let list = serde_json::to_vec_pretty(&worker)?;
        // Nobody is to find out later that it cannot be read.
        contract::Bundle::read(&list)?;
        Ok(fs::write(folder.join(LIST), list)?)
    }
}

impl fmt::Display for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let worker = &self.worker;
        for module in &worker.modules {
            writeln!(f, "{:>6} kB  {}", module.size / 1000, module.name)?;
        }
        write!(f, "{:>6} kB, {} kB compressed, in {}", worker.size / 1000, worker.gzip / 1000, self.folder.display())
    }
}

/// The modules of `folder` and of the folders below it, each named with `prefix`.
fn collect(folder: &Path, prefix: &str, modules: &mut Vec<Module>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), modules)?;
            continue;
        }
        let kind = match entry.path().extension().and_then(|extension| extension.to_str()) {
            Some("js") => Kind::Script,
            Some("wasm") => Kind::Wasm,
            _ => bail!("{name} is no module that Cloudflare would take"),
        };
        modules.push(Module { name, kind, size: entry.metadata()?.len() });
    }
    Ok(())
}
