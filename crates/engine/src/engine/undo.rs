//! Undo: whichever came last, a deletion, a draft that a picture's settings replaced, a connection that was removed, or a change
//! of the queue, is taken back first. The deletions keep their own stack; here are the others, and the order of all.

use library::PictureId;

use super::{Engine, Now, rewriting::PromptBefore};
use crate::{
    connection::{Connection, KeyState},
    draft::Draft,
    effect::{DeletionId, Effect},
    job::Job,
    state::{Notice, Undoable},
};

/// Steps that can be taken back, at most; the oldest one goes.
pub(super) const MOST: usize = 32;

/// What can be taken back, but for deletions.
#[derive(Debug, Default)]
pub(super) struct Steps {
    /// Oldest first.
    stack: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    before: Before,
    /// The last deletion before it.
    after: DeletionId,
}

/// What a step has taken away.
#[derive(Debug)]
pub(super) enum Before {
    /// The draft, as it was before a picture's settings took its place.
    Draft(Box<Draft>),
    /// The prompt, as it was before another one took its place.
    Prompt(Box<PromptBefore>),
    /// A connection that was removed, or moved: it comes back beside the one at the other place.
    Connection {
        /// As it was.
        connection: Box<Connection>,
        /// Where it was in the list.
        place: usize,
    },
    /// The turns of the jobs that waited.
    Turns(Vec<(PictureId, i64)>),
    /// Jobs that were taken out of the queue, and those that were put in their place.
    Jobs {
        /// As they were.
        out: Vec<Job>,
        /// Those, in turn, are taken out.
        put: Vec<PictureId>,
    },
}

impl Engine {
    pub(super) fn undo(&mut self, now: Now) -> Vec<Effect> {
        match self.state.undoable {
            None => Vec::new(),
            Some(Undoable::Deletion { .. }) => self.undo_deletion(),
            Some(Undoable::Settings | Undoable::Prompt | Undoable::Connection | Undoable::Queue) => self.undo_step(now),
        }
    }

    /// Notes what can be taken back from now on.
    pub(super) fn stepped(&mut self, before: Before) {
        if self.steps.stack.len() >= MOST {
            self.steps.stack.remove(0);
        }
        self.steps.stack.push(Step { before, after: self.deletions.last() });
        self.count_undoable();
    }

    /// `draft`: as it was before a picture's settings took its place.
    pub(super) fn replaced(&mut self, draft: Draft) {
        if draft != self.state.draft && self.state.editing.is_none() {
            self.stepped(Before::Draft(Box::new(draft)));
        }
    }

    fn undo_step(&mut self, now: Now) -> Vec<Effect> {
        let Some(Step { before, .. }) = self.steps.stack.pop() else { return Vec::new() };
        let effects = match before {
            Before::Draft(draft) => self.undo_settings(*draft),
            Before::Prompt(prompt) => self.undo_prompt(*prompt),
            Before::Connection { connection, place } => self.bring_back(*connection, place),
            Before::Turns(turns) => self.take_turns(turns),
            Before::Jobs { out, put } => self.undo_jobs(out, &put, now),
        };
        self.count_undoable();
        effects
    }

    fn undo_settings(&mut self, draft: Draft) -> Vec<Effect> {
        self.settings_of = None;
        if let Some(editing) = &mut self.state.editing {
            // That is there again once the job is changed or left.
            editing.draft = draft;
            return self.notice(Notice::DraftBack);
        }
        self.put_draft(draft);
        self.notice(Notice::DraftBack);
        vec![Effect::SaveDraft(self.state.draft.clone())]
    }

    /// It is not used again by itself: what is used now was chosen since.
    fn bring_back(&mut self, connection: Connection, place: usize) -> Vec<Effect> {
        let target = connection.target();
        self.remember_key(&target);
        self.notice(Notice::BroughtBack(connection.name.clone()));
        self.state.shown = Some(connection.id);
        let place = place.min(self.state.connections.len());
        self.state.connections.insert(place, Connection { key: KeyState::Asked, ..connection });
        vec![Effect::BringKey(target), self.save_connections()]
    }

    /// Says in the state what would be taken back now.
    pub(super) fn count_undoable(&mut self) {
        let deletion = self.deletions.undoable();
        let step = self.steps.stack.last();
        self.state.undoable = match (deletion, step) {
            (Some((deletion, pictures)), step) if step.is_none_or(|step| step.after.0 < deletion.0) => {
                Some(Undoable::Deletion { pictures })
            }
            (_, step) => step.map(|step| match step.before {
                Before::Draft(_) => Undoable::Settings,
                Before::Prompt(_) => Undoable::Prompt,
                Before::Connection { .. } => Undoable::Connection,
                Before::Turns(_) | Before::Jobs { .. } => Undoable::Queue,
            }),
        };
    }
}
