//! The numbers of a request: how many pictures, and those that only some models take. What is left to the model is said so,
//! and a number is there to be changed only when it is not.

use contract::model::{Guidance, Steps};
use eframe::egui::{Id, Ui};
use engine::{Command, Draft, DraftEdit, MAX_COUNT};

use super::super::{in_view, number_ui, setting_name};
use crate::{msg::Msg, wishes::Wishes};

/// What a slider of guidance moves by.
const GUIDANCE_STEP: f64 = 0.5;
/// Where guidance begins when a model does not say what it likes.
const GUIDANCE: f64 = 3.5;

pub(super) fn count_ui(ui: &mut Ui, draft: &Draft, wishes: &mut Wishes) {
    let mut count = i64::from(draft.count);
    let changed = ui.horizontal(|ui| {
        let name = setting_name(ui, Msg::Count);
        number_ui(ui, name.id, &mut count, 1..=i64::from(MAX_COUNT), 1.0)
    });
    if changed.inner {
        wishes.send(Command::Edit(DraftEdit::Count(count)));
    }
}

pub(super) fn steps_ui(ui: &mut Ui, draft: &Draft, wishes: &mut Wishes) {
    let Some(Steps { min, max, default, .. }) = draft.model.steps else { return };
    let range = i64::from(min)..=i64::from(max);
    let number = |ui: &mut Ui, name, steps: &mut i64| number_ui(ui, name, steps, range, 1.0);
    own_number_ui(ui, Msg::Steps, draft.steps.map(i64::from), default.into(), number, |steps| {
        let steps = steps.map(|steps| u32::try_from(steps.max(0)).unwrap_or(u32::MAX));
        wishes.send(Command::Edit(DraftEdit::Steps(steps)));
    });
}

pub(super) fn guidance_ui(ui: &mut Ui, draft: &Draft, wishes: &mut Wishes) {
    let Some(Guidance { min, max, default }) = draft.model.guidance else { return };
    let begin = default.unwrap_or(GUIDANCE.clamp(min, max));
    let number = |ui: &mut Ui, name, guidance: &mut f64| number_ui(ui, name, guidance, min..=max, GUIDANCE_STEP);
    own_number_ui(ui, Msg::Guidance, draft.guidance, begin, number, |guidance| {
        wishes.send(Command::Edit(DraftEdit::Guidance(guidance)));
    });
}

/// A box to leave the number to the model, and the number when it is not. `begin`: where it begins. `set`: called when it
/// was changed.
fn own_number_ui<N>(
    ui: &mut Ui,
    name: Msg<'_>,
    now: Option<N>,
    begin: N,
    number: impl FnOnce(&mut Ui, Id, &mut N) -> bool,
    set: impl FnOnce(Option<N>),
) {
    let mut left = now.is_none();
    let row = ui.horizontal(|ui| {
        let words = Msg::AsTheModelLikes.text();
        // There are several such boxes: each says whose it is.
        let said = Msg::SettingIs { name: &name.text(), value: &words }.text();
        let name = setting_name(ui, name);
        (name.id, in_view(ui.checkbox(&mut left, words).accessible_name(said)).changed())
    });
    let (name, toggled) = row.inner;
    if toggled {
        set((!left).then_some(begin));
    } else if let Some(mut value) = now
        && number(ui, name, &mut value)
    {
        set(Some(value));
    }
}
