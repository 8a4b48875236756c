//! A full disk, a folder without write permission, a killed program, one that panics with a key in hand, and the system's
//! bin, for real: this program runs itself again with a limit on the size of files, as a user without rights (the tests may run
//! as root, whom no permission stops), and to be killed.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a test may panic, and says how it went"
)]

#[path = "it/keychain.rs"]
#[expect(dead_code, reason = "these tests need no key")]
mod keychain;

#[cfg(unix)]
fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("full-disk-child") => full_disk::child(),
        Some("read-only-child") => read_only::child(),
        #[cfg(not(target_os = "macos"))]
        Some("bin-child") => bin::child(std::path::Path::new(&std::env::args().nth(2).unwrap())),
        Some("killed-child") => killed::child(&std::env::args().nth(2).unwrap()),
        Some("panicked-child") => panicked::child(std::path::Path::new(&std::env::args().nth(2).unwrap())),
        _ => {
            full_disk::parent();
            read_only::parent();
            killed::parent();
            panicked::parent();
            #[cfg(not(target_os = "macos"))]
            bin::parent();
            println!("all passed, 0 failed");
        }
    }
}

/// Elsewhere neither limits nor permissions work like this.
#[cfg(not(unix))]
fn main() {}

#[cfg(unix)]
mod full_disk {
    use std::process::Command as Process;

    use engine::{Again, Cause, FileFault};

    /// No file may be larger than 256 KiB, by the shell's own limit; the picture is. The signal that comes with it is ignored,
    /// so that a write fails as it does on a full disk.
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
        assert!(matches!(failure.cause, Cause::File(FileFault::Full { .. })), "{failure:?}");
        assert_eq!(failure.again, Again::Save);
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
        let copy = folder.path().join("process");
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
        assert!(matches!(failure.cause, engine::Cause::File(engine::FileFault::Denied { .. })), "{failure:?}");

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

/// The bin of macOS cannot be put into a temporary folder: it would be the one of whoever runs this.
#[cfg(all(unix, not(target_os = "macos")))]
mod bin {
    use std::{path::Path, process::Command as Process};

    use engine::{Command, Notice};
    use library::PictureId;

    /// With a bin of its own, so that nothing is left in the one of whoever runs this.
    pub(crate) fn parent() {
        let folder = tempfile::tempdir().unwrap();
        let mut me = Process::new(std::env::current_exe().unwrap());
        me.arg("bin-child").arg(folder.path()).env("XDG_DATA_HOME", folder.path().join("data"));
        let run = me.output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }

    /// What is deleted last comes back first, and all of it in the end.
    pub(crate) fn child(dir: &Path) {
        let mut session = super::open(dir);
        for n in 1..=2 {
            super::ask(&mut session, 256);
            super::until(&mut session, |state| state.gallery.pictures().len() == n);
        }
        let ids: Vec<PictureId> = session.state().gallery.pictures().iter().map(|entry| entry.id).collect();
        let files: Vec<_> =
            session.state().gallery.pictures().iter().map(|e| session.folder().library().file(e)).collect();

        session.send(Command::Delete(ids.clone()));
        assert!(session.state().gallery.is_empty(), "at once");
        // Pressed while the bin is still at work.
        session.send(Command::Undo);
        super::until(&mut session, |state| state.notice == Some(Notice::Restored { pictures: 2 }));
        assert!(files.iter().all(|file| file.exists()));

        // Closing waits for the bin: what was deleted is not there again at the next start.
        session.send(Command::Delete(ids[..1].to_vec()));
        drop(session);
        assert!(!files[0].exists() && files[1].exists());
        let mut session = super::open(dir);
        super::until(&mut session, |state| state.indexing.is_none());
        assert_eq!(session.state().gallery.pictures().iter().map(|entry| entry.id).collect::<Vec<_>>(), ids[1..]);

        session.send(Command::Delete(ids[1..].to_vec()));
        super::until(&mut session, |state| state.notice == Some(Notice::Deleted { pictures: 1 }));
        assert_eq!(session.state().undoable, Some(engine::Undoable::Deletion { pictures: 1 }));
        std::fs::write(&files[1], "another file").unwrap();
        session.send(Command::Undo);
        super::until(&mut session, |state| state.notice == Some(Notice::Restored { pictures: 1 }));
        assert_eq!(std::fs::read(&files[1]).unwrap(), b"another file");
        let beside = session.folder().library().file(&session.state().gallery.pictures()[0]);
        assert!(beside.exists() && beside != files[1], "{}", beside.display());

        // The wish is heard even when the window is closed before the bin has answered.
        let ids: Vec<PictureId> = session.state().gallery.pictures().iter().map(|entry| entry.id).collect();
        session.send(Command::Delete(ids));
        session.send(Command::Undo);
        drop(session);
        assert!(beside.exists());
    }
}

#[cfg(unix)]
mod killed {
    use std::{
        io::{BufRead as _, BufReader},
        path::Path,
        process::{Command as Process, Stdio},
    };

    use contract::Format;
    use engine::{Command, DraftEdit};

    const BATCH: i64 = 8;

    /// Killed at four moments of a batch: whatever was told to have arrived is there, every file is whole, and each of the
    /// others is told.
    pub(crate) fn parent() {
        for arrived in 1..=4 {
            let folder = tempfile::tempdir().unwrap();
            let me = std::env::current_exe().unwrap();
            let mut child =
                Process::new(me).arg("killed-child").arg(folder.path()).stdout(Stdio::piped()).spawn().unwrap();
            let told = BufReader::new(child.stdout.take().unwrap()).lines().take(arrived).map(Result::unwrap);
            let told: Vec<String> = told.collect();
            child.kill().unwrap();
            child.wait().unwrap();
            look(folder.path(), &told);
        }
    }

    fn look(dir: &Path, told: &[String]) {
        let mut session = super::open(dir);
        super::until(&mut session, |state| state.indexing.is_none());
        let gallery = &session.state().gallery;
        let there: Vec<String> = gallery.pictures().iter().map(|entry| entry.id.to_string()).collect();
        assert!(told.iter().all(|id| there.contains(id)), "lost: {told:?} {there:?}");
        assert_eq!(gallery.len(), BATCH as usize, "{gallery:#?}");
        for entry in gallery.pictures() {
            let bytes = std::fs::read(session.folder().library().file(entry)).unwrap();
            assert!(Format::Jpeg.is_whole(&bytes), "half a picture: {entry:?}");
        }
        assert_eq!(session.state().draft.prompt, "a typed prompt is kept");
    }

    pub(crate) fn child(dir: &str) {
        let mut session = super::open(Path::new(dir));
        for edit in [DraftEdit::Count(BATCH), DraftEdit::Prompt("a typed prompt is kept".to_owned())] {
            session.send(Command::Edit(edit));
        }
        session.send(Command::Generate);
        let mut told = 0;
        super::until(&mut session, |state| {
            for entry in state.gallery.pictures().iter().skip(told) {
                println!("{}", entry.id);
            }
            told = state.gallery.pictures().len();
            false
        });
    }
}

#[cfg(unix)]
mod panicked {
    use std::{path::Path, process::Command as Process};

    use contract::Key;
    use engine::{Address, Command, ConnectionEdit, ConnectionKind, Keep, Link};

    const SECRET: &str = "sesame-sesame-sesame";

    /// The last words of a program that has just used a key, with everything that it knows: never the key.
    pub(crate) fn parent() {
        let folder = tempfile::tempdir().unwrap();
        let me = std::env::current_exe().unwrap();
        let mut process = Process::new(me);
        process.arg("panicked-child").arg(folder.path()).env("RUST_BACKTRACE", "full").env("EASEL_LOG", "trace");
        let run = process.output().unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert!(!run.status.success() && said.contains("the last words"), "it did not panic: {said}");
        assert!(said.contains("Mine") && !said.contains(SECRET), "{said}");
        for file in walkdir::WalkDir::new(folder.path()).into_iter().map(Result::unwrap) {
            let bytes = if file.file_type().is_file() { std::fs::read(file.path()).unwrap() } else { Vec::new() };
            let is_there = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
            assert!(!is_there, "the key stands in {}", file.path().display());
        }
    }

    pub(crate) fn child(dir: &Path) {
        let mut session = super::open(dir);
        let kind = ConnectionKind::Service(Address::parse("http://127.0.0.1:9").unwrap());
        let key = Some(Key::parse(SECRET).unwrap());
        let edit = ConnectionEdit { id: None, name: "Mine".to_owned(), kind, key, keep: Keep::Keychain };
        session.send(Command::SaveConnection(edit.clone()));
        super::until(&mut session, |state| {
            state.connections.last().is_some_and(|connection| matches!(connection.link, Link::Failed(_)))
        });
        panic!("the last words: {edit:?} {:?}", session.state());
    }
}

fn open(dir: &std::path::Path) -> engine::Session {
    let folder = engine::DataFolder::open(Some(dir)).unwrap();
    let settings = engine::Settings::default();
    let outside = engine::Outside {
        show: Box::new(|_| Ok(())),
        keychain: keychain::TestKeychain::default().boxed(),
        cloudflare: engine::Address::parse("http://127.0.0.1:9").unwrap(),
        timeouts: engine::Timeouts::default(),
        means: engine::Means::default(),
    };
    engine::Session::open(folder, settings, outside, std::task::Waker::noop()).unwrap()
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

fn until(session: &mut engine::Session, mut done: impl FnMut(&engine::State) -> bool) {
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
