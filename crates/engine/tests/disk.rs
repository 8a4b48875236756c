//! A full disk and a folder without write permission, for real: this program runs itself again with a limit on the size of
//! files, and as a user without rights, since the tests may run as root, whom no permission stops.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test may panic, and says how it went")]

#[cfg(unix)]
fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("full-disk-child") => full_disk::child(),
        Some("read-only-child") => read_only::child(),
        _ => {
            full_disk::parent();
            read_only::parent();
            println!("2 passed, 0 failed");
        }
    }
}

/// Elsewhere neither limits nor permissions work like this.
#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod full_disk {
    use std::process::Command as Process;

    use engine::Again;

    /// No file may be larger than 64 KiB from the moment on when the session is open, by the shell's own limit. The signal
    /// that comes with it is ignored, so that a write fails as it does on a full disk.
    pub(crate) fn parent() {
        let me = std::env::current_exe().unwrap();
        // In blocks of 512 bytes.
        let script = "trap '' XFSZ; ulimit -f 512; exec \"$0\" full-disk-child";
        let run = Process::new("sh").args(["-c", script]).arg(me).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }

    pub(crate) fn child() {
        let folder = tempfile::tempdir().unwrap();
        let mut session = super::open(folder.path());
        super::ask(&mut session, 1920);
        let failure = super::failed(&mut session);
        assert!(failure.message.contains("disk is full"), "{failure:?}");
        assert_eq!(failure.again, Again::Save);
        assert!(failure.hint.is_some());
        assert_eq!(session.state().draft.prompt, "stays");
        let left = std::fs::read_dir(folder.path().join("library/.incoming")).unwrap().count();
        assert_eq!(left, 0, "half a file was left");
    }
}

#[cfg(unix)]
mod read_only {
    use std::{fs, os::unix::fs::PermissionsExt as _, process::Command as Process};

    pub(crate) fn parent() {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
        let me = std::env::current_exe().unwrap();
        // A copy, since the user without rights may not be let into the folder of the build.
        let copy = folder.path().join("disk");
        fs::copy(me, &copy).unwrap();
        let is_root = fs::metadata("/proc/self").map(|about| std::os::unix::fs::MetadataExt::uid(&about) == 0);
        let mut process = if is_root.unwrap_or(false) {
            let mut process = Process::new("setpriv");
            process.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(&copy);
            process
        } else {
            Process::new(&copy)
        };
        let run = process.arg("read-only-child").env("TMPDIR", folder.path()).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }

    pub(crate) fn child() {
        let folder = tempfile::tempdir().unwrap();
        let mut session = super::open(folder.path());
        let library = folder.path().join("library");
        fs::set_permissions(&library, fs::Permissions::from_mode(0o555)).unwrap();
        super::ask(&mut session, 256);
        let failure = super::failed(&mut session);
        assert!(failure.message.contains("no permission"), "{failure:?}");
        assert!(failure.hint.is_some());

        // With the permission back, Retry saves what is held.
        fs::set_permissions(&library, fs::Permissions::from_mode(0o755)).unwrap();
        let id = session.state().gallery.jobs().first().unwrap().id;
        session.send(engine::Command::Retry(id));
        super::until(&mut session, |state| state.gallery.pictures().len() == 1);
        drop(session);

        // A data folder that cannot be written at all is told with its path.
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        fs::set_permissions(&data, fs::Permissions::from_mode(0o555)).unwrap();
        let error = engine::DataFolder::open(Some(&data)).err().unwrap();
        assert!(error.to_string().contains("data") && !error.hint().is_empty(), "{error}");
    }
}

fn open(dir: &std::path::Path) -> engine::Session {
    let folder = engine::DataFolder::open(Some(dir)).unwrap();
    let settings = engine::Settings::default();
    engine::Session::open(folder, settings, std::task::Waker::noop()).unwrap()
}

/// `side`: pixels.
fn ask(session: &mut engine::Session, side: i64) {
    use engine::{Command, DraftEdit};
    for edit in [DraftEdit::Prompt("stays".to_owned()), DraftEdit::Width(side), DraftEdit::Height(side)] {
        session.send(Command::Edit(edit));
    }
    session.send(Command::Generate);
}

fn failed(session: &mut engine::Session) -> engine::Failure {
    let failure = |state: &engine::State| match &state.gallery.jobs().first()?.state {
        engine::JobState::Failed(failure) => Some(failure.clone()),
        engine::JobState::Waiting | engine::JobState::Running { .. } => None,
    };
    until(session, |state| failure(state).is_some() || !state.gallery.pictures().is_empty());
    failure(session.state()).unwrap_or_else(|| panic!("it was saved all the same: {:?}", session.state()))
}

fn until(session: &mut engine::Session, done: impl Fn(&engine::State) -> bool) {
    let end = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        session.drain();
        if done(session.state()) {
            return;
        }
        assert!(std::time::Instant::now() < end, "{:#?}", session.state());
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}
