//! What is done with a picture's file and with the folder as a whole, apart from making and deleting pictures.

use std::collections::HashSet;

use library::{Entry, PictureId};

use super::Engine;
use crate::{
    effect::Effect,
    job::{Job, JobState},
    state::{Indexing, Notice},
};

impl Engine {
    pub(super) fn copy_picture(&mut self, id: PictureId) -> Vec<Effect> {
        self.state.gallery.find(id).map(|entry| Effect::Decode(Box::new(entry.clone()))).into_iter().collect()
    }

    pub(super) fn show_in_folder(&mut self, id: PictureId) -> Vec<Effect> {
        self.state.gallery.find(id).map(|entry| Effect::Reveal(entry.file.to_path_buf())).into_iter().collect()
    }

    pub(super) fn refresh(&mut self) -> Vec<Effect> {
        if self.state.indexing.is_some() {
            return Vec::new();
        }
        self.state.indexing = Some(Indexing::default());
        vec![Effect::Refresh]
    }

    /// The comparison ends after the step that it is at.
    pub(super) fn stop_indexing(&mut self) -> Vec<Effect> {
        if self.state.indexing.is_none() {
            return Vec::new();
        }
        self.state.notice = Some(Notice::IndexingStopped);
        vec![Effect::StopIndexing]
    }

    pub(super) fn changed(&mut self, removed: &[PictureId], added: Vec<Entry>) -> Vec<Effect> {
        let added = self.without_leaving(added);
        // What is about to go is selected no longer, unless it comes back in another form.
        let back: HashSet<PictureId> = added.iter().map(|entry| entry.id).collect();
        let gone: Vec<PictureId> = removed.iter().filter(|id| !back.contains(id)).copied().collect();
        self.state.selection.forget(&gone, &self.state.gallery);
        self.state.gallery.change_pictures(removed, added);
        let gone = |made, id| self.state.gallery.picture(made, id).is_none();
        if self.state.open.as_ref().is_some_and(|opened| gone(opened.made, opened.id)) {
            self.state.open = None;
        }
        self.close_found(&back)
    }

    /// Jobs that were told as without a picture, whose pictures are there after all.
    fn close_found(&mut self, there: &HashSet<PictureId>) -> Vec<Effect> {
        let found = |job: &&Job| matches!(job.state, JobState::Failed(_)) && there.contains(&job.id);
        let found: Vec<PictureId> = self.state.gallery.jobs().iter().filter(found).map(|job| job.id).collect();
        for id in &found {
            self.forget_marks(*id);
            self.state.gallery.remove_job(*id);
        }
        Vec::from_iter((!found.is_empty()).then_some(Effect::Forget(found)))
    }
}
