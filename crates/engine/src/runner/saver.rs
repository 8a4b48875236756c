//! Keeps the draft and the settings as they change. Only the newest value counts: while one is being written, those between
//! are passed over.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, time::timeout};

use super::{Arrived, Shared, keep::keep};
use crate::{cause::Kept, draft::Draft, settings::Settings};

/// A slider or a window's edge that is dragged changes the settings in each frame: they are written once it rests.
const REST: Duration = Duration::from_millis(300);

pub(super) async fn drafts(shared: Arc<Shared>, mut drafts: watch::Receiver<Option<Draft>>) {
    while drafts.changed().await.is_ok() {
        let draft = drafts.borrow_and_update().clone();
        save_draft(&shared, draft).await;
    }
}

pub(super) async fn settings(shared: Arc<Shared>, mut all: watch::Receiver<Option<Settings>>) {
    while all.changed().await.is_ok() {
        while let Ok(Ok(())) = timeout(REST, all.changed()).await {}
        let settings = all.borrow_and_update().clone();
        save_settings(&shared, settings).await;
    }
}

/// What may not have been written yet, when the program ends: pictures that could not be saved before, too. The system's bin
/// and its keychain are the last, since they may take as long as they like.
pub(super) async fn last(shared: &Arc<Shared>) {
    let unsaved: Vec<Arc<Arrived>> = shared.unsaved().drain().map(|(_, arrived)| arrived).collect();
    for arrived in unsaved {
        keep(Arc::clone(shared), arrived).await;
    }
    // The library's jobs run in order: what arrived and is being saved is safe when this one's turn has come.
    if let Err(gone) = shared.library.call(|_| ()).await {
        tracing::error!(%gone, "closed without the library");
    }
    let (draft, settings) = (shared.draft.borrow().clone(), shared.settings.borrow().clone());
    save_draft(shared, draft).await;
    save_settings(shared, settings).await;
    tokio::join!(shared.deletions.finish(), shared.keys.finish());
}

async fn save_draft(shared: &Shared, draft: Option<Draft>) {
    let Some(draft) = draft else { return };
    let saved = shared.journal.call(move |journal| journal.save_draft(&draft)).await;
    shared.trouble(saved, Kept::Draft).await;
}

async fn save_settings(shared: &Shared, settings: Option<Settings>) {
    let Some(settings) = settings else { return };
    let file = shared.settings_file.clone();
    // The journal's thread, since it is the one that writes what is small and must last.
    let saved = shared.journal.call(move |_| settings.save(&file)).await;
    shared.trouble(saved, Kept::Settings).await;
}
