//! The disk under the process that is killed: it is slow, and it knows what a power cut would leave. `slow_disk.c` says how.

use std::{
    fs, io,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::Command,
    time::UNIX_EPOCH,
};

use anyhow::{Context as _, Result, ensure};

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/torture_check/slow_disk.c");

/// The compiled library, and what was synced.
pub(super) struct Disk {
    library: PathBuf,
    shadow: PathBuf,
}

impl Disk {
    /// Takes a C compiler, as cargo does. `folder`: for the library alone.
    pub(super) fn build(folder: &Path) -> Result<PathBuf> {
        let library = folder.join("slow_disk.so");
        let status = Command::new("cc").args(["-shared", "-fPIC", "-O2", "-o"]).arg(&library).arg(SOURCE).status();
        ensure!(status.context("cc, the C compiler")?.success(), "{SOURCE} does not compile");
        Ok(library)
    }

    /// A new one, on which nothing was synced. `shadow`: is made.
    pub(super) fn new(library: &Path, shadow: PathBuf) -> Result<Self> {
        fs::create_dir(&shadow)?;
        Ok(Self { library: library.to_owned(), shadow })
    }

    /// Puts it under a process.
    pub(super) fn put_under(&self, process: &mut Command) {
        process.env("LD_PRELOAD", &self.library).env("SHADOW", &self.shadow);
    }

    /// The same for a process of which nothing is remembered.
    pub(super) fn put_blind_under(&self, process: &mut Command) {
        process.env("LD_PRELOAD", &self.library);
    }

    /// Makes `cut`: the data folder `real` as it would be if the power had failed with the process. Names directly in the data
    /// folder are taken as safe: every file system that is in use syncs a new file's first name with it. In the library a
    /// name is as safe as its folder. It has no settings.
    pub(super) fn cut_power(&self, real: &Path, cut: &Path) -> Result<()> {
        fs::create_dir(cut)?;
        for file in ["state.db", "state.db-wal", "state.db-journal"] {
            if let Some(synced) = self.synced(&real.join(file))? {
                copy(&synced, &cut.join(file))?;
            }
        }
        match self.synced(&real.join("library"))? {
            Some(names) => self.restore(&names, &cut.join("library")),
            None => Ok(()),
        }
    }

    /// What was synced of this file or folder, if there is one. It may not be there: nothing was.
    fn synced(&self, path: &Path) -> Result<Option<PathBuf>> {
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            about => {
                let about = about?;
                // Not every file system knows it.
                let made = about.created().unwrap_or(UNIX_EPOCH).duration_since(UNIX_EPOCH)?;
                let name = format!("{}-{}.{:09}", about.ino(), made.as_secs(), made.subsec_nanos());
                Ok(Some(self.shadow.join(name)))
            }
        }
    }

    /// `names`: what was synced of a folder, a line for each name in it.
    fn restore(&self, names: &Path, folder: &Path) -> Result<()> {
        fs::create_dir(folder)?;
        let names = match fs::read_to_string(names) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            names => names?,
        };
        for line in names.lines() {
            let mut words = line.splitn(3, ' ');
            let (Some(kind), Some(synced), Some(name)) = (words.next(), words.next(), words.next()) else {
                anyhow::bail!("no name: {line}")
            };
            let (synced, place) = (self.shadow.join(synced), folder.join(name));
            if kind == "folder" {
                self.restore(&synced, &place)?;
            } else {
                copy(&synced, &place)?;
            }
        }
        Ok(())
    }
}

/// A name whose file was never synced is one of an empty file.
fn copy(synced: &Path, place: &Path) -> Result<()> {
    match fs::copy(synced, place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(fs::write(place, "")?),
        copied => Ok(copied.map(drop)?),
    }
}
