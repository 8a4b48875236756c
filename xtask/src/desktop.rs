//! A desktop of our own that nobody sees: a [`Session`] with a display, a window manager and a session bus where a screen
//! reader listens, on a system without graphics card or settings daemon.

use std::{ffi::OsStr, path::Path, process::Command};

use anyhow::Result;

use crate::{access, packages, patience::wait_for, session::Session};

const PROGRAMS: [&str; 6] = ["Xvfb", "dbus-daemon", "import", "openbox", "xclip", "xdotool"];
const SERVICES: [&str; 3] = [
    "/usr/share/dbus-1/services/org.a11y.Bus.service",
    "/usr/share/dbus-1/services/org.freedesktop.portal.Desktop.service",
    "/usr/share/dbus-1/services/org.freedesktop.impl.portal.desktop.gtk.service",
];
/// Larger than the window's first size, with room for its frame.
const SCREEN: &str = "1440x960x24";

/// A display, a window manager and a session bus.
pub(crate) struct Desktop {
    session: Session,
}

impl Desktop {
    pub(crate) fn start() -> Result<Self> {
        packages::ensure_installed(&PROGRAMS, &SERVICES)?;
        let mut session = Session::new()?;
        session.set("GSETTINGS_BACKEND", "memory");
        // The screen reader listens to Easel only: GTK would tell it of the save dialog.
        session.set("NO_AT_BRIDGE", "1");
        session.set("LIBGL_ALWAYS_SOFTWARE", "1");

        // Left to pick a number, two servers that start together can pick the same; of process ids there are no two.
        let number = format!(":{}", 100 + std::process::id() % 50_000);
        session.serve("Xvfb", &[&number, "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"])?;
        session.set("DISPLAY", number);

        let address = format!("--address={}", session.bus());
        session.serve("dbus-daemon", &["--session", "--nofork", "--nopidfile", "--print-address=1", &address])?;
        access::switch_on(&session.bus())?;

        session.serve_silent("openbox")?;
        wait_for("window manager", || Ok(session.run("xdotool", ["get_num_desktops"]).ok()))?;
        Ok(Self { session })
    }

    /// All of it that needs no display.
    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// A program on this desktop.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        self.session.command(program)
    }

    /// Runs a program to its end and answers what it wrote.
    pub(crate) fn run(&self, program: &str, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<Vec<u8>> {
        self.session.run(program, args)
    }

    /// Takes the display away, as when its computer is switched off.
    pub(crate) fn take_display(&self) -> Result<()> {
        self.session.end_first()
    }

    /// For the files of what runs here; goes with the desktop.
    pub(crate) fn folder(&self) -> &Path {
        self.session.folder()
    }
}
