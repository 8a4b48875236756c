//! What the desktop is told while nobody looks at the window: that pictures are ready, and not of what they are. A stand-in for
//! the desktop's own service takes the call.

#![expect(clippy::used_underscore_binding, reason = "what the interface makes of arguments that mean nothing here")]

use std::{
    collections::HashMap,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
};

use anyhow::{Context as _, Result, ensure};
use zbus::{
    blocking::{Connection, connection::Builder},
    interface,
    zvariant::OwnedValue,
};

use super::{Check, PROMPT};
use crate::{hands::Window, patience::PATIENCE, session::Session};

/// So many that some are still being made when the window is away.
const ASKED: usize = 8;

impl Check<'_> {
    /// The caret is in an empty prompt.
    pub(super) fn tells_the_desktop(&self, window: &Window) -> Result<()> {
        let service = Service::start(self.desktop.session())?;
        self.desktop.type_keys(PROMPT)?;
        for _ in 0..ASKED {
            self.desktop.press("ctrl+Return")?;
        }
        self.desktop.run("xdotool", ["windowminimize", &window.0])?;
        let told = service.told.recv_timeout(PATIENCE).context("the desktop is told nothing")?;
        ensure!(told.ends_with("pictures are ready"), "the desktop is told {told:?}");
        self.desktop.run("xdotool", ["windowactivate", "--sync", &window.0])?;
        self.desktop.window("Easel", None)?;
        ensure!(service.told.try_recv().is_err(), "the desktop is told twice");
        Ok(())
    }
}

/// On the bus until it is dropped.
struct Service {
    told: Receiver<String>,
    _bus: Connection,
}

impl Service {
    fn start(session: &Session) -> Result<Self> {
        let (tell, told) = sync_channel(ASKED);
        let bus = Builder::address(session.bus().as_str())?
            .name("org.freedesktop.Notifications")?
            .serve_at("/org/freedesktop/Notifications", Notifications { told: tell })?
            .build()?;
        Ok(Self { told, _bus: bus })
    }
}

struct Notifications {
    told: SyncSender<String>,
}

/// As the specification has it; all that a user would read is passed on.
#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[expect(clippy::too_many_arguments, reason = "as the specification has it")]
    fn notify(
        &self,
        _program: &str,
        _replaces: u32,
        _icon: &str,
        summary: &str,
        body: &str,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _patience: i32,
    ) -> u32 {
        // Nobody listens any more when the check is over.
        let _heard = self.told.send(format!("{body}{summary}"));
        1
    }
}
