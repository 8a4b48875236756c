//! The plug is pulled: the service is gone, and comes back at the same place.

use std::{
    path::{Path, PathBuf},
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
    desk::{Window, open, small, type_prompt, until, until_pictures},
    screens::press,
};

/// The painter behind a socket, until the plug is pulled.
pub(crate) struct Plug {
    pull: oneshot::Sender<()>,
    thread: JoinHandle<()>,
    port: u16,
}

impl Plug {
    /// `port`: 0 takes any.
    fn put_in(state: PathBuf, port: u16) -> Self {
        let (pull, pulled) = oneshot::channel();
        let (sender, receiver) = std::sync::mpsc::sync_channel(1);
        let thread = std::thread::Builder::new().name("plug".to_owned()).spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let home = BuiltIn::open(&state).unwrap();
                let socket = Socket::bind(port).await.unwrap();
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

/// A service that is away.
pub(crate) struct Unplugged {
    state: PathBuf,
    pub(crate) port: u16,
}

impl Unplugged {
    pub(crate) fn put_in(self) -> Plug {
        Plug::put_in(self.state, self.port)
    }
}

/// The window is connected to a service, and the plug is pulled.
fn unplug(window: &mut Window, folder: &Path) -> Unplugged {
    let state = folder.join("elsewhere.db");
    let plug = Plug::put_in(state.clone(), 0);
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

    let _plug = unplugged.put_in();
    window.get_by_label("Try now").click();
    until_pictures(&mut window, 3);
    assert!(!says(&window, "cannot be reached"));
}
