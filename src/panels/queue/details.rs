//! Below the list: the job that the cursor is on, whole, and what can be done about it.

use eframe::egui::{Label, RichText, TextStyle, Ui};
use engine::{Job, JobState};

use super::{Scene, rows::Rows};
use crate::{
    action::Action,
    look::{colour::Palette, space},
    msg::QueueMsg,
    panels::{action_button, bounded, error_card::error_card_ui, how_far::how_far, icon_button},
};

/// Lines of a prompt; the prompt panel shows all of it.
const PROMPT_ROWS: usize = 4;

pub(super) fn details_ui(ui: &mut Ui, job: &Job, rows: &Rows<'_>, scene: &mut Scene<'_>) {
    let palette = Palette::shown(ui);
    let prompt = job.request.prompt.as_str();
    let prompt = bounded::rows(prompt, &TextStyle::Body, palette.text, ui.available_width(), PROMPT_ROWS, ui);
    ui.add(Label::new(prompt));
    if let JobState::Failed(failure) = &job.state {
        error_card_ui(ui, job, failure, scene.wishes);
        return;
    }
    let small = |ui: &mut Ui, words: String| ui.label(RichText::new(words).small().color(palette.weak));
    small(ui, QueueMsg::Facts(job).text());
    if let Some(how) = how_far(scene.state, job, scene.now) {
        small(ui, how);
    }
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        if job.state == JobState::Waiting {
            waiting_ui(ui, job, rows, scene);
        }
        if icon_button(ui, Action::DuplicateJob).clicked() {
            scene.act_on(job.id, Action::DuplicateJob);
        }
        if action_button(ui, Action::Cancel).clicked() {
            scene.act_on(job.id, Action::Cancel);
        }
    });
}

fn waiting_ui(ui: &mut Ui, job: &Job, rows: &Rows<'_>, scene: &mut Scene<'_>) {
    let turn = rows.turn(job.id).unwrap_or_default();
    if scene.state.is_edited(job.id) {
        if action_button(ui, Action::LeaveJob).clicked() {
            scene.wishes.act(Action::LeaveJob);
        }
    } else if ui.add_enabled_ui(job.is_editable(), |ui| action_button(ui, Action::EditJob)).inner.clicked() {
        scene.act_on(job.id, Action::EditJob);
    }
    for (action, can) in [(Action::MoveUp, turn > 0), (Action::MoveDown, turn + 1 < rows.numbers().waiting)] {
        if ui.add_enabled_ui(can, |ui| icon_button(ui, action)).inner.clicked() {
            scene.act_on(job.id, action);
        }
    }
}
