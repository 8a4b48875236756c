//! The stand-in as its users hold it: a server on a loopback socket with a thread of its own, so that tests with and without
//! a runtime can use it.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
    thread,
};

use axum::serve::ListenerExt as _;
use tokio::{net::TcpListener, runtime, sync::oneshot};

use crate::{
    account::Account,
    asked::Asked,
    day::{BindingNeurons, Day},
    fault::Fault,
    picture::Pictures,
    rest,
};

/// What the server's routes share.
#[derive(Debug)]
pub(crate) struct Cloudflare {
    pub(crate) day: Day,
    pub(crate) pictures: Pictures,
}

/// A running stand-in: two accounts on the free plan, each with 10,000 neurons left. It stops, and hangs up on everybody, when
/// it is dropped.
#[derive(Debug)]
pub struct Fake {
    cloudflare: Arc<Cloudflare>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Fake {
    /// Listens on a free port of 127.0.0.1.
    pub fn start() -> io::Result<Self> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let address = listener.local_addr()?;
        let cloudflare = Arc::new(Cloudflare { day: Day::new(), pictures: Pictures::default() });
        let router = rest::router(Arc::clone(&cloudflare));
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = thread::Builder::new().name("fake-cloudflare".to_owned()).spawn(move || {
            runtime.block_on(async {
                // Replies leave at once, as from a real server: nothing waits for an acknowledgement. A socket that does not
                // take the option works without.
                let listener = listener.tap_io(|socket| drop(socket.set_nodelay(true)));
                tokio::select! {
                    // It ends by the stop only: what fails is one connection.
                    _ = axum::serve(listener, router).into_future() => {}
                    _ = stopped => {}
                }
            });
            // The runtime ends here, and with it every connection.
        })?;
        Ok(Self { cloudflare, address, stop: Some(stop), thread: Some(thread) })
    }

    /// Stands for `https://api.cloudflare.com/client/v4`.
    pub fn rest(&self) -> String {
        format!("http://{}{}", self.address, rest::BASE)
    }

    /// What miniflare's `remoteProxyConnectionString` of the AI binding is, for workerd's real `Ai` class.
    pub fn upstream(&self) -> String {
        format!("http://{}{}", self.address, rest::UPSTREAM)
    }

    /// The next inference that keeps to the rules goes wrong so; the one after it by the next call, and so on.
    pub fn answer_next(&self, fault: Fault) {
        self.cloudflare.day.queue(fault);
    }

    /// Every inference goes wrong so, as long as [`Self::answer_next`] says nothing else.
    pub fn answer_always(&self, fault: Option<Fault>) {
        self.cloudflare.day.set_always(fault);
    }

    /// For benchmarks: every picture of a size is the same JPEG of exactly `length` bytes, kept once it was made. A `length` that
    /// its pixels do not fit into is passed over.
    pub fn set_picture_bytes(&self, length: Option<usize>) {
        self.cloudflare.day.set_picture_bytes(length);
    }

    /// Neurons that `account` has a day, 10,000 at first.
    pub fn set_allowance(&self, account: Account, neurons: f64) {
        self.cloudflare.day.set_allowance(account, neurons);
    }

    /// Whether the binding's replies say what they cost, as they do at first.
    pub fn set_binding_neurons(&self, said: BindingNeurons) {
        self.cloudflare.day.set_binding_neurons(said);
    }

    /// Neurons that `account` used, unrounded.
    pub fn spent(&self, account: Account) -> f64 {
        self.cloudflare.day.spent(account)
    }

    /// Every inference that was asked with a fitting token, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.cloudflare.day.asked()
    }

    /// How many pictures were made.
    pub fn runs(&self) -> u64 {
        self.cloudflare.day.runs()
    }

    /// A fresh day: nothing was asked or spent, and no fault waits. What was set stays.
    pub fn forget(&self) {
        self.cloudflare.day.forget();
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in there was printed, and the test fails by what it misses.
            drop(thread.join());
        }
    }
}
