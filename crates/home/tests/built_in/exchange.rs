//! One request and its reply, by either way: the router in the process, or HTTP/1.1 over a loopback socket.

use std::net::SocketAddr;

use axum::{Router, body::Body};
use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tower::ServiceExt as _;

pub(crate) const KEY: &str = "sesame";

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn code(&self) -> (u16, String, String) {
        let error = &self.json()["error"];
        let text = |name: &str| error[name].as_str().unwrap().to_owned();
        (self.status.as_u16(), text("code"), text("billed"))
    }
}

/// `POST /generate?format=raw` with the key.
pub(crate) fn generate(job: Option<&str>, body: &str) -> Request<String> {
    let request = Request::post("/generate?format=raw").header("authorization", format!("Bearer {KEY}"));
    let request = job.into_iter().fold(request, |request, job| request.header("idempotency-key", job));
    request.body(body.to_owned()).unwrap()
}

/// `GET` with the key.
pub(crate) fn get(path: &str) -> Request<String> {
    Request::get(path).header("authorization", format!("Bearer {KEY}")).body(String::new()).unwrap()
}

pub(crate) async fn in_process(router: &Router, request: Request<String>) -> Reply {
    let (parts, body) = router.clone().oneshot(request.map(Body::from)).await.unwrap().into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    Reply { status: parts.status, headers: parts.headers, body }
}

/// Written out by hand, so that the test sees what really goes over the socket.
pub(crate) async fn over_socket(address: SocketAddr, request: Request<String>) -> Reply {
    let (parts, body) = request.into_parts();
    let mut head = vec![format!("{} {} HTTP/1.1", parts.method, parts.uri)];
    head.extend([
        format!("host: {address}"),
        "connection: close".to_owned(),
        format!("content-length: {}", body.len()),
    ]);
    head.extend(parts.headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())));
    let text = format!("{}\r\n\r\n{body}", head.join("\r\n"));
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut reply = Vec::new();
    stream.read_to_end(&mut reply).await.unwrap();
    parse(&reply)
}

fn parse(reply: &[u8]) -> Reply {
    let end = reply.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&reply[..end]).unwrap();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| {
        let (name, value) = line.split_once(": ").unwrap();
        (name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap())
    });
    Reply { status, headers: headers.collect(), body: reply[end + 4..].to_vec() }
}
