//! Another time of day for workerd, so that a check need not wait for the end of a day: `clock.c` says how.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use jiff::Timestamp;
use tempfile::TempDir;

const SOURCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/worker/clock.c");

/// A clock for one workerd; it must live as long.
pub(crate) struct Clock {
    folder: TempDir,
    shift: i64,
}

impl Clock {
    /// One that shows `time` now, and goes on. Takes a C compiler, as cargo does.
    pub(crate) fn showing(time: Timestamp) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let library = folder.path().join("clock.so");
        let status = Command::new("cc").args(["-shared", "-fPIC", "-O2", "-o"]).arg(&library).arg(SOURCE).status();
        ensure!(status.context("cc, the C compiler")?.success(), "{SOURCE} does not compile");
        Ok(Self { folder, shift: time.as_second() - Timestamp::now().as_second() })
    }

    /// What workerd must have in its environment.
    pub(crate) fn environment(&self) -> [(String, String); 2] {
        let library = self.folder.path().join("clock.so");
        [
            ("LD_PRELOAD".to_owned(), library.to_string_lossy().into_owned()),
            ("CLOCK_SHIFT".to_owned(), self.shift.to_string()),
        ]
    }
}
