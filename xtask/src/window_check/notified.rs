//! What the desktop is told while nobody looks at the window: that pictures are ready, and not of what they are. A stand-in for
//! the desktop's own service takes the call.

#![expect(clippy::used_underscore_binding, reason = "what the interface makes of arguments that mean nothing here")]

use std::{
    collections::HashMap,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
};

use anyhow::{Context as _, Result, ensure};
use atspi::Role;
use zbus::{
    blocking::{Connection, connection::Builder},
    interface,
    zvariant::OwnedValue,
};

use super::{Check, PROMPT};
use crate::{
    access::{Access, Widget},
    hands::Window,
    patience::{PATIENCE, wait_for},
    session::Session,
};

/// So many that most are still to be made when the window is away: that takes one command, they take seconds.
const ASKED: usize = 16;

impl Check<'_> {
    /// The caret is in an empty prompt. `pictures`: how many the library has.
    pub(super) fn tells_the_desktop(&self, window: &Window, access: &Access, pictures: usize) -> Result<()> {
        let service = Service::start(self.desktop.session())?;
        self.queues_up(access)?;
        self.desktop.press("ctrl+p")?;
        // A key that comes with the order to go away would be heard by nobody.
        access.find("Pause again", |widget| widget.name().starts_with("Pause"))?;
        self.desktop.run("xdotool", ["windowminimize", &window.0])?;
        let told = service.told.recv_timeout(PATIENCE).context("the desktop is told nothing")?;
        ensure!(told.contains("ready"), "the desktop is told {told:?}");
        ensure!(!told.contains(PROMPT), "the desktop is told the prompt: {told:?}");
        // Whatever else there is to tell has been told by then.
        self.easel.wait_for_pictures(pictures + ASKED)?;
        self.desktop.run("xdotool", ["windowactivate", "--sync", &window.0])?;
        self.desktop.window("Easel", None)?;
        wait_for("end of the queue", || Ok((!access.widgets()?.iter().any(is_job)).then_some(())))?;
        ensure!(service.told.try_recv().is_err(), "the desktop is told twice");
        self.desktop.press("ctrl+j")
    }

    /// Pictures that wait while the queue is paused, so that all of them are still to be made, and its panel. Each press has come
    /// to something before the next one: two in one frame are one.
    fn queues_up(&self, access: &Access) -> Result<()> {
        self.desktop.type_keys(PROMPT)?;
        self.desktop.press("ctrl+j")?;
        access.find("Pause, in the panel of the queue", |widget| widget.name().starts_with("Pause"))?;
        self.desktop.press("ctrl+p")?;
        access.find("Resume in its place", |widget| widget.name().starts_with("Resume"))?;
        for waiting in 1..=ASKED {
            self.desktop.press("ctrl+Return")?;
            let row = format!("of {waiting}: ");
            access.find(&format!("row {row}"), |widget| widget.name().contains(&row))?;
        }
        Ok(())
    }
}

/// What stands for a picture that is not there yet.
fn is_job(widget: &Widget) -> bool {
    widget.role() == Role::ListItem && ["Waiting: ", "Being made: "].iter().any(|state| widget.name().contains(state))
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
