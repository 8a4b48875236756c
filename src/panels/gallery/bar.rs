//! The bar above the tiles: how many there are or are selected, what can be done with those, and how large tiles are. What
//! it holds never moves when a selection comes or goes.

use eframe::egui::{Align, Frame, Layout, Panel, RichText, Slider, Ui, vec2};
use engine::{Command, Setting, State, TILE_SIDES};

use super::super::{icon_button, in_view};
use crate::{
    action::Action,
    edits::Page,
    look::{colour::Palette, space},
    msg::Msg,
    wishes::Wishes,
};

/// What a selection can be given to at once.
const OFFERED: [Action; 5] =
    [Action::Open, Action::UseSettings, Action::CopyPicture, Action::ShowInFolder, Action::Delete];

pub(super) fn bar_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let frame = Frame::side_top_panel(ui.style()).inner_margin(space::GALLERY_BAR);
    Panel::top("gallery-bar").frame(frame).show_separator_line(false).show(ui, |ui| {
        ui.horizontal(|ui| {
            count_ui(ui, state);
            let left = ui.available_width() - space::TILE_SLIDER;
            if left > OFFERED.len() as f32 * space::ICON_STEP {
                for action in OFFERED {
                    act_ui(ui, action, state, wishes);
                }
            }
            tile_size_ui(ui, state, wishes);
        });
    });
}

/// In room of its own, so that what stands right of it stays.
fn count_ui(ui: &mut Ui, state: &State) {
    let selected = state.selection.len();
    let words = if selected > 0 {
        RichText::new(Msg::Selected { count: selected }.text()).color(Palette::shown(ui).accent)
    } else {
        RichText::new(Msg::Pictures { count: state.gallery.pictures().len() }.text())
    };
    let width = space::COUNT.min(ui.available_width());
    let place = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, space::CONTROL_HEIGHT), place, |ui| {
        ui.set_width(width);
        ui.add(eframe::egui::Label::new(words).truncate());
    });
}

fn act_ui(ui: &mut Ui, action: Action, state: &State, wishes: &mut Wishes) {
    let is_available = action.is_available(state, Page::Pictures);
    if ui.add_enabled_ui(is_available, |ui| icon_button(ui, action)).inner.clicked() {
        wishes.act(action);
    }
}

/// At the right edge, laid out from the left all the same: Tab goes the way that the eye goes.
fn tile_size_ui(ui: &mut Ui, state: &State, wishes: &mut Wishes) {
    let before = ui.available_width() - space::TILE_SLIDER;
    if before < 0.0 {
        return;
    }
    // The last button has no room to a next one.
    ui.add_space(before + space::ITEMS.x);
    act_ui(ui, Action::SmallerTiles, state, wishes);
    let mut tile = state.settings.tile;
    ui.spacing_mut().slider_width = space::TILE_SLIDER - 2.0 * space::ICON_STEP - space::S;
    let slider = ui.add(Slider::new(&mut tile, TILE_SIDES).step_by(4.0).show_value(false));
    let slider = slider.accessible_name(Msg::TileSize.text()).on_hover_text(Msg::TileSize.text());
    if in_view(slider).changed() {
        wishes.send(Command::Set(Setting::Tile(tile)));
    }
    act_ui(ui, Action::LargerTiles, state, wishes);
}
