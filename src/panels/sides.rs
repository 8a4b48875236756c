//! The two sides: a slider and a number each. The slider moves on the grid; the number takes anything, and the engine clamps
//! and snaps it and says so.

use contract::{
    Field,
    model::Sizes,
    size::{MAX_SIDE, MIN_SIDE, SIDE_STEP},
};
use eframe::egui::Ui;
use engine::{Command, DraftEdit, State};

use super::{note, number_ui, setting_name};
use crate::{msg::Msg, wishes::Wishes};

pub(crate) fn sides_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let draft = &state.draft;
    let (size, fixed) = (draft.size(), matches!(draft.model.sizes, Sizes::Fixed(_)));
    ui.add_enabled_ui(!fixed, |ui| {
        side_ui(ui, state, Msg::Width, &Field::Width, size.width, DraftEdit::Width, wishes);
        side_ui(ui, state, Msg::Height, &Field::Height, size.height, DraftEdit::Height, wishes);
    });
    if fixed {
        note(ui, Msg::FixedSize { width: size.width, height: size.height });
    }
}

fn side_ui(
    ui: &mut Ui,
    state: &State,
    name: Msg<'_>,
    field: &Field,
    side: u32,
    edit: fn(i64) -> DraftEdit,
    wishes: &mut Wishes,
) {
    let mut value = i64::from(side);
    let range = i64::from(MIN_SIDE)..=i64::from(MAX_SIDE);
    let changed = ui.horizontal(|ui| {
        let name = setting_name(ui, name);
        number_ui(ui, name.id, &mut value, range, f64::from(SIDE_STEP))
    });
    if changed.inner {
        wishes.send(Command::Edit(edit(value)));
    }
    if let Some(snapped) = state.snapped.as_ref().filter(|snapped| snapped.field == *field) {
        note(ui, Msg::Snapped(snapped));
    }
}
