//! The seed: random, or a number by which a picture can be drawn again, and what that is worth with the chosen model.

use contract::model::SeedUse;
use eframe::egui::{DragValue, Ui, vec2};
use engine::{Command, Draft, DraftEdit, Seed};

use super::super::{in_view, note, setting_name};
use crate::{edits::Edits, look::space, msg::Msg, wishes::Wishes};

pub(super) fn seed_ui(ui: &mut Ui, draft: &Draft, edits: &mut Edits, wishes: &mut Wishes) {
    let note_on_it = match draft.model.seed {
        SeedUse::Absent => return,
        SeedUse::NotHonoured => Some(Msg::SeedNotHonoured),
        SeedUse::Unknown => Some(Msg::SeedUnknown),
        SeedUse::Honoured => None,
    };
    if let Seed::Fixed(seed) = draft.seed {
        edits.seed = seed;
    }
    let (mut random, mut seed) = (draft.seed == Seed::Random, edits.seed);
    let row = ui.horizontal(|ui| {
        let name = setting_name(ui, Msg::Seed);
        (name.id, in_view(ui.checkbox(&mut random, Msg::RandomSeed.text())).changed())
    });
    let (name, mut changed) = row.inner;
    if !random && !changed {
        changed = ui
            .horizontal(|ui| {
                let number =
                    DragValue::new(&mut seed).speed(1.0).clip_text(true).min_size(vec2(space::NUMBER_WIDTH * 1.6, 0.0));
                let typed = in_view(ui.add(number).labelled_by(name)).changed();
                let other = in_view(ui.button(Msg::AnotherSeed.text())).clicked();
                if other {
                    seed = another(seed);
                }
                typed || other
            })
            .inner;
    }
    if changed {
        let seed = if random { Seed::Random } else { Seed::Fixed(seed) };
        wishes.send(Command::Edit(DraftEdit::Seed(seed)));
    }
    if let Some(msg) = note_on_it {
        note(ui, msg);
    }
}

/// A number far from this one that does not come again before all others did (a full-period generator: Numerical Recipes).
fn another(seed: u32) -> u32 {
    seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223)
}
