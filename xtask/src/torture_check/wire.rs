//! A slow wire to a service: each request waits before it is handed on, and its reply comes in pieces with pauses between, so
//! that a kill meets every moment of both. HTTP/1.1, one exchange a connection. It sees which job is asked for.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result};
use fastrand::Rng;
use library::PictureId;
use serde::Deserialize;

/// Milliseconds before a request is handed on, at most.
const BEFORE: u64 = 50;
/// Milliseconds between two pieces of a reply, at most.
const BETWEEN: u64 = 25;
/// Pieces of a reply, at most.
const PIECES: usize = 6;

/// A picture that was asked for.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// By its key, which is its id.
    pub(super) job: PictureId,
    pub(super) prompt: String,
    pub(super) seed: u64,
}

/// As far as the pictures of a wish differ.
#[derive(Deserialize)]
struct Wish {
    prompt: String,
    seed: u64,
}

/// It goes on until the program ends.
pub(super) struct Wire {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    to: SocketAddr,
    asked: Mutex<Vec<Asked>>,
    quick: AtomicBool,
}

impl Wire {
    pub(super) fn to(to: SocketAddr, seed: u64) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared { to, asked: Mutex::default(), quick: AtomicBool::new(false) });
        let all = Arc::clone(&shared);
        thread::Builder::new().name("wire".to_owned()).spawn(move || {
            let mut chance = Rng::with_seed(seed);
            for stream in listener.incoming().flatten() {
                let (shared, chance) = (Arc::clone(&all), chance.fork());
                // One that fails is a caller who was killed; one for whom there is no thread finds nobody.
                let exchange = move || shared.exchange(&stream, chance).ok();
                drop(thread::Builder::new().name("exchange".to_owned()).spawn(exchange));
            }
        })?;
        Ok(Self { address, shared })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn be_quick(&self, quick: bool) {
        self.shared.quick.store(quick, Ordering::Relaxed);
    }

    /// In the order in which it came.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.shared.asked().clone()
    }
}

impl Shared {
    fn asked(&self) -> MutexGuard<'_, Vec<Asked>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn pause(&self, time: u64) {
        if !self.quick.load(Ordering::Relaxed) {
            thread::sleep(Duration::from_millis(time));
        }
    }

    fn exchange(&self, mut caller: &TcpStream, mut chance: Rng) -> Result<()> {
        let (head, body) = read(caller)?;
        if let Some(key) = header(&head, "idempotency-key") {
            let Wish { prompt, seed } = serde_json::from_slice(&body)?;
            self.asked().push(Asked { job: key.parse()?, prompt, seed });
        }
        self.pause(chance.u64(0..BEFORE));
        let mut service = TcpStream::connect(self.to)?;
        // So that the reply's end is the connection's, for both.
        let (line, rest) = head.split_once("\r\n").context("no request")?;
        service.write_all(format!("{line}\r\nconnection: close\r\n{rest}").as_bytes())?;
        service.write_all(&body)?;
        let mut reply = Vec::new();
        service.read_to_end(&mut reply)?;
        let pieces = chance.usize(1..=PIECES);
        for piece in reply.chunks(reply.len().div_ceil(pieces).max(1)) {
            caller.write_all(piece)?;
            self.pause(chance.u64(0..BETWEEN));
        }
        Ok(())
    }
}

/// A request's head, with the empty line after it, and its body.
fn read(caller: &TcpStream) -> Result<(String, Vec<u8>)> {
    let mut caller = BufReader::new(caller);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if caller.read_line(&mut head)? == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
    }
    let mut body = vec![0; header(&head, "content-length").map_or(Ok(0), str::parse)?];
    caller.read_exact(&mut body)?;
    Ok((head, body))
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut headers = head.lines().filter_map(|line| line.split_once(": "));
    headers.find(|(named, _)| named.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}
