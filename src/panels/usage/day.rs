//! The day that is chosen among those that are drawn: by the mouse or by keys, told below them and beside the mouse; a click or Enter goes
//! to its pictures. The chart and the calendar share it.

use eframe::egui::{
    EventFilter, FocusDirection, Id, Key, Label, Memory, Modifiers, Popup, Response, RichText, Ui, accesskit::Live,
};
use engine::usage::{DayReport, ModelTotal, Report};

use super::{Scene, UsagePage};
use crate::{
    look::{colour::Palette, space, type_scale},
    msg::DaysMsg,
    panels::in_view,
};

/// Days that keys go on by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Steps {
    /// By the left and the right arrow.
    pub(super) across: isize,
    /// By those up and down, where they mean something.
    pub(super) down: Option<isize>,
}

/// Its place in the report; the last one where none of them was chosen.
pub(super) fn chosen(page: &UsagePage, report: &Report) -> usize {
    let chosen = page.day.and_then(|date| report.days.binary_search_by_key(&date, |day| day.date).ok());
    chosen.unwrap_or(report.days.len().saturating_sub(1))
}

/// Taken before egui moves the keyboard elsewhere by the same keys.
pub(super) fn keys(ui: &Ui, id: Id, scene: &mut Scene<'_>, report: &Report, steps: Steps) {
    if ui.memory(Memory::focused) != Some(id) || Popup::is_any_open(ui.ctx()) {
        return;
    }
    let horizontal_arrows = true;
    let filter = EventFilter { horizontal_arrows, vertical_arrows: steps.down.is_some(), ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let at = chosen(scene.page, report);
    let last = report.days.len().saturating_sub(1);
    let go = |days: isize| at.saturating_add_signed(days).min(last);
    let mut ways = vec![
        (Key::ArrowRight, go(steps.across)),
        (Key::ArrowLeft, go(-steps.across)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    if let Some(down) = steps.down {
        ways.extend([(Key::ArrowDown, go(down)), (Key::ArrowUp, go(-down))]);
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if let Some((_, to)) = ways.into_iter().find(|(key, _)| pressed(*key)) {
        ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        scene.page.day = report.days.get(to).map(|day| day.date);
    }
    if pressed(Key::Enter) {
        scene.wishes.to_the_day = report.days.get(chosen(scene.page, report)).map(|day| day.date);
    }
}

/// `pointed`: the place of the day under the mouse.
pub(super) fn respond(ui: &mut Ui, response: Response, pointed: Option<usize>, scene: &mut Scene<'_>, report: &Report) {
    let response = in_view(response);
    if response.clicked() {
        // By a screen reader, or by Space, no day is pointed at.
        let place = pointed.unwrap_or_else(|| chosen(scene.page, report));
        scene.page.day = report.days.get(place).map(|day| day.date);
        scene.wishes.to_the_day = scene.page.day;
    }
    if let Some(day) = pointed.and_then(|place| report.days.get(place)).filter(|_| !scene.page.is_photographed) {
        response.on_hover_ui_at_pointer(|ui| {
            ui.set_max_width(space::TOOLTIP);
            ui.label(RichText::new(name(day, report)).text_style(type_scale::strong()));
            for line in lines(day, report) {
                ui.label(line);
            }
            ui.label(RichText::new(DaysMsg::ClickForPictures.text()).color(Palette::shown(ui).weak).small());
        });
    }
    chosen_ui(ui, scene, report);
}

/// The figures of the chosen one.
fn chosen_ui(ui: &mut Ui, scene: &Scene<'_>, report: &Report) {
    let Some(day) = report.days.get(chosen(scene.page, report)) else { return };
    let label = ui.add(Label::new(words(day, report)).wrap());
    // Said by a screen reader when another day is chosen.
    ui.ctx().accesskit_node_builder(label.id, |node| node.set_live(Live::Polite));
}

/// What is told of a day, a line for each thing.
pub(super) fn words(day: &DayReport, report: &Report) -> String {
    std::iter::once(name(day, report)).chain(lines(day, report)).collect::<Vec<_>>().join("\n")
}

fn name(day: &DayReport, report: &Report) -> String {
    DaysMsg::DayName { date: day.date, today: report.today }.text()
}

fn lines(day: &DayReport, report: &Report) -> Vec<String> {
    let mut lines = vec![DaysMsg::DayFigures(day).text()];
    lines.extend(day.total.theirs.map(|theirs| DaysMsg::DayTheirs(theirs).text()));
    let used = report.models.iter().zip(&day.by_model).filter(|(_, used)| **used != ModelTotal::default());
    lines.extend(used.map(|(model, used)| DaysMsg::DayModel { model, used: *used }.text()));
    lines
}
