//! A desktop of our own that nobody sees: a display, a window manager, a session bus where a screen reader listens, and
//! a home, in a temporary folder, and all of it gone when dropped. What runs on it inherits nothing but `PATH`, so that
//! it can reach neither the user's display nor the user's files.

use std::{
    env,
    ffi::{OsStr, OsString},
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context as _, Result, bail, ensure};
use tempfile::TempDir;

use crate::{access, packages, patience::wait_for};

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
    folder: TempDir,
    environment: Vec<(&'static str, OsString)>,
    session_bus: String,
    servers: Vec<Child>,
}

impl Desktop {
    pub(crate) fn start() -> Result<Self> {
        packages::ensure_installed(&PROGRAMS, &SERVICES)?;
        let folder = tempfile::Builder::new().prefix("easel-desktop-").tempdir()?;
        let environment = environment(folder.path())?;
        let mut desktop = Self { folder, environment, session_bus: String::new(), servers: Vec::new() };

        // Left to pick a number, two servers that start together can pick the same; of process ids there are no two.
        let number = format!(":{}", 100 + std::process::id() % 50_000);
        desktop.serve("Xvfb", &[&number, "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"])?;
        desktop.environment.push(("DISPLAY", number.into()));

        let address = format!("--address=unix:dir={}", desktop.folder.path().join("run").display());
        let bus =
            desktop.serve("dbus-daemon", &["--session", "--nofork", "--nopidfile", "--print-address=1", &address])?;
        desktop.environment.push(("DBUS_SESSION_BUS_ADDRESS", bus.clone().into()));
        access::switch_on(&bus)?;
        desktop.session_bus = bus;

        let windows =
            desktop.command("openbox").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        desktop.servers.push(windows.context("openbox")?);
        wait_for("window manager", || Ok(desktop.run("xdotool", ["get_num_desktops"]).ok()))?;
        Ok(desktop)
    }

    /// Starts a server that says one line when it is ready, and answers the line.
    fn serve(&mut self, program: &str, args: &[&str]) -> Result<String> {
        let mut command = self.command(program);
        let mut server =
            command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut line = String::new();
        let said = server.stdout.as_mut().map(|out| BufReader::new(out).read_line(&mut line));
        self.servers.push(server);
        ensure!(matches!(said, Some(Ok(1..))), "{program} does not start");
        Ok(line.trim().to_owned())
    }

    /// A program on this desktop.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a program to its end and answers what it wrote.
    pub(crate) fn run(&self, program: &str, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<Vec<u8>> {
        let output =
            self.command(program).args(args).stdin(Stdio::null()).output().with_context(|| program.to_owned())?;
        if !output.status.success() {
            bail!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(output.stdout)
    }

    /// Its address.
    pub(crate) fn session_bus(&self) -> &str {
        &self.session_bus
    }

    /// Takes the display away, as when its computer is switched off.
    pub(crate) fn take_display(&self) -> Result<()> {
        let display = self.servers.first().context("there is no display")?;
        self.run("kill", [display.id().to_string()]).map(drop)
    }

    /// For the files of what runs here; goes with the desktop.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        for server in self.servers.iter_mut().rev() {
            // It may have ended by itself.
            let _ended = server.kill().and_then(|()| server.wait());
        }
        // The portal leaves when its bus is gone. It mounts a folder of its own in ours, which must be gone before ours
        // can be.
        let mounted = |folder: &Path| {
            let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
            mounts.contains(&*folder.to_string_lossy())
        };
        for _ in 0..50 {
            if !mounted(self.folder.path()) && fs::remove_dir_all(self.folder.path()).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
    }
}

/// A home below `folder`, and a system without graphics card or settings daemon. The screen reader listens to Easel only:
/// GTK would tell it of the save dialog.
fn environment(folder: &Path) -> Result<Vec<(&'static str, OsString)>> {
    let (home, run) = (folder.join("home"), folder.join("run"));
    fs::create_dir(&home)?;
    fs::create_dir(&run)?;
    // What the specification asks of this folder, and some refuse to start without.
    fs::set_permissions(&run, fs::Permissions::from_mode(0o700))?;
    Ok(vec![
        ("PATH", env::var_os("PATH").unwrap_or_default()),
        ("LANG", "C.UTF-8".into()),
        ("HOME", home.into()),
        ("XDG_RUNTIME_DIR", run.into()),
        ("GSETTINGS_BACKEND", "memory".into()),
        ("NO_AT_BRIDGE", "1".into()),
        ("LIBGL_ALWAYS_SOFTWARE", "1".into()),
    ])
}
