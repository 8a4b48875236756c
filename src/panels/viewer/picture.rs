//! The open picture itself, under the hand: wheel and pinch come closer, a drag moves it, a double click shows its pixels.

use eframe::egui::{
    Color32, Context, CursorIcon, Frame, Label, MouseWheelSource, Rect, Response, RichText, Role, Sense, Ui, UiBuilder,
    Vec2, WidgetInfo, pos2, vec2,
};
use engine::{Failure, State};
use library::Entry;

use super::super::{action_button, action_menu::action_menu_ui, name_of};
use crate::{
    action::{Action, Menu},
    edits::Page,
    light_box::LightBox,
    look::{colour, colour::Palette, icon::Icon, space, type_scale},
    msg::Msg,
    place,
    textures::{Reading, Shown, Textures, Whole},
    wishes::Wishes,
};

/// Seconds without a move, after which the pointer no longer stands on a picture that has the screen for itself.
const POINTER_REST: f32 = 2.0;

pub(super) fn picture_ui(
    ui: &mut Ui,
    state: &State,
    entry: &Entry,
    whole: Whole,
    light_box: &mut LightBox,
    textures: &mut Textures,
    wishes: &mut Wishes,
) {
    let view = ui.max_rect();
    // No stop for Tab: all that is done here has a key or stands in the bar.
    let response = ui.allocate_rect(view, Sense::CLICK | Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name_of(entry)));
    response.context_menu(|ui| {
        action_menu_ui(ui, Menu::OF_THE_OPEN_PICTURE, state, Page::Pictures, light_box.zoom(), wishes);
    });
    let before = *light_box;
    light_box.show(entry.size, view, ui.pixels_per_point());
    if let Some(Shown::Broken(reason)) = &whole.picture {
        broken_ui(ui, view, reason, wishes);
        return;
    }
    hands(ui, &response, light_box);
    rest(ui.ctx(), &response);
    if *light_box != before {
        // The bar is drawn already, with the old level.
        ui.ctx().request_repaint();
    }
    textures.read_as(entry, if light_box.shows_squares() { Reading::Squares } else { Reading::Smooth });
    paint(ui, view, light_box.place(), whole);
}

fn hands(ui: &Ui, response: &Response, light_box: &mut LightBox) {
    if let Some(at) = response.hover_pos() {
        let speed = ui.ctx().options(|options| options.input_options.scroll_zoom_speed);
        let (pinch, scroll, source) =
            ui.input(|input| (input.zoom_delta(), input.smooth_scroll_delta(), input.scroll_source()));
        if let Some(MouseWheelSource::Trackpad | MouseWheelSource::Momentum) = source {
            light_box.pan(scroll);
        } else {
            light_box.zoom_by((scroll.y * speed).exp(), at);
            // Shift has made the wheel a sideways one.
            light_box.pan(vec2(scroll.x, 0.0));
        }
        light_box.zoom_by(pinch, at);
    }
    if response.dragged() {
        light_box.pan(response.drag_delta());
    }
    if let Some(at) = response.interact_pointer_pos().filter(|_| response.double_clicked()) {
        light_box.toggle(at);
    }
    if light_box.overflows() && response.hovered() {
        let hand = if response.dragged() { CursorIcon::Grabbing } else { CursorIcon::Grab };
        ui.ctx().set_cursor_icon(hand);
    }
}

/// Hides a pointer that does nothing from a picture that has the screen for itself.
fn rest(context: &Context, response: &Response) {
    if !place::is_full_screen(context) || !response.hovered() {
        return;
    }
    let left = POINTER_REST - context.input(|input| input.pointer.time_since_last_movement());
    if left > 0.0 {
        context.request_repaint_after_secs(left);
    } else {
        context.set_cursor_icon(CursorIcon::None);
    }
}

/// The stand-in has the place and size of the picture, so that nothing jumps when it comes.
fn paint(ui: &Ui, view: Rect, at: Rect, whole: Whole) {
    const ALL: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(1.0, 1.0) };
    let painter = ui.painter().with_clip_rect(view);
    let is_bare = whole.stand_in.is_none();
    if let Some(stand_in) = whole.stand_in {
        painter.image(stand_in.id(), at, ALL, Color32::WHITE);
    }
    match whole.picture {
        Some(Shown::Ready(texture)) => {
            painter.image(texture.id(), at, ALL, Color32::WHITE.gamma_multiply(whole.opacity));
        }
        _ if is_bare => {
            painter.rect_filled(at, 0.0, Palette::shown(ui).tile);
        }
        _ => {}
    }
}

/// Why it is not shown, and what can be done with its file.
fn broken_ui(ui: &mut Ui, view: Rect, reason: &Failure, wishes: &mut Wishes) {
    let width = (view.width() - 2.0 * space::L).clamp(0.0, space::PROMPT_PANEL);
    let card = Rect::from_center_size(view.center(), vec2(width, view.height().min(space::PROMPT_PANEL / 2.0)));
    let palette = Palette::shown(ui);
    ui.scope_builder(UiBuilder::new().max_rect(card), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(view));
        Frame::new().fill(palette.tile).corner_radius(space::RADIUS_LARGE).inner_margin(space::L).show(ui, |ui| {
            colour::on_tile(ui);
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                let (place, _) = ui.allocate_exact_size(Vec2::splat(type_scale::ICON), Sense::hover());
                Icon::Warning.paint(ui, place, palette.error);
                let words = RichText::new(Msg::NotShown { reason }.text());
                ui.add(Label::new(words).wrap());
            });
            ui.add_space(space::S);
            ui.horizontal_wrapped(|ui| {
                for action in [Action::ShowInFolder, Action::Delete] {
                    if action_button(ui, action).clicked() {
                        wishes.act(action);
                    }
                }
            });
        });
    });
}
