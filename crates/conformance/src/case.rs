//! One row of the table: a request, what Cloudflare does meanwhile, and what the reply must be.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use contract::{Format, Record};
use fake::Fault;
use http::{HeaderName, HeaderValue, Method, Request, request::Builder};
use serde_json::{Value, json};

use crate::{KEYS, Reply, every_reply};

/// A row.
pub(crate) struct Case {
    request: Request<Bytes>,
    faults: Vec<Fault>,
    status: u16,
    headers: Vec<(&'static str, Header)>,
    /// Parts of the JSON body, by pointer; null means absent.
    json: Vec<(&'static str, Value)>,
    /// Parts of the JSON body that must be there and be something else.
    unlike: Vec<(&'static str, Value)>,
    picture: Option<Sent>,
}

/// What a header must be.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Header {
    Is(&'static str),
    There,
    Absent,
}

/// A picture that must come as bytes.
pub(crate) struct Sent {
    pub(crate) content_type: &'static str,
    pub(crate) mark: &'static [u8],
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// `request`: method and path. Without a key.
pub(crate) fn bare(request: &str, headers: &[(&str, &str)], body: impl Into<Bytes>, status: u16) -> Case {
    let (method, path) = request.split_once(' ').unwrap_or((request, "/"));
    let builder = Request::builder().method(method).uri(path);
    let builder = headers.iter().fold(builder, |builder: Builder, (name, value)| builder.header(*name, *value));
    let body = body.into();
    // The rows are written here, and a row that is no request would fail all homes alike.
    let request = builder.body(body).unwrap_or_default();
    let headers = vec![("x-easel-api", Header::Is("1"))];
    Case { request, faults: vec![], status, headers, json: vec![], unlike: vec![], picture: None }
}

/// With the key, and a JSON body.
pub(crate) fn keyed(request: &str, body: impl Into<Bytes>, status: u16) -> Case {
    let authorization = format!("Bearer {}", KEYS[0]);
    bare(request, &[("authorization", &authorization), ("content-type", "application/json")], body, status)
}

/// `POST /generate` of these fields.
pub(crate) fn generate(format: &str, fields: &Value, status: u16) -> Case {
    keyed(&format!("POST /generate?format={format}"), fields.to_string(), status)
}

impl Case {
    pub(crate) fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, Header::Is(value)));
        self
    }

    /// Whatever it says.
    pub(crate) fn with(mut self, name: &'static str) -> Self {
        self.headers.push((name, Header::There));
        self
    }

    pub(crate) fn without(mut self, name: &'static str) -> Self {
        self.headers.push((name, Header::Absent));
        self
    }

    pub(crate) fn json(mut self, pointer: &'static str, value: impl Into<Value>) -> Self {
        self.json.push((pointer, value.into()));
        self
    }

    pub(crate) fn unlike(mut self, pointer: &'static str, value: impl Into<Value>) -> Self {
        self.unlike.push((pointer, value.into()));
        self
    }

    /// An error of ours that cost nothing. `param`: the field; empty where it names none.
    pub(crate) fn error(self, code: &str, param: &str) -> Self {
        let param = if param.is_empty() { Value::Null } else { json!(param) };
        self.header("content-type", "application/json")
            .json("/error/code", code)
            .json("/error/param", param)
            .json("/error/billed", "no")
    }

    /// The last word on `billed`, where it is another one.
    pub(crate) fn billed(mut self, billed: &str) -> Self {
        self.json.retain(|(pointer, _)| *pointer != "/error/billed");
        self.json("/error/billed", billed)
    }

    pub(crate) fn picture(mut self, sent: Sent) -> Self {
        self.picture = Some(sent);
        self
    }

    /// Under a job key.
    pub(crate) fn under(mut self, job: &'static str) -> Self {
        let value = HeaderValue::from_bytes(job.as_bytes()).ok();
        let header = value.map(|value| (HeaderName::from_static("idempotency-key"), value));
        self.request.headers_mut().extend(header);
        self
    }

    /// Cloudflare answers so, once for each.
    pub(crate) fn while_cloudflare(mut self, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.faults.extend(faults);
        self
    }

    pub(crate) fn name(&self) -> String {
        let body: String = String::from_utf8_lossy(self.request.body()).chars().take(80).collect();
        let faults = if self.faults.is_empty() { String::new() } else { format!("{:?}", self.faults) };
        format!("{} {} {body} {faults}", self.request.method(), self.request.uri())
    }

    pub(crate) fn request(&self) -> Request<Bytes> {
        self.request.clone()
    }

    pub(crate) fn faults(&self) -> Vec<Fault> {
        self.faults.clone()
    }

    /// How often Cloudflare is asked meanwhile: once for each refusal, and once for what ends it. What is kept, read or refused
    /// here asks nothing.
    pub(crate) fn asks(&self) -> usize {
        if !self.generates() || self.headers.contains(&("idempotency-replayed", Header::Is("true"))) {
            return 0;
        }
        let refusals = self.faults.iter().filter(|fault| matches!(fault, Fault::Refuse(_))).count();
        if self.status == 200 { refusals + 1 } else { self.faults.len() }
    }

    /// Whether Cloudflare is asked in vain.
    pub(crate) fn fails(&self) -> bool {
        self.status != 200 && self.asks() > 0
    }

    fn generates(&self) -> bool {
        self.request.method() == Method::POST && self.request.uri().path() == "/generate"
    }

    /// What is not as it must be.
    pub(crate) fn check(&self, reply: &Reply) -> Vec<String> {
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
        let json = self
            .json
            .iter()
            .filter(|(pointer, wanted)| !same(&part(pointer), wanted))
            .map(|(pointer, wanted)| format!("{pointer} is {} and not {wanted}", part(pointer)));
        let unlike = self
            .unlike
            .iter()
            .filter(|(pointer, other)| part(pointer).is_null() || same(&part(pointer), other))
            .map(|(pointer, other)| format!("{pointer} is {} and must be other than {other}", part(pointer)));
        let picture = self.picture.as_ref().and_then(|sent| sent.fault(reply));
        let raw = self.request.uri().query().is_some_and(|query| query.contains("format=raw"));
        let image = (self.generates() && self.status == 200 && !raw).then(|| image_fault(&body)).flatten();
        headers.chain(json).chain(unlike).chain(picture).chain(image).chain(every_reply::faults(reply)).collect()
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

/// Neurons are added up in any order, which changes their last digits.
fn same(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => (one - other).abs() < 0.005,
        _ => one == other,
    }
}

/// What is wrong with a JSON reply's picture.
fn image_fault(body: &Value) -> Option<String> {
    let file = body.get("image").and_then(|image| STANDARD.decode(image.as_str()?).ok());
    let whole = file.is_some_and(|file| Format::sniff(&file) == Some(Format::Jpeg) && Format::Jpeg.is_whole(&file));
    if whole { None } else { Some("its image is no whole JPEG in base64".to_owned()) }
}

impl Sent {
    /// A JPEG of these sides.
    pub(crate) fn jpeg(width: u32, height: u32) -> Self {
        Self { content_type: "image/jpeg", mark: &[0xff, 0xd8, 0xff], width, height }
    }

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
