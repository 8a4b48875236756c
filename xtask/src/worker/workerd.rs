//! A packed Worker on the real workerd, with local KV and Durable Objects: what a check or a benchmark talks to. The work is
//! miniflare's, driven by `workerd.mjs`; it ends with this process, however that ends.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{BufRead as _, BufReader, Lines, Write as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

use anyhow::{Context as _, Result, bail, ensure};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::worker::{clock::Clock, node};

const DRIVER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/worker/workerd.mjs");

/// What to run, and beside what.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Options {
    /// The folder of a [`packer::Bundle`], or of another Worker with the same classes and a `bundle.json` like that.
    pub bundle: PathBuf,
    /// The port of loopback; 0 for any.
    pub port: u16,
    /// Where the binding `AI` asks: [`fake::Fake::upstream`]. None: there is no such binding.
    pub ai: Option<String>,
    /// Settings and secrets, over those of `wrangler.jsonc`.
    pub vars: BTreeMap<String, String>,
    /// Requests a key and minute; none without.
    pub rate_limit: Option<u32>,
    /// The folder that keeps KV and Durable Objects; gone at the end without.
    pub kept: Option<PathBuf>,
    /// What its clock shows at the start; the machine's time without.
    pub clock: Option<Timestamp>,
    /// The file that has what the Worker says; standard error without.
    #[serde(skip)]
    pub log: Option<PathBuf>,
    /// Of workerd itself.
    pub environment: BTreeMap<String, String>,
}

/// It runs; killed when dropped.
pub(crate) struct Workerd {
    driver: Child,
    /// Closed, it ends the driver.
    commands: Option<ChildStdin>,
    answers: Lines<BufReader<ChildStdout>>,
    ready: Ready,
    _clock: Option<Clock>,
}

#[derive(Deserialize)]
struct Ready {
    url: String,
    instance: String,
    workerd: Option<u32>,
    milliseconds: f64,
}

#[derive(Deserialize)]
struct Value {
    value: Option<String>,
}

impl Options {
    /// Any port, nothing kept, no key and no limit.
    pub(crate) fn new(bundle: &Path, ai: &str) -> Self {
        Self {
            bundle: bundle.to_owned(),
            port: 0,
            ai: Some(ai.to_owned()),
            vars: BTreeMap::new(),
            rate_limit: None,
            kept: None,
            clock: None,
            log: None,
            environment: BTreeMap::new(),
        }
    }

    /// Sets a setting or a secret.
    pub(crate) fn var(&mut self, name: &str, value: &str) {
        self.vars.insert(name.to_owned(), value.to_owned());
    }
}

impl Workerd {
    /// Starts it and waits until the Worker answers.
    pub(crate) fn start(options: &Options) -> Result<Self> {
        let nonce = format!("{:x}-{}", std::process::id(), Timestamp::now().as_nanosecond());
        let clock = options.clock.map(|_| Clock::build()).transpose()?;
        let mut asked = options.clone();
        asked.var("INSTANCE", &nonce);
        asked.environment.extend(clock.iter().map(Clock::environment));

        let mut node = node::node()?;
        if let Some(log) = &options.log {
            node.stderr(File::create(log)?);
        }
        let mut driver = node
            .arg(DRIVER)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("node, which drives workerd")?;
        let mut commands = driver.stdin.take().context("no way to tell the driver")?;
        let mut answers = BufReader::new(driver.stdout.take().context("no way to hear the driver")?).lines();
        writeln!(commands, "{}", serde_json::to_string(&asked)?)?;
        let Some(line) = answers.next() else { bail!("workerd does not start; it says above why") };
        let ready: Ready = serde_json::from_str(&line?)?;
        let workerd = Self { driver, commands: Some(commands), answers, ready, _clock: clock };
        let (url, instance) = (workerd.url(), &workerd.ready.instance);
        ensure!(*instance == nonce, "another Worker answers at {url}: {instance:?} instead of {nonce:?}");
        Ok(workerd)
    }

    /// Where it answers, with `/` at the end.
    pub(crate) fn url(&self) -> &str {
        &self.ready.url
    }

    /// The same, for a socket.
    pub(crate) fn address(&self) -> Result<SocketAddr> {
        let address = self.url().trim_start_matches("http://").trim_end_matches('/');
        address.parse().with_context(|| format!("{address} is no address of this machine"))
    }

    /// The process id of workerd itself, for what it takes of the processor. Known on Linux only.
    pub(crate) fn id(&self) -> Option<u32> {
        self.ready.workerd
    }

    /// Milliseconds from the start of miniflare to the Worker's first reply.
    pub(crate) fn start_ms(&self) -> f64 {
        self.ready.milliseconds
    }

    /// What the namespace `USAGE` has under a key.
    pub(crate) fn kv(&mut self, key: &str) -> Result<Option<String>> {
        let commands = self.commands.as_mut().context("it is at its end")?;
        writeln!(commands, "{}", json!({ "kv": key }))?;
        let line = self.answers.next().context("workerd has ended")??;
        Ok(serde_json::from_str::<Value>(&line)?.value)
    }

    /// Waits until it ends by itself.
    pub(crate) fn wait(mut self) -> Result<()> {
        let status = self.driver.wait()?;
        ensure!(status.success(), "workerd has ended; it says above why");
        Ok(())
    }
}

impl Drop for Workerd {
    fn drop(&mut self) {
        // Killed, the driver could not end workerd; it may have ended by itself.
        drop(self.commands.take());
        let _ended = self.driver.wait();
    }
}
