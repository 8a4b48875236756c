//! Keeps the draft and the settings as they change. Only the newest value counts: while one is being written, those between
//! are passed over.

use std::{path::PathBuf, sync::Arc};

use tokio::sync::watch;

use super::Shared;
use crate::{draft::Draft, settings::Settings};

pub(super) async fn drafts(shared: Arc<Shared>, mut drafts: watch::Receiver<Option<Draft>>) {
    while drafts.changed().await.is_ok() {
        let Some(draft) = drafts.borrow_and_update().clone() else { continue };
        let saved = shared.journal.call(move |journal| journal.save_draft(&draft)).await;
        shared.trouble(saved, "the draft cannot be kept").await;
    }
}

pub(super) async fn settings(shared: Arc<Shared>, mut all: watch::Receiver<Option<Settings>>, file: PathBuf) {
    while all.changed().await.is_ok() {
        let Some(settings) = all.borrow_and_update().clone() else { continue };
        let file = file.clone();
        // The journal's thread, since it is the one that writes what is small and must last.
        let saved = shared.journal.call(move |_| settings.save(&file)).await;
        shared.trouble(saved, "the settings cannot be kept").await;
    }
}
