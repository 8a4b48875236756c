//! One life of the user's process: begun, listened to, and killed, or waited for.

use std::{
    env,
    io::{BufRead as _, BufReader},
    mem,
    os::unix::process::ExitStatusExt as _,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, sync_channel},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};

use super::told::Told;

/// Whoever takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(20);
const SIGKILL: i32 = 9;

/// Killed when dropped.
pub(super) struct Life {
    process: Child,
    lines: Receiver<String>,
    told: Vec<Told>,
}

impl Life {
    /// `part`: what [`super::user::act`] knows.
    pub(super) fn begin(part: &str, folder: &Path, seed: u64, under: impl FnOnce(&mut Command)) -> Result<Self> {
        let mut command = Command::new(env::current_exe()?);
        command.arg("tortured-user").arg(part).arg(folder).arg(seed.to_string());
        under(&mut command);
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let lines = BufReader::new(process.stdout.take().context("no pipe")?).lines();
        let (tell, told) = sync_channel(1);
        let thread = thread::Builder::new().name("listener".to_owned());
        thread.spawn(move || lines.map_while(Result::ok).try_for_each(|line| tell.send(line)))?;
        Ok(Self { process, lines: told, told: Vec::new() })
    }

    /// Listens until it has shown what an earlier life left.
    pub(super) fn recovers(&mut self) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        while self.told.last() != Some(&Told::Recovered) {
            ensure!(self.hears(until)?, "it shows nothing after {PATIENCE:?}, or has ended");
        }
        Ok(())
    }

    /// Lets it go on so long, then kills it. What it said.
    pub(super) fn killed_after(mut self, time: Duration) -> Result<Vec<Told>> {
        let until = Instant::now() + time;
        while self.hears(until)? {}
        self.process.kill()?;
        let status = self.ended()?;
        ensure!(status.signal() == Some(SIGKILL), "it ended by itself before it was killed: {status}");
        Ok(mem::take(&mut self.told))
    }

    /// Waits until it ends by itself. What it said.
    pub(super) fn ends(mut self) -> Result<Vec<Told>> {
        let until = Instant::now() + PATIENCE;
        while self.hears(until)? {}
        ensure!(Instant::now() < until, "it still goes on after {PATIENCE:?}");
        let status = self.ended()?;
        ensure!(status.success(), "it ended with {status}");
        Ok(mem::take(&mut self.told))
    }

    /// Takes down the next line; false at `until`, or when it says no more.
    fn hears(&mut self, until: Instant) -> Result<bool> {
        match self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(line) => self.told.push(line.parse()?),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return Ok(false),
        }
        Ok(true)
    }

    /// Takes down what it still said.
    fn ended(&mut self) -> Result<ExitStatus> {
        let status = self.process.wait()?;
        for line in &self.lines {
            self.told.push(line.parse()?);
        }
        Ok(status)
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.process.kill().and_then(|()| self.process.wait());
    }
}
