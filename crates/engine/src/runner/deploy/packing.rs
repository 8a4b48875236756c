//! Packs the Worker in a checkout, by the checkout's own packer as a process beside this one. What it says last is told while it
//! is at work. Whoever stops waiting for it ends it, with all that it has started.

use std::{env, io, path::Path, process::Stdio, sync::Arc};

use tokio::{
    io::{AsyncRead, AsyncReadExt as _},
    process::{Child, Command},
};

use super::{Shared, find_bundle, unsent};
use crate::{
    cause::{Cause, WorkerFault},
    deploy::{BundleState, Worked},
    event::Event,
    failure::Failure,
};

/// Bytes of what it said last that are held; a line of a compiler may be long.
const HELD: usize = 4096;
/// Lines of a failure that are told.
const LINES: usize = 6;

pub(super) async fn pack(shared: Arc<Shared>, run: u64) {
    let Some(checkout) = shared.deploying.means.checkout.clone() else { return };
    let told = |line: String| {
        let worked = Worked::Bundle { state: BundleState::Packing { line }, can_pack: true };
        shared.outbox.send(Event::Deploy(run, Box::new(worked)))
    };
    let worked = match packed(&checkout, told).await {
        Ok(()) => find_bundle(&shared, run).await,
        Err(failure) => Worked::Bundle { state: BundleState::Failed(failure), can_pack: true },
    };
    shared.outbox.send(Event::Deploy(run, Box::new(worked))).await;
}

async fn packed<F: Future<Output = ()>>(checkout: &Path, told: impl Fn(String) -> F) -> Result<(), Failure> {
    let mut process = Process(start(checkout)?);
    let said = match process.0.stderr.take() {
        Some(stderr) => follow(stderr, told).await,
        None => String::new(),
    };
    let status = process.0.wait().await.map_err(|error| not_packed(error.to_string()))?;
    if status.success() { Ok(()) } else { Err(not_packed(last_lines(&said))) }
}

fn start(checkout: &Path) -> Result<Child, Failure> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    // Not the alias `xtask`, which says nothing while it is built, and takes all of Easel once more.
    command.args(["run", "--package", "packer"]).current_dir(checkout).kill_on_drop(true);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    // So that what it starts can be ended with it.
    #[cfg(unix)]
    command.process_group(0);
    // Of a failure the last lines are told: those that say why, not where.
    command.env("RUST_BACKTRACE", "0");
    command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => unsent(Cause::Worker(WorkerFault::NoCargo)),
        _ => not_packed(error.to_string()),
    })
}

/// All that it says goes by here; the end of it is answered.
async fn follow<F: Future<Output = ()>>(mut from: impl AsyncRead + Unpin, told: impl Fn(String) -> F) -> String {
    let (mut said, mut piece) = (Vec::new(), [0; 1024]);
    let mut line = String::new();
    while let Ok(length @ 1..) = from.read(&mut piece).await {
        said.extend_from_slice(piece.get(..length).unwrap_or_default());
        said.drain(..said.len().saturating_sub(HELD));
        let now = String::from_utf8_lossy(&said);
        let last = now.lines().rev().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        if last != line {
            line = last.to_owned();
            told(line.clone()).await;
        }
    }
    String::from_utf8_lossy(&said).into_owned()
}

fn last_lines(said: &str) -> String {
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.get(lines.len().saturating_sub(LINES)..).unwrap_or_default().join("\n")
}

fn not_packed(why: String) -> Failure {
    unsent(Cause::Worker(WorkerFault::NotPacked)).detail(why)
}

/// Ends with whoever waits for it.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Some(group) = self.0.id().and_then(|id| i32::try_from(id).ok()).and_then(rustix::process::Pid::from_raw)
        {
            // It may have ended just now.
            rustix::process::kill_process_group(group, rustix::process::Signal::TERM).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[tokio::test]
    async fn what_is_said_last_is_told_and_no_more_than_its_end_is_held() {
        let long = format!("first\n{}\n  Compiling easel\n\n", "x".repeat(2 * HELD));
        let told = Mutex::new(Vec::new());
        let said = follow(long.as_bytes(), |line| {
            told.lock().unwrap().push(line);
            std::future::ready(())
        })
        .await;
        assert_eq!(told.lock().unwrap().last().map(String::as_str), Some("Compiling easel"));
        assert_eq!((said.len(), last_lines(&said).lines().last()), (HELD, Some("Compiling easel")));
    }

    #[tokio::test]
    async fn a_folder_without_the_tool_says_what_cargo_said() {
        let folder = tempfile::tempdir().unwrap();
        let failure = packed(folder.path(), |_| std::future::ready(())).await.unwrap_err();
        assert_eq!(failure.cause, Cause::Worker(WorkerFault::NotPacked));
        assert!(failure.detail.unwrap().contains("Cargo.toml"));
    }
}
