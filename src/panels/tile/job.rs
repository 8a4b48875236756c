//! A picture that is not there yet, on its tile: the shape that is coming, how far it is and how long it usually takes, or
//! why it was not made; and what can be done about it. Nothing on it moves by itself but its age, once a second.

use std::time::Duration;

use eframe::egui::{Align, Color32, Layout, Rect, Stroke, StrokeKind, TextStyle, Ui, UiBuilder, pos2, vec2};
use engine::{Command, Job, JobState};
use jiff::Timestamp;

use super::{Slot, shape};
use crate::{
    action::Action,
    look::{
        colour::{self, Palette},
        space, type_scale,
    },
    msg::{Msg, QueueMsg},
    panels::{
        action_button::{Room, tile_button},
        banner::{Held, kept_back},
        bounded,
        gallery::Scene,
    },
};

pub(super) fn job_ui(ui: &mut Ui, slot: &Slot, job: &Job, scene: &mut Scene<'_>) {
    let palette = Palette::shown(ui);
    let mat = slot.rect.shrink(space::MAT);
    let coming = shape(job.request.size, mat);
    if matches!(job.state, JobState::Failed(_)) {
        // No picture comes, and the edge of its shape would go through the words.
        ui.painter().rect_stroke(mat, space::RADIUS, Stroke::new(1.0, palette.error), StrokeKind::Inside);
    } else {
        ui.painter().rect_filled(coming, space::RADIUS, palette.coming);
    }
    if let JobState::Running { since } = job.state
        && let Some(usual) = scene.state.pace.usual(job)
    {
        progress_ui(ui, coming, elapsed(since, scene.now), usual, palette);
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
    let painter = ui.painter().with_clip_rect(ui.clip_rect().intersect(frame));
    let strong = if slot.room() == Room::Icons { TextStyle::Small } else { type_scale::strong() };
    let (title, colour) = match job.state {
        JobState::Waiting => (Msg::Waiting, palette.text),
        JobState::Running { .. } => (Msg::Making, palette.text),
        JobState::Failed(_) => (Msg::Failed, palette.error),
    };
    let mut top = frame.top();
    let mut say = |text: &str, style: &TextStyle, colour: Color32, most: usize| {
        let room = ((frame.bottom() - top) / ui.text_style_height(style)).floor() as usize;
        if room > 0 {
            let galley = bounded::galley(text, style, colour, frame.width(), most.min(room), ui);
            let below = galley.size().y + space::XS / 2.0;
            painter.galley(pos2(frame.left(), top), galley, colour);
            top += below;
        }
    };
    say(&title.text(), &strong, colour, 1);
    let prompt = job.request.prompt.as_str();
    if matches!(job.state, JobState::Failed(_)) {
        say(prompt, &TextStyle::Small, palette.weak, 1);
        say(&how_far(job, scene), &TextStyle::Small, palette.text, usize::MAX);
    } else {
        say(&how_far(job, scene), &TextStyle::Small, palette.text, 2);
        say(prompt, &TextStyle::Small, palette.weak, 3);
    }
}

/// Its age, its place in the queue or what keeps it back, or why it was not made and what that cost.
pub(super) fn how_far(job: &Job, scene: &Scene<'_>) -> String {
    match &job.state {
        JobState::Waiting if scene.state.editing.as_ref().is_some_and(|editing| editing.id == job.id) => {
            QueueMsg::EditedHere.text()
        }
        JobState::Waiting => {
            if let Some(by) = kept_back(scene.state, job, scene.now) {
                return QueueMsg::Waits(Held { by, waiting: 1, now: scene.now }).text();
            }
            let turn = |job: &Job| (job.turn, job.at, job.id);
            let is_before = |other: &&Job| other.state == JobState::Waiting && turn(other) < turn(job);
            let before = scene.state.gallery.jobs().iter().filter(is_before).count();
            Msg::Queue { place: before + 1 }.text()
        }
        JobState::Running { since } => {
            let usual = scene.state.pace.usual(job);
            Msg::Elapsed { elapsed: elapsed(*since, scene.now), usual }.text()
        }
        JobState::Failed(failure) => {
            Msg::Sentences(&Msg::Failure(failure).text(), &Msg::Billed(failure.billed).text()).text()
        }
    }
}

/// Nothing, when the clock was put back.
fn elapsed(since: Timestamp, now: Timestamp) -> Duration {
    now.duration_since(since).try_into().unwrap_or_default()
}

/// An action on this one tile, and the command that it is.
type Offer = (Action, fn(library::PictureId) -> Command);

fn buttons_ui(ui: &mut Ui, rect: Rect, slot: &Slot, job: &Job, scene: &mut Scene<'_>) {
    let offered: &[Offer] = match job.state {
        JobState::Waiting | JobState::Running { .. } => &[(Action::Cancel, Command::Cancel)],
        JobState::Failed(_) => &[(Action::Retry, Command::Retry), (Action::PutAway, Command::Forget)],
    };
    let row = UiBuilder::new().id_salt(job.id).max_rect(rect).layout(Layout::left_to_right(Align::Center));
    let mut row = ui.new_child(row);
    row.spacing_mut().item_spacing = vec2(space::XS, 0.0);
    colour::on_tile(&mut row);
    for (action, command) in offered {
        if tile_button(&mut row, *action, slot.sense(), slot.room()).clicked() {
            scene.wishes.send(command(job.id));
        }
    }
}
