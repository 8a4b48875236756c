//! The keys of the row that the keyboard is on. They are taken before egui moves the keyboard elsewhere by the same arrows; those
//! that move or cancel a job are actions, since they mean the same in the gallery.

use eframe::egui::{FocusDirection, InputState, Key, Modifiers, Popup, Ui};
use engine::{Job, JobState};

use super::{Scene, rows::Rows, view::QueueView};
use crate::action::Action;

/// Rows that a page key goes by.
const PAGE: usize = 8;

pub(super) fn keys(ui: &Ui, rows: &Rows<'_>, view: &mut QueueView, scene: &mut Scene<'_>) {
    if !view.has_keyboard(ui.ctx()) || Popup::is_any_open(ui.ctx()) {
        return;
    }
    let last = rows.len().saturating_sub(1);
    if let Some(place) = ui.input_mut(|input| step(input, view.stop(), last)) {
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        if let Some(job) = rows.job(place) {
            view.take(ui, job.id, place, scene);
            view.reveals = true;
        }
    }
    let Some(job) = rows.job(view.stop()) else { return };
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::SHIFT, Key::F10) || pressed(Modifiers::NONE, Key::Menu) {
        view.menu = Some(job.id);
        view.reveals = true;
    }
    if pressed(Modifiers::NONE, Key::Enter)
        && let Some(action) = main_action(job)
    {
        scene.act_on(job.id, action);
    }
}

/// What Enter does: nothing that may be billed twice. What was sent and never came is asked for under its own key, and is made now,
/// and billed once, where it was not made.
fn main_action(job: &Job) -> Option<Action> {
    match job.state {
        JobState::Waiting => job.is_editable().then_some(Action::EditJob),
        JobState::Running { .. } => None,
        JobState::Failed(_) => Some(Action::Retry),
    }
}

fn step(input: &mut InputState, from: usize, last: usize) -> Option<usize> {
    let ways = [
        (Key::ArrowDown, (from + 1).min(last)),
        (Key::ArrowUp, from.saturating_sub(1)),
        (Key::PageDown, (from + PAGE).min(last)),
        (Key::PageUp, from.saturating_sub(PAGE)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    ways.into_iter().find_map(|(key, to)| input.consume_key(Modifiers::NONE, key).then_some(to))
}
