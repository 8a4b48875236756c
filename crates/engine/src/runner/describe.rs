//! Reads all that is known of a picture, from its file. The runner does it beside other work; nothing is changed.

use std::sync::Arc;

use library::Entry;

use super::Shared;
use crate::{event::Event, failure::Failure};

pub(super) async fn describe(shared: Arc<Shared>, entry: Box<Entry>) {
    let id = entry.id;
    let read = shared.library.call(move |library| library.meta(&entry)).await;
    let meta = read.map_err(Failure::from).and_then(|meta| meta.map_err(Failure::from));
    shared.outbox.send(Event::Described(id, meta.map(Box::new))).await;
}
