//! The models that were used in the days that are shown, the most used first: with their colours, which makes them the chart's legend,
//! and what else its marks mean.

use eframe::egui::{Color32, Painter, Rect, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, Vec2, WidgetInfo, vec2};
use engine::usage::{ModelReport, Report};

use super::{Shape, UsagePage};
use crate::{
    look::{
        colour::{self, Palette, SERIES},
        space,
    },
    msg::DaysMsg,
    panels::bounded,
};

/// Models that are named; the others stand in the table.
const NAMED: usize = 12;

pub(super) fn models_ui(ui: &mut Ui, page: &mut UsagePage, report: &Report) {
    if page.shape == Shape::Table {
        return;
    }
    let palette = Palette::shown(ui);
    let stack = (page.shape == Shape::Chart).then(|| page.stack(report));
    let pictures: u64 = report.models.iter().map(|model| model.total.pictures).sum();
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        for (place, model) in report.models.iter().enumerate().take(NAMED) {
            let colour = if place < SERIES { palette.series(place) } else { palette.other };
            let mark = stack.as_ref().map(|_| Mark::Bar(colour));
            entry_ui(ui, mark, &model_words(model, pictures));
        }
        let Some(stack) = stack else { return };
        if stack.has_others {
            entry_ui(ui, Some(Mark::Bar(palette.other)), &DaysMsg::Others.text());
        }
        if report.days.last().is_some_and(|day| day.date == report.today) {
            entry_ui(ui, Some(Mark::Running(palette.other)), &DaysMsg::Running.text());
        }
        if page.unit.allowance(report).is_some() {
            entry_ui(ui, Some(Mark::Line(palette.weak)), &DaysMsg::Allowance(report.allowance).text());
        }
        if !stack.without_use.is_empty() {
            entry_ui(ui, Some(Mark::Dot(palette.weak)), &DaysMsg::WithoutUse.text());
        }
        if !stack.unknown.is_empty() {
            entry_ui(ui, Some(Mark::Bar(palette.unknown)), &DaysMsg::Unknown.text());
        }
    });
}

fn model_words(model: &ModelReport, pictures: u64) -> String {
    DaysMsg::ModelShare { model, of: pictures }.text()
}

/// As the chart draws it.
enum Mark {
    Bar(Color32),
    Running(Color32),
    Line(Color32),
    Dot(Color32),
}

impl Mark {
    fn paint(&self, painter: &Painter, place: Rect) {
        match *self {
            Self::Bar(colour) => drop(painter.rect_filled(place, space::DAY_RADIUS, colour)),
            Self::Running(colour) => {
                let edge = Stroke::new(1.5, colour);
                painter.rect(place, space::DAY_RADIUS, colour::running(colour), edge, StrokeKind::Inside);
            }
            Self::Line(colour) => {
                painter.hline(place.x_range(), place.center().y, Stroke::new(1.5, colour));
            }
            Self::Dot(colour) => drop(painter.circle_filled(place.center(), space::NO_USE, colour)),
        }
    }
}

/// Both stay together when the line is full.
fn entry_ui(ui: &mut Ui, mark: Option<Mark>, words: &str) {
    let palette = Palette::shown(ui);
    let before = if mark.is_some() { space::SWATCH + space::ICON_GAP } else { 0.0 };
    let galley = bounded::galley(words, &TextStyle::Small, palette.text, ui.max_rect().width() - before, 1, ui);
    // One widget, since a line that wraps would part them.
    let (place, label) = ui.allocate_exact_size(galley.size() + vec2(before + space::S, 0.0), Sense::hover());
    if let Some(mark) = mark {
        let square =
            Rect::from_center_size(place.left_center() + vec2(space::SWATCH / 2.0, 0.0), Vec2::splat(space::SWATCH));
        mark.paint(ui.painter(), square);
    }
    ui.painter().galley(place.min + vec2(before, 0.0), galley, palette.text);
    label.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}
