//! A home behind a socket on this machine. HTTP/1.1 written out by hand, so that the table sees what really goes over it.

use std::{net::SocketAddr, time::Duration};

use bytes::Bytes;
use http::Request;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::timeout,
};

use crate::{Reply, Target};

/// The longest that any row takes: four attempts and the waits between.
const LIMIT: Duration = Duration::from_secs(90);

/// A home that listens here.
#[derive(Debug, Clone, Copy)]
pub struct Socket(pub SocketAddr);

impl Target for Socket {
    async fn ask(&self, request: Request<Bytes>) -> Result<Reply, String> {
        let exchange = timeout(LIMIT, exchange(self.0, request)).await;
        exchange.map_err(|_| format!("none within {LIMIT:?}"))?
    }
}

async fn exchange(address: SocketAddr, request: Request<Bytes>) -> Result<Reply, String> {
    let (parts, body) = request.into_parts();
    let mut head = format!("{} {} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n", parts.method, parts.uri);
    for (name, value) in &parts.headers {
        head.push_str(&format!("{name}: {}\r\n", String::from_utf8_lossy(value.as_bytes())));
    }
    if !body.is_empty() || parts.method == "POST" {
        head.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    head.push_str("\r\n");
    let mut stream = TcpStream::connect(address).await.map_err(|error| error.to_string())?;
    let (mut reading, mut writing) = stream.split();
    let sending = async {
        // A body that is refused by its length alone is not read to its end: what counts is the reply.
        let sent = [head.as_bytes(), &body];
        for bytes in sent {
            if writing.write_all(bytes).await.is_err() {
                return;
            }
        }
    };
    let mut reply = Vec::new();
    let receiving = async { reading.read_to_end(&mut reply).await.map(drop).map_err(|error| error.to_string()) };
    let ((), received) = tokio::join!(sending, receiving);
    match parse(&reply) {
        Some(parsed) => Ok(parsed),
        None => Err(received.err().unwrap_or_else(|| format!("no HTTP: {}", String::from_utf8_lossy(&reply)))),
    }
}

fn parse(reply: &[u8]) -> Option<Reply> {
    let end = reply.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(reply.get(..end)?).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<_> = lines.filter_map(|line| line.split_once(": ")).map(|(n, v)| (n.into(), v.into())).collect();
    let body = reply.get(end + 4..)?.to_vec();
    let mut reply = Reply::new(status, headers, body);
    if reply.header("transfer-encoding") == Some("chunked") {
        reply.body = unchunked(&reply.body)?;
    }
    Some(reply)
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
