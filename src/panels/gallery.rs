//! The gallery: a bar, and below it the tiles by their days. Only what the view shows is laid out, however many there are.

mod bar;
mod days;
mod heading;
mod keys;
mod view;

use std::cell::OnceCell;

use eframe::egui::{Frame, Margin, Pos2, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, vec2};
use engine::{Command, Job, Select, Setting, State};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

pub(super) use keys::{open, take};
pub(super) use view::Spot;
pub(crate) use view::widget;
pub(crate) use view::{Arrivals, GalleryView};

use super::{
    action_button,
    tile::{self, Slot},
};
use crate::{
    action::Action,
    look::{self, colour::Palette, space},
    msg::Msg,
    textures::Textures,
    wishes::Wishes,
};

/// Points that Ctrl and the wheel change a tile's side by at once.
const ZOOM_STEP: f32 = 8.0;

/// What the gallery and its tiles are drawn from, and ask through.
pub(crate) struct Scene<'a> {
    pub(crate) state: &'a State,
    pub(crate) textures: &'a mut Textures,
    pub(crate) now: Timestamp,
    pub(crate) wishes: &'a mut Wishes,
    /// The jobs that wait, the next one first, once a tile has asked for its place: a look at all jobs for each of them would be too
    /// much for a frame.
    pub(crate) queue: OnceCell<Vec<&'a Job>>,
}

impl Scene<'_> {
    /// Of a job that waits, among those that do; 0 is the next one.
    pub(super) fn turn(&self, job: &Job) -> usize {
        let queue = self.queue.get_or_init(|| self.state.queue());
        queue.partition_point(|other| other.order() < job.order())
    }
}

pub(crate) fn gallery_ui(ui: &mut Ui, view: &mut GalleryView, scene: &mut Scene<'_>) {
    let gallery = &scene.state.gallery;
    if gallery.is_empty() {
        empty_ui(ui, scene.wishes);
        return;
    }
    look::scrolls_pictures(ui);
    bar::bar_ui(ui, scene.state, scene.wishes);
    let rect = ui.available_rect_before_wrap();
    let pointer = ui.input(|input| input.pointer.hover_pos()).filter(|_| ui.rect_contains_pointer(rect));
    if pointer.is_some() {
        zoom(ui, view, scene);
    }
    follow(ui, view, scene.state, rect, pointer);
    keys::keys(ui, view, scene);
    view.arrivals.begin(ui.ctx());
    let mut scroll = ScrollArea::vertical().id_salt("gallery").auto_shrink(false);
    if let Some(top) = view.go_to.take() {
        scroll = scroll.vertical_scroll_offset(top as f32);
        // It would pull back what goes beyond the end of the last frame's rows.
        ui.spacing_mut().scroll.kinetic.rubber_band = false;
    }
    let output = scroll.show_viewport(ui, |ui, shown| {
        ui.set_height(view.grid.height() as f32);
        let list = UiBuilder::new().max_rect(ui.max_rect()).accessibility_role(Role::ListBox);
        let list = list.accessibility_label(Msg::Gallery.text());
        ui.scope_builder(list, |ui| tiles_ui(ui, f64::from(shown.top()), view, scene)).inner
    });
    view.drawn(output.inner, f64::from(output.state.unclamped_offset().y));
}

/// Ctrl and the wheel, or two fingers.
fn zoom(ui: &Ui, view: &mut GalleryView, scene: &mut Scene<'_>) {
    let factor = ui.input(eframe::egui::InputState::zoom_delta);
    let tile = f32::from(scene.state.settings.tile);
    view.zoom += factor.ln() * tile;
    let steps = (view.zoom / ZOOM_STEP).trunc();
    if steps != 0.0 {
        view.zoom -= steps * ZOOM_STEP;
        // A cast ends at the type's limits, and the engine at its own.
        scene.wishes.send(Command::Set(Setting::Tile((tile + steps * ZOOM_STEP) as u16)));
    }
}

/// Brings what is kept between frames up to date, and the keyboard to where it was.
fn follow(ui: &Ui, view: &mut GalleryView, state: &State, rect: Rect, pointer: Option<Pos2>) {
    let focused = ui.memory(eframe::egui::Memory::focused);
    let before = view.cursor.map(|cursor| widget(cursor.id));
    view.follow(&state.gallery, state.settings.tile, rect, pointer);
    view.follow_cursor(state.selection.cursor(), &state.gallery);
    let now = view.cursor.map(|cursor| widget(cursor.id));
    let pass = ui.ctx().cumulative_pass_nr();
    // The picture that had the keyboard is gone, or filled the window until now.
    let gone = before.is_some() && before == focused && now != before;
    let back = focused.is_none() && view.focused_in.is_some_and(|last| last + 1 < pass);
    if let Some(now) = now.filter(|_| gone || back) {
        ui.memory_mut(|memory| memory.request_focus(now));
    }
    let focused = ui.memory(eframe::egui::Memory::focused);
    view.focused_in = (focused.is_some() && focused == now).then_some(pass);
}

/// The headings and tiles of a view that begins at height `top`; answers which.
fn tiles_ui(ui: &mut Ui, top: f64, view: &mut GalleryView, scene: &mut Scene<'_>) -> Vec<Spot> {
    let (clip, left) = (ui.clip_rect(), ui.max_rect().left());
    let corner = vec2(left, clip.top());
    let ground = ui.interact(clip, ui.scope_id().with("ground"), Sense::CLICK);
    if ground.clicked() {
        scene.wishes.send(Command::Select(Select::None));
    }
    let bottom = top + f64::from(clip.height());
    let today = today(ui, scene.now);
    let mut headings = view.grid.headings(top, bottom);
    let (state, places, stop) = (scene.state, view.grid.places(top, bottom), view.stop());
    // The keyboard's tile keeps it while it is scrolled away.
    let away = stop.filter(|stop| !places.contains(&stop.place)).map(|stop| stop.place..stop.place + 1);
    let mut seen = Vec::with_capacity(places.len());
    for (place, tile) in [Some(places.clone()), away].into_iter().flatten().flat_map(|p| state.gallery.tiles(p)) {
        let spot = Spot::of(place, &tile);
        if places.contains(&place) {
            seen.push(spot);
        }
        // Before the tiles of its day, as a screen reader goes.
        while let Some((number, day)) = heading::next(&mut headings, &view.days, place) {
            let rect = view.grid.heading(number, top, ui.max_rect().width()).translate(corner);
            heading::heading_ui(ui, rect, day, today);
        }
        let rect = view.grid.rect(place, top).translate(corner);
        let is_stop = stop.is_some_and(|stop| stop.id == spot.id);
        let slot = Slot { rect, spot, is_stop, is_selected: state.selection.contains(spot.id) };
        tile::tile_ui(ui, &slot, tile, view, scene);
    }
    seen
}

/// The date here. When it ends, the headings change their words.
fn today(ui: &Ui, now: Timestamp) -> Date {
    let now = now.to_zoned(TimeZone::system());
    let ends = now.tomorrow().and_then(|tomorrow| tomorrow.start_of_day());
    if let Ok(left) = ends.and_then(|ends| now.duration_until(&ends).try_into()) {
        ui.ctx().request_repaint_after(left);
    }
    now.date()
}

/// What to do next, where pictures will be.
fn empty_ui(ui: &mut Ui, wishes: &mut Wishes) {
    let frame = Frame::new().inner_margin(Margin::same(space::PANEL));
    frame.show(ui, |ui| {
        ui.add_space((ui.available_height() / 2.0 - space::EMPTY).max(0.0));
        ui.vertical_centered(|ui| {
            ui.heading(Msg::EmptyTitle.text());
            ui.label(RichText::new(Msg::EmptyHint.text()).color(Palette::shown(ui).weak));
            ui.add_space(space::S);
            if action_button(ui, Action::FocusPrompt).clicked() {
                wishes.act(Action::FocusPrompt);
            }
        });
    });
}
