//! A service that answers as it is told, for what a service of ours never does. It remembers what it was asked.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc, Barrier, Mutex,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use contract::{AccountHash, Health, Record, model::CATALOGUE, usage::Usage};

/// A refusal in the words of our service; it cost nothing.
pub(crate) fn refusal(status: &str, code: &str) -> Reply {
    let body = format!(r#"{{"error":{{"code":"{code}","message":"in its words","billed":"no"}}}}"#);
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close\r\n");
    Reply::Raw(format!("{head}content-length: {}\r\n\r\n{body}", body.len()).into_bytes())
}

/// How `POST /generate` is answered.
#[derive(Clone)]
pub(crate) enum Reply {
    /// These bytes, status line and all; then the connection is closed.
    Raw(Vec<u8>),
    /// A picture with this body.
    Picture(Vec<u8>),
    /// A picture with this body, once the test has come to the barrier too.
    After(Arc<Barrier>, Vec<u8>),
    /// Never.
    Hang,
}

pub(crate) struct Scripted {
    pub(crate) address: String,
    /// The job keys of `POST /generate`, in order.
    asked: Mutex<Receiver<String>>,
    reply: Arc<Mutex<Reply>>,
    keys: Arc<Mutex<BTreeSet<String>>>,
}

impl Scripted {
    pub(crate) fn start(reply: Reply) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (sender, asked) = sync_channel(64);
        let reply = Arc::new(Mutex::new(reply));
        let shared = Arc::clone(&reply);
        let keys = Arc::<Mutex<BTreeSet<String>>>::default();
        let seen = Arc::clone(&keys);
        let listening = thread::Builder::new().spawn(move || {
            for stream in listener.incoming().flatten() {
                let (sender, reply, seen) = (sender.clone(), Arc::clone(&shared), Arc::clone(&seen));
                thread::Builder::new().spawn(move || answer(stream, &sender, &reply, &seen)).unwrap();
            }
        });
        listening.unwrap();
        Self { address, asked: Mutex::new(asked), reply, keys }
    }

    /// The keys that it was shown.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.keys.lock().unwrap().iter().cloned().collect()
    }

    pub(crate) fn reply_with(&self, reply: Reply) {
        *self.reply.lock().unwrap() = reply;
    }

    /// Waits until a picture was asked for, and gives its job key.
    pub(crate) fn asked(&self) -> String {
        self.asked.lock().unwrap().recv_timeout(std::time::Duration::from_secs(60)).unwrap()
    }

    pub(crate) fn was_asked_again(&self) -> bool {
        self.asked.lock().unwrap().try_recv().is_ok()
    }
}

fn answer(
    stream: TcpStream,
    asked: &SyncSender<String>,
    reply: &Mutex<Reply>,
    keys: &Mutex<BTreeSet<String>>,
) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        (reader.read_line(&mut head).ok()? > 0).then_some(())?;
    }
    let header =
        |name: &str| head.lines().find_map(|line| line.strip_prefix(name).map(|value| value.trim().to_owned()));
    let key = header("authorization:").and_then(|value| value.strip_prefix("Bearer ").map(str::to_owned));
    keys.lock().unwrap().extend(key);
    let length = header("content-length:").map_or(0, |length| length.parse().unwrap());
    reader.take(length).read_to_end(&mut Vec::new()).ok()?;
    let reply = match head.split(' ').nth(1)? {
        path if path.starts_with("/generate") => {
            asked.send(header("idempotency-key:")?).ok()?;
            reply.lock().unwrap().clone()
        }
        "/health" => Reply::Raw(json(&serde_json::to_string(&Health::ours()).unwrap())),
        "/models" => Reply::Raw(json(&serde_json::json!({ "models": [CATALOGUE[0]] }).to_string())),
        _ => Reply::Raw(json(
            &serde_json::to_string(&Usage { total: 0, account: AccountHash::default(), days: Vec::new() }).unwrap(),
        )),
    };
    send(stream, reply)
}

fn send(mut stream: TcpStream, reply: Reply) -> Option<()> {
    let bytes = match reply {
        Reply::Raw(bytes) => bytes,
        Reply::Picture(bytes) => picture(&bytes),
        Reply::After(barrier, bytes) => {
            barrier.wait();
            picture(&bytes)
        }
        Reply::Hang => {
            // Until the other side goes away.
            return stream.read_to_end(&mut Vec::new()).ok().map(|_| ());
        }
    };
    stream.write_all(&bytes).ok()
}

fn json(body: &str) -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\nx-easel-api: 1\r\n";
    format!("{head}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// What our service says of a picture, as its header has it.
pub(crate) fn record() -> String {
    let record = Record {
        prompt: "as it was sent".to_owned(),
        width: 256,
        height: 256,
        dimensions: "256x256".to_owned(),
        model: CATALOGUE[0].id.to_owned(),
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

/// As our service sends a picture.
fn picture(bytes: &[u8]) -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: image/jpeg\r\nconnection: close\r\nx-easel-api: 1\r\n";
    let head = format!("{head}x-easel-record: {}\r\ncontent-length: {}\r\n\r\n", record(), bytes.len());
    [head.as_bytes(), bytes].concat()
}
