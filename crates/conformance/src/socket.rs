//! A home behind a socket on this machine. HTTP/1.1 written out by hand, so that the table sees what really goes over it.

use std::{net::SocketAddr, time::Duration};

use bytes::Bytes;
use http::{HeaderValue, Method, Request};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpStream, tcp::ReadHalf},
    time::timeout,
};

use crate::{Reply, Target};

/// As long as callers wait.
const LIMIT: Duration = Duration::from_secs(180);

/// A home that listens here.
#[derive(Debug, Clone, Copy)]
pub struct Socket(pub SocketAddr);

impl Target for Socket {
    async fn ask(&self, request: Request<Bytes>) -> Result<Reply, String> {
        let exchange = timeout(LIMIT, exchange(self.0, request)).await;
        exchange.map_err(|_elapsed| format!("none within {LIMIT:?}"))?
    }
}

async fn exchange(address: SocketAddr, request: Request<Bytes>) -> Result<Reply, String> {
    let (parts, body) = request.into_parts();
    let mut lines = vec![format!("{} {} HTTP/1.1", parts.method, parts.uri)];
    lines.extend([format!("host: {address}"), "connection: close".to_owned()]);
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    lines.extend(parts.headers.iter().map(|(name, value)| format!("{name}: {}", text(value))));
    if !body.is_empty() || parts.method == Method::POST {
        lines.push(format!("content-length: {}", body.len()));
    }
    let head = lines.join("\r\n") + "\r\n\r\n";
    let mut stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    // Whoever drops this exchange hangs up so that the home sees it: by a reset. That nothing more is sent is no such sign.
    stream.set_zero_linger().map_err(|error| error.to_string())?;
    let (reading, mut writing) = stream.split();
    let sending = async {
        // A body that is refused by its length alone is not read to its end: what counts is the reply.
        let whole = async {
            writing.write_all(head.as_bytes()).await?;
            writing.write_all(&body).await
        };
        whole.await.ok();
        std::future::pending().await
    };
    tokio::select! {
        reply = receive(reading, &parts.method) => reply,
        never = sending => never,
    }
}

/// Reads until the reply is whole: workerd keeps the connection, whatever is asked.
async fn receive(mut reading: ReadHalf<'_>, method: &Method) -> Result<Reply, String> {
    let mut received = Vec::new();
    loop {
        if let Some(reply) = parse(&received, method) {
            return Ok(reply);
        }
        match reading.read_buf(&mut received).await {
            Ok(0) => return Err(format!("no whole reply: {:?}", String::from_utf8_lossy(&received))),
            Ok(_) => {}
            Err(error) => return Err(error.to_string()),
        }
    }
}

/// The reply, once it is whole.
fn parse(received: &[u8], method: &Method) -> Option<Reply> {
    let end = received.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(received.get(..end)?).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<_> = lines.filter_map(|line| line.split_once(": ")).map(|(n, v)| (n.into(), v.into())).collect();
    let reply = Reply::new(status, headers, Vec::new());
    let rest = received.get(end + 4..)?;
    let body = if *method == Method::HEAD {
        Vec::new()
    } else if reply.header("transfer-encoding") == Some("chunked") {
        unchunked(rest)?
    } else {
        let length = reply.header("content-length").map_or(Some(0), |length| length.parse().ok())?;
        rest.get(..length)?.to_vec()
    };
    Some(Reply { body, ..reply })
}

/// A body in chunks, each behind its length in hex.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.windows(2).position(|window| window == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(rest.get(..end)?).ok()?.trim(), 16).ok()?;
        let chunk = rest.get(end + 2..end + 2 + length)?;
        if length == 0 {
            return Some(body);
        }
        body.extend_from_slice(chunk);
        rest = rest.get(end + 2 + length + 2..)?;
    }
}
