//! Edits of the draft: what was typed, chosen or dragged, what follows from it for the other fields, and a whole draft taken
//! from a picture.

use contract::{Field, Model, Origin, Record, Size, size::snap_side};
use library::PictureId;

use super::{Engine, rewriting::is_edit_of};
use crate::{
    command::DraftEdit,
    draft::{Draft, MAX_COUNT, Seed},
    effect::Effect,
    ratio::{self, Ratio},
    state::{Notice, Snapped, State},
};

impl Engine {
    pub(super) fn edit(&mut self, edit: DraftEdit) -> Vec<Effect> {
        // What is written now is not overwritten by what was asked for before.
        self.settings_of = None;
        let draft = &mut self.state.draft;
        match edit {
            DraftEdit::Prompt(prompt) => {
                // Another text did not come from there.
                draft.origin = draft.origin.take().filter(|_| is_edit_of(&draft.prompt, &prompt));
                draft.prompt = prompt;
            }
            DraftEdit::Translate(translate) => draft.translate = translate,
            DraftEdit::Model(model) => draft.choose(model),
            DraftEdit::Width(typed) => {
                let width = snap_side(typed);
                draft.resize(draft.lock.map_or(Size::new(width, draft.height), |ratio| ratio.with_width(width)));
                self.state.snapped = Snapped::note(Field::Width, typed, draft.width);
            }
            DraftEdit::Height(typed) => {
                let height = snap_side(typed);
                draft.resize(draft.lock.map_or(Size::new(draft.width, height), |ratio| ratio.with_height(height)));
                self.state.snapped = Snapped::note(Field::Height, typed, draft.height);
            }
            DraftEdit::Size(size) => {
                draft.resize(ratio::nearest(size));
                self.reshaped();
            }
            DraftEdit::Ratio(ratio) => {
                // The area stays as it was typed, so that shape after shape does not shrink the picture.
                let size = ratio.size(draft.area);
                (draft.width, draft.height) = (size.width, size.height);
                self.reshaped();
            }
            DraftEdit::Swap => {
                (draft.width, draft.height) = (draft.height, draft.width);
                self.reshaped();
            }
            DraftEdit::Lock => {
                draft.lock = match draft.lock {
                    Some(_) => None,
                    None => Some(draft.shape()),
                }
            }
            DraftEdit::Steps(steps) => {
                let range = draft.model.steps;
                draft.steps = steps.map(|steps| range.map_or(steps, |range| steps.clamp(range.min, range.max)));
            }
            DraftEdit::Guidance(guidance) => {
                let range = draft.model.guidance;
                let guidance = guidance.filter(|guidance| guidance.is_finite());
                draft.guidance = guidance.map(|guidance| range.map_or(guidance, |r| guidance.clamp(r.min, r.max)));
            }
            DraftEdit::NegativePrompt(text) => draft.negative_prompt = text,
            DraftEdit::Seed(seed) => draft.seed = seed,
            DraftEdit::Count(count) => draft.count = count.clamp(1, MAX_COUNT.into()) as u32,
        }
        vec![Effect::SaveDraft(self.state.draft.clone())]
    }

    /// Both sides are new: nothing typed is left of them, and a locked shape is this one from now on.
    fn reshaped(&mut self) {
        self.state.snapped = None;
        let draft = &mut self.state.draft;
        draft.lock = draft.lock.map(|_| draft.shape());
    }

    pub(super) fn use_settings(&mut self, id: PictureId) -> Vec<Effect> {
        let open = self.state.open.as_ref().filter(|opened| opened.id == id);
        if let Some(Ok(meta)) = open.and_then(|opened| opened.meta.clone()) {
            return self.take_settings(&meta.record, meta.origin.as_ref());
        }
        let Some(entry) = self.state.gallery.find(id) else { return Vec::new() };
        let describe = Effect::Describe(Box::new(entry.clone()));
        self.settings_of = Some(id);
        vec![describe]
    }

    /// Fills the draft with what a picture was made from. `origin`: of its prompt.
    pub(super) fn take_settings(&mut self, record: &Record, origin: Option<&Origin>) -> Vec<Effect> {
        let before = self.state.draft.clone();
        self.fill_draft(record);
        self.propose_again(record, origin);
        self.settings_taken(before)
    }

    /// `before`: the draft that they took the place of.
    pub(super) fn settings_taken(&mut self, before: Draft) -> Vec<Effect> {
        self.state.notice = Some(Notice::SettingsUsed);
        self.replaced(before);
        vec![Effect::SaveDraft(self.state.draft.clone())]
    }

    pub(super) fn fill_draft(&mut self, record: &Record) {
        self.settings_of = None;
        let usable = |model: &&'static Model| self.state.connection().is_some_and(|there| there.draws(model));
        let model = Model::find(&record.model);
        let here = model.filter(usable);
        let draft = &mut self.state.draft;
        self.state.rewriting = None;
        if !record.prompt.is_empty() {
            draft.origin = None;
            draft.prompt.clone_from(&record.prompt);
            draft.negative_prompt = record.negative_prompt.clone().unwrap_or_default();
        }
        draft.resize(ratio::nearest(record.size()));
        // The numbers of a model that no service of ours has mean nothing here.
        if model.is_some() {
            draft.seed = record.seed.map_or(Seed::Random, Seed::Fixed);
        }
        if let Some(model) = here {
            (draft.steps, draft.guidance) = (record.steps, record.guidance);
            draft.choose(model);
        }
        self.reshaped();
        self.state.draft_revision += 1;
    }
}

impl Draft {
    /// Of the sides that were chosen, whatever size the model has.
    fn shape(&self) -> Ratio {
        Ratio::of(Size::new(self.width, self.height))
    }

    /// Takes the sides, and remembers how many pixels are wanted.
    fn resize(&mut self, size: Size) {
        (self.width, self.height) = (size.width, size.height);
        self.area = size.pixels();
    }
}

impl Snapped {
    fn note(field: Field, typed: i64, kept: u32) -> Option<Self> {
        (i64::from(kept) != typed).then_some(Self { field, typed, kept })
    }
}

/// A draft's model must be one that the current connection draws with.
pub(super) fn fit_model(state: &mut State) {
    let Some(connection) = state.connections.iter().find(|connection| connection.id == state.current) else { return };
    if connection.draws(state.draft.model) {
        return;
    }
    if let Some(first) = connection.models.iter().find(|model| connection.draws(model)) {
        state.draft.choose(first);
    }
}
