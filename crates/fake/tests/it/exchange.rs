//! One request and its reply, written out by hand, so that the tests see what really goes over the socket.

use std::{
    io::{self, Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use fake::{Account, FIRST, Fake};
use serde_json::Value;

pub(crate) const KLEIN_4B: &str = "@cf/black-forest-labs/flux-2-klein-4b";
pub(crate) const SCHNELL: &str = "@cf/black-forest-labs/flux-1-schnell";
pub(crate) const LUCID: &str = "@cf/leonardo/lucid-origin";
pub(crate) const PHOENIX: &str = "@cf/leonardo/phoenix-1.0";
pub(crate) const SDXL: &str = "@cf/stabilityai/stable-diffusion-xl-base-1.0";
const BOUNDARY: &str = "2226e57e30337cf2ece9323fc5455a68";

#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// REST's first error: status, code and message.
    pub(crate) fn error(&self) -> (u16, u64, String) {
        let json = self.json();
        let error = &json["errors"][0];
        (self.status, error["code"].as_u64().unwrap(), error["message"].as_str().unwrap().to_owned())
    }

    /// The picture, whichever way it came.
    pub(crate) fn picture(&self) -> Vec<u8> {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.body));
        if self.header("content-type") != Some("application/json") {
            return self.body.clone();
        }
        let json = self.json();
        let text = json["result"]["image"].as_str().or(json["image"].as_str()).unwrap();
        STANDARD.decode(text).unwrap()
    }

    /// Width and height of the picture, which has to be a whole JPEG.
    pub(crate) fn sides(&self) -> (u32, u32) {
        let jpeg = image::load_from_memory_with_format(&self.picture(), image::ImageFormat::Jpeg).unwrap();
        (jpeg.width(), jpeg.height())
    }
}

/// A stand-in whose first account does not run out of neurons.
pub(crate) fn rich() -> Fake {
    let fake = Fake::start().unwrap();
    fake.set_allowance(FIRST, f64::INFINITY);
    fake
}

/// A body and what it is declared as.
#[derive(Debug, Clone)]
pub(crate) struct Body {
    pub(crate) content_type: String,
    pub(crate) bytes: Vec<u8>,
}

pub(crate) fn json(value: &Value) -> Body {
    Body { content_type: "application/json".to_owned(), bytes: value.to_string().into_bytes() }
}

/// A form as workerd and reqwest write it.
pub(crate) fn form(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Body {
    let mut bytes = Vec::new();
    for (name, value) in fields {
        write!(bytes, "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").unwrap();
    }
    for (name, value) in files {
        write!(bytes, "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"r.png\"\r\n")
            .unwrap();
        bytes.extend(b"Content-Type: image/png\r\n\r\n".iter().chain(*value).chain(b"\r\n"));
    }
    write!(bytes, "--{BOUNDARY}--\r\n").unwrap();
    Body { content_type: format!("multipart/form-data; boundary={BOUNDARY}"), bytes }
}

/// A picture to send.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut png = io::Cursor::new(Vec::new());
    image::RgbImage::new(width, height).write_to(&mut png, image::ImageFormat::Png).unwrap();
    png.into_inner()
}

/// Writes the request, and gives what comes back a bounded time. `url`: with its scheme.
pub(crate) fn begin(method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> TcpStream {
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut head = format!("{method} /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    head.extend(headers.iter().flat_map(|(name, value)| [name, ": ", value, "\r\n"]));
    head.extend(["content-length: ", &body.len().to_string(), "\r\n\r\n"]);
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream.write_all(head.as_bytes()).unwrap();
    // A server may refuse, and hang up, before it has read all.
    stream.write_all(body).ok();
    stream
}

/// The reply, if it comes whole.
pub(crate) fn end(mut stream: TcpStream) -> io::Result<Reply> {
    let mut all = Vec::new();
    stream.read_to_end(&mut all)?;
    let broken = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let head = all.windows(4).position(|window| window == b"\r\n\r\n").ok_or_else(broken)?;
    let text = String::from_utf8(all[..head].to_vec()).unwrap();
    let mut lines = text.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.map(|line| line.split_once(": ").unwrap()).map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    let reply = Reply { status, headers, body: all[head + 4..].to_vec() };
    let promised: usize = reply.header("content-length").unwrap().parse().unwrap();
    if reply.body.len() == promised { Ok(reply) } else { Err(broken()) }
}

pub(crate) fn bearer(account: Account) -> String {
    format!("Bearer {}", account.token)
}

/// Anything but an inference, with a token.
pub(crate) fn call(fake: &Fake, method: &str, path: &str, token: &str, body: &str) -> Reply {
    let token = format!("Bearer {token}");
    let url = format!("{}{path}", fake.rest());
    end(begin(method, &url, &[("authorization", &token)], body.as_bytes())).unwrap()
}

/// Begins an inference over REST.
pub(crate) fn begin_rest(fake: &Fake, account: Account, model: &str, body: &Body) -> TcpStream {
    let url = format!("{}/accounts/{}/ai/run/{model}", fake.rest(), account.id);
    begin("POST", &url, &[("authorization", &bearer(account)), ("content-type", &body.content_type)], &body.bytes)
}

/// An inference over REST, by the first account.
pub(crate) fn rest(fake: &Fake, model: &str, body: &Body) -> Reply {
    end(begin_rest(fake, FIRST, model, body)).unwrap()
}

/// Begins an inference with the headers that workerd's `Ai` class was seen to send through miniflare 4.20260730.0.
pub(crate) fn begin_binding(fake: &Fake, model: &str, body: &Body) -> TcpStream {
    let length = body.bytes.len().to_string();
    let is_form = body.content_type.starts_with("multipart");
    let query = if is_form { "returnRawResponse=true&version=3&userInputs=%7B%7D" } else { "version=3" };
    let url = format!("https://workers-binding.ai/run?{query}");
    let headers = [
        ("mf-binding", "AI"),
        ("mf-header-cf-consn-model-id", model),
        ("mf-header-cf-consn-sdk-version", "2.0.0"),
        ("mf-header-content-length", &length),
        ("mf-header-content-type", &body.content_type),
        ("mf-url", &url),
    ];
    begin("POST", &fake.upstream(), &headers, &body.bytes)
}

/// An inference by the binding; JSON is wrapped as the class wraps it.
pub(crate) fn binding(fake: &Fake, model: &str, body: &Body) -> Reply {
    end(begin_binding(fake, model, &wrapped(body))).unwrap()
}

pub(crate) fn wrapped(body: &Body) -> Body {
    match serde_json::from_slice::<Value>(&body.bytes) {
        Ok(inputs) => json(&serde_json::json!({"inputs": inputs, "options": {}})),
        Err(_) => body.clone(),
    }
}
