//! Asks a running Worker, as another program would.

use anyhow::{Context as _, Result, ensure};
use bytes::Bytes;
use conformance::{Reply, Socket, Target as _};
use contract::Usage;
use futures_util::future::join_all;
use http::Request;
use serde_json::{Value, json};
use tokio::{runtime::Runtime, task::JoinHandle};

use super::{Check, KEY};
use crate::worker::Workerd;

/// One Worker, asked with the check's own key.
pub(super) struct Asking<'a> {
    runtime: &'a Runtime,
    worker: Socket,
}

impl<'a> Asking<'a> {
    pub(super) fn of(check: &'a Check, workerd: &Workerd) -> Result<Self> {
        Ok(Self { runtime: &check.runtime, worker: Socket(workerd.address()?) })
    }

    /// How many of `number` pictures, asked for at once, are made.
    pub(super) fn pictures(&self, number: u64) -> Result<u64> {
        let requests =
            (0..number).map(|n| generate("raw", &json!({"prompt": n.to_string(), "width": 256, "height": 256})));
        let requests = requests.collect::<Result<Vec<_>>>()?;
        let replies = self.runtime.block_on(join_all(requests.into_iter().map(|request| self.worker.ask(request))));
        Ok(replies.iter().filter(|reply| matches!(reply, Ok(Reply { status: 200, .. }))).count() as u64)
    }

    /// The reply to `POST /generate`.
    pub(super) fn generate(&self, format: &str, fields: &Value) -> Result<Reply> {
        self.ask(generate(format, fields)?)
    }

    /// The reply to `POST /generate` under a job key.
    pub(super) fn job(&self, key: &str, fields: &Value) -> Result<Reply> {
        self.with(&[("idempotency-key", key)], fields)
    }

    /// The reply to `POST /generate` with these headers.
    pub(super) fn with(&self, headers: &[(&'static str, &str)], fields: &Value) -> Result<Reply> {
        self.ask(with(headers, fields)?)
    }

    /// The same under a job key, asked by a caller that can be waited for, or aborted: then it hangs up.
    pub(super) fn caller(&self, key: &str, fields: &Value) -> Result<JoinHandle<Result<Reply, String>>> {
        Ok(self.calling(with(&[("idempotency-key", key)], fields)?))
    }

    /// The reply to a `POST` of `fields` to `path`.
    pub(super) fn post(&self, path: &str, fields: &Value) -> Result<Reply> {
        self.ask(post(path, fields)?)
    }

    /// The same, asked by such a caller.
    pub(super) fn poster(&self, path: &str, fields: &Value) -> Result<JoinHandle<Result<Reply, String>>> {
        Ok(self.calling(post(path, fields)?))
    }

    fn calling(&self, request: Request<Bytes>) -> JoinHandle<Result<Reply, String>> {
        let worker = self.worker;
        self.runtime.spawn(async move { worker.ask(request).await })
    }

    pub(super) fn reply(&self, caller: JoinHandle<Result<Reply, String>>) -> Result<Reply> {
        self.runtime.block_on(caller)?.map_err(anyhow::Error::msg)
    }

    pub(super) fn get(&self, path: &str) -> Result<Reply> {
        self.ask(with_key(Request::get(path)).body(Bytes::new())?)
    }

    pub(super) fn usage(&self, days: u16) -> Result<Usage> {
        let reply = self.get(&format!("/usage?days={days}"))?;
        ensure!(reply.status == 200, "/usage answers {}: {}", reply.status, reply.json());
        serde_json::from_slice(&reply.body).context("/usage")
    }

    fn ask(&self, request: Request<Bytes>) -> Result<Reply> {
        self.runtime.block_on(self.worker.ask(request)).map_err(anyhow::Error::msg)
    }
}

fn generate(format: &str, fields: &Value) -> Result<Request<Bytes>> {
    post(&format!("/generate?format={format}"), fields)
}

fn post(path: &str, fields: &Value) -> Result<Request<Bytes>> {
    let request = with_key(Request::post(path)).header("content-type", "application/json");
    Ok(request.body(fields.to_string().into())?)
}

fn with(headers: &[(&'static str, &str)], fields: &Value) -> Result<Request<Bytes>> {
    let mut request = generate("raw", fields)?;
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse()?);
    }
    Ok(request)
}

fn with_key(request: http::request::Builder) -> http::request::Builder {
    request.header("authorization", format!("Bearer {KEY}"))
}

/// That the reply is our error, and that it says whether it may have cost anything.
pub(super) fn told(reply: &Reply, status: u16, code: &str, billed: &str) -> Result<()> {
    let body = reply.json();
    let says = |field: &str, value: &str| body.pointer(field).and_then(Value::as_str) == Some(value);
    let fits = reply.status == status && says("/error/code", code) && says("/error/billed", billed);
    ensure!(fits, "{} {body} and not {status} {code}, billed {billed}", reply.status);
    Ok(())
}
