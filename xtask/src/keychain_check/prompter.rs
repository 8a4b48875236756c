//! The dialog in which GNOME Keyring asks for a password, with somebody who thinks about it and then closes it. It stands in for
//! GNOME's, which needs a display.

use std::sync::{
    Mutex, PoisonError,
    mpsc::{Receiver, SyncSender, sync_channel},
};

use anyhow::{Context as _, Result};
use zbus::{
    blocking::{Connection, connection::Builder},
    fdo, interface,
    zvariant::OwnedObjectPath,
};

use crate::{patience::PATIENCE, session::Session};

/// On the bus until it is dropped.
pub(super) struct Prompter {
    shown: Receiver<()>,
    close: SyncSender<()>,
    _bus: Connection,
}

impl Prompter {
    pub(super) fn start(session: &Session) -> Result<Self> {
        let (tell, shown) = sync_channel(1);
        let (close, closed) = sync_channel(1);
        let bus = Builder::address(session.bus().as_str())?
            .name("org.gnome.keyring.SystemPrompter")?
            .serve_at("/org/gnome/keyring/Prompter", Dialog { shown: tell, closed: Mutex::new(closed) })?
            .build()?;
        Ok(Self { shown, close, _bus: bus })
    }

    /// Waits until a dialog is open.
    pub(super) fn asks(&self) -> Result<()> {
        self.shown.recv_timeout(PATIENCE).context("nobody is asked for a password")
    }

    pub(super) fn close(&self) -> Result<()> {
        Ok(self.close.send(())?)
    }
}

struct Dialog {
    shown: SyncSender<()>,
    closed: Mutex<Receiver<()>>,
}

/// What GNOME Keyring calls, as far as it comes when a dialog is closed.
#[interface(name = "org.gnome.keyring.internal.Prompter")]
impl Dialog {
    fn begin_prompting(&self, callback: OwnedObjectPath) -> fdo::Result<()> {
        let failed = |error: &dyn std::fmt::Display| fdo::Error::Failed(error.to_string());
        self.shown.send(()).map_err(|error| failed(&error))?;
        let closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        closed.recv().map_err(|error| failed(&error))?;
        Err(failed(&callback.into_inner()))
    }
}
