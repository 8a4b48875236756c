//! A login of our own that nobody sees: a home in a temporary folder and the servers of a session, all of it gone when dropped.
//! What runs in it inherits nothing but `PATH`, so that it can reach neither the user's session nor the user's files.

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

/// A home, and what runs in it.
pub(crate) struct Session {
    folder: TempDir,
    environment: Vec<(&'static str, OsString)>,
    /// The first first.
    servers: Vec<Child>,
}

impl Session {
    pub(crate) fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("easel-session-").tempdir()?;
        let (home, run) = (folder.path().join("home"), folder.path().join("run"));
        fs::create_dir(&home)?;
        fs::create_dir(&run)?;
        // What the specification asks of this folder, and some refuse to start without.
        fs::set_permissions(&run, fs::Permissions::from_mode(0o700))?;
        let environment = vec![
            ("PATH", env::var_os("PATH").unwrap_or_default()),
            ("LANG", "C.UTF-8".into()),
            ("HOME", home.into()),
            ("XDG_RUNTIME_DIR", run.into()),
        ];
        let mut session = Self { folder, environment, servers: Vec::new() };
        session.set("DBUS_SESSION_BUS_ADDRESS", session.bus());
        Ok(session)
    }

    /// For what is started from now on.
    pub(crate) fn set(&mut self, name: &'static str, value: impl Into<OsString>) {
        self.environment.push((name, value.into()));
    }

    /// Starts a server that says one line when it is ready, and answers the line.
    pub(crate) fn serve(&mut self, program: &str, args: &[&str]) -> Result<String> {
        let mut command = self.command(program);
        let mut server =
            command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut line = String::new();
        let said = server.stdout.as_mut().map(|out| BufReader::new(out).read_line(&mut line));
        self.servers.push(server);
        ensure!(matches!(said, Some(Ok(1..))), "{program} does not start");
        Ok(line.trim().to_owned())
    }

    /// Starts a server that says nothing.
    pub(crate) fn serve_silent(&mut self, program: &str) -> Result<()> {
        let server = self.command(program).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        self.servers.push(server.with_context(|| program.to_owned())?);
        Ok(())
    }

    /// A program of this session.
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

    /// For the files of what runs here; goes with the session.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of its bus, whether there is one or not.
    pub(crate) fn bus(&self) -> String {
        format!("unix:path={}", self.folder().join("run/bus").display())
    }

    /// Ends the server that was started first.
    pub(crate) fn end_first(&self) -> Result<()> {
        signal(self.servers.first().context("there is no server")?, "TERM")
    }
}

/// Sends it a signal, by the name without `SIG`.
pub(crate) fn signal(process: &Child, signal: &str) -> Result<()> {
    // The shell's own `kill`: a bare Debian has no program of this name.
    let status = Command::new("sh").args(["-c", r#"kill -s "$0" "$1""#, signal, &process.id().to_string()]).status();
    ensure!(status.context("sh")?.success(), "process {} cannot be sent {signal}", process.id());
    Ok(())
}

impl Drop for Session {
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
