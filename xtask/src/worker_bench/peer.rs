//! One of the Workers that are compared, on a workerd of its own.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow, ensure};
use bytes::Bytes;
use conformance::{Reply, Socket, Target as _};
use contract::{RECORD_HEADER, Record};
use fake::Fake;
use http::{Method, Request};
use serde_json::Value;
use tokio::runtime::Builder;

use super::load::{AT_ONCE, Load, Way, processor_ms};
use crate::worker::{Options, Workerd};

const KEY: &str = "the-benchmark's-own-key";
const ASKED: &str = r#"{"prompt":"A lighthouse at dusk, watercolour","width":1024,"height":768}"#;

/// A Worker that runs.
pub(super) struct Peer {
    /// What the table calls it.
    pub(super) name: &'static str,
    workerd: Workerd,
    /// Requests that were answered.
    answered: u64,
    /// Turns of load. Each can end with requests on their way.
    turns: u64,
}

impl Peer {
    /// The Worker in `folder`, which asks `fake` for pictures.
    pub(super) fn start(name: &'static str, folder: &Path, fake: &Fake) -> Result<Self> {
        let mut options = Options::new(folder, &fake.upstream());
        options.var("API_KEY", KEY);
        Ok(Self { name, workerd: Workerd::start(&options)?, answered: 0, turns: 0 })
    }

    /// Milliseconds until it answered, and of processor that workerd took for it.
    pub(super) fn begun(self) -> Result<(f64, f64)> {
        Ok((self.workerd.start_ms(), processor_ms(self.process()?)?))
    }

    /// A turn of load.
    pub(super) fn load(&mut self, format: &str, way: Way) -> Result<Load> {
        let url = format!("{}generate?format={format}", self.workerd.url());
        let (load, requests) = Load::run(&url, KEY, way, self.turns, self.process()?)?;
        self.answered += requests;
        self.turns += 1;
        Ok(load)
    }

    /// Its answer: all that it says of the picture, and the picture where that stands apart.
    pub(super) fn answer(&mut self, format: &str) -> Result<(Value, Vec<u8>)> {
        let reply = self.ask(Method::POST, &format!("/generate?format={format}"), ASKED)?;
        self.answered += 1;
        Ok(match reply.header(RECORD_HEADER).and_then(Record::from_header) {
            Some(record) => (serde_json::to_value(record)?, reply.body),
            None => (reply.json(), Vec::new()),
        })
    }

    /// It counted each request that was answered, and none twice.
    pub(super) fn counted_all(&self) -> Result<()> {
        let counted = self.ask(Method::GET, "/usage", "")?.json().get("total").and_then(Value::as_f64);
        let (answered, under_way) = (self.answered, self.turns * AT_ONCE);
        let right = counted.is_some_and(|counted| (answered..=answered + under_way).contains(&(counted as u64)));
        ensure!(right, "{} answered {answered} requests and counted {counted:?}", self.name);
        Ok(())
    }

    fn process(&self) -> Result<u32> {
        self.workerd.id().context("only Linux says what workerd takes of the processor")
    }

    fn ask(&self, method: Method, path: &str, body: &'static str) -> Result<Reply> {
        let request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {KEY}"));
        let request = request.header("content-type", "application/json").body(Bytes::from_static(body.as_bytes()))?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let reply = runtime.block_on(Socket(self.workerd.address()?).ask(request)).map_err(|error| anyhow!(error))?;
        ensure!(reply.status == 200, "{} answers {path} with {}: {}", self.name, reply.status, reply.json());
        Ok(reply)
    }
}
