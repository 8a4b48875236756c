//! Undo: whichever came last, a deletion or a draft that a picture's settings replaced, is taken back first. The deletions
//! keep their own stack; here are the drafts', and the order of both.

use super::{Engine, fit_model};
use crate::{
    draft::Draft,
    effect::{DeletionId, Effect},
    state::{Notice, Undoable},
};

/// Drafts that can be taken back, at most; the oldest one goes.
const MOST: usize = 32;

/// Drafts that were replaced whole.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    /// Oldest first.
    stack: Vec<Replaced>,
}

#[derive(Debug)]
struct Replaced {
    draft: Draft,
    /// The last deletion before it.
    after: DeletionId,
}

impl Engine {
    pub(super) fn undo(&mut self) -> Vec<Effect> {
        match self.state.undoable {
            None => Vec::new(),
            Some(Undoable::Deletion { .. }) => self.undo_deletion(),
            Some(Undoable::Settings) => self.undo_settings(),
        }
    }

    /// `draft`: as it was before a picture's settings took its place.
    pub(super) fn replaced(&mut self, draft: Draft) {
        if draft == self.state.draft {
            return;
        }
        if self.drafts.stack.len() >= MOST {
            self.drafts.stack.remove(0);
        }
        self.drafts.stack.push(Replaced { draft, after: self.deletions.last() });
        self.count_undoable();
    }

    fn undo_settings(&mut self) -> Vec<Effect> {
        let Some(Replaced { draft, .. }) = self.drafts.stack.pop() else { return Vec::new() };
        self.settings_of = None;
        self.state.draft = draft;
        self.state.draft_revision += 1;
        self.state.snapped = None;
        // Another connection may be in use by now.
        fit_model(&mut self.state);
        self.count_undoable();
        self.notice(Notice::DraftBack);
        vec![Effect::SaveDraft(self.state.draft.clone())]
    }

    /// Says in the state what would be taken back now.
    pub(super) fn count_undoable(&mut self) {
        let deletion = self.deletions.undoable();
        let settings = self.drafts.stack.last().map(|replaced| replaced.after);
        self.state.undoable = match (deletion, settings) {
            (Some((deletion, pictures)), after) if after.is_none_or(|after| after.0 < deletion.0) => {
                Some(Undoable::Deletion { pictures })
            }
            (_, after) => after.map(|_| Undoable::Settings),
        };
    }
}
