//! Services that lead astray: one that is ours until it is shown a key, and then points elsewhere; and one that is no service of
//! ours. They note what they are sent.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use anyhow::Result;
use contract::Health;

/// A service that answers by the first line of a request.
pub(super) struct Misleading {
    pub(super) address: SocketAddr,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Misleading {
    /// No service of ours. Until this process ends.
    pub(super) fn start() -> Result<Self> {
        Self::answering(|_| "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi".to_owned())
    }

    /// Says that it is ours, and points to `other` whoever asks with a key.
    pub(super) fn pointing_to(other: &Self) -> Result<Self> {
        let health = serde_json::to_string(&Health::ours())?;
        let health = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{health}",
            health.len()
        );
        // Another host by its name, the same machine.
        let target = format!("http://localhost:{}/usage", other.address.port());
        let head = "HTTP/1.1 307 Temporary Redirect\r\ncontent-length: 0\r\nconnection: close";
        let elsewhere = format!("{head}\r\nlocation: {target}\r\n\r\n");
        Self::answering(move |line| if line.contains("/health") { health.clone() } else { elsewhere.clone() })
    }

    fn answering(answer: impl Fn(&str) -> String + Send + 'static) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let heard = Arc::<Mutex<Vec<u8>>>::default();
        let noted = Arc::clone(&heard);
        thread::Builder::new().name("misleading".to_owned()).spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut request = [0; 4096];
                let read = stream.read(&mut request).unwrap_or_default();
                let request = request.get(..read).unwrap_or_default();
                noted.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(request);
                let text = String::from_utf8_lossy(request);
                // Whoever hung up needs no answer.
                let _heard = stream.write_all(answer(text.lines().next().unwrap_or_default()).as_bytes());
            }
        })?;
        Ok(Self { address, heard })
    }

    /// All that it was sent.
    pub(super) fn heard(&self) -> Vec<u8> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
