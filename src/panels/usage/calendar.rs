//! The days as squares, a week a column, the more the stronger. Where a year is wider than the page, it scrolls sideways, and begins
//! at its end.

use eframe::egui::{
    Align2, CursorIcon, Id, Pos2, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, TextStyle, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};
use engine::usage::{DayReport, Report};
use jiff::civil::{Date, Weekday};

use super::{
    Focus, Scene, Unit,
    day::{self, Steps},
};
use crate::{
    look::{
        colour::{HEAT, Palette},
        space,
    },
    msg::DaysMsg,
    panels::note,
};

const WEEK: usize = 7;
/// Points; a month that has less before the next one is not named.
const MONTH_WIDTH: f32 = 34.0;

pub(super) fn id() -> Id {
    Id::unique("usage-calendar")
}

/// Where its squares are.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Weeks {
    /// Days of the first week before the first day.
    before: usize,
    columns: usize,
    /// Points from a square to the next one.
    step: f32,
    /// Points that the names of the weekdays take, and those of the months.
    names: Vec2,
}

impl Weeks {
    /// As large as `width` points let its squares be.
    fn new(first: Date, days: usize, width: f32) -> Self {
        let before = usize::try_from(first.weekday().since(Weekday::Monday)).unwrap_or_default();
        let columns = (before + days).div_ceil(WEEK).max(1);
        let step = ((width - space::WEEKDAYS.x) / columns as f32).clamp(space::DAY.min, space::DAY.max).floor();
        Self { before, columns, step, names: space::WEEKDAYS }
    }

    fn size(self) -> Vec2 {
        self.names + vec2(self.columns as f32, WEEK as f32) * self.step
    }

    /// Of a day, from the left upper corner.
    fn square(self, place: usize) -> Rect {
        let place = self.before + place;
        let corner = vec2((place / WEEK) as f32, (place % WEEK) as f32) * self.step;
        Rect::from_min_size((self.names + corner).to_pos2(), Vec2::splat(self.step - space::DAY_GAP))
    }

    /// The day that is there.
    fn under(self, at: Pos2) -> Option<usize> {
        let at = (at.to_vec2() - self.names) / self.step;
        let is_inside = at.x >= 0.0 && at.y >= 0.0 && at.y < WEEK as f32;
        // Not below zero.
        is_inside.then(|| at.x as usize * WEEK + at.y as usize)?.checked_sub(self.before)
    }
}

pub(super) fn calendar_ui(ui: &mut Ui, scene: &mut Scene<'_>, report: &Report) {
    let Some(first) = report.days.first().map(|day| day.date) else { return };
    if scene.page.takes_focus(Focus::Days) {
        ui.memory_mut(|memory| memory.request_focus(id()));
    }
    day::keys(ui, id(), scene, report, Steps { across: WEEK.cast_signed(), down: Some(1) });
    let weeks = Weeks::new(first, report.days.len(), ui.available_width());
    let unit = scene.page.unit;
    let scroll = ScrollArea::horizontal().id_salt("usage-calendar").stick_to_right(true);
    let (response, pointed) = scroll
        .show(ui, |ui| {
            let (rect, _) = ui.allocate_exact_size(weeks.size(), Sense::hover());
            let response = ui.interact(rect, id(), Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
            let pointed = response.hover_pos().and_then(|at| weeks.under(at - rect.min.to_vec2()));
            let pointed = pointed.filter(|place| *place < report.days.len());
            paint(ui, rect.min, weeks, report, unit, day::chosen(scene.page, report));
            (response, pointed)
        })
        .inner;
    let words = DaysMsg::ChartIs { report, unit }.text();
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &words));
    scale_ui(ui);
    day::respond(ui, response, pointed, scene, report);
}

fn paint(ui: &Ui, corner: Pos2, weeks: Weeks, report: &Report, unit: Unit, chosen: usize) {
    let palette = Palette::shown(ui);
    let of = |day: &DayReport| unit.of_total(&day.total);
    let most = report.days.iter().map(of).fold(0.0, f64::max);
    names(ui, corner, weeks, report, &palette);
    for (place, day) in report.days.iter().enumerate() {
        let square = weeks.square(place).translate(corner.to_vec2());
        match step(of(day), most) {
            _ if !day.is_known => {
                let edge = Stroke::new(1.0, palette.edge);
                ui.painter().rect_stroke(square, space::DAY_RADIUS, edge, StrokeKind::Inside);
            }
            None => drop(ui.painter().rect_filled(square, space::DAY_RADIUS, palette.unknown)),
            Some(step) => drop(ui.painter().rect_filled(square, space::DAY_RADIUS, palette.heat(step))),
        }
        if day.date == report.today {
            let edge = Stroke::new(1.0, palette.text);
            ui.painter().rect_stroke(square, space::DAY_RADIUS, edge, StrokeKind::Outside);
        }
        if place == chosen {
            let edge = Stroke::new(space::RING, palette.focus);
            ui.painter().rect_stroke(square, space::DAY_RADIUS, edge, StrokeKind::Outside);
        }
    }
}

/// Of the months, above their first week, and of some of the weekdays.
fn names(ui: &Ui, corner: Pos2, weeks: Weeks, report: &Report, palette: &Palette) {
    let font = TextStyle::Small.resolve(ui.style());
    let write = |at: Pos2, align: Align2, words: String| {
        ui.painter().text(at + corner.to_vec2(), align, words, font.clone(), palette.weak);
    };
    let mut free_from = 0.0;
    for (place, day) in report.days.iter().enumerate() {
        let square = weeks.square(place);
        if (place == 0 || day.date.day() == 1) && square.left() >= free_from {
            // The rest of a month that is nearly over has no room for its name.
            let rest = report.days.iter().skip(place + 1).position(|next| next.date.day() == 1);
            let weeks_left = rest.map_or(WEEK, |days| days / WEEK);
            if place > 0 || weeks_left as f32 * weeks.step >= MONTH_WIDTH {
                write(pos2(square.left(), 0.0), Align2::LEFT_TOP, DaysMsg::Month(day.date).text());
                free_from = square.left() + MONTH_WIDTH;
            }
        }
    }
    let week = report.days.iter().enumerate().skip((WEEK - weeks.before) % WEEK).take(WEEK);
    for (place, day) in week.filter(|(_, day)| matches!(day.date.weekday(), Weekday::Monday | Weekday::Thursday)) {
        let middle = weeks.square(place).center().y;
        write(pos2(0.0, middle), Align2::LEFT_CENTER, DaysMsg::WeekdayName(day.date).text());
    }
}

/// How strong a day is drawn; `None` for one without use.
fn step(value: f64, most: f64) -> Option<usize> {
    let steps = HEAT as f64;
    (value > 0.0).then(|| ((value / most * steps).ceil() as usize).clamp(1, HEAT) - 1)
}

fn scale_ui(ui: &mut Ui) {
    let palette = Palette::shown(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        note(ui, DaysMsg::Less.into());
        for step in 0..HEAT {
            let (place, _) = ui.allocate_exact_size(Vec2::splat(space::DAY.min), Sense::empty());
            ui.painter().rect_filled(place, space::DAY_RADIUS, palette.heat(step));
        }
        note(ui, DaysMsg::More.into());
    });
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_day_is_where_it_is_drawn() {
        // A Sunday, which is the last day of its week.
        let weeks = Weeks::new(date(2026, 11, 22), 365, 760.0);
        assert_eq!((weeks.before, weeks.columns), (6, 53));
        assert!(weeks.size().x <= 760.0);
        for place in [0, 1, 7, 364] {
            assert_eq!(weeks.under(weeks.square(place).center()), Some(place));
        }
        assert_eq!(weeks.under(pos2(weeks.names.x + 1.0, weeks.names.y + 1.0)), None, "that Monday is not shown");
        assert_eq!(weeks.under(pos2(0.0, 0.0)), None);
        assert!(weeks.square(0).left() < weeks.square(1).left(), "a week begins on Monday");
        assert!((weeks.square(1).left() - weeks.square(7).left()).abs() < 0.1);
    }

    #[test]
    fn the_most_is_the_strongest_and_the_least_is_seen() {
        assert_eq!(
            [0.0, 0.001, 20.0, 20.1, 100.0].map(|value| step(value, 100.0)),
            [None, Some(0), Some(0), Some(1), Some(HEAT - 1)]
        );
    }
}
