//! A prompt is written anew by a text model: asked for, told, taken or refused, and taken back. What was asked costs what it costs,
//! whatever becomes of its answer.

use contract::{Neurons, Origin, Prompt, Record, Rewritten, Task};
use library::PictureId;

use super::{Engine, Now, undo::Before};
use crate::{
    effect::Effect,
    failure::Failure,
    rewriting::{Progress, Rewriting, RewritingId},
    state::Notice,
    texts::Text,
    usage::Spending,
};

/// What a prompt was before another one was taken.
#[derive(Debug)]
pub(super) struct PromptBefore {
    prompt: String,
    origin: Option<Origin>,
    /// The job that was being changed by it.
    editing: Option<PictureId>,
}

impl Engine {
    pub(super) fn rewrite(&mut self, task: Task, now: Now) -> Vec<Effect> {
        if self.state.why_not_rewritten(task, now.at).is_some() {
            return Vec::new();
        }
        let (Ok(prompt), Some(connection)) = (Prompt::parse(&*self.state.draft.prompt), self.state.connection()) else {
            return Vec::new();
        };
        let (target, place) = (connection.target(), connection.kind.place());
        let id = self.state.texts.ask(place, self.state.rewriting_estimate());
        let (from, progress) = (prompt.as_str().to_owned(), Progress::Asked { since: now.at });
        self.state.rewriting = Some(Rewriting { id, task, from, progress });
        vec![Effect::Rewrite { id, target, prompt, task }]
    }

    /// One that was cancelled, or asked for a prompt that is not there any more, is counted and dropped.
    pub(super) fn rewritten(&mut self, id: RewritingId, told: Result<Rewritten, Failure>, now: Now) -> Vec<Effect> {
        if let Some(Text { place, estimate, .. }) = self.state.texts.end(id) {
            let spent = match &told {
                Ok(Rewritten { neurons: Some(neurons), .. }) => Some(*neurons),
                Ok(Rewritten { neurons: None, .. }) => Neurons::new(estimate.likely),
                Err(failure) => Neurons::new(estimate.likely).filter(|_| failure.billed != contract::Billed::No),
            };
            if let Some(neurons) = spent {
                self.spend_at(&place, Spending::of_text(now.at, neurons));
            }
        }
        let Some(rewriting) = self.state.rewriting.as_mut().filter(|known| known.id == id) else { return Vec::new() };
        match told {
            Ok(Rewritten { prompt, .. }) if prompt.as_str().trim() == rewriting.from.trim() => {
                self.state.rewriting = None;
                self.notice(Notice::PromptStays);
            }
            Ok(Rewritten { prompt, neurons: cost }) => {
                rewriting.progress = Progress::Proposed { prompt: prompt.as_str().to_owned(), cost };
            }
            Err(failure) => rewriting.progress = Progress::Failed(failure),
        }
        Vec::new()
    }

    /// Whatever was typed meanwhile is brought back by undo.
    pub(super) fn take_rewriting(&mut self) -> Vec<Effect> {
        let is_proposed = |known: &mut Rewriting| matches!(known.progress, Progress::Proposed { .. });
        let Some(Rewriting { task, from, progress: Progress::Proposed { prompt, cost }, .. }) =
            self.state.rewriting.take_if(is_proposed)
        else {
            return Vec::new();
        };
        let editing = self.state.editing.as_ref().map(|editing| editing.id);
        let draft = &mut self.state.draft;
        let origin = Origin::after(draft.origin.as_ref(), &from, task, cost);
        let before = PromptBefore {
            prompt: std::mem::replace(&mut draft.prompt, prompt),
            origin: draft.origin.replace(origin),
            editing,
        };
        self.state.draft_revision += 1;
        self.stepped(Before::Prompt(Box::new(before)));
        self.notice(Notice::PromptTaken(task));
        vec![Effect::SaveDraft(self.state.draft.clone())]
    }

    /// Of a job that was being changed only while it still is.
    pub(super) fn undo_prompt(&mut self, before: PromptBefore) -> Vec<Effect> {
        let PromptBefore { prompt, origin, editing: of } = before;
        let draft = match (&mut self.state.editing, of) {
            (Some(editing), Some(of)) if editing.id == of => &mut self.state.draft,
            (None, None) => &mut self.state.draft,
            // It is there again once the job is changed or left.
            (Some(editing), None) => &mut editing.draft,
            (_, Some(_)) => return self.notice(Notice::TooLate),
        };
        (draft.prompt, draft.origin) = (prompt, origin);
        self.state.draft_revision += 1;
        self.notice(Notice::PromptBack);
        vec![Effect::SaveDraft(self.state.draft.clone())]
    }

    /// A prompt that was written anew for a picture gives way to the one that was typed, and is proposed beside it: nobody pays for it
    /// twice. Right after the draft was filled from `record`.
    pub(super) fn propose_again(&mut self, record: &Record, origin: Option<&Origin>) {
        let (from, task, prompt) = match (origin, &record.translated_prompt) {
            (Some(origin), None) => (&origin.prompt, origin.task, &record.prompt),
            (Some(origin), Some(given)) => (&origin.prompt, origin.task.and(Task::Translate), given),
            (None, Some(given)) => (&record.prompt, Task::Translate, given),
            (None, None) => return,
        };
        if Prompt::parse(from.as_str()).is_err() || Prompt::parse(prompt.as_str()).is_err() {
            return;
        }
        self.state.draft.prompt.clone_from(from);
        let progress = Progress::Proposed { prompt: prompt.clone(), cost: Some(Neurons::ZERO) };
        let (id, from) = (self.state.texts.next(), from.clone());
        self.state.rewriting = Some(Rewriting { id, task, from, progress });
    }
}

/// Whether `new` is `old` with a part of it changed, and not another text in its place: at least a third of the shorter one stands
/// still at its begin and end.
pub(super) fn is_edit_of(old: &str, new: &str) -> bool {
    let begins = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    let ends = old.chars().rev().zip(new.chars().rev()).take_while(|(a, b)| a == b).count();
    let shorter = old.chars().count().min(new.trim().chars().count());
    shorter > 0 && 3 * (begins + ends) >= shorter
}
