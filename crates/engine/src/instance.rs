//! One window a data folder: the first start listens on loopback and says where in a file; a second start asks it to come to
//! the front and leaves. What can be asked is one fixed line, so that a stranger on this machine can do no more than that.

use std::{
    fs,
    io::{self, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Waker,
    time::Duration,
};

const ASK: &[u8; 12] = b"easel:raise\n";
const ANSWER: &[u8; 12] = b"easel:ok   \n";
const PATIENCE: Duration = Duration::from_secs(2);

/// Set when another start asked for the window.
#[derive(Debug, Clone, Default)]
pub(crate) struct RaiseFlag(Arc<AtomicBool>);

impl RaiseFlag {
    /// Whether it was asked since the last look.
    pub(crate) fn take(&self) -> bool {
        self.0.swap(false, Ordering::Relaxed)
    }
}

/// Listens until the process ends. `file`: says where; replaced, since only the lock's holder comes here.
pub(crate) fn listen(file: &Path, waker: Waker) -> io::Result<RaiseFlag> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    fs::write(file, listener.local_addr()?.port().to_string())?;
    let flag = RaiseFlag::default();
    let raised = flag.clone();
    std::thread::Builder::new().name("easel-instance".to_owned()).spawn(move || {
        for stream in listener.incoming().flatten() {
            if answer(stream).is_ok() {
                raised.0.store(true, Ordering::Relaxed);
                waker.wake_by_ref();
            }
        }
    })?;
    Ok(flag)
}

fn answer(mut stream: TcpStream) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut asked = [0; ASK.len()];
    stream.read_exact(&mut asked)?;
    if asked != *ASK {
        return Err(io::ErrorKind::InvalidData.into());
    }
    stream.write_all(ANSWER)
}

/// Asks the program that listens where `file` says to show its window.
pub fn raise(file: &Path) -> io::Result<()> {
    let port: u16 = fs::read_to_string(file)?.trim().parse().map_err(io::Error::other)?;
    let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(ASK)?;
    let mut answered = [0; ANSWER.len()];
    stream.read_exact(&mut answered)?;
    if answered == *ANSWER { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_start_raises_the_first_and_a_stranger_does_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("instance");
        let flag = listen(&file, Waker::noop().clone()).unwrap();
        assert!(!flag.take());

        let port: u16 = fs::read_to_string(&file).unwrap().parse().unwrap();
        let mut stranger = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        stranger.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
        assert_eq!(stranger.read_to_end(&mut Vec::new()).ok().filter(|read| *read > 0), None);
        assert!(!flag.take());

        raise(&file).unwrap();
        // The answer may be here before the flag is: the listener sets it just after.
        while !flag.take() {
            std::thread::yield_now();
        }
        assert!(!flag.take());
    }
}
