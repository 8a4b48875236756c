//! A picture that is not there yet, on its tile: the shape that is coming, how far it is and how long it usually takes. Nothing
//! on it moves by itself but its age, once a second. One that was not made has its card, by `tile/failed.rs`.

use std::time::Duration;

use eframe::egui::{Align, Layout, Rect, TextStyle, Ui, UiBuilder};
use engine::{Command, Job, JobState};

use super::{Slot, failed, lines::Lines, shape};
use crate::{
    action::Action,
    look::{
        colour::{self, Palette},
        space, type_scale,
    },
    msg::Msg,
    panels::{
        action_button::{Room, tile_button},
        error_card::Card,
        gallery::Scene,
        how_far::how_far,
    },
};

pub(super) fn job_ui(ui: &mut Ui, slot: &Slot, job: &Job, scene: &mut Scene<'_>) {
    if let JobState::Failed(failure) = &job.state {
        return failed::failed_ui(ui, slot, job, failure, scene);
    }
    let palette = Palette::shown(ui);
    let mat = slot.rect.shrink(space::MAT);
    let coming = shape(job.request.size, mat);
    ui.painter().rect_filled(coming, space::RADIUS, palette.coming);
    if let Some(elapsed) = job.age(scene.now)
        && let Some(usual) = scene.state.pace.usual(job)
    {
        progress_ui(ui, coming, elapsed, usual, palette);
    }
    let frame = slot.rect.shrink(if slot.room() == Room::Icons { space::S } else { space::M });
    let buttons = frame.with_min_y(frame.bottom() - space::CONTROL_HEIGHT);
    words_ui(ui, frame.with_max_y(buttons.top() - space::XS), slot, job, scene, palette);
    buttons_ui(ui, buttons, slot, job, scene);
}

/// What runs from left to right along the lower edge. It stops short of the end, since the end is not known.
fn progress_ui(ui: &Ui, coming: Rect, elapsed: Duration, usual: Duration, palette: Palette) {
    let share = (elapsed.as_secs_f32() / usual.as_secs_f32().max(1.0)).min(0.95);
    let line = coming.shrink(space::RING).with_min_y(coming.bottom() - space::RING - space::RAIL);
    let done = line.with_max_x(line.left() + line.width() * share);
    ui.painter().rect_filled(line, space::RADIUS, palette.edge.gamma_multiply(0.5));
    ui.painter().rect_filled(done, space::RADIUS, palette.accent);
}

fn words_ui(ui: &Ui, frame: Rect, slot: &Slot, job: &Job, scene: &Scene<'_>, palette: Palette) {
    let strong = if slot.room() == Room::Icons { TextStyle::Small } else { type_scale::strong() };
    let title = if job.state == JobState::Waiting { Msg::Waiting } else { Msg::Making };
    let mut lines = Lines::new(ui, frame);
    lines.say(&title.text(), &strong, palette.text, 1);
    lines.say(&told(job, scene), &TextStyle::Small, palette.text, 2);
    lines.say(job.request.prompt.as_str(), &TextStyle::Small, palette.weak, 3);
}

/// Its age, its place in the queue or what keeps it back, or why it was not made and what that cost.
pub(super) fn told(job: &Job, scene: &Scene<'_>) -> String {
    if let JobState::Failed(failure) = &job.state {
        return Card { job, failure }.told();
    }
    how_far(scene.state, job, scene.now).unwrap_or_else(|| Msg::Queue { place: scene.turn(job) + 1 }.text())
}

fn buttons_ui(ui: &mut Ui, rect: Rect, slot: &Slot, job: &Job, scene: &mut Scene<'_>) {
    let row = UiBuilder::new().id_salt(job.id).max_rect(rect).layout(Layout::left_to_right(Align::Center));
    let mut row = ui.new_child(row);
    colour::on_tile(&mut row);
    if tile_button(&mut row, Action::Cancel, slot.sense(), slot.room()).clicked() {
        scene.wishes.send(Command::Cancel(job.id));
    }
}
