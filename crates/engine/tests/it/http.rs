//! Requests and replies as bytes on a socket, for services that are not the real one. The window's tests use this file too.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    net::TcpStream,
};

use contract::{Record, model::CATALOGUE};

/// A request whose body was read.
pub(crate) struct Request {
    head: String,
}

impl Request {
    pub(crate) fn read(stream: &TcpStream) -> Option<Self> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            (reader.read_line(&mut head).ok()? > 0).then_some(())?;
        }
        let request = Self { head };
        let length = request.header("content-length:").map_or(0, |length| length.parse().unwrap());
        // Hanging up on what was not read would break the reply.
        reader.take(length).read_to_end(&mut Vec::new()).ok()?;
        Some(request)
    }

    pub(crate) fn path(&self) -> &str {
        self.head.split(' ').nth(1).unwrap_or_default()
    }

    /// `name`: with its colon.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim)
    }

    /// The key that it shows.
    pub(crate) fn key(&self) -> Option<&str> {
        self.header("authorization:")?.strip_prefix("Bearer ")
    }
}

pub(crate) fn json(body: &str) -> Vec<u8> {
    reply("200 OK", "application/json", "x-easel-api: 1\r\n", body.as_bytes())
}

/// A refusal in the words of our service; it cost nothing.
pub(crate) fn refusal(status: &str, code: &str) -> Vec<u8> {
    let body = format!(r#"{{"error":{{"code":"{code}","message":"in its words","billed":"no"}}}}"#);
    reply(status, "application/json", "", body.as_bytes())
}

/// As our service sends a picture.
pub(crate) fn picture(bytes: &[u8]) -> Vec<u8> {
    let said = format!("x-easel-api: 1\r\nx-easel-record: {}\r\n", record());
    reply("200 OK", "image/jpeg", &said, bytes)
}

fn reply(status: &str, kind: &str, more: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\nconnection: close\r\n{more}");
    [format!("{head}content-length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

/// What our service says of a picture, as its header has it.
pub(crate) fn record() -> String {
    let record = Record {
        prompt: "as it was sent".to_owned(),
        width: 256,
        height: 256,
        dimensions: "256x256".to_owned(),
        model: CATALOGUE.first().unwrap().id.to_owned(),
        seed: Some(7),
        steps: None,
        guidance: None,
        negative_prompt: None,
        content_type: Some("image/jpeg".to_owned()),
        neurons: Some(26.05),
        translated_prompt: None,
        prompt_neurons: None,
        prompt_failure: None,
        cached: false,
    };
    record.to_header()
}
