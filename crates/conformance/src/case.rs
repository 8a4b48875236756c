//! One row of the table: a request, what Cloudflare does meanwhile, and what the reply must be.

use bytes::Bytes;
use fake::{Fake, Fault, TextAnswer};
use http::{HeaderName, HeaderValue, Method, Request, request::Builder};
use serde_json::{Value, json};

use crate::KEYS;

mod check;

/// A row.
pub(crate) struct Case {
    request: Request<Bytes>,
    faults: Vec<Fault>,
    status: u16,
    headers: Vec<(&'static str, Header)>,
    /// Parts of the JSON body, by pointer; null means absent.
    json: Vec<(&'static str, Value)>,
    /// Parts of a raw reply's record, by pointer.
    record: Vec<(&'static str, Value)>,
    /// Parts of the JSON body that must be there and be something else.
    unlike: Vec<(&'static str, Value)>,
    picture: Option<Sent>,
    /// Where the JSON body has pictures.
    jpegs: Vec<&'static str>,
    texts: Vec<TextAnswer>,
    loses_text: bool,
    repeats: bool,
    picture_bytes: Option<usize>,
    asks: Option<usize>,
    makes: Option<u32>,
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
    Case {
        request,
        faults: vec![],
        status,
        headers,
        json: vec![],
        record: vec![],
        unlike: vec![],
        picture: None,
        jpegs: vec![],
        texts: vec![],
        loses_text: false,
        repeats: false,
        picture_bytes: None,
        asks: None,
        makes: None,
    }
}

/// With the key, and a JSON body.
pub(crate) fn keyed(request: &str, body: impl Into<Bytes>, status: u16) -> Case {
    let authorization = format!("Bearer {}", KEYS[0]);
    bare(request, &[("authorization", &authorization), ("content-type", "application/json")], body, status)
}

/// `POST /generate` of these fields.
pub(crate) fn generate(format: &str, fields: &Value, status: u16) -> Case {
    let case = keyed(&format!("POST /generate?format={format}"), fields.to_string(), status);
    if format == "json" && status == 200 { case.jpeg_at("/image") } else { case }
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

    /// Part of a raw reply's record.
    pub(crate) fn record(mut self, pointer: &'static str, value: impl Into<Value>) -> Self {
        self.record.push((pointer, value.into()));
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
    pub(crate) fn under(self, job: &'static str) -> Self {
        self.saying("idempotency-key", job)
    }

    /// With a header more.
    pub(crate) fn saying(mut self, name: &'static str, value: &'static str) -> Self {
        let value = HeaderValue::from_bytes(value.as_bytes()).ok();
        self.request.headers_mut().extend(value.map(|value| (HeaderName::from_static(name), value)));
        self
    }

    /// Cloudflare answers so, once for each.
    pub(crate) fn while_cloudflare(mut self, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.faults.extend(faults);
        self
    }

    /// A text model answers so, once for each, before there is a picture.
    pub(crate) fn while_text(mut self, answers: impl IntoIterator<Item = TextAnswer>) -> Self {
        self.texts.extend(answers);
        self
    }

    /// Whatever a text model writes for it comes to nothing, and may be paid for: it is counted at our estimate.
    pub(crate) fn losing_text(self) -> Self {
        Self { loses_text: true, ..self }
    }

    /// Cloudflare's pictures have so many bytes meanwhile.
    pub(crate) fn of_bytes(self, length: usize) -> Self {
        Self { picture_bytes: Some(length), ..self }
    }

    /// Cloudflare is asked so often meanwhile, where the rule of [`Self::asked`] does not hold: texts, and other routes.
    pub(crate) fn asks(self, times: usize) -> Self {
        Self { asks: Some(times), ..self }
    }

    /// So many pictures are counted as made, where the rule of [`Self::made`] does not hold.
    pub(crate) fn makes(self, pictures: u32) -> Self {
        Self { makes: Some(pictures), ..self }
    }

    /// The JSON has a whole JPEG in base64 there.
    pub(crate) fn jpeg_at(mut self, pointer: &'static str) -> Self {
        self.jpegs.push(pointer);
        self
    }

    /// The picture is that of the row before, to the byte.
    pub(crate) fn same_picture(self) -> Self {
        Self { repeats: true, ..self }
    }

    pub(crate) fn name(&self) -> String {
        let cut = |text: &str| text.chars().take(80).collect::<String>();
        let faults = if self.faults.is_empty() { String::new() } else { format!("{:?}", self.faults) };
        let texts = if self.texts.is_empty() { String::new() } else { cut(&format!("{:?}", self.texts)) };
        let body = cut(&String::from_utf8_lossy(self.request.body()));
        format!("{} {} {body} {faults}{texts}", self.request.method(), self.request.uri())
    }

    pub(crate) fn request(&self) -> Request<Bytes> {
        self.request.clone()
    }

    /// Tells the stand-in what it does meanwhile.
    pub(crate) fn prepare(&self, fake: &Fake) {
        self.faults.iter().for_each(|fault| fake.answer_next(*fault));
        self.texts.iter().for_each(|answer| fake.answer_text_next(answer.clone()));
        if self.picture_bytes.is_some() {
            fake.set_picture_bytes(self.picture_bytes);
        }
    }

    /// Takes back what would outlast the row.
    pub(crate) fn clean_up(&self, fake: &Fake) {
        if self.picture_bytes.is_some() {
            fake.set_picture_bytes(None);
        }
    }

    /// How often Cloudflare is asked meanwhile: for `/generate` once for each refusal, and once for what ends it. What is kept,
    /// read or refused here asks nothing.
    pub(crate) fn asked(&self) -> usize {
        self.asks.unwrap_or_else(|| {
            if !self.generates() || self.is_hit() || self.has("idempotency-replayed", "true") {
                return 0;
            }
            let refusals = self.faults.iter().filter(|fault| matches!(fault, Fault::Refuse(_))).count();
            if self.status == 200 { refusals + 1 } else { self.faults.len() }
        })
    }

    /// Whether Cloudflare is asked in vain.
    pub(crate) fn fails(&self) -> bool {
        self.status != 200 && self.asked() > 0
    }

    /// How many pictures are counted as made: for `/generate` one, if Cloudflare is asked and not in vain.
    pub(crate) fn made(&self) -> u32 {
        self.makes.unwrap_or_else(|| u32::from(self.generates() && self.status == 200 && self.asked() > 0))
    }

    /// Whether the picture must come from the shelf, by its recipe.
    pub(crate) fn is_hit(&self) -> bool {
        self.has("cache-status", "easel; hit")
    }

    pub(crate) fn loses_text(&self) -> bool {
        self.loses_text
    }

    /// What the user typed, where the request has that as its field `prompt`: a text model is given that and nothing else.
    pub(crate) fn typed(&self) -> Option<String> {
        let body: Value = serde_json::from_slice(self.request.body()).ok()?;
        let is_field = ["/generate", "/prompt"].contains(&self.request.uri().path());
        is_field.then(|| body.get("prompt")?.as_str().map(str::to_owned))?
    }

    fn has(&self, name: &str, value: &'static str) -> bool {
        self.headers.iter().any(|(known, wanted)| *known == name && *wanted == Header::Is(value))
    }

    fn generates(&self) -> bool {
        self.request.method() == Method::POST && self.request.uri().path() == "/generate"
    }
}

impl Sent {
    /// A JPEG of these sides.
    pub(crate) fn jpeg(width: u32, height: u32) -> Self {
        Self { content_type: "image/jpeg", mark: &[0xff, 0xd8, 0xff], width, height }
    }
}
