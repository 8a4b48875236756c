//! The suite that every home runs, on Workers AI over REST: the router in the process, and the socket of `easel serve`. The
//! wasm Worker runs it in `cargo xtask check worker`.

use std::sync::Arc;

use axum::{Router, body::Body};
use bytes::Bytes;
use conformance::{KEYS, ORIGIN, Reply, Said, Target, differences};
use contract::{Account, AccountId, Key, text::TEXT_MODELS};
use fake::Fake;
use home::{BuiltIn, Origins, Settings, Socket, WorkersAiInference};
use http::Request;
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use remote::{Address, Https, WorkersAi};
use tempfile::TempDir;
use tower::ServiceExt as _;

/// The router, without a socket.
struct InProcess(Router);

impl Target for InProcess {
    async fn ask(&self, request: Request<Bytes>) -> Result<Reply, String> {
        let Ok(reply) = self.0.clone().oneshot(request.map(Body::from)).await;
        let (parts, body) = reply.into_parts();
        let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers: Vec<_> = parts.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let body = body.collect().await.map_err(|error| error.to_string())?.to_bytes().to_vec();
        Ok(Reply::new(parts.status.as_u16(), headers, body))
    }
}

fn home(fake: &Fake, folder: &TempDir) -> BuiltIn<WorkersAiInference> {
    let account =
        Account { id: AccountId::parse(fake::FIRST.id).unwrap(), token: Key::parse(fake::FIRST.token).unwrap() };
    let api = Address::parse(&fake.rest()).unwrap();
    let account = WorkersAi::at(api, account, Arc::new(Https::new().unwrap()));
    let db = folder.path().join("state.db");
    BuiltIn::on_workers_ai(&db, vec![account], TEXT_MODELS.first(), Arc::new(Timestamp::now)).unwrap()
}

fn settings() -> Settings {
    let keys = KEYS.iter().map(|key| Key::parse(key).unwrap()).collect();
    Settings { origins: Origins::parse(ORIGIN), ..Settings::keyed(keys) }
}

/// The faults come first: who fails alone has only those.
#[track_caller]
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n- {}\n", faults.join("\n- "));
}

async fn in_the_process() -> Said {
    let (fake, folder) = (Fake::start().unwrap(), tempfile::tempdir().unwrap());
    let target = InProcess(home(&fake, &folder).router(settings()));
    conformance::run(&target, &fake).await
}

async fn over_a_socket() -> Said {
    let (fake, folder) = (Fake::start().unwrap(), tempfile::tempdir().unwrap());
    let (home, socket) = (home(&fake, &folder), Socket::bind(0).await.unwrap());
    let target = conformance::Socket(socket.address());
    let serving = tokio::spawn(async move { socket.serve(&home, settings(), std::future::pending()).await });
    let said = conformance::run(&target, &fake).await;
    serving.abort();
    said
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_router_and_the_socket_say_what_every_home_says() {
    let (one, other) = tokio::join!(in_the_process(), over_a_socket());
    assert_none(&one.faults);
    assert_none(&other.faults);
    assert_none(&differences(&one, &other));
}
