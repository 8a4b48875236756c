//! Whether a reply is what its row says.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use contract::{Format, Record};
use serde_json::Value;

use super::{Case, Header, Sent};
use crate::{Reply, every_reply};

impl Case {
    /// What is not as it must be. `last`: the reply of the row before.
    pub(crate) fn check(&self, reply: &Reply, last: Option<&Reply>) -> Vec<String> {
        if reply.status != self.status {
            return vec![format!("{} and not {}: {}", reply.status, self.status, reply.shown())];
        }
        let headers = self
            .headers
            .iter()
            .filter(|(name, wanted)| !wanted.fits(reply.header(name)))
            .map(|(name, wanted)| format!("header {name} is {:?} and not {wanted:?}", reply.header(name)));
        let body = reply.json();
        let part = |pointer: &str| body.pointer(pointer).cloned().unwrap_or_default();
        let json = differences(&body, &self.json);
        let record = reply.header("x-easel-record").and_then(Record::from_header);
        let record = differences(&serde_json::to_value(record).unwrap_or_default(), &self.record);
        let unlike = self
            .unlike
            .iter()
            .filter(|(pointer, other)| part(pointer).is_null() || same(&part(pointer), other))
            .map(|(pointer, other)| format!("{pointer} is {} and must be other than {other}", part(pointer)));
        let picture = self.picture.as_ref().and_then(|sent| sent.fault(reply));
        let jpegs = self.jpegs.iter().filter_map(|pointer| jpeg_fault(&body, pointer));
        let repeated = !self.repeats || last.is_some_and(|last| picture_in(last) == picture_in(reply));
        let other = (!repeated).then(|| "it is another picture than before".to_owned());
        let seen = headers.chain(json).chain(record).chain(unlike).chain(picture).chain(jpegs).chain(other);
        seen.chain(every_reply::faults(reply)).collect()
    }
}

impl Header {
    fn fits(self, value: Option<&str>) -> bool {
        match self {
            Self::Is(wanted) => value == Some(wanted),
            Self::There => value.is_some(),
            Self::Absent => value.is_none(),
        }
    }
}

/// Where `json` is not as `wanted` says, by pointer.
fn differences(json: &Value, wanted: &[(&'static str, Value)]) -> Vec<String> {
    let part = |pointer: &str| json.pointer(pointer).cloned().unwrap_or_default();
    let other = wanted.iter().filter(|(pointer, wanted)| !same(&part(pointer), wanted));
    other.map(|(pointer, wanted)| format!("{pointer} is {} and not {wanted}", part(pointer))).collect()
}

/// Neurons are added up in any order, which changes their last digits.
fn same(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => (one - other).abs() < 0.005,
        _ => one == other,
    }
}

/// What is wrong with a JSON reply's picture.
fn jpeg_fault(body: &Value, pointer: &str) -> Option<String> {
    let file = body.pointer(pointer).and_then(|image| STANDARD.decode(image.as_str()?).ok());
    let whole = file.is_some_and(|file| Format::sniff(&file) == Some(Format::Jpeg) && Format::Jpeg.is_whole(&file));
    if whole { None } else { Some(format!("{pointer} is no whole JPEG in base64")) }
}

/// The bytes of a reply's picture, in JSON or raw.
fn picture_in(reply: &Reply) -> Vec<u8> {
    let image = reply.json().get("image").and_then(|image| STANDARD.decode(image.as_str()?).ok());
    image.unwrap_or_else(|| reply.body.clone())
}

impl Sent {
    fn fault(&self, reply: &Reply) -> Option<String> {
        let length = reply.body.len().to_string();
        let wrong = |what: &str| Some(format!("{what}: {:?}", reply.headers));
        if !reply.body.starts_with(self.mark) {
            return wrong("the body is another format");
        }
        if reply.header("content-type") != Some(self.content_type) {
            return wrong("the type is not that of the bytes");
        }
        if reply.header("content-length") != Some(&length) {
            return wrong("the length is not said");
        }
        let Some(record) = reply.header("x-easel-record").and_then(Record::from_header) else {
            return wrong("no record");
        };
        let as_it_is = record.content_type.as_deref() == Some(self.content_type)
            && (record.width, record.height) == (self.width, self.height);
        if as_it_is { None } else { Some(format!("the record is not that of the picture: {record:?}")) }
    }
}
