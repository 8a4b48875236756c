//! What the painter's home says to a table of requests. It runs against the router in the process and against `easel serve`; the two
//! must also agree with each other to the byte.

use contract::{Key, Record};
use home::{BuiltIn, Socket};
use http::{HeaderMap, Request};
use serde_json::{Value, json};
use service::Settings;

use crate::{
    exchange::{KEY, Reply, in_process, over_socket},
    studio::Hands,
};

/// A request, and what its reply must be.
struct Case {
    request: Request<String>,
    status: u16,
    /// Headers, by name; an empty value means absent.
    headers: Vec<(&'static str, &'static str)>,
    /// Parts of the JSON body, by pointer.
    json: Vec<(&'static str, Value)>,
    picture: Option<(&'static str, &'static [u8])>,
}

fn case(request: &str, headers: &[(&str, &str)], body: impl Into<String>, status: u16) -> Case {
    let (method, path) = request.split_once(' ').unwrap();
    let builder = Request::builder().method(method).uri(path);
    let builder = headers.iter().fold(builder, |builder, (name, value)| builder.header(*name, *value));
    let request = builder.body(body.into()).unwrap();
    Case { request, status, headers: vec![("x-easel-api", "1")], json: vec![], picture: None }
}

/// With the key.
fn keyed(request: &str, body: impl Into<String>, status: u16) -> Case {
    case(request, &[("authorization", "Bearer sesame"), ("content-type", "application/json")], body, status)
}

impl Case {
    fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    fn json(mut self, pointer: &'static str, value: Value) -> Self {
        self.json.push((pointer, value));
        self
    }

    fn error(self, code: &str, param: Value) -> Self {
        self.header("content-type", "application/json")
            .json("/error/code", json!(code))
            .json("/error/param", param)
            .json("/error/billed", json!("no"))
    }

    fn picture(mut self, content_type: &'static str, mark: &'static [u8]) -> Self {
        self.picture = Some((content_type, mark));
        self
    }

    fn under(mut self, job: &str) -> Self {
        self.request.headers_mut().insert("idempotency-key", job.parse().unwrap());
        self
    }

    #[track_caller]
    fn check(&self, reply: &Reply) {
        let name = format!("{} {} {:.80}", self.request.method(), self.request.uri(), self.request.body());
        assert_eq!(reply.status.as_u16(), self.status, "{name}: {}", String::from_utf8_lossy(&reply.body));
        for (header, value) in &self.headers {
            assert_eq!(reply.header(header).unwrap_or_default(), *value, "{name}: {header}");
        }
        for (pointer, value) in &self.json {
            assert_eq!(reply.json().pointer(pointer).unwrap_or(&Value::Null), value, "{name}: {pointer}");
        }
        if let Some((content_type, mark)) = self.picture {
            assert!(reply.body.starts_with(mark), "{name}");
            assert_eq!(reply.header("content-type"), Some(content_type), "{name}");
            assert_eq!(reply.header("content-length"), Some(reply.body.len().to_string().as_str()), "{name}");
            let record = Record::from_header(reply.header("x-easel-record").unwrap()).unwrap();
            assert_eq!(record.content_type.as_deref(), Some(content_type), "{name}");
            assert_eq!((record.width, record.height, record.seed), (256, 272, Some(7)), "{name}");
        }
    }
}

fn table() -> Vec<Case> {
    [reading(), refusing(), making()].into_iter().flatten().collect()
}

fn reading() -> Vec<Case> {
    vec![
        case("GET /health", &[], "", 200).json("/service", json!("easel")).json("/api", json!(1)),
        case("GET /models", &[], "", 200).json("/models/0/id", json!("painter")).json("/models/1", json!(null)),
        keyed("GET /usage?days=2", "", 200)
            .json("/total", json!(0))
            .json("/days/1/date", json!("2026-11-21"))
            .json("/days/1/count", json!(0))
            .json("/days/2", json!(null)),
        case("OPTIONS /generate", &[("origin", "https://pages.example")], "", 200)
            .header("access-control-allow-origin", ""),
        case("GET /health", &[("origin", "https://pages.example")], "", 200).header("access-control-allow-origin", ""),
    ]
}

fn refusing() -> Vec<Case> {
    let emoji = |count| json!({"prompt": "🎨".repeat(count), "width": 256, "height": 256}).to_string();
    let refused = |body: &str, param: &str| keyed("POST /generate", body, 400).error("invalid_request", json!(param));
    vec![
        case("POST /generate", &[], "{}", 401).error("unauthorized", json!(null)).header("www-authenticate", "Bearer"),
        case("GET /usage", &[("authorization", "Bearer sesam")], "", 401).error("unauthorized", json!(null)),
        keyed("GET /generate", "", 405).error("method_not_allowed", json!(null)).header("allow", "POST"),
        keyed("GET /nowhere", "", 404).error("not_found", json!(null)),
        keyed("GET /usage?days=401", "", 400).error("invalid_request", json!("days")),
        keyed("POST /generate?format=gif", "{}", 400).error("invalid_request", json!("format")),
        keyed("POST /generate", "{", 400).error("bad_json", json!(null)),
        keyed("POST /generate", "[".repeat(100_000), 400).error("bad_json", json!(null)),
        keyed("POST /generate", r#"{"prompt": "\udc00"}"#, 400).error("bad_json", json!(null)),
        case("POST /generate", &[("authorization", "Bearer sesame"), ("content-type", "text/plain")], "{}", 400)
            .error("invalid_request", json!("Content-Type")),
        refused("{}", "prompt"),
        refused(r#"{"prompt": " "}"#, "prompt"),
        refused(r#"{"prompt": 7}"#, "prompt"),
        refused(&emoji(2001), "prompt"),
        refused(r#"{"prompt": "x", "width": 255}"#, "width"),
        refused(r#"{"prompt": "x", "height": 512.5}"#, "height"),
        refused(r#"{"prompt": "x", "seed": -1}"#, "seed"),
        refused(r#"{"prompt": "x", "steps": 4}"#, "steps"),
        refused(r#"{"prompt": "x", "colour": "red"}"#, "colour"),
        keyed("POST /generate", r#"{"prompt": "x", "model": "flux-9"}"#, 404).error("model_not_found", json!("model")),
        keyed("POST /generate", r#"{"prompt": "x", "model": "flux-2-klein-4b"}"#, 400)
            .error("model_not_here", json!("model"))
            .json("/error/hint", json!("connect Cloudflare: a Worker, or Workers AI with a token")),
        keyed("POST /generate", r#"{"prompt": "x"}"#, 400)
            .under("two words")
            .error("invalid_request", json!("Idempotency-Key")),
        keyed("POST /generate", emoji(2000), 200).json("/width", json!(256)),
    ]
}

fn making() -> Vec<Case> {
    const FOX: &str = r#"{"prompt": "a fox in the snow", "width": 256, "height": 272, "seed": 7}"#;
    vec![
        keyed("POST /generate", FOX, 200)
            .header("content-type", "application/json")
            .header("idempotency-replayed", "")
            .json("/prompt", json!("a fox in the snow"))
            .json("/dimensions", json!("256x272"))
            .json("/model", json!("painter"))
            .json("/seed", json!(7))
            .json("/neurons", json!(0.0))
            .json("/content_type", json!("image/jpeg")),
        keyed("POST /generate?format=raw", FOX, 200).picture("image/jpeg", &[0xff, 0xd8, 0xff]),
        keyed("POST /generate?format=png", FOX, 200).picture("image/png", b"\x89PNG\r\n\x1a\n"),
        keyed("POST /generate?format=raw", FOX, 200).under("job-1").header("idempotency-replayed", ""),
        keyed("POST /generate?format=raw", FOX, 200)
            .under("job-1")
            .header("idempotency-replayed", "true")
            .picture("image/jpeg", &[0xff, 0xd8, 0xff]),
        keyed("POST /generate", r#"{"prompt": "a hare"}"#, 422)
            .under("job-1")
            .error("key_reused", json!("Idempotency-Key")),
        keyed("GET /usage?days=1", "", 200)
            .json("/total", json!(5))
            .json("/days/0/count", json!(5))
            .json("/days/0/failed", json!(0))
            .json("/days/0/by_model/painter/count", json!(5))
            .json("/days/0/lastUpdated", json!("2026-11-21T12:00:00Z")),
    ]
}

fn home(folder: &tempfile::TempDir) -> BuiltIn {
    let hands = Hands::at("2026-11-21T12:00:00Z");
    BuiltIn::open_with(&folder.path().join("state.db"), std::sync::Arc::new(move || hands.now())).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_router_and_the_socket_give_the_same_replies() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let key = Key::parse(KEY).unwrap();
    let router = home(&one).router(Settings::keyed(vec![key.clone()]));
    let socket = Socket::bind(0).await.unwrap();
    let address = socket.address();
    let serving =
        tokio::spawn(
            async move { socket.serve(&home(&other), Settings::keyed(vec![key]), std::future::pending()).await },
        );
    for case in table() {
        let direct = in_process(&router, case.request.clone()).await;
        let served = over_socket(address, case.request.clone()).await;
        case.check(&direct);
        case.check(&served);
        // A seed that the home chose makes another picture each time.
        if case.request.method() != "POST" || direct.status != 200 || case.request.body().contains("seed") {
            assert_eq!(without_transport(direct), without_transport(served), "{}", case.request.uri());
        }
    }
    serving.abort();
}

/// Without the headers that only a connection has.
fn without_transport(mut reply: Reply) -> Reply {
    let kept = |name: &str| !["date", "connection"].contains(&name);
    let headers: HeaderMap = reply.headers.drain().filter_map(|(name, value)| Some((name?, value))).collect();
    reply.headers = headers
        .into_iter()
        .filter_map(|(name, value)| Some((name?, value)))
        .filter(|(n, _)| kept(n.as_str()))
        .collect();
    reply
}

#[tokio::test]
async fn png_has_the_same_pixels_as_the_file_that_was_made() {
    let folder = tempfile::tempdir().unwrap();
    let router = home(&folder).router(Settings::keyed(vec![Key::parse(KEY).unwrap()]));
    let pixels = async |format: &str| {
        let case = keyed(&format!("POST /generate?format={format}"), r#"{"prompt": "dusk", "seed": 1}"#, 200);
        image::load_from_memory(&in_process(&router, case.request).await.body).unwrap().to_rgb8()
    };
    assert_eq!(pixels("raw").await, pixels("png").await);
}
