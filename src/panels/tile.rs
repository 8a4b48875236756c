//! One tile: a picture, or a job that has none yet.

use contract::{Size, model::PAINTER};
use eframe::egui::{Align2, Pos2, Rect, RichText, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, pos2};
use engine::{Command, Failure, Job, JobState, Tile};
use jiff::Timestamp;
use library::{Entry, Thumb};

use super::{action_button, gallery::inside, name_of};
use crate::{
    action::Action,
    look::{
        colour::{Palette, on_tile},
        gallery_grid::fit,
        space,
    },
    msg::Msg,
    textures::{Shown, Textures},
    wishes::Wishes,
};

const WHOLE: Rect = Rect { min: Pos2::ZERO, max: pos2(1.0, 1.0) };

pub(super) fn tile_ui(
    ui: &mut Ui,
    rect: Rect,
    tile: Tile<'_>,
    textures: &mut Textures,
    now: Timestamp,
    wishes: &mut Wishes,
) {
    match tile {
        Tile::Picture(entry) => picture_ui(ui, rect, entry, textures, wishes),
        Tile::Job(job) => job_ui(ui, rect, job, now, wishes),
    }
}

/// Points a pixel decide which thumbnail is sharp enough.
fn thumb_for(ui: &Ui, rect: Rect) -> Thumb {
    if rect.width() * ui.pixels_per_point() > 256.0 { Thumb::Large } else { Thumb::Small }
}

fn picture_ui(ui: &mut Ui, rect: Rect, entry: &Entry, textures: &mut Textures, wishes: &mut Wishes) {
    let response = ui.allocate_rect(rect, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name_of(entry)));
    let palette = Palette::shown(ui);
    ui.painter().rect_filled(rect, space::RADIUS, palette.tile);
    let thumb = Some(thumb_for(ui, rect));
    match textures.get(entry, thumb) {
        Some(Shown::Ready(texture)) => {
            let at = shape(entry.size, rect);
            ui.painter().image(texture.id(), at, WHOLE, textures.tint(ui.ctx(), entry, thumb));
            if entry.model.as_ref() == PAINTER.id {
                drawn_here(ui, at, palette);
            }
        }
        Some(Shown::Broken(reason)) => {
            ui.put(inside(rect), |ui: &mut Ui| {
                ui.label(RichText::new(Msg::NotShown { reason: &reason }.text()).small().color(palette.error))
            });
        }
        None => {}
    }
    if response.hovered() || response.has_focus() {
        ui.painter().rect_stroke(rect, space::RADIUS, Stroke::new(2.0, palette.accent), StrokeKind::Inside);
    }
    if response.gained_focus() {
        ui.scroll_to_rect(rect, None);
    }
    if response.clicked() {
        wishes.send(Command::Open(entry.id));
    }
    response.on_hover_text(name_of(entry));
}

/// The painter is no mock, and no FLUX either: it is said where it is seen.
fn drawn_here(ui: &Ui, picture: Rect, palette: Palette) {
    let font = TextStyle::Small.resolve(ui.style());
    let words = ui.painter().layout_no_wrap(Msg::DrawnHere.text(), font, palette.on_veil);
    let corner = picture.left_bottom() + eframe::egui::vec2(space::XS, -space::XS);
    let ground = Align2::LEFT_BOTTOM.anchor_size(corner, words.size() + eframe::egui::vec2(space::S, space::XS));
    if ground.width() <= picture.width() {
        ui.painter().rect_filled(ground, space::XS, palette.veil);
        ui.painter().galley(ground.min + eframe::egui::vec2(space::XS, space::XS / 2.0), words, palette.on_veil);
    }
}

/// Where a picture of this size stands within its tile.
fn shape(size: Size, tile: Rect) -> Rect {
    fit(size.width as f32, size.height as f32, tile, f32::INFINITY)
}

fn job_ui(ui: &mut Ui, rect: Rect, job: &Job, now: Timestamp, wishes: &mut Wishes) {
    let palette = Palette::shown(ui);
    let edge = if matches!(job.state, JobState::Failed(_)) { palette.error } else { palette.line };
    ui.painter().rect(rect, space::RADIUS, palette.tile, Stroke::new(1.0, edge), StrokeKind::Inside);
    // The shape that is coming.
    ui.painter().rect_filled(
        shape(job.request.size, rect.shrink(1.0)),
        space::RADIUS,
        palette.control.gamma_multiply(0.5),
    );
    ui.scope_builder(eframe::egui::UiBuilder::new().max_rect(inside(rect)), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(rect));
        on_tile(ui);
        match &job.state {
            JobState::Waiting => made_ui(ui, job, Msg::Waiting, wishes),
            JobState::Running { since } => {
                let seconds = now.duration_since(*since).as_secs().max(0);
                made_ui(ui, job, Msg::Making { seconds }, wishes);
            }
            JobState::Failed(failure) => failed_ui(ui, job, failure, wishes),
        }
    });
}

fn made_ui(ui: &mut Ui, job: &Job, how_far: Msg<'_>, wishes: &mut Wishes) {
    ui.label(RichText::new(how_far.text()).strong());
    prompt_ui(ui, job);
    if action_button(ui, Action::Cancel).clicked() {
        wishes.send(Command::Cancel(job.id));
    }
}

fn failed_ui(ui: &mut Ui, job: &Job, failure: &Failure, wishes: &mut Wishes) {
    let palette = Palette::shown(ui);
    ui.label(RichText::new(Msg::Failed.text()).strong().color(palette.error));
    prompt_ui(ui, job);
    let whole = format!("{} {}", Msg::Failure(failure).text(), Msg::Billed(failure.billed).text());
    let words = eframe::egui::Label::new(RichText::new(&whole).small());
    eframe::egui::ScrollArea::vertical().max_height(ui.available_height() - space::CONTROL_HEIGHT - space::S).show(
        ui,
        |ui| {
            ui.add(words);
        },
    );
    ui.horizontal(|ui| {
        if action_button(ui, Action::Retry).clicked() {
            wishes.send(Command::Retry(job.id));
        }
        if action_button(ui, Action::PutAway).clicked() {
            wishes.send(Command::Forget(job.id));
        }
    });
}

fn prompt_ui(ui: &mut Ui, job: &Job) {
    let palette = Palette::shown(ui);
    let words = RichText::new(job.request.prompt.as_str()).small().color(palette.weak);
    ui.add(eframe::egui::Label::new(words).truncate()).on_hover_text(job.request.prompt.as_str());
}
