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
    day::{BindingNeurons, Day, Row, Sum},
    deploy::Land,
    fault::Fault,
    rest,
    text_answer::TextAnswer,
};

/// A running stand-in: two accounts on the free plan, each with 10,000 neurons left. It stops, and hangs up on everybody, when
/// it is dropped.
#[derive(Debug)]
pub struct Fake {
    day: Arc<Day>,
    pub(crate) land: Arc<Land>,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Fake {
    /// Listens on a free port of 127.0.0.1.
    pub fn start() -> io::Result<Self> {
        // Bound without the runtime: whoever starts it may be within one of their own.
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _entered = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let (day, land) = (Arc::new(Day::new()), Arc::new(Land::default()));
        let router = rest::router(Arc::clone(&day), &land);
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
        Ok(Self { day, land, address, stop: Some(stop), thread: Some(thread) })
    }

    /// Stands for `https://api.cloudflare.com/client/v4`.
    pub fn rest(&self) -> String {
        format!("http://{}{}", self.address, rest::BASE)
    }

    /// What miniflare's `remoteProxyConnectionString` of the AI binding is, for workerd's real `Ai` class.
    pub fn upstream(&self) -> String {
        format!("http://{}{}", self.address, rest::UPSTREAM)
    }

    /// The next picture that is asked for by the rules goes wrong so; the one after it by the next call, and so on. Texts have a
    /// queue of their own, [`Self::answer_text_next`]: a picture that is to fail does so whatever was written for it before.
    pub fn answer_next(&self, fault: Fault) {
        self.day.queue(fault);
    }

    /// The next text that is asked for by the rules is answered so; the one after it by the next call, and so on.
    pub fn answer_text_next(&self, answer: TextAnswer) {
        self.day.queue_text(answer);
    }

    /// Every picture goes wrong so, as long as [`Self::answer_next`] says nothing else.
    pub fn answer_always(&self, fault: Option<Fault>) {
        self.day.set_always(fault);
    }

    /// Another program on `account` called `model`, `@cf/…`, `count` times on `date`, `YYYY-MM-DD`, for so many neurons in all.
    /// Only the account's analytics know; what the stand-in ran itself is among them already.
    pub fn use_elsewhere(&self, account: Account, date: &str, model: &'static str, count: u64, neurons: f64) {
        self.day.use_elsewhere(Row { account, date: date.to_owned(), model }, Sum { count, neurons });
    }

    /// Every question that is free, of models, tokens, accounts or analytics, goes wrong so: by the faults that make nothing.
    pub fn answer_questions(&self, fault: Option<Fault>) {
        self.day.set_questions(fault);
    }

    /// For benchmarks: every picture of a size is the same JPEG of exactly `length` bytes, kept once it was made. A `length` that
    /// its pixels do not fit into is passed over.
    pub fn set_picture_bytes(&self, length: Option<usize>) {
        self.day.set_picture_bytes(length);
    }

    /// Neurons that `account` has a day, 10,000 at first.
    pub fn set_allowance(&self, account: Account, neurons: f64) {
        self.day.set_allowance(account, neurons);
    }

    /// Whether the binding's replies say what they cost, as they do at first.
    pub fn set_binding_neurons(&self, said: BindingNeurons) {
        self.day.set_binding_neurons(said);
    }

    /// Neurons that `account` used, unrounded.
    pub fn spent(&self, account: Account) -> f64 {
        self.day.spent(account)
    }

    /// Every inference that was asked with a fitting token, in order.
    pub fn asked(&self) -> Vec<Asked> {
        self.day.asked()
    }

    /// How many pictures were made.
    pub fn runs(&self) -> u64 {
        self.day.runs()
    }

    /// How many texts were written.
    pub fn texts(&self) -> u64 {
        self.day.texts()
    }

    /// Neurons that all accounts used for texts, unrounded; they are in [`Self::spent`] too.
    pub fn spent_on_texts(&self) -> f64 {
        self.day.spent_on_texts()
    }

    /// A fresh day: nothing was asked or spent, and no fault waits. What was set stays, and so does what was deployed.
    pub fn forget(&self) {
        let mut estates = self.land.estates();
        (estates.faults, estates.steps) = Default::default();
        drop(estates);
        self.day.forget();
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
