//! A packed Worker to deploy, and what answers in its place at the stand-in for Cloudflare once it is deployed: a service that asks
//! for the key that was set. The window's tests use this file too.

use std::{
    fs,
    io::Write as _,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use contract::{
    AccountHash, Bundle, Health,
    bundle::{Binding, Kind, Migration, Module, Observability},
    model::CATALOGUE,
    usage::{Day, Usage},
};
use engine::Means;
use fake::Fake;

use crate::http::{Request, json, picture, refusal};

const WASM: &[u8] = b"\0asm\x01\0\0\0";
const SHIM: &[u8] = b"export default {};";

/// Packs a Worker of this build's version in `folder`.
pub(crate) fn pack(folder: &Path) {
    pack_as(folder, &Health::ours().version);
}

/// The same of another version.
pub(crate) fn pack_as(folder: &Path, version: &str) {
    let module = |name: &str, kind, bytes: &[u8]| Module { name: name.to_owned(), kind, size: bytes.len() as u64 };
    let bundle = Bundle {
        name: "easel".into(),
        version: version.to_owned(),
        main: "shim.js".into(),
        modules: vec![module("index_bg.wasm", Kind::Wasm, WASM), module("shim.js", Kind::Script, SHIM)],
        size: 26,
        gzip: 812_345,
        compatibility_date: "2026-07-30".parse().unwrap(),
        compatibility_flags: vec!["enable_request_signal".into()],
        bindings: vec![
            Binding::Ai { name: "AI".into() },
            Binding::KvNamespace { name: "USAGE".into() },
            Binding::DurableObjectNamespace { name: "USAGE_LEDGER".into(), class_name: "Usage".into() },
            Binding::DurableObjectNamespace { name: "JOBS".into(), class_name: "Job".into() },
        ],
        migrations: vec![Migration { tag: "v1".into(), new_sqlite_classes: vec!["Usage".into(), "Job".into()] }],
        observability: Observability { enabled: true },
    };
    fs::create_dir_all(folder).unwrap();
    for (name, bytes) in [("index_bg.wasm", WASM), ("shim.js", SHIM)] {
        fs::write(folder.join(name), bytes).unwrap();
    }
    fs::write(folder.join("bundle.json"), serde_json::to_vec(&bundle).unwrap()).unwrap();
}

/// With a Worker that is packed in `folder`; nothing is waited for longer than a moment.
pub(crate) fn means(folder: &Path) -> Means {
    pack(folder);
    Means { bundles: vec![folder.to_owned()], checkout: None, pause: Duration::from_millis(5), looks: 20 }
}

/// The stand-in, whose Workers answer.
pub(crate) fn cloudflare() -> Arc<Fake> {
    cloudflare_counting(Vec::new())
}

/// The same, whose Workers have counted these days.
pub(crate) fn cloudflare_counting(days: Vec<Day>) -> Arc<Fake> {
    let fake = Arc::new(Fake::start().unwrap());
    serve(&fake, days);
    fake
}

/// From now on something answers for its Workers.
pub(crate) fn serve(fake: &Arc<Fake>, days: Vec<Day>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let known = Arc::downgrade(fake);
    let listening = thread::Builder::new().spawn(move || {
        for stream in listener.incoming().flatten() {
            let Some(fake) = known.upgrade() else { return };
            answer(stream, &fake, &days);
        }
    });
    listening.unwrap();
    fake.serve_workers_at(Some(&address));
}

/// The keys that the deployed Worker takes.
pub(crate) fn keys(fake: &Fake) -> Vec<String> {
    let secret = fake.uploaded().and_then(|upload| upload.secrets.get("API_KEY").cloned());
    secret.iter().flat_map(|secret| secret.split(',')).map(str::to_owned).collect()
}

fn answer(mut stream: TcpStream, fake: &Fake, days: &[Day]) -> Option<()> {
    let request = Request::read(&stream)?;
    let is_open = request.key().is_some_and(|key| keys(fake).iter().any(|open| open == key));
    let reply = match request.path() {
        "/health" => json(&serde_json::to_string(&Health::ours()).unwrap()),
        "/models" => json(&serde_json::json!({ "models": CATALOGUE }).to_string()),
        _ if !is_open => refusal("401 Unauthorized", "unauthorized"),
        path if path.starts_with("/generate") => picture(&home::painter::paint("a boat", 256, 256, 1).unwrap()),
        _ => {
            let usage = Usage { total: 0, account: AccountHash::default(), days: days.to_vec() };
            json(&serde_json::to_string(&usage).unwrap())
        }
    };
    stream.write_all(&reply).ok()
}
