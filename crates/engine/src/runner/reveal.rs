//! Shows a file or folder in the system's file manager. That one may take as long as it likes, or never answer: it has a
//! thread of its own, and is given up after a while.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use contract::Billed;

use super::Shared;
use crate::{
    cause::{Cause, FileFault},
    event::Event,
    failure::{Again, Failure},
};

/// A file manager that has to be started on a busy machine takes seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// `path`: relative to the library's folder; empty for that folder itself.
pub(super) async fn reveal(shared: Arc<Shared>, path: PathBuf) {
    let root = &shared.root;
    // Joined with nothing, it would get a slash at its end.
    let path = if path.as_os_str().is_empty() { root.clone() } else { root.join(path) };
    let folder = if path == *root { root } else { path.parent().unwrap_or(root) };
    let not_shown = Failure::new(Cause::NotRevealed { folder: folder.display().to_string() }, Billed::No, Again::Save);

    let shown = path.clone();
    let shown = shared.revealer.call(move |()| show(&shown));
    let failure = match tokio::time::timeout(PATIENCE, shown).await {
        Ok(Ok(Ok(()))) => return,
        Ok(Ok(Err(opener::OpenError::Io(error)))) if error.kind() == std::io::ErrorKind::NotFound => {
            Failure::new(Cause::File(FileFault::Gone { path: path.display().to_string() }), Billed::No, Again::Save)
        }
        Ok(Ok(Err(error))) => not_shown.detail(error.to_string()),
        Ok(Err(gone)) => gone.into(),
        Err(_elapsed) => not_shown,
    };
    shared.outbox.send(Event::Trouble(failure)).await;
}

fn show(path: &Path) -> Result<(), opener::OpenError> {
    let about = fs::metadata(path).map_err(opener::OpenError::Io)?;
    if about.is_dir() { opener::open(path) } else { opener::reveal(path) }
}
