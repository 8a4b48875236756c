//! One turn of load on one Worker: wrk asks for a while, four requests at a time, and workerd's own processor time is read before
//! and after.

use std::{fs, process::Command};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/worker_bench/load.lua");
/// Requests at a time: two a core, so that neither waits for the other's sockets.
pub(super) const AT_ONCE: u64 = 4;
/// Seconds.
const TURN: u32 = 3;
/// Ticks a second, in which Linux tells processor time to programs.
const TICKS: f64 = 100.0;

/// More than a turn has.
const MAX_REQUESTS: u64 = 1_000_000;

/// What a request has beside its prompt, as `load.lua` knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Nothing.
    Plain,
    /// A job key of its own.
    JobKey,
    /// A seed of its own, so that the shelf does not have its picture.
    NewSeed,
    /// The same seed as all, so that the shelf has it.
    SameSeed,
}

impl Way {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::JobKey => "job-key",
            Self::NewSeed => "new-seed",
            Self::SameSeed => "same-seed",
        }
    }
}

/// What came of a turn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Load {
    /// Requests a second.
    pub(super) rate: f64,
    /// Milliseconds; half of the replies took no longer.
    pub(super) p50: f64,
    /// Milliseconds; 99 of 100 replies took no longer.
    pub(super) p99: f64,
    /// Milliseconds of processor a request.
    pub(super) cpu: f64,
}

/// What `load.lua` prints.
#[derive(Deserialize)]
struct Said {
    requests: u64,
    microseconds: f64,
    failed: u64,
    /// Microseconds.
    p50: f64,
    /// Microseconds.
    p99: f64,
}

impl Load {
    /// Asks `url` with `key` in this way, which the process `id` answers. `turn`: none was before with this number. How many
    /// requests that were, too.
    pub(super) fn run(url: &str, key: &str, way: Way, turn: u64, id: u32) -> Result<(Self, u64)> {
        let before = processor_ms(id)?;
        let mut wrk = Command::new("wrk");
        wrk.args(["--threads", "1", "--timeout", "30", "--script", SCRIPT]);
        wrk.args(["--connections", &AT_ONCE.to_string(), "--duration", &TURN.to_string(), url, "--", key, way.name()]);
        wrk.arg((turn * MAX_REQUESTS).to_string());
        let output = wrk.output().context("wrk, which makes the load. On Debian: apt-get install wrk")?;
        let cpu = processor_ms(id)? - before;

        let text = String::from_utf8_lossy(&output.stdout);
        let said = text.lines().find(|line| line.starts_with('{')).with_context(|| format!("wrk says: {text}"))?;
        let Said { requests, microseconds, failed, p50, p99 } = serde_json::from_str(said)?;
        ensure!(failed == 0 && requests > 0, "{failed} of {requests} requests to {url} failed");
        let rate = requests as f64 / microseconds * 1e6;
        Ok((Self { rate, p50: p50 / 1e3, p99: p99 / 1e3, cpu: cpu / requests as f64 }, requests))
    }

    /// The middle of each column.
    pub(super) fn middle(turns: &[Self]) -> Self {
        let of = |column: fn(&Self) -> f64| median(turns, column);
        Self { rate: of(|l| l.rate), p50: of(|l| l.p50), p99: of(|l| l.p99), cpu: of(|l| l.cpu) }
    }
}

/// Of an odd number of `items`.
pub(super) fn median<T>(items: &[T], value: impl Fn(&T) -> f64) -> f64 {
    let mut values: Vec<_> = items.iter().map(value).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Milliseconds of processor that a process and its threads took so far, its own and the kernel's for it.
pub(super) fn processor_ms(id: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat"))?;
    // The name, in brackets, can hold anything. What follows it are the fields 3 and on; the times are 14 and 15.
    let fields = stat.rsplit_once(") ").map(|(_, fields)| fields).unwrap_or_default();
    let times = fields.split(' ').skip(11).take(2).map(str::parse).collect::<Result<Vec<f64>, _>>()?;
    Ok(times.iter().sum::<f64>() / TICKS * 1e3)
}
