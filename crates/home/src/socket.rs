//! The loopback socket of `easel serve`: the built-in service for other programs on this computer. It listens on 127.0.0.1
//! only.

use std::{
    future::Future,
    io,
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use service::{Inference, Settings};
use tokio::{net::TcpListener, sync::oneshot, time::sleep};

use crate::{built_in::BuiltIn, picture::PictureFile};

/// How long requests may go on after the stop: a picture that is under way is paid for. The service tries for a minute, and
/// the last try may take the three that Workers AI is given. Who does not want to wait stops twice.
const GRACE: Duration = Duration::from_mins(4);

/// A bound socket, not yet served.
#[derive(Debug)]
pub struct Socket {
    listener: TcpListener,
    address: SocketAddr,
}

/// Why there is no service on the socket.
#[derive(Debug, thiserror::Error)]
pub enum SocketError {
    /// Another program has the port.
    #[error("port {port} is already in use")]
    PortTaken {
        /// Which.
        port: u16,
    },
    /// The port needs rights that this program does not have.
    #[error("port {port} is not allowed to this user")]
    NotAllowed {
        /// Which.
        port: u16,
    },
    /// Anything else that the system says.
    #[error("the socket failed: {0}")]
    Io(#[from] io::Error),
}

impl SocketError {
    /// For people: what to do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::PortTaken { .. } => "choose another with --port, or stop the program that has it",
            Self::NotAllowed { .. } => "choose one above 1023 with --port",
            Self::Io(_) => "try again, or choose another port with --port",
        }
    }

    fn of(error: io::Error, port: u16) -> Self {
        match error.kind() {
            io::ErrorKind::AddrInUse => Self::PortTaken { port },
            io::ErrorKind::PermissionDenied => Self::NotAllowed { port },
            _ => Self::Io(error),
        }
    }
}

impl Socket {
    /// Binds 127.0.0.1. `port`: 0 takes any that is free; [`Self::address`] says which.
    pub async fn bind(port: u16) -> Result<Self, SocketError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|e| SocketError::of(e, port))?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address })
    }

    /// Where it listens. Connections are accepted from now on, and answered once it is served.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves `home` to whoever `settings` let in, until `stop` ends. Requests that run then are finished, those of callers who
    /// hung up too, for four minutes at most, or until Ctrl-C is pressed again.
    pub async fn serve<I: Inference<Picture = PictureFile> + Clone>(
        self,
        home: &BuiltIn<I>,
        settings: Settings,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), SocketError> {
        let router = home.router(settings);
        let (stopping, stopped) = oneshot::channel::<()>();
        let stop = async move {
            stop.await;
            drop(stopping);
        };
        let server = axum::serve(self.listener, router).with_graceful_shutdown(stop).into_future();
        let served = async {
            server.await?;
            // The server waits for connections, and who hung up has none.
            home.at_rest().await;
            Ok(())
        };
        tokio::pin!(served);
        tokio::select! {
            ended = &mut served => return ended,
            _ = stopped => {}
        }
        tokio::select! {
            ended = served => return ended,
            () = ctrl_c() => {}
            () = sleep(GRACE) => {}
        }
        tracing::warn!("stopped with requests unfinished");
        Ok(())
    }
}

/// Ends when the user presses Ctrl-C: the usual `stop` of [`Socket::serve`].
pub async fn ctrl_c() {
    // Where there is no such signal, nothing stops the service but the end of the program.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
