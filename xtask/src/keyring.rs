//! GNOME Keyring in a [`Session`]: the daemon that keeps a desktop's keys, started as a login starts it, and locked, stopped and
//! ended by a check. The bus starts no other one in its place.

use std::{
    fs,
    io::Write as _,
    process::{Child, Stdio},
};

use anyhow::Result;
use zbus::{
    blocking::{Connection, connection::Builder},
    zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value},
};

use crate::{
    packages,
    patience::wait_for,
    session::{self, Session},
};

const SERVICE: &str = "org.freedesktop.secrets";
const ROOT: &str = "/org/freedesktop/secrets";
const INTERFACE: &str = "org.freedesktop.Secret.Service";
/// Where a login's password opens it without being asked for; GNOME Keyring's own name for it.
const BEHIND: &str = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";

/// Starts the session's bus. It knows no service that it could start by itself, so that there is a keyring only where a check wants one.
pub(crate) fn start_bus(session: &mut Session) -> Result<()> {
    let config = session.folder().join("bus.conf");
    let text = format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>"#,
        session.bus()
    );
    fs::write(&config, text)?;
    let config = format!("--config-file={}", config.display());
    session.serve("dbus-daemon", &[&config, "--nofork", "--nopidfile", "--print-address=1"]).map(drop)
}

/// The daemon; killed when dropped.
pub(crate) struct Keyring {
    process: Child,
    bus: Connection,
}

/// How it is started.
pub(crate) enum Login<'a> {
    /// With this password, which makes a first keyring where there is none.
    Password(&'a str),
    /// Without one, as where somebody is logged in without being asked.
    Automatic,
}

impl Keyring {
    pub(crate) fn start(session: &Session, login: &Login) -> Result<Self> {
        packages::ensure_installed(&["gnome-keyring-daemon"], &[])?;
        let mut command = session.command("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]);
        if matches!(login, Login::Password(_)) {
            command.arg("--unlock");
        }
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        if let (Login::Password(password), Some(mut input)) = (login, process.stdin.take()) {
            input.write_all(password.as_bytes())?;
        }
        let keyring = Self { process, bus: Builder::address(session.bus().as_str())?.build()? };
        wait_for("keyring on the bus", || Ok(keyring.is_there()?.then_some(())))?;
        Ok(keyring)
    }

    fn is_there(&self) -> Result<bool> {
        let bus = "org.freedesktop.DBus";
        let answer = self.bus.call_method(Some(bus), "/", Some(bus), "NameHasOwner", &SERVICE)?;
        Ok(answer.body().deserialize()?)
    }

    /// The keyring that new entries go to.
    fn default(&self) -> Result<OwnedObjectPath> {
        let answer = self.bus.call_method(Some(SERVICE), ROOT, Some(INTERFACE), "ReadAlias", &"default")?;
        Ok(answer.body().deserialize()?)
    }

    pub(crate) fn lock(&self) -> Result<()> {
        let keyring = self.default()?;
        self.bus.call_method(Some(SERVICE), ROOT, Some(INTERFACE), "Lock", &(vec![&*keyring],))?;
        Ok(())
    }

    /// As its own dialog does, or the next login.
    pub(crate) fn unlock(&self, password: &str) -> Result<()> {
        let answer =
            self.bus.call_method(Some(SERVICE), ROOT, Some(INTERFACE), "OpenSession", &("plain", Value::from("")))?;
        let (_, session): (OwnedValue, OwnedObjectPath) = answer.body().deserialize()?;
        let secret: (ObjectPath, &[u8], &[u8], &str) = (session.as_ref(), &[], password.as_bytes(), "text/plain");
        let keyring = self.default()?;
        self.bus.call_method(Some(SERVICE), ROOT, Some(BEHIND), "UnlockWithMasterPassword", &(&*keyring, secret))?;
        Ok(())
    }

    /// `STOP`, so that it answers nothing, or `CONT`.
    pub(crate) fn signal(&self, signal: &str) -> Result<()> {
        session::signal(&self.process, signal)
    }
}

impl Drop for Keyring {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.process.kill().and_then(|()| self.process.wait());
    }
}
