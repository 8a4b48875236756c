//! Says on the desktop that pictures are ready, while nobody looks at the window. The system is told from a thread of its own,
//! which may wait for it as long as it likes: no frame does, and a desktop that shows nothing of the kind is no error. It says
//! how many and no more: a prompt would be read by whoever sees the screen.

use std::{
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
};

use eframe::egui::Context;
use engine::Finished;
use notify_rust::Notification;

use crate::msg::Msg;

/// Texts that wait while the system takes its time: whoever comes back reads the last ones.
const MOST: usize = 4;

/// The way to the desktop.
pub(crate) enum Notifications {
    /// The system's own; `None` where there is no thread for it.
    System(Option<SyncSender<String>>),
    /// Kept here, for tests.
    Kept(Vec<String>),
}

impl Notifications {
    pub(crate) fn of_system() -> Self {
        let (tell, told) = sync_channel(MOST);
        let thread = thread::Builder::new().name("easel-notifications".to_owned()).spawn(move || show(&told));
        if let Err(error) = &thread {
            tracing::warn!(%error, "nothing will be said outside the window");
        }
        Self::System(thread.is_ok().then_some(tell))
    }

    /// Says what came of the last requests.
    pub(crate) fn tell(&mut self, finished: Finished) {
        let words = Msg::Finished(finished).text();
        match self {
            Self::System(Some(tell)) => {
                if tell.try_send(words).is_err() {
                    tracing::debug!("the system takes no notifications");
                }
            }
            Self::System(None) => {}
            Self::Kept(kept) => kept.push(words),
        }
    }

    /// What was said, in a test.
    pub(crate) fn kept(&self) -> &[String] {
        match self {
            Self::System(_) => &[],
            Self::Kept(kept) => kept,
        }
    }
}

/// Until the window is gone.
fn show(told: &Receiver<String>) {
    for words in told {
        let mut notification = Notification::new();
        notification.appname("Easel").summary(&words);
        // By it, desktops show the program's icon and bring its window up.
        #[cfg(all(unix, not(target_os = "macos")))]
        notification.icon("easel").hint(notify_rust::Hint::DesktopEntry("easel".to_owned()));
        if let Err(error) = notification.show() {
            tracing::debug!(%error, "the system shows no notifications");
        }
    }
}

/// Whether somebody can be expected to see what is in the window.
pub(crate) fn is_looked_at(context: &Context) -> bool {
    context.input(|input| {
        let window = input.viewport();
        window.focused != Some(false) && window.minimized != Some(true)
    })
}
