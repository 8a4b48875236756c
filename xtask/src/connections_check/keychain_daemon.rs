//! gnome-keyring on a desktop of ours: the real Secret Service, unlocked with a password of its own.

use std::{
    io::Write as _,
    process::{Child, Stdio},
};

use anyhow::{Context as _, Result};

use crate::{desktop::Desktop, packages, patience::wait_for};

const SERVICE: &str = "/usr/share/dbus-1/services/org.freedesktop.secrets.service";

/// The daemon; killed when dropped.
pub(super) struct KeychainDaemon(Child);

impl KeychainDaemon {
    /// Starts it and waits until programs find it on the session bus.
    pub(super) fn start(desktop: &Desktop) -> Result<Self> {
        packages::ensure_installed(&["gnome-keyring-daemon", "gdbus"], &[SERVICE])?;
        let mut command = desktop.command("gnome-keyring-daemon");
        command.args(["--foreground", "--unlock", "--components=secrets"]);
        let mut daemon = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        // Its end is the password's.
        daemon.stdin.take().context("the keychain takes no password")?.write_all(b"a password of its own")?;
        let daemon = Self(daemon);
        let (bus, path) = ("org.freedesktop.DBus", "/org/freedesktop/DBus");
        let owner = format!("{bus}.NameHasOwner");
        let ask = ["call", "--session", "--dest", bus, "--object-path", path, "--method", &owner];
        wait_for("keychain on the session bus", || {
            let said = desktop.run("gdbus", ask.into_iter().chain(["org.freedesktop.secrets"]))?;
            Ok(said.starts_with(b"(true").then_some(()))
        })?;
        Ok(daemon)
    }

    /// From now on it answers nobody.
    pub(super) fn hold(&self, desktop: &Desktop) -> Result<()> {
        self.signal(desktop, "-STOP")
    }

    /// It answers again, also what was asked meanwhile.
    pub(super) fn let_go(&self, desktop: &Desktop) -> Result<()> {
        self.signal(desktop, "-CONT")
    }

    fn signal(&self, desktop: &Desktop, signal: &str) -> Result<()> {
        desktop.run("kill", [signal, &self.0.id().to_string()]).map(drop)
    }
}

impl Drop for KeychainDaemon {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.0.kill().and_then(|()| self.0.wait());
    }
}
