//! The open picture: which it is, what is known of it, and the way to its neighbours.

use library::{Entry, Meta, PictureId};

use super::Engine;
use crate::{
    effect::Effect,
    failure::Failure,
    gallery::Towards,
    selection::Select,
    state::{Notice, Opened},
};

impl Engine {
    pub(super) fn described(&mut self, id: PictureId, meta: Result<Meta, Failure>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.settings_of == Some(id) {
            effects = match &meta {
                Ok(meta) => self.take_settings(&meta.record, meta.origin.as_ref()),
                Err(failure) => {
                    self.settings_of = None;
                    self.notice(Notice::Trouble(failure.clone()))
                }
            };
        }
        if let Some(opened) = self.state.open.as_mut().filter(|opened| opened.id == id) {
            opened.meta = Some(meta);
        }
        effects
    }

    pub(super) fn open(&mut self, id: PictureId) -> Vec<Effect> {
        let entry = self.state.gallery.find(id).cloned();
        entry.map_or_else(Vec::new, |entry| self.show(entry))
    }

    /// It is selected too, so that the gallery goes on from it when the viewer closes.
    fn show(&mut self, entry: Entry) -> Vec<Effect> {
        self.state.open = Some(Opened { id: entry.id, made: entry.made, meta: None });
        self.state.selection.select(Select::Only(entry.id), &self.state.gallery);
        vec![Effect::Describe(Box::new(entry))]
    }

    pub(super) fn step(&mut self, towards: Towards) -> Vec<Effect> {
        let opened = self.state.open.as_ref();
        let next = opened.and_then(|opened| self.state.gallery.neighbour(opened.made, opened.id, towards));
        next.cloned().map_or_else(Vec::new, |next| self.show(next))
    }
}
