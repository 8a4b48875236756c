//! Save as: a copy of a picture outside the library. Encoding takes a while, so it has a thread of its own.

use std::{path::PathBuf, sync::Arc};

use contract::{Billed, Format};
use library::Entry;

use super::Shared;
use crate::{
    event::Event,
    failure::{Again, Failure},
};

pub(super) async fn export(shared: Arc<Shared>, entry: Box<Entry>, target: PathBuf, format: Format) {
    let event = match try_export(&shared, *entry, target, format).await {
        Ok(target) => Event::Saved(target),
        Err(failure) => Event::NotSaved(failure),
    };
    shared.outbox.send(event).await;
}

async fn try_export(shared: &Arc<Shared>, entry: Entry, target: PathBuf, format: Format) -> Result<PathBuf, Failure> {
    let (meta, entry) = shared.library.call(|library| (library.meta(&entry), entry)).await?;
    let meta = meta?;
    let exported = shared
        .exporter
        .call(move |places| library::export(&places.file(&entry), &meta, &target, format).map(|()| target));
    Ok(exported.await??)
}

/// A copy costs nothing, and Save as is there to be pressed again.
impl From<library::Error> for Failure {
    fn from(error: library::Error) -> Self {
        Self::new(error.to_string(), Billed::No, Again::Save).hint(error.hint())
    }
}

impl From<home::ThreadGone> for Failure {
    fn from(gone: home::ThreadGone) -> Self {
        Self::new(gone.to_string(), Billed::No, Again::Save).hint("Start Easel again.")
    }
}
