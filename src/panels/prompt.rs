//! The prompt panel: what to draw, by which model, in which shape, how many, what it will cost, over which connection. It
//! is one column that scrolls; the button that everything is for stays at its foot.

mod connection;
mod cost;
mod diff;
mod editing;
mod generate;
mod model_words;
mod models;
mod numbers;
mod rewriting;
mod seed;
mod shapes;
mod side;
mod text;
mod writing;

use contract::{Field, GenerateRequest, Problem};
use eframe::egui::{Frame, Id, Margin, ScrollArea, Ui};
use engine::State;
use jiff::Timestamp;

pub(crate) use side::{prompt_side_ui, takes_the_window};

use super::{problem, sides};
use crate::{edits::Edits, look::space, msg::Msg, wishes::Wishes};

pub(crate) fn prompt_ui(ui: &mut Ui, state: &State, now: Timestamp, edits: &mut Edits, wishes: &mut Wishes) {
    let problems = GenerateRequest::try_from(&state.draft).err().unwrap_or_default();
    let height = ui.available_height();
    if height < space::PINNED_FROM {
        scrolled(ui, height, |ui| {
            settings_ui(ui, state, now, &problems, height, edits, wishes);
            generate::generate_ui(ui, state, now, &problems, wishes);
        });
        return;
    }
    // What is drawn first is what Tab reaches first, so the foot comes last, as high as it was in the last frame.
    let foot = ui.scope_id().with("foot");
    let foot_height = ui.data(|data| data.get_temp(foot)).unwrap_or(space::CONTROL_HEIGHT * 3.0);
    scrolled(ui, height - foot_height, |ui| settings_ui(ui, state, now, &problems, height, edits, wishes));
    let drawn = beside_the_bar(ui, |ui| generate::generate_ui(ui, state, now, &problems, wishes));
    remember_height(ui, foot, foot_height, drawn + ui.spacing().item_spacing.y);
}

fn scrolled(ui: &mut Ui, height: f32, content: impl FnOnce(&mut Ui)) {
    let area = ScrollArea::vertical().auto_shrink(false).max_height(height);
    area.show(ui, |ui| beside_the_bar(ui, content));
}

/// Leaves room at the right, where the scroll bar is, so that it lies on nothing. The height that was drawn.
fn beside_the_bar(ui: &mut Ui, content: impl FnOnce(&mut Ui)) -> f32 {
    let frame = Frame::new().inner_margin(Margin { right: space::PANEL, ..Margin::ZERO });
    frame.show(ui, content).response.rect.height()
}

fn remember_height(ui: &Ui, foot: Id, before: f32, now: f32) {
    if (before - now).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(foot, now));
        ui.request_discard("the foot of the prompt panel changed");
    }
}

fn settings_ui(
    ui: &mut Ui,
    state: &State,
    now: Timestamp,
    problems: &[Problem],
    height: f32,
    edits: &mut Edits,
    wishes: &mut Wishes,
) {
    let draft = &state.draft;
    if state.editing.is_some() {
        editing::editing_ui(ui, wishes);
    }
    text::prompt_text_ui(ui, draft, problems, height, edits, wishes);
    rewriting::rewriting_ui(ui, state, now, wishes);
    ui.add_space(space::S);
    models::model_ui(ui, state, wishes);
    problems_ui(ui, problems, &[Field::Model, Field::Images]);
    text::negative_prompt_ui(ui, draft, problems, edits, wishes);
    ui.add_space(space::S);
    shapes::shapes_ui(ui, state, wishes);
    sides::sides_ui(ui, state, wishes);
    problems_ui(ui, problems, &[Field::Width, Field::Height]);
    ui.add_space(space::S);
    numbers::count_ui(ui, draft, wishes);
    seed::seed_ui(ui, draft, edits, wishes);
    problems_ui(ui, problems, &[Field::Seed]);
    numbers::steps_ui(ui, draft, wishes);
    problems_ui(ui, problems, &[Field::Steps]);
    numbers::guidance_ui(ui, draft, wishes);
    problems_ui(ui, problems, &[Field::Guidance]);
    ui.add_space(space::S);
    connection::connection_ui(ui, state, now, wishes);
}

/// What is wrong with these fields, beside them.
fn problems_ui(ui: &mut Ui, problems: &[Problem], fields: &[Field]) {
    for wrong in problems.iter().filter(|wrong| fields.contains(&wrong.field)) {
        problem(ui, Msg::Problem(wrong));
    }
}
