//! The first run's screen, in place of the gallery: what Easel is, a picture that was drawn at once, and the way to FLUX.
//! What it draws, and when, is decided in `app/welcome.rs`.

use contract::model::PAINTER;
use eframe::egui::{
    Align, Color32, Frame, Image, Layout, RichText, Role, ScrollArea, Sense, Stroke, TextStyle, Ui, Vec2, WidgetInfo,
    WidgetText, load::SizedTexture, vec2,
};
use engine::{JobState, State};

use super::{action_button, gallery::Scene, main_button, name_of, note, problem};
use crate::{
    action::Action,
    edits::Welcome,
    look::{colour::Palette, gallery_grid::fit, motion::Arrival, space, type_scale},
    msg::Msg,
    textures::Shown,
    wishes::Wishes,
};

pub(crate) fn welcome_ui(ui: &mut Ui, welcome: &mut Welcome, scene: &mut Scene<'_>) {
    let window = ui.available_size();
    if window.x < space::WELCOME_PICTURE.min {
        return;
    }
    ScrollArea::vertical().id_salt("welcome").auto_shrink(false).show(ui, |ui| {
        let width = space::WELCOME.min(window.x - 2.0 * space::L);
        let side = space::WELCOME_PICTURE.clamp(window.y - space::WELCOME_WORDS).min(width);
        let above = (window.y - space::WELCOME_WORDS - side) / 2.0;
        ui.add_space(above.max(0.0) + space::L);
        ui.vertical_centered(|ui| {
            ui.label(RichText::new(Msg::WelcomeTitle.text()).text_style(type_scale::title()));
            ui.label(Msg::WelcomeLead.text());
            ui.add_space(space::S);
            picture_ui(ui, side, welcome, scene);
            ui.allocate_ui(vec2(width, 0.0), |ui| caption_ui(ui, scene.state));
            ui.add_space(space::S);
            ui.allocate_ui(vec2(width, 0.0), |ui| connect_ui(ui, scene.wishes));
            ui.add_space(space::S);
            if action_button(ui, Action::Start).clicked() {
                scene.wishes.act(Action::Start);
            }
        });
        ui.add_space(space::L);
    });
}

/// What the picture is: the painter's, of the prompt that stands on the left. Its room stays when that is so no longer.
fn caption_ui(ui: &mut Ui, state: &State) {
    let words = RichText::new(Msg::WelcomePicture.text()).color(Palette::shown(ui).weak);
    let words = WidgetText::from(words).into_galley(ui, None, ui.available_width(), TextStyle::Small);
    let drawn = match state.gallery.pictures().last() {
        Some(entry) => Some((&*entry.model, &*entry.prompt)),
        None => state.gallery.jobs().last().map(|job| (job.request.model.id, job.request.prompt.as_str())),
    };
    if drawn.is_some_and(|(model, prompt)| model == PAINTER.id && prompt == state.draft.prompt.trim()) {
        ui.label(words);
    } else {
        ui.allocate_space(words.size());
    }
}

/// The newest picture, or how far the first one is.
fn picture_ui(ui: &mut Ui, side: f32, welcome: &mut Welcome, scene: &mut Scene<'_>) {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
    let palette = Palette::shown(ui);
    let Some(entry) = scene.state.gallery.pictures().last() else {
        ui.painter().rect_filled(rect, space::RADIUS_LARGE, palette.tile);
        ui.put(rect, |ui: &mut Ui| ui.centered_and_justified(|ui| progress_ui(ui, scene.state)).response);
        return;
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name_of(entry)));
    let size = vec2(entry.size.width as f32, entry.size.height as f32);
    let place = fit(size.x, size.y, rect);
    match scene.textures.get(entry, None) {
        Some(Shown::Ready(texture)) => {
            let arrival = *welcome.arrival.get_or_insert_with(|| Arrival::now(ui.ctx()));
            Image::new(SizedTexture::new(texture.id(), place.size()))
                .corner_radius(space::RADIUS_LARGE)
                .tint(Color32::WHITE.gamma_multiply(arrival.opacity(ui.ctx())))
                .paint_at(ui, place);
        }
        Some(Shown::Broken(reason)) => {
            ui.put(rect, |ui: &mut Ui| {
                ui.label(RichText::new(Msg::NotShown { reason: &reason }.text()).color(palette.error))
            });
        }
        None => {
            ui.painter().rect_filled(place, space::RADIUS_LARGE, palette.tile);
        }
    }
}

fn progress_ui(ui: &mut Ui, state: &State) {
    match state.gallery.jobs().last().map(|job| &job.state) {
        Some(JobState::Running { .. }) => note(ui, Msg::Making),
        Some(JobState::Waiting) => note(ui, Msg::Waiting),
        Some(JobState::Failed(failure)) => problem(ui, Msg::Failure(failure)),
        None => note(ui, Msg::EmptyTitle),
    }
}

/// The way to FLUX, and what it costs.
fn connect_ui(ui: &mut Ui, wishes: &mut Wishes) {
    let palette = Palette::shown(ui);
    let card = Frame::new().fill(palette.panel).stroke(Stroke::new(1.0, palette.line));
    card.corner_radius(space::RADIUS_LARGE).inner_margin(space::DIALOG).show(ui, |ui| {
        ui.with_layout(Layout::top_down(Align::Min), |ui| {
            ui.set_min_width(ui.available_width());
            ui.label(RichText::new(Msg::WelcomeConnect.text()).text_style(type_scale::strong()));
            note(ui, Msg::WelcomeNeurons);
            ui.add_space(space::XS);
            ui.horizontal_wrapped(|ui| {
                if main_button(ui, Action::AddConnection, 0.0).clicked() {
                    wishes.act(Action::AddConnection);
                }
                if action_button(ui, Action::Deploy).clicked() {
                    wishes.act(Action::Deploy);
                }
            });
        });
    });
}
