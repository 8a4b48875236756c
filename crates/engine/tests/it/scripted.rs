//! A service that answers as it is told, for what a service of ours never does. It remembers what it was asked.

use std::{
    collections::BTreeSet,
    io::{Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc, Barrier, Mutex,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use contract::{AccountHash, Health, model::CATALOGUE, usage::Usage};

use crate::http::{Request, json, picture};

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
    let request = Request::read(&stream)?;
    keys.lock().unwrap().extend(request.key().map(str::to_owned));
    let reply = match request.path() {
        path if path.starts_with("/generate") => {
            asked.send(request.header("idempotency-key:")?.to_owned()).ok()?;
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
