//! Deleting pictures and bringing them back: one stack, newest first. A picture leaves the gallery at once, before the system
//! has answered; where the bin refuses it, it comes back.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
    sync::Arc,
};

use library::{Entry, PictureId};

use super::Engine;
use crate::{
    cause::{Cause, FileFault},
    effect::{DeletionId, Effect},
    failure::Failure,
    gallery::Towards,
    state::Notice,
};

/// What was deleted in this run and can be brought back.
#[derive(Debug, Default)]
pub(super) struct Deletions {
    /// Oldest first; below them, what could not be brought back and may be tried again.
    stack: Vec<Deletion>,
    /// Pictures on their way to the bin, and the files that go.
    leaving: HashMap<PictureId, Arc<Path>>,
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
    InBin,
    /// On the way back, or stopped on the way to the bin.
    Returning,
}

impl Deletions {
    /// The one that Undo is about.
    fn top(&mut self) -> Option<&mut Deletion> {
        self.stack.iter_mut().rfind(|deletion| deletion.stage != Stage::Returning)
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

    fn is_leaving(&self, entry: &Entry) -> bool {
        self.leaving.get(&entry.id) == Some(&entry.file)
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

        self.deletions.leaving.extend(entries.iter().map(|entry| (entry.id, Arc::clone(&entry.file))));
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

    /// Also while the pictures are still on their way to the bin: whoever moves them is told at once, so that a window that is
    /// closed next loses no wish.
    pub(super) fn undo_deletion(&mut self) -> Vec<Effect> {
        let Some(top) = self.deletions.top() else { return Vec::new() };
        top.stage = Stage::Returning;
        let effects = vec![Effect::Restore(top.id, top.entries.clone())];
        self.count_undoable();
        effects
    }

    pub(super) fn binned(
        &mut self,
        id: DeletionId,
        gone: &[PictureId],
        failed: Vec<(PictureId, Failure)>,
    ) -> Vec<Effect> {
        let Some((place, mut deletion)) = self.deletions.take(id) else { return Vec::new() };
        for entry in &deletion.entries {
            if self.deletions.is_leaving(entry) {
                self.deletions.leaving.remove(&entry.id);
            }
        }
        let gone: HashSet<&PictureId> = gone.iter().collect();
        deletion.entries.retain(|entry| !gone.contains(&entry.id));
        let stay: HashSet<PictureId> = failed.iter().map(|(id, _)| *id).collect();
        let (back, entries): (Vec<Entry>, Vec<Entry>) =
            deletion.entries.into_iter().partition(|entry| stay.contains(&entry.id));
        if !back.is_empty() {
            self.state.gallery.change_pictures(&[], back);
        }
        if deletion.stage == Stage::Returning {
            // The end of the way back is told; what the bin did not take was wanted back anyway.
            self.deletions.stack.insert(place, Deletion { entries, ..deletion });
            return Vec::new();
        }
        let (pictures, refused) = (entries.len(), failed.len());
        match failed.into_iter().next() {
            Some((_, failure)) if pictures > 0 => {
                self.state.notice = Some(Notice::DeletedSome { pictures, failed: refused, failure });
            }
            Some((_, failure)) => self.state.notice = Some(Notice::Trouble(failure)),
            None if pictures > 0 => self.state.notice = Some(Notice::Deleted { pictures }),
            None => {}
        }
        if pictures > 0 {
            self.deletions.stack.insert(place, Deletion { id, entries, stage: Stage::InBin });
        }
        self.count_undoable();
        Vec::new()
    }

    /// What could not be brought back is told, and can be tried again unless the bin no longer has it; but not before the
    /// other deletions, in whose way it must not stand.
    pub(super) fn restored(
        &mut self,
        id: DeletionId,
        restored: Vec<Entry>,
        mut failed: Vec<(PictureId, Failure)>,
    ) -> Vec<Effect> {
        let Some((place, mut deletion)) = self.deletions.take(id) else { return Vec::new() };
        if deletion.stage != Stage::Returning {
            self.deletions.stack.insert(place, deletion);
            return Vec::new();
        }
        // Those that were gone before are not missed.
        let asked: HashSet<PictureId> = deletion.entries.iter().map(|entry| entry.id).collect();
        failed.retain(|(id, _)| asked.contains(id));
        let again =
            failed.iter().filter(|(_, failure)| !matches!(failure.cause, Cause::File(FileFault::NotInBin { .. })));
        let again: HashSet<PictureId> = again.map(|(id, _)| *id).collect();
        deletion.entries.retain(|entry| again.contains(&entry.id));
        if !deletion.entries.is_empty() {
            deletion.stage = Stage::InBin;
            self.deletions.stack.insert(0, deletion);
        }
        self.count_undoable();

        let pictures = restored.len();
        if pictures > 0 {
            self.state.gallery.change_pictures(&[], restored);
        }
        match failed.into_iter().next() {
            Some((_, failure)) => self.state.notice = Some(Notice::Trouble(failure)),
            None if pictures > 0 => self.state.notice = Some(Notice::Restored { pictures }),
            None => {}
        }
        Vec::new()
    }

    /// A look at the folder that was under way may have seen what is on its way to the bin. The same picture under another
    /// name stays.
    pub(super) fn without_leaving(&self, mut added: Vec<Entry>) -> Vec<Entry> {
        added.retain(|entry| !self.deletions.is_leaving(entry));
        added
    }
}
