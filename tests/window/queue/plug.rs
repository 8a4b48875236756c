//! The plug is pulled: the service is gone, and comes back at the same place.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU16, Ordering},
    thread::JoinHandle,
};

use contract::Key as ServiceKey;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use engine::JobState;
use home::{BuiltIn, Settings, Socket};
use tokio::sync::oneshot;

use crate::{
    connections::{add_worker, is_right, leave, says, state, until_shown},
    desk::{Window, ask_for_eight, open, small, type_prompt, until, until_pictures},
    screens::press,
};

/// The painter behind a socket, until the plug is pulled.
pub(crate) struct Plug {
    pull: oneshot::Sender<()>,
    thread: JoinHandle<()>,
    port: u16,
}

impl Plug {
    fn put_in(state: PathBuf, port: Option<u16>) -> Self {
        let (pull, pulled) = oneshot::channel();
        let (sender, receiver) = std::sync::mpsc::sync_channel(1);
        let thread = std::thread::Builder::new().name("plug".to_owned()).spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let home = BuiltIn::open(&state).unwrap();
                let socket = match port {
                    Some(port) => Socket::bind(port).await.unwrap(),
                    None => lasting().await,
                };
                sender.send(socket.address().port()).unwrap();
                let settings = Settings::keyed(vec![ServiceKey::parse("sesame").unwrap()]);
                let served = socket.serve(&home, settings, std::future::pending());
                // Nobody is told, and no connection is closed in order.
                tokio::select! {
                    ended = served => ended.unwrap(),
                    _ = pulled => {}
                }
            });
        });
        let thread = thread.unwrap();
        Self { pull, thread, port: receiver.recv().unwrap() }
    }

    fn pull(self) -> u16 {
        self.pull.send(()).unwrap();
        self.thread.join().unwrap();
        self.port
    }
}

/// At a port that no other test is given while the plug is pulled: systems give out those above 32767 alone.
async fn lasting() -> Socket {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 20_000 + u16::try_from(std::process::id() % 10_000).unwrap();
    loop {
        if let Ok(socket) = Socket::bind(first + NEXT.fetch_add(1, Ordering::Relaxed)).await {
            return socket;
        }
    }
}

/// A service that is away.
pub(crate) struct Unplugged {
    state: PathBuf,
    pub(crate) port: u16,
}

impl Unplugged {
    pub(crate) fn put_in(self) -> Plug {
        Plug::put_in(self.state, Some(self.port))
    }
}

/// The window is connected to a service, and the plug is pulled.
fn unplug(window: &mut Window, folder: &Path) -> Unplugged {
    let state = folder.join("elsewhere.db");
    let plug = Plug::put_in(state.clone(), None);
    add_worker(window, &format!("http://127.0.0.1:{}", plug.port), "sesame");
    until_shown(window, "found right", is_right);
    leave(window);
    Unplugged { state, port: plug.pull() }
}

/// One small picture waits for it.
pub(crate) fn wait_for_one(window: &mut Window, folder: &Path) -> Unplugged {
    let unplugged = unplug(window, folder);
    ask(window, 1);
    unplugged
}

fn ask(window: &mut Window, count: usize) {
    type_prompt(window, "holiday");
    small(window);
    for _ in 0..count {
        press(window, Modifiers::COMMAND, Key::Enter);
    }
    until(window, "kept back", |app| {
        let state = app.session().state();
        state.connections.iter().any(|known| known.rests.is_some()) && state.queue().len() == count
    });
}

#[test]
fn what_is_asked_for_meanwhile_waits_under_one_banner_and_arrives_when_it_is_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let unplugged = unplug(&mut window, folder.path());
    ask(&mut window, 3);
    let banner =
        format!("127.0.0.1:{} cannot be reached: 3 pictures wait. Easel looks again by itself.", unplugged.port);
    assert_eq!(window.query_all_by_label(&banner).count(), 1);
    let jobs = &state(&window).gallery;
    assert!(jobs.jobs().iter().all(|job| job.state == JobState::Waiting), "no storm of failures");
    assert!(says(&window, "3 pictures waiting"));

    // Nobody asks for it: it looks again by itself.
    let _plug = unplugged.put_in();
    until_pictures(&mut window, 3);
    assert!(!says(&window, "cannot be reached"));
}

#[test]
fn what_waits_for_it_is_told_of_while_others_are_made() {
    let folder = tempfile::tempdir().unwrap();
    let mut window = open(folder.path());
    let unplugged = unplug(&mut window, folder.path());
    press(&mut window, Modifiers::COMMAND, Key::PageUp);
    ask_for_eight(&mut window);
    assert!(state(&window).queue().len() > 4, "the painter has two hands");
    press(&mut window, Modifiers::COMMAND, Key::PageDown);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    until(&mut window, "kept back", |app| app.session().state().connections.iter().any(|known| known.rests.is_some()));
    let banner = format!("127.0.0.1:{} cannot be reached: 8 pictures wait.", unplugged.port);
    assert!(says(&window, &banner), "{banner}");
}
