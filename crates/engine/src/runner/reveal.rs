//! Shows a file or folder in the system's file manager. That one may take as long as it likes, or never answer: it has a
//! thread of its own, and is given up after a while, its thread with it.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use contract::Billed;
use home::OwnerThread;

use super::{Shared, locked};
use crate::{
    cause::{Cause, FileFault},
    event::Event,
    failure::{Again, Failure},
};

/// A file manager that has to be started on a busy machine takes seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// Shows a file or folder to the user, given its whole path, and blocks until that is done.
pub type Show = dyn Fn(&Path) -> io::Result<()> + Send + Sync;

/// Shows a folder, or a file in its folder, in the system's file manager: what a [`crate::Session`] of a real window is
/// opened with.
pub fn show_in_file_manager(path: &Path) -> io::Result<()> {
    let shown = if path.is_dir() { opener::open(path) } else { opener::reveal(path) };
    shown.map_err(io::Error::other)
}

/// The file manager, and the thread that waits for it.
pub(crate) struct Revealer {
    show: Arc<Show>,
    /// `None` until there is something to show, and again when it hangs.
    thread: Mutex<Option<OwnerThread<()>>>,
}

impl Revealer {
    pub(crate) fn new(show: impl Fn(&Path) -> io::Result<()> + Send + Sync + 'static) -> Self {
        Self { show: Arc::new(show), thread: Mutex::default() }
    }

    fn thread(&self) -> io::Result<OwnerThread<()>> {
        let mut thread = locked(&self.thread);
        match &*thread {
            Some(thread) => Ok(thread.clone()),
            None => Ok(thread.insert(OwnerThread::start("easel-reveal", ())?).clone()),
        }
    }

    /// What is shown next is not kept waiting by what hangs. Its thread ends when it answers after all.
    fn give_up(&self) {
        *locked(&self.thread) = None;
    }

    async fn show(&self, path: PathBuf, not_shown: Failure) -> Result<(), Failure> {
        let thread = self.thread().map_err(|error| not_shown.clone().detail(error.to_string()))?;
        let (show, refused) = (Arc::clone(&self.show), not_shown.clone());
        let shown = thread.call(move |()| match fs::metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let gone = Cause::File(FileFault::Gone { path: path.display().to_string() });
                Err(Failure::new(gone, Billed::No, Again::Save))
            }
            _ => show(&path).map_err(|error| refused.detail(error.to_string())),
        });
        match tokio::time::timeout(PATIENCE, shown).await {
            Ok(shown) => shown?,
            Err(_elapsed) => {
                self.give_up();
                Err(not_shown)
            }
        }
    }
}

/// `path`: relative to the library's folder; empty for that folder itself.
pub(super) async fn reveal(shared: Arc<Shared>, path: PathBuf) {
    let root = &shared.root;
    // Joined with nothing, it would get a slash at its end.
    let path = if path.as_os_str().is_empty() { root.clone() } else { root.join(path) };
    let folder = if path == *root { root } else { path.parent().unwrap_or(root) };
    let not_shown = Failure::new(Cause::NotRevealed { folder: folder.display().to_string() }, Billed::No, Again::Save);
    if let Err(failure) = shared.revealer.show(path, not_shown).await {
        shared.outbox.send(Event::Trouble(failure)).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn a_file_manager_that_hangs_does_not_keep_the_next_one_waiting() {
        let folder = tempfile::tempdir().unwrap();
        let (hangs, fine) = (folder.path().join("hangs"), folder.path().join("fine"));
        fs::create_dir(&hangs).unwrap();
        fs::create_dir(&fine).unwrap();
        let (release, held) = mpsc::sync_channel::<()>(1);
        let (seen, shown) = mpsc::sync_channel(2);
        let held = Mutex::new(held);
        let revealer = Revealer::new(move |path| {
            seen.send(path.to_owned()).map_err(io::Error::other)?;
            if path.ends_with("hangs") {
                locked(&held).recv().map_err(io::Error::other)?;
            }
            Ok(())
        });
        let not_shown = || Failure::new(Cause::ThreadGone, Billed::No, Again::Save);
        let hanging = revealer.show(hangs.clone(), not_shown());
        tokio::pin!(hanging);
        // Polled once, so that it is under way.
        tokio::select! {
            biased;
            _ = &mut hanging => panic!("it hangs"),
            () = std::future::ready(()) => {}
        }
        assert_eq!(shown.recv().unwrap(), hangs);
        revealer.give_up();
        revealer.show(fine.clone(), not_shown()).await.unwrap();
        assert_eq!(shown.recv().unwrap(), fine);
        release.send(()).unwrap();
        hanging.await.unwrap();
    }
}
