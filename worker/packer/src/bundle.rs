//! A packed Worker: the modules of the folder, and `bundle.json` that lists them, for whoever uploads it by REST (facts,
//! Cloudflare §6.3). It reads and describes; only [`crate::pack`] makes one.

use std::{
    fmt, fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use flate2::{Compression, write::GzEncoder};
use serde::{Deserialize, Serialize};

/// The main module's name.
pub(crate) const MAIN: &str = "shim.js";
const LIST: &str = "bundle.json";

/// A packed Worker, as `bundle.json` lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// Where it stands; not in the list, so that the folder can be moved.
    #[serde(skip)]
    pub folder: PathBuf,
    /// The module that Cloudflare starts: the upload's `main_module`.
    pub main: String,
    /// All modules, the main one too, by name.
    pub modules: Vec<Module>,
    /// Bytes of all modules.
    pub size: u64,
    /// Bytes of all modules, compressed as wrangler counts them.
    pub gzip: u64,
}

/// A file of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// The path below the folder, with `/`: other modules import it by this name.
    pub name: String,
    /// What it is; as text, the content type of its part in an upload.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Bytes.
    pub size: u64,
}

/// What Cloudflare takes a module for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// JavaScript.
    #[serde(rename = "application/javascript+module")]
    Script,
    /// WebAssembly, compiled by Cloudflare before it starts.
    #[serde(rename = "application/wasm")]
    Wasm,
}

impl Bundle {
    /// The bundle in `folder`, as its list says.
    pub fn open(folder: &Path) -> Result<Self> {
        let list = folder.join(LIST);
        let text = fs::read(&list).with_context(|| format!("{}: pack the Worker first", list.display()))?;
        let bundle: Self = serde_json::from_slice(&text).with_context(|| list.display().to_string())?;
        Ok(Self { folder: folder.to_owned(), ..bundle })
    }

    /// Writes the list of what is in `folder`.
    pub(crate) fn describe(folder: &Path) -> Result<()> {
        let mut modules = Vec::new();
        collect(folder, "", &mut modules)?;
        modules.sort_by(|a, b| a.name.cmp(&b.name));

        let mut compressed = GzEncoder::new(Vec::new(), Compression::default());
        for module in &modules {
            compressed.write_all(&fs::read(folder.join(&module.name))?)?;
        }
        let bundle = Self {
            folder: PathBuf::new(),
            main: MAIN.to_owned(),
            size: modules.iter().map(|module| module.size).sum(),
            gzip: compressed.finish()?.len() as u64,
            modules,
        };
        Ok(fs::write(folder.join(LIST), serde_json::to_vec_pretty(&bundle)?)?)
    }
}

impl fmt::Display for Bundle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for module in &self.modules {
            writeln!(f, "{:>6} kB  {}", module.size / 1000, module.name)?;
        }
        write!(f, "{:>6} kB, {} kB compressed, in {}", self.size / 1000, self.gzip / 1000, self.folder.display())
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
