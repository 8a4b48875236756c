//! Services that a key must not be told to, or that it must not be told from: one that points elsewhere, and one that speaks no
//! TLS where TLS is asked for. They note what they are sent.

use std::{
    io::{Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

use anyhow::Result;

/// A service that gives every caller the same answer.
pub(super) struct Misleading {
    pub(super) address: SocketAddr,
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Misleading {
    /// Answers `reply`, byte by byte what is sent back. Until this process ends.
    pub(super) fn start(reply: String) -> Result<Self> {
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
                // Whoever hung up needs no answer.
                let _heard = stream.write_all(reply.as_bytes());
            }
        })?;
        Ok(Self { address, heard })
    }

    /// Points to `other`.
    pub(super) fn pointing_to(other: &Self) -> Result<Self> {
        let head = "HTTP/1.1 307 Temporary Redirect\r\ncontent-length: 0\r\nconnection: close";
        // Another host by its name, the same machine.
        Self::start(format!("{head}\r\nlocation: http://localhost:{}/health\r\n\r\n", other.address.port()))
    }

    /// All that it was sent.
    pub(super) fn heard(&self) -> Vec<u8> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
