//! A server that answers every connection with one script, byte for byte, and remembers what it was sent.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use remote::Timeouts;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// Longer than any test takes: a machine under load must not turn another fault into a timeout.
pub(crate) const PATIENT: Timeouts = Timeouts {
    connect: Duration::from_mins(1),
    answer: Duration::from_mins(1),
    picture: Duration::from_mins(1),
    text: Duration::from_mins(1),
    upload: Duration::from_mins(1),
    idle: Duration::from_mins(1),
};

/// What the server does next; after the last step it closes the connection.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Reads a request, head and body.
    Read,
    /// Waits until something was sent, and reads nothing of it.
    Hear,
    /// Sends these bytes, as one piece.
    Send(Vec<u8>),
    /// Sends these bytes until the client has enough.
    Forever(Vec<u8>),
    /// Breaks the connection off, and what was sent may be lost on the way.
    Reset,
    /// Says nothing until the client hangs up.
    Hang,
    /// Goes on with the steps of the first route that fits the request; with none, it closes.
    ByPath(Vec<Route>),
}

/// What a request's first line holds, and what follows it then.
pub(crate) type Route = (&'static str, Vec<Step>);

/// The server; it stops with the test's runtime.
pub(crate) struct Broken {
    address: SocketAddr,
    script: Arc<Mutex<Vec<Step>>>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Broken {
    pub(crate) async fn start(script: Vec<Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (script, seen) = (Arc::new(Mutex::new(script)), Arc::new(Mutex::new(Vec::new())));
        let (playing, log) = (Arc::clone(&script), Arc::clone(&seen));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let script = playing.lock().unwrap().clone();
                tokio::spawn(play(stream, script, Arc::clone(&log)));
            }
        });
        Self { address, script, seen }
    }

    /// A connection for each request, which is answered by the first path that it has.
    pub(crate) async fn by_path(routes: Vec<Route>) -> Self {
        Self::start(vec![Step::Read, Step::ByPath(routes)]).await
    }

    /// Reads a request and sends `reply`.
    pub(crate) async fn answering(reply: impl Into<Vec<u8>>) -> Self {
        Self::start(vec![Step::Read, Step::Send(reply.into())]).await
    }

    /// From the next connection on.
    pub(crate) fn go_on(&self, script: Vec<Step>) {
        *self.script.lock().unwrap() = script;
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far, as they came.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn play(mut stream: TcpStream, script: Vec<Step>, log: Arc<Mutex<Vec<String>>>) {
    let mut script = VecDeque::from(script);
    let mut request = String::new();
    while let Some(step) = script.pop_front() {
        match step {
            Step::Read => {
                request = read_request(&mut stream).await;
                log.lock().unwrap().push(request.clone());
            }
            Step::Hear => drop(stream.peek(&mut [0]).await.unwrap()),
            Step::ByPath(routes) => {
                let line = request.lines().next().unwrap_or_default();
                let taken = routes.into_iter().find(|(path, _)| line.contains(path));
                script =
                    taken.map(|(_, steps)| steps.into_iter().chain(script.drain(..)).collect()).unwrap_or_default();
            }
            Step::Send(bytes) => {
                // The client may have had enough; that is its right.
                stream.write_all(&bytes).await.ok();
            }
            Step::Forever(bytes) => while stream.write_all(&bytes).await.is_ok() {},
            Step::Reset => {
                stream.set_zero_linger().unwrap();
                return;
            }
            Step::Hang => {
                stream.read_exact(&mut [0]).await.ok();
            }
        }
    }
}

async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
            if body.len() >= length.parse().unwrap() {
                return text;
            }
        }
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            return text;
        }
    }
}

/// A whole reply with its length. `head`: the status line and headers, one a line.
pub(crate) fn reply(head: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    [head_of(&format!("{head}\nContent-Length: {}", body.len())).as_slice(), body].concat()
}

/// A reply's head. `lines`: one a line.
pub(crate) fn head_of(lines: &str) -> Vec<u8> {
    format!("HTTP/1.1 {}\r\n\r\n", lines.replace('\n', "\r\n")).into_bytes()
}

/// A piece of a chunked body.
pub(crate) fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

/// Where nobody answers.
pub(crate) async fn nobody() -> String {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", gone.local_addr().unwrap())
}

/// A server that answers whoever wants to encrypt in plain words.
pub(crate) async fn speaks_no_tls() -> Broken {
    Broken::start(vec![Step::Send(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec()), Step::Hang]).await
}
