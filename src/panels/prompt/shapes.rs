//! The shape of the picture: the usual ones and the user's own sizes to choose from, and a drawing of what is chosen, with
//! the buttons that turn it, hold it and keep it.

use contract::{Size, model::Sizes};
use eframe::egui::{Align2, Atom, Button, Response, RichText, Role, Sense, TextStyle, Ui, Vec2, WidgetInfo, vec2};
use engine::{Command, DraftEdit, MAX_FAVOURITES, Ratio, Setting, State};

use super::super::{field_name_with, icon_button, in_view, note, toggle_button};
use crate::{
    action::Action,
    look::{colour::Palette, icon::Icon, shape, space, type_scale},
    msg::Msg,
    wishes::Wishes,
};

/// A portrait stands under its landscape; the square has none.
const COLUMNS: usize = 5;
/// Which turn it, hold it and keep it.
const SHAPE_BUTTONS: f32 = 3.0;

pub(super) fn shapes_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let fixed = matches!(state.draft.model.sizes, Sizes::Fixed(_));
    field_name_with(ui, Msg::Shape, |ui| note(ui, Msg::Megapixels(state.draft.size())));
    ui.add_enabled_ui(!fixed, |ui| {
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(space::XS);
            usual_ui(ui, state, wishes);
            favourites_ui(ui, state, wishes);
        });
        chosen_ui(ui, state, wishes);
    });
}

fn usual_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let columns = COLUMNS as f32;
    let room = (ui.available_width() + space::XS) / columns - space::XS;
    let size = vec2(room, space::CHIP);
    for row in Ratio::USUAL.chunks(COLUMNS) {
        ui.horizontal(|ui| {
            if row.len() < COLUMNS {
                sheet_ui(ui, state, size);
            }
            for ratio in row {
                if usual_chip(ui, state, *ratio, size).clicked() {
                    wishes.send(Command::Edit(DraftEdit::Ratio(*ratio)));
                }
            }
        });
    }
}

/// A shape, drawn, with its name below.
fn usual_chip(ui: &mut Ui, state: &State, ratio: Ratio, size: Vec2) -> Response {
    let chosen = ratio.fits(state.draft.size());
    let response = ui.add(Button::new(()).selected(chosen).min_size(size));
    let (enabled, becomes) = (response.enabled(), ratio.size(state.draft.area));
    response.widget_info(|| {
        let name = Msg::RatioOf { ratio, size: becomes }.text();
        WidgetInfo::selected(Role::Button, enabled, chosen, name)
    });
    let colour = ui.style().interact_selectable(&response, chosen).text_color();
    let place = response.rect.shrink(space::XS);
    let outline =
        Align2::CENTER_TOP.align_size_within_rect(Vec2::splat(space::CHIP_OUTLINE), place.translate(vec2(0.0, 2.0)));
    shape::outline(ui.painter(), outline, ratio, colour);
    let font = TextStyle::Small.resolve(ui.style());
    ui.painter().text(place.center_bottom(), Align2::CENTER_BOTTOM, Msg::Ratio(ratio).text(), font, colour);
    in_view(response.on_hover_text(Msg::Pixels(becomes).text()))
}

fn favourites_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    if state.settings.favourites.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        for size in &state.settings.favourites {
            let chip = favourite_chip(ui, state, *size);
            if chip.clicked() {
                wishes.send(Command::Edit(DraftEdit::Size(*size)));
            }
            chip.context_menu(|ui| {
                if ui.button(Msg::ForgetSize.text()).clicked() {
                    wishes.send(Command::Set(Setting::Favourite(*size)));
                }
            });
        }
    });
}

fn favourite_chip(ui: &mut Ui, state: &State, size: Size) -> Response {
    let chosen = size == state.draft.size();
    let ratio = Ratio::of(size);
    let outline = Atom::paint(Vec2::splat(space::SIZE_OUTLINE), move |ui, place| {
        shape::outline(ui.painter(), place.rect, ratio, place.fallback_text_color);
    });
    let name = RichText::new(Msg::Pixels(size).text()).small();
    in_view(ui.add(Button::new((outline, name)).selected(chosen)).on_hover_text(Msg::FavouriteTip.text()))
}

/// What is chosen, drawn, in the place of the portrait that a square has not.
fn sheet_ui(ui: &mut Ui, state: &State, size: Vec2) {
    let (place, _) = ui.allocate_exact_size(size, Sense::hover());
    shape::sheet(ui.painter(), place, Ratio::of(state.draft.size()), &Palette::shown(ui));
}

/// Its size, and what can be done with it.
fn chosen_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(Msg::Pixels(state.draft.size()).text()).text_style(type_scale::strong()));
        let left = ui.available_width() - SHAPE_BUTTONS * space::ICON_STEP + space::ITEMS.x;
        ui.add_space(left.max(0.0));
        buttons_ui(ui, state, wishes);
    });
}

fn buttons_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    if icon_button(ui, Action::Swap).clicked() {
        wishes.act(Action::Swap);
    }
    let locked = state.draft.lock.is_some();
    let icon = if locked { Icon::Lock } else { Icon::Unlock };
    if toggle_button(ui, Action::LockShape, icon, locked).clicked() {
        wishes.act(Action::LockShape);
    }
    star_ui(ui, state, wishes);
}

fn star_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let size = state.draft.size();
    let kept = state.settings.favourites.contains(&size);
    let name = if kept { Msg::ForgetSize } else { Msg::KeepSize };
    let room = kept || state.settings.favourites.len() < MAX_FAVOURITES;
    let response = ui.add_enabled(room, Button::new(Icon::Star.atom()).selected(kept));
    let enabled = response.enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, kept, name.text()));
    let why_not = if room { name } else { Msg::FavouritesFull { most: MAX_FAVOURITES } };
    let response = response.on_hover_text(name.text()).on_disabled_hover_text(why_not.text());
    if in_view(response).clicked() {
        wishes.send(Command::Set(Setting::Favourite(size)));
    }
}
