//! What the Worker could misread and must not: a refusal whose words do not all come, a header that is no ASCII, a setting that
//! is there and empty.

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener},
    thread,
};

use anyhow::{Result, ensure};
use bytes::Bytes;
use conformance::{Socket, Target as _};
use fake::Fake;
use http::Request;
use serde_json::json;

use super::{Asking, Check, KEY};
use crate::worker::{Options, Workerd};

/// A refusal that ends before its words do.
const CUT_OFF: &str = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 400\r\nconnection: close\r\n\r\n{\"errors\"";

pub(super) fn run(check: &Check) -> Result<()> {
    let fake = Fake::start()?;
    fake.set_allowance(fake::FIRST, 0.0);
    let mut options = check.options(&fake);
    options.var("ALLOWED_ORIGINS", "");
    further_account(&mut options, server(CUT_OFF)?);
    let workerd = Workerd::start(&options)?;
    let asking = Asking::of(check, &workerd)?;

    let reply = asking.generate("json", &json!({"prompt": "an owl", "width": 256, "height": 256}))?;
    let error = reply.json();
    let billed = error.pointer("/error/billed").is_some_and(|billed| billed == "maybe");
    let fits = reply.status == 502 && billed && error.to_string().contains("cut off");
    ensure!(fits, "a refusal that was cut off: {} {error}", reply.status);
    ensure!(!error.to_string().contains(fake::SECOND.id), "it tells the account: {error}");
    let origin = reply.header("access-control-allow-origin");
    ensure!(origin.is_none(), "no page may ask, and it names {origin:?}");

    let request = Request::post("/generate").header("authorization", format!("Bearer {KEY}"));
    let request = request.header("idempotency-key", "š".as_bytes()).body(Bytes::from(r#"{"prompt":"an owl"}"#))?;
    let socket = Socket(workerd.address()?);
    let reply = check.runtime.block_on(socket.ask(request)).map_err(anyhow::Error::msg)?;
    ensure!(reply.status == 400, "the job key `š` is taken for another: {} {}", reply.status, reply.json());
    check.done("a refusal cut off may be billed, a job key is ASCII, and an empty setting lets no page in");
    Ok(())
}

/// The one that takes over, at `api`.
fn further_account(options: &mut Options, api: SocketAddr) {
    let list = json!([{"account_id": fake::SECOND.id, "token": fake::SECOND.token}]);
    options.var("ACCOUNT_ID", fake::FIRST.id);
    options.var("CF_ACCOUNT_LIST", &list.to_string());
    options.var("CLOUDFLARE_API_BASE_URL", &format!("http://{api}"));
}

/// Says `answer` to whoever asks, until the process ends.
fn server(answer: &'static str) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::Builder::new().name("refusals".to_owned()).spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // A small request is one piece.
            let asked = stream.read(&mut [0; 16 << 10]);
            if asked.is_ok() {
                stream.write_all(answer.as_bytes()).ok();
            }
        }
    })?;
    Ok(address)
}
