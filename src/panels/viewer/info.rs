//! What is known of the open picture, each with a button that copies it; where its file cannot be read, why.

use eframe::egui::{Align, Button, Label, Layout, Role, ScrollArea, Ui, WidgetInfo};
use engine::Opened;
use library::Entry;

use super::{
    super::{field_name, in_view},
    fact::{Fact, facts},
};
use crate::{
    look::{colour::Palette, icon::Icon, space},
    msg::Msg,
};

/// Seconds for which a button says that it has copied.
const SAID: f64 = 1.5;

pub(super) fn info_ui(ui: &mut Ui, opened: &Opened, entry: &Entry, copied: &mut Option<(Fact, f64)>) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.add_space(space::S);
        for (fact, value) in facts(opened, entry) {
            ui.push_id(fact, |ui| fact_ui(ui, fact, &value, copied));
        }
        if let Some(Err(failure)) = &opened.meta {
            ui.colored_label(Palette::shown(ui).error, Msg::Failure(failure).text());
        }
    });
}

fn fact_ui(ui: &mut Ui, fact: Fact, value: &str, copied: &mut Option<(Fact, f64)>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.horizontal(|ui| {
        field_name(ui, fact.name());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| copy_ui(ui, fact, value, copied));
    });
    ui.add(Label::new(value).wrap().selectable(true));
    ui.add_space(space::S);
}

fn copy_ui(ui: &mut Ui, fact: Fact, value: &str, copied: &mut Option<(Fact, f64)>) {
    let now = ui.input(|input| input.time);
    let said = copied.filter(|(last, _)| *last == fact).map_or(0.0, |(_, at)| SAID - (now - at));
    let (icon, name) = if said > 0.0 { (Icon::Check, Msg::FactCopied) } else { (Icon::Copy, Msg::CopyFact(fact)) };
    let name = name.text();
    let response = in_view(ui.add(Button::new(icon.atom()).frame_when_inactive(false)));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if response.on_hover_text(name).clicked() {
        ui.ctx().copy_text(value.to_owned());
        *copied = Some((fact, now));
        ui.ctx().request_repaint();
    } else if said > 0.0 {
        ui.ctx().request_repaint_after_secs(said as f32);
    }
}
