//! One picture fills the window, with its settings beside it.

use contract::Record;
use eframe::egui::{
    CentralPanel, Color32, Image, InputState, Key, Label, Modifiers, Panel, Rect, RichText, Role, ScrollArea, Sense,
    TextureHandle, Ui, Vec2, WidgetInfo, load::SizedTexture, vec2,
};
use engine::Opened;
use jiff::tz::TimeZone;
use library::{Entry, Meta, Thumb};

use super::{action_button, field_name, name_of};
use crate::{
    action::Action,
    edits::Edits,
    light_box::Zoom,
    look::{colour::Palette, gallery_grid::fit, space},
    msg::Msg,
    textures::{Shown, Textures},
    wishes::Wishes,
};

pub(crate) fn viewer_ui(
    ui: &mut Ui,
    opened: &Opened,
    entry: &Entry,
    edits: &Edits,
    textures: &mut Textures,
    wishes: &mut Wishes,
) {
    Panel::top("viewer-bar").show(ui, |ui| bar_ui(ui, wishes));
    Panel::right("info").default_size(space::INFO_PANEL).show(ui, |ui| info_ui(ui, opened, entry));
    let frame = eframe::egui::Frame::new().fill(Palette::shown(ui).backdrop);
    CentralPanel::default().frame(frame).show(ui, |ui| picture_ui(ui, entry, edits, textures));
}

/// Points that Shift and the arrow keys move the picture by. To be asked before Older and Newer, which would take them.
pub(crate) fn pan(input: &mut InputState) -> Vec2 {
    let ways = [
        (Key::ArrowRight, Vec2::LEFT),
        (Key::ArrowLeft, Vec2::RIGHT),
        (Key::ArrowDown, Vec2::UP),
        (Key::ArrowUp, Vec2::DOWN),
    ];
    let pressed = ways.into_iter().filter(|(key, _)| input.consume_key(Modifiers::SHIFT, *key));
    pressed.fold(Vec2::ZERO, |pan, (_, way)| pan + way * space::PAN)
}

fn bar_ui(ui: &mut Ui, wishes: &mut Wishes) {
    ui.horizontal(|ui| {
        for action in [Action::Back, Action::Newer, Action::Older, Action::Fit, Action::ActualSize, Action::SaveAs] {
            if action_button(ui, action).clicked() {
                wishes.act(action);
            }
        }
    });
}

fn picture_ui(ui: &mut Ui, entry: &Entry, edits: &Edits, textures: &mut Textures) {
    let whole = textures.get(entry, None);
    // The thumbnail stands in until the picture is decoded.
    let shown = whole.or_else(|| textures.get(entry, Some(Thumb::Large)));
    match shown {
        Some(Shown::Ready(texture)) => match edits.light_box.zoom {
            Zoom::Fit | Zoom::Fill => fitted_ui(ui, entry, &texture),
            Zoom::Scale(_) => actual_ui(ui, entry, &texture, edits.light_box.pan),
        },
        Some(Shown::Broken(reason)) => {
            let words = RichText::new(Msg::NotShown { reason: &reason }.text()).color(Palette::shown(ui).error);
            ui.centered_and_justified(|ui| ui.label(words));
        }
        None => {
            ui.centered_and_justified(|ui| ui.label(Msg::Loading.text()));
        }
    }
}

/// Points that the picture takes when each of its pixels is one of the screen's.
fn actual_size(ui: &Ui, entry: &Entry) -> Vec2 {
    vec2(entry.size.width as f32, entry.size.height as f32) / ui.pixels_per_point()
}

fn fitted_ui(ui: &mut Ui, entry: &Entry, texture: &TextureHandle) {
    let (frame, response) = ui.allocate_exact_size(ui.available_size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name_of(entry)));
    let size = actual_size(ui, entry);
    let at = fit(size.x, size.y, frame, 1.0);
    ui.painter().image(texture.id(), at, Rect::from_min_max([0.0, 0.0].into(), [1.0, 1.0].into()), Color32::WHITE);
}

fn actual_ui(ui: &mut Ui, entry: &Entry, texture: &TextureHandle, pan: Vec2) {
    let size = actual_size(ui, entry);
    ScrollArea::both().auto_shrink(false).show(ui, |ui| {
        let image = Image::new(SizedTexture::new(texture.id(), size)).alt_text(name_of(entry));
        ui.add(image);
        ui.scroll_with_delta(pan);
    });
}

fn info_ui(ui: &mut Ui, opened: &Opened, entry: &Entry) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.add_space(space::S);
        if !entry.prompt.trim().is_empty() {
            row(ui, Msg::Prompt, &entry.prompt);
        }
        row(ui, Msg::Size, &entry.size.to_string());
        row(ui, Msg::Model, contract::Model::find(&entry.model).map_or(&*entry.model, |model| model.name));
        if let Some(meta) = &opened.meta {
            meta_ui(ui, meta);
        }
        let made = entry.made.to_zoned(TimeZone::system());
        row(ui, Msg::Made, &made.strftime("%Y-%m-%d %H:%M:%S").to_string());
        row(ui, Msg::File, &entry.file.display().to_string());
    });
}

fn meta_ui(ui: &mut Ui, meta: &Meta) {
    let Record { seed, neurons, .. } = &meta.record;
    if let Some(seed) = seed {
        row(ui, Msg::Seed, &seed.to_string());
    }
    if let Some(neurons) = neurons {
        row(ui, Msg::Cost, &Msg::RealCost { neurons: *neurons }.text());
    }
    row(ui, Msg::By, &meta.by);
}

fn row(ui: &mut Ui, name: Msg<'_>, value: &str) {
    field_name(ui, name);
    ui.add(Label::new(value).wrap().selectable(true));
    ui.add_space(space::S);
}
