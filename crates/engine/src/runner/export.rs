//! Copies of a picture outside the library: a file, or pixels for the clipboard. Decoding and encoding take a while, so they
//! have a thread of their own.

use std::{path::PathBuf, sync::Arc};

use contract::Format;
use library::Entry;

use super::Shared;
use crate::{event::Event, failure::Failure};

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

/// A text in a file, replacing what is there.
pub(super) async fn save_text(shared: Arc<Shared>, text: String, target: PathBuf) {
    let saved = shared.exporter.call(move |_| library::save_text(&text, &target).map(|()| target)).await;
    let event = match saved.map_err(Failure::from).and_then(|saved| saved.map_err(Failure::from)) {
        Ok(target) => Event::Saved(target),
        Err(failure) => Event::NotSaved(failure),
    };
    shared.outbox.send(event).await;
}

/// The pixels of a picture, for the clipboard.
pub(super) async fn decode(shared: Arc<Shared>, entry: Box<Entry>) {
    let id = entry.id;
    let decoded = shared.exporter.call(move |places| library::decode(&places.file(&entry), None)).await;
    let pixels = decoded.map_err(Failure::from).and_then(|pixels| pixels.map_err(Failure::from));
    shared.outbox.send(Event::Decoded(id, pixels.map(Arc::new))).await;
}
