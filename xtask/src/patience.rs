//! Waiting for something outside this process: it is looked at again and again until it is there or the patience ends.

use std::{
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

/// For what takes a moment. A window's first start on a busy machine with two cores takes a few seconds.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

/// What `look` finds, as soon as it finds it. `what`: for the error, as in "no {what} in 60 s".
pub(crate) fn wait_for<T>(what: &str, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if begun.elapsed() > PATIENCE {
            bail!("no {what} in {} s", PATIENCE.as_secs());
        }
        thread::sleep(BETWEEN_LOOKS);
    }
}
