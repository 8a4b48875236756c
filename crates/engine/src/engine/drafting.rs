//! Edits of the draft: what was typed, chosen or dragged, and what follows from it for the other fields.

use contract::{Field, Size, size::snap_side};
use library::PictureId;

use super::Engine;
use crate::{
    command::DraftEdit,
    draft::{Draft, MAX_COUNT},
    effect::Effect,
    ratio::Ratio,
    state::Snapped,
};

impl Engine {
    pub(super) fn edit(&mut self, edit: DraftEdit) -> Vec<Effect> {
        let reshapes = matches!(edit, DraftEdit::Size(_) | DraftEdit::Ratio(_) | DraftEdit::Swap);
        let draft = &mut self.state.draft;
        match edit {
            DraftEdit::Prompt(prompt) => draft.prompt = prompt,
            DraftEdit::Model(model) => draft.model = model,
            DraftEdit::Width(typed) => {
                draft.width = snap_side(typed);
                self.state.snapped = Snapped::note(Field::Width, typed, draft.width);
                draft.keep_shape(|draft, ratio| draft.height = ratio.height_for(draft.width));
            }
            DraftEdit::Height(typed) => {
                draft.height = snap_side(typed);
                self.state.snapped = Snapped::note(Field::Height, typed, draft.height);
                draft.keep_shape(|draft, ratio| draft.width = ratio.width_for(draft.height));
            }
            DraftEdit::Size(size) => draft.take(Size::new(snap_side(size.width.into()), snap_side(size.height.into()))),
            DraftEdit::Ratio(ratio) => (draft.width, draft.height) = sides(ratio.size(draft.area)),
            DraftEdit::Swap => (draft.width, draft.height) = (draft.height, draft.width),
            DraftEdit::Lock(locked) => draft.lock = locked.then(|| Ratio::of(draft.size())),
            DraftEdit::Steps(steps) => draft.steps = steps,
            DraftEdit::Guidance(guidance) => draft.guidance = guidance,
            DraftEdit::NegativePrompt(text) => draft.negative_prompt = text,
            DraftEdit::Seed(seed) => draft.seed = seed,
            DraftEdit::Count(count) => draft.count = count.clamp(1, MAX_COUNT.into()) as u32,
        }
        if reshapes {
            self.state.snapped = None;
            let draft = &mut self.state.draft;
            draft.lock = draft.lock.map(|_| Ratio::of(draft.size()));
        }
        vec![Effect::SaveDraft(self.state.draft.clone())]
    }

    pub(super) fn use_settings(&mut self, _id: PictureId) -> Vec<Effect> {
        Vec::new()
    }
}

impl Draft {
    /// Changes the other side of a locked shape; remembers how many pixels are wanted.
    fn keep_shape(&mut self, other_side: impl FnOnce(&mut Self, Ratio)) {
        if let Some(ratio) = self.lock {
            other_side(self, ratio);
        }
        self.area = Size::new(self.width, self.height).pixels();
    }

    fn take(&mut self, size: Size) {
        (self.width, self.height) = sides(size);
        self.area = size.pixels();
    }
}

fn sides(size: Size) -> (u32, u32) {
    (size.width, size.height)
}

impl Snapped {
    fn note(field: Field, typed: i64, kept: u32) -> Option<Self> {
        (i64::from(kept) != typed).then_some(Self { field, typed, kept })
    }
}
