//! Another time of day for workerd, so that a check need not wait for the end of a day: `clock.c` says how.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use tempfile::TempDir;

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/worker/clock.c");

/// A clock for one workerd; it must live as long.
pub(crate) struct Clock(TempDir);

impl Clock {
    /// Takes a C compiler, as cargo does.
    pub(crate) fn build() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let library = folder.path().join("clock.so");
        let status = Command::new("cc").args(["-shared", "-fPIC", "-O2", "-o"]).arg(&library).arg(SOURCE).status();
        ensure!(status.context("cc, the C compiler")?.success(), "{SOURCE} does not compile");
        Ok(Self(folder))
    }

    /// What workerd must have in its environment. By how much the clock is wrong is not among it: the driver says that, as
    /// late as it can.
    pub(crate) fn environment(&self) -> (String, String) {
        ("LD_PRELOAD".to_owned(), self.0.path().join("clock.so").to_string_lossy().into_owned())
    }
}
