//! A panic in the wasm, which the Worker itself cannot be made to have: the packed shim around a stand-in for the wasm, on the
//! real workerd. Every call inside is answered, and the next finds a fresh instance.

use std::fs;

use anyhow::{Result, ensure};
use bytes::Bytes;
use conformance::{Reply, Socket, Target as _};
use contract::API_VERSION;
use http::{Method, Request};
use serde_json::json;

use super::Check;
use crate::worker::{Options, Workerd};

const WASM: &str = include_str!("panic.js");

pub(super) fn recovery(check: &Check) -> Result<()> {
    let (fake, folder) = (fake::Fake::start()?, tempfile::tempdir()?);
    fs::copy(check.bundle.folder.join(&check.bundle.worker.main), folder.path().join("shim.js"))?;
    fs::write(folder.path().join("index.js"), WASM)?;
    let module = |name| json!({"name": name, "type": "application/javascript+module"});
    let list = json!({"main": "shim.js", "modules": [module("shim.js"), module("index.js")]});
    fs::write(folder.path().join("bundle.json"), list.to_string())?;
    let workerd = Workerd::start(&Options { bundle: folder.path().to_owned(), ..check.options(&fake) })?;
    let socket = Socket(workerd.address()?);
    let ask = async |method: Method, path: &str| {
        let request = Request::builder().method(method).uri(path).body(Bytes::new())?;
        socket.ask(request).await.map_err(anyhow::Error::msg)
    };

    check.runtime.block_on(async {
        let before = ask(Method::GET, "/object").await?;
        let (slow, boom) = tokio::join!(ask(Method::GET, "/slow"), ask(Method::POST, "/boom"));
        fault(&slow?, "no")?;
        fault(&boom?, "maybe")?;
        let after = ask(Method::GET, "/object").await?;
        ensure!((before.status, after.status) == (200, 200), "{before:?}, then {after:?}");
        ensure!(before.body == b"0" && after.body == b"1", "an object outlives its wasm: {before:?}, then {after:?}");
        Ok(())
    })?;
    check.done("a panic is answered to all who were inside, and the next request finds a fresh instance");
    Ok(())
}

/// That the reply has all that a fault of the service has.
fn fault(reply: &Reply, billed: &str) -> Result<()> {
    let error = reply.json();
    let says = |field, value: &str| error.pointer(field).is_some_and(|said| said == value);
    ensure!(reply.status == 500 && says("/error/code", "internal") && says("/error/billed", billed), "{reply:?}");
    ensure!(says("/error/type", "server_error"), "{reply:?}");
    // What may have cost something is not sent again by OpenAI's clients.
    ensure!(reply.header("x-should-retry") == (billed == "maybe").then_some("false"), "{reply:?}");
    ensure!(reply.header("x-easel-api") == Some(API_VERSION.to_string().as_str()), "{reply:?}");
    ensure!(reply.header("access-control-allow-origin") == Some("*"), "{reply:?}");
    Ok(())
}
