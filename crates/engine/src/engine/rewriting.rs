//! A prompt is written anew by a text model: asked for, told, taken or refused, and taken back. What was asked costs what it costs,
//! whatever becomes of its answer.

use contract::{Neurons, Origin, Prompt, Record, Rewritten, Task, price::Estimate};
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
    /// What is there already, or on its way, costs nothing more.
    pub(super) fn rewrite(&mut self, task: Task, now: Now) -> Vec<Effect> {
        if self.state.why_not_rewritten(task, now.at).is_some() {
            return Vec::new();
        }
        let Some(text) = self.state.known_text(task).cloned() else { return self.ask_text(task, now) };
        let origin = self.origin_after(&text);
        self.show_text(text, origin, true);
        Vec::new()
    }

    /// A text model writes another one each time.
    pub(super) fn rewrite_again(&mut self, now: Now) -> Vec<Effect> {
        match self.state.rewriting {
            Some(Rewriting { task, progress: Progress::Proposed { .. }, .. })
                if self.state.why_not_asked(task, now.at).is_none() =>
            {
                self.ask_text(task, now)
            }
            _ => Vec::new(),
        }
    }

    fn ask_text(&mut self, task: Task, now: Now) -> Vec<Effect> {
        let (Ok(prompt), Some(connection)) = (Prompt::parse(&*self.state.draft.prompt), self.state.connection()) else {
            return Vec::new();
        };
        let (target, place) = (connection.target(), connection.kind.place());
        let (id, estimate) = (self.state.texts.next(), self.state.rewriting_estimate());
        let (from, progress) = (prompt.as_str().to_owned(), Progress::Asked { since: now.at });
        let text = Text { id, place, task, from, estimate, progress };
        self.state.texts.ask(text.clone());
        let origin = self.origin_after(&text);
        self.show_text(text, origin, false);
        vec![Effect::Rewrite { id, target, prompt, task }]
    }

    /// From what is there now: whatever is typed until it is taken has nothing to do with it.
    fn origin_after(&self, text: &Text) -> Origin {
        Origin::after(self.state.draft.origin.as_ref(), &text.from, text.task, Some(Neurons::ZERO))
    }

    fn show_text(&mut self, Text { id, task, from, progress, .. }: Text, origin: Origin, is_known: bool) {
        self.state.rewriting = Some(Rewriting { id, task, from, origin, is_known, progress });
    }

    /// One that nobody waits for any more is counted, and remembered; what changes nothing is no answer.
    pub(super) fn rewritten(&mut self, id: RewritingId, told: Result<Rewritten, Failure>, now: Now) -> Vec<Effect> {
        let Some(text) = self.state.texts.end(id) else { return Vec::new() };
        let likely = Neurons::new(text.estimate.likely);
        let spent = match &told {
            Ok(Rewritten { neurons, .. }) => neurons.or(likely),
            Err(failure) => likely.filter(|_| failure.billed != contract::Billed::No),
        };
        if let Some(neurons) = spent {
            self.spend_at(&text.place, Spending::of_text(now.at, neurons));
        }
        let is_shown = self.state.rewriting.as_ref().is_some_and(|shown| shown.id == id);
        let progress = match told {
            Ok(Rewritten { prompt, .. }) if prompt.as_str().trim() == text.from.trim() => {
                if is_shown {
                    self.state.rewriting = None;
                    self.notice(Notice::PromptStays);
                }
                return Vec::new();
            }
            Ok(Rewritten { prompt, neurons: cost }) => {
                let progress = Progress::Proposed { prompt: prompt.as_str().to_owned(), cost };
                self.state.texts.remember(Text { progress: progress.clone(), ..text });
                progress
            }
            Err(failure) => Progress::Failed(failure),
        };
        if let Some(shown) = self.state.rewriting.as_mut().filter(|_| is_shown) {
            // What it has cost is said once.
            (shown.progress, shown.is_known) = (progress, false);
        }
        Vec::new()
    }

    /// Whatever was typed meanwhile is brought back by undo.
    pub(super) fn take_rewriting(&mut self) -> Vec<Effect> {
        let is_proposed = |known: &mut Rewriting| matches!(known.progress, Progress::Proposed { .. });
        let Some(Rewriting { task, origin, progress: Progress::Proposed { prompt, cost }, .. }) =
            self.state.rewriting.take_if(is_proposed)
        else {
            return Vec::new();
        };
        let editing = self.state.editing.as_ref().map(|editing| editing.id);
        let draft = &mut self.state.draft;
        let neurons = origin.neurons.zip(cost).map(|(before, cost)| before + cost.get());
        let origin = Origin { neurons, ..origin };
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
        let translated = |of| Origin::after(of, &record.prompt, Task::Translate, None);
        let (origin, prompt) = match (origin, &record.translated_prompt) {
            (Some(origin), None) => (origin.clone(), &record.prompt),
            (of, Some(given)) => (translated(of), given),
            (None, None) => return,
        };
        if Prompt::parse(origin.prompt.as_str()).is_err() || Prompt::parse(prompt.as_str()).is_err() {
            return;
        }
        self.state.draft.prompt.clone_from(&origin.prompt);
        let Some(place) = self.state.connection().map(|connection| connection.kind.place()) else { return };
        let progress = Progress::Proposed { prompt: prompt.clone(), cost: Some(Neurons::ZERO) };
        let (id, from, estimate) = (self.state.texts.next(), origin.prompt.clone(), Estimate::ZERO);
        let text = Text { id, place, task: origin.task, from, estimate, progress };
        self.state.texts.remember(text.clone());
        self.show_text(text, Origin { neurons: Some(0.0), ..origin }, true);
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
