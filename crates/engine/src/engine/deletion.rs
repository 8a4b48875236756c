//! Deleting pictures and bringing them back: one stack, newest first. A picture leaves the gallery at once, before the system
//! has answered; where the bin refuses it, it comes back.

use std::collections::HashSet;

use library::{Entry, PictureId};

use super::Engine;
use crate::{
    effect::{DeletionId, Effect},
    failure::Failure,
    gallery::Towards,
    state::Notice,
};

/// What was deleted in this run and can be brought back.
#[derive(Debug, Default)]
pub(super) struct Deletions {
    /// Oldest first.
    stack: Vec<Deletion>,
    last: u32,
}

#[derive(Debug)]
struct Deletion {
    id: DeletionId,
    entries: Vec<Entry>,
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// On the way to the bin.
    Moving,
    /// The same, and to be brought back from there.
    MovingUndone,
    InBin,
    /// On the way back.
    Returning,
}

impl Deletions {
    /// The one that Undo is about.
    fn top(&mut self) -> Option<&mut Deletion> {
        self.stack.iter_mut().rfind(|deletion| matches!(deletion.stage, Stage::Moving | Stage::InBin))
    }

    /// The one that would be undone, and of how many pictures it is.
    pub(super) fn undoable(&mut self) -> Option<(DeletionId, usize)> {
        self.top().map(|top| (top.id, top.entries.len()))
    }

    /// The last one, whatever became of it.
    pub(super) fn last(&self) -> DeletionId {
        DeletionId(self.last)
    }

    fn take(&mut self, id: DeletionId) -> Option<(usize, Deletion)> {
        let place = self.stack.iter().position(|deletion| deletion.id == id)?;
        Some((place, self.stack.remove(place)))
    }

    /// Whether this picture is on its way to the bin.
    fn is_leaving(&self, id: PictureId) -> bool {
        let moving = self.stack.iter().filter(|deletion| matches!(deletion.stage, Stage::Moving | Stage::MovingUndone));
        moving.flat_map(|deletion| &deletion.entries).any(|entry| entry.id == id)
    }
}

impl Engine {
    /// Jobs among `ids` stay: a job is cancelled or put away.
    pub(super) fn delete(&mut self, ids: &[PictureId]) -> Vec<Effect> {
        let wanted: HashSet<PictureId> = ids.iter().copied().collect();
        let pictures = self.state.gallery.pictures().iter();
        let entries: Vec<Entry> = pictures.filter(|entry| wanted.contains(&entry.id)).cloned().collect();
        if entries.is_empty() {
            return Vec::new();
        }
        let gone: Vec<PictureId> = entries.iter().map(|entry| entry.id).collect();
        let mut effects = self.look_past(&wanted);
        self.state.selection.forget(&gone, &self.state.gallery);
        self.state.gallery.change_pictures(&gone, Vec::new());

        self.deletions.last += 1;
        let id = DeletionId(self.deletions.last);
        self.deletions.stack.push(Deletion { id, entries: entries.clone(), stage: Stage::Moving });
        self.count_undoable();
        effects.push(Effect::Bin(id, entries));
        effects
    }

    /// An open picture that goes gives way to the next older one that stays, else to the next newer one.
    fn look_past(&mut self, gone: &HashSet<PictureId>) -> Vec<Effect> {
        let Some(opened) = self.state.open.as_ref().filter(|opened| gone.contains(&opened.id)) else {
            return Vec::new();
        };
        let gallery = &self.state.gallery;
        let next = [Towards::Older, Towards::Newer].into_iter().find_map(|towards| {
            let mut next = gallery.neighbour(opened.made, opened.id, towards)?;
            while gone.contains(&next.id) {
                next = gallery.neighbour(next.made, next.id, towards)?;
            }
            Some(next.id)
        });
        self.state.open = None;
        next.map_or_else(Vec::new, |next| self.open(next))
    }

    /// Also while the pictures are still on their way to the bin: they are brought back as soon as they are there.
    pub(super) fn undo_deletion(&mut self) -> Vec<Effect> {
        let Some(top) = self.deletions.top() else { return Vec::new() };
        let effects = if top.stage == Stage::Moving {
            top.stage = Stage::MovingUndone;
            Vec::new()
        } else {
            top.stage = Stage::Returning;
            vec![Effect::Restore(top.id, top.entries.clone())]
        };
        self.count_undoable();
        effects
    }

    pub(super) fn binned(&mut self, id: DeletionId, failed: Vec<(PictureId, Failure)>) -> Vec<Effect> {
        let Some((place, mut deletion)) = self.deletions.take(id) else { return Vec::new() };
        let stay: HashSet<PictureId> = failed.iter().map(|(id, _)| *id).collect();
        let (back, entries) = deletion.entries.into_iter().partition(|entry| stay.contains(&entry.id));
        self.state.gallery.change_pictures(&[], back);
        deletion.entries = entries;
        let pictures = deletion.entries.len();
        match failed.into_iter().next() {
            Some((_, failure)) => self.state.notice = Some(Notice::Trouble(failure)),
            None if deletion.stage == Stage::Moving => self.state.notice = Some(Notice::Deleted { pictures }),
            None => {}
        }
        let mut effects = Vec::new();
        if pictures > 0 {
            deletion.stage = if deletion.stage == Stage::MovingUndone {
                effects.push(Effect::Restore(id, deletion.entries.clone()));
                Stage::Returning
            } else {
                Stage::InBin
            };
            self.deletions.stack.insert(place, deletion);
        }
        self.count_undoable();
        effects
    }

    /// What could not be brought back is told once, and is the user's to take from the bin: it must not stand in the way of
    /// the deletions before it.
    pub(super) fn restored(
        &mut self,
        id: DeletionId,
        restored: Vec<Entry>,
        failed: Vec<(PictureId, Failure)>,
    ) -> Vec<Effect> {
        if self.deletions.take(id).is_none() {
            return Vec::new();
        }
        let pictures = restored.len();
        self.state.gallery.change_pictures(&[], restored);
        self.state.notice = Some(match failed.into_iter().next() {
            Some((_, failure)) => Notice::Trouble(failure),
            None => Notice::Restored { pictures },
        });
        Vec::new()
    }

    /// A look at the folder that was under way may have seen what is on its way to the bin.
    pub(super) fn without_leaving(&self, mut added: Vec<Entry>) -> Vec<Entry> {
        added.retain(|entry| !self.deletions.is_leaving(entry.id));
        added
    }
}
