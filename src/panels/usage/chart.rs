//! The days as bars, each in the colours of its models. The wheel scrolls the page past it: there is nothing in it to be zoomed or dragged.

use eframe::egui::{CursorIcon, Id, Rangef, Role, Sense, Stroke, Ui, Vec2b, WidgetInfo};
use egui_plot::{
    AxisHints, Bar, BarChart, GridMark, HLine, LineStyle, Plot, PlotBounds, PlotPoints, PlotUi, Points, Span,
};
use engine::usage::Report;
use jiff::civil::Date;

use super::{
    Focus, Scene, Unit,
    day::{self, Steps},
    stack::{Part, Stack},
};
use crate::{
    look::{
        colour::{self, Palette},
        space,
    },
    msg::DaysMsg,
};

/// Of a day's width.
const BAR: f64 = 0.8;
/// Days; in a longer span bars have no room for edges.
const EDGES: usize = 100;
/// Of the chart's height that is above the highest day, and below the base line.
const ABOVE: f64 = 1.06;
const BELOW: f64 = -0.03;
/// Lines across it, about.
const LINES: f64 = 4.0;
/// Days; a shorter span has a mark a day, a mark a week, a mark a month.
const BY_DAY: usize = 11;
const BY_WEEK: usize = 71;
const BY_MONTH: usize = 801;

pub(super) fn id() -> Id {
    Id::unique("usage-chart")
}

pub(super) fn chart_ui(ui: &mut Ui, scene: &mut Scene<'_>, report: &Report) {
    if scene.page.takes_focus(Focus::Days) {
        ui.memory_mut(|memory| memory.request_focus(id()));
    }
    day::keys(ui, id(), scene, report, Steps { across: 1, down: None });
    let (stack, unit, palette) = (scene.page.stack(report), scene.page.unit, Palette::shown(ui));
    let chosen = day::chosen(scene.page, report);
    let shown = plot(report, unit, &stack, &palette).show(ui, |plot| {
        let last = report.days.len() as f64;
        let bounds = PlotBounds::from_min_max([-0.6, stack.top * BELOW], [last - 0.4, stack.top * ABOVE]);
        plot.set_plot_bounds(bounds);
        grounds(plot, &stack, chosen, &palette);
        bars(plot, &stack, report, &palette);
        if let Some(allowance) = unit.allowance(report) {
            let line = HLine::new("", allowance).color(palette.weak).width(1.5);
            plot.hline(line.style(LineStyle::dashed_loose()).allow_hover(false));
        }
    });
    let under = |x: f32, y: f32| {
        let place = shown.transform.value_from_position(eframe::egui::pos2(x, y)).x.round();
        (place >= 0.0).then_some(place as usize).filter(|place| *place < report.days.len())
    };
    // The plot's own response has another id in each place.
    let response = ui.interact(shown.response.rect, id(), Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
    let words = DaysMsg::ChartIs { report, unit }.text();
    response.widget_info(|| WidgetInfo::labeled(Role::Figure, true, &words));
    let pointed = response.hover_pos().and_then(|at| under(at.x, at.y));
    day::respond(ui, response, pointed, scene, report);
}

fn plot<'a>(report: &'a Report, unit: Unit, stack: &'a Stack, palette: &Palette) -> Plot<'a> {
    let first = report.days.first().map_or(report.today, |day| day.date);
    let length = report.days.len();
    let font = eframe::egui::FontId::proportional(space::AXIS);
    let dates = AxisHints::new_x().formatter(move |mark, _| date_words(first, mark.value, length));
    let dates = dates.label_spacing(Rangef::new(8.0, 16.0));
    let figures = AxisHints::new_y().formatter(move |mark, _| DaysMsg::Figure(unit, mark.value).text());
    let [dates, figures] = [dates, figures.min_thickness(space::FIGURES)]
        .map(|axis| axis.tick_label_color(palette.weak).tick_label_font(font.clone()));
    Plot::new("usage-chart")
        .id(id())
        .height(space::CHART)
        .sense(Sense::hover())
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_drag(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .allow_axis_zoom_drag(false)
        .show_crosshair(false)
        .show_x(false)
        .show_y(false)
        .show_grid(Vec2b::new(false, true))
        .grid_color(palette.line)
        .grid_fade(0.0)
        .x_grid_spacer(move |_| date_marks(first, length))
        .y_grid_spacer(move |_| figure_marks(stack.top, unit))
        .custom_x_axes(vec![dates])
        .custom_y_axes(vec![figures])
}

/// What is behind the bars: the days that nobody told of, and the chosen one.
fn grounds(plot: &mut PlotUi<'_>, stack: &Stack, chosen: usize, palette: &Palette) {
    for (first, last) in &stack.unknown {
        plot.span(Span::new("", first - 0.5..=last + 0.5).fill(palette.unknown).border_width(0.0));
    }
    let chosen = chosen as f64;
    let edge = Stroke::new(1.0, palette.accent);
    plot.span(Span::new("", chosen - 0.5..=chosen + 0.5).fill(palette.control).border(edge));
    let without_use: Vec<[f64; 2]> = stack.without_use.iter().map(|place| [*place, 0.0]).collect();
    let marks = Points::new("", PlotPoints::from(without_use)).color(palette.weak);
    plot.points(marks.radius(space::NO_USE).allow_hover(false));
}

fn bars(plot: &mut PlotUi<'_>, stack: &Stack, report: &Report, palette: &Palette) {
    let edge = (report.days.len() <= EDGES).then_some(palette.field);
    let bar = |part: &Part| {
        let colour = part.model.map_or(palette.other, |model| palette.series(model));
        let bar = Bar::new(part.day, part.height).base_offset(part.from).width(BAR);
        if part.is_today {
            // It goes on.
            return bar.fill(colour::running(colour)).stroke(Stroke::new(1.5, colour));
        }
        bar.fill(colour).stroke(edge.map_or(Stroke::NONE, |edge| Stroke::new(1.0, edge)))
    };
    plot.bar_chart(BarChart::new("", stack.parts.iter().map(bar).collect()).allow_hover(false));
}

/// What the date of a mark is called, as much as its distance to the next one needs.
fn date_words(first: Date, place: f64, length: usize) -> String {
    let Ok(date) = first.checked_add(jiff::Span::new().days(place as i64)) else { return String::new() };
    match length {
        ..BY_DAY => DaysMsg::Weekday(date).text(),
        BY_DAY..BY_WEEK => DaysMsg::DayOfMonth(date).text(),
        BY_WEEK..BY_MONTH => DaysMsg::Month(date).text(),
        _ => DaysMsg::Year(date).text(),
    }
}

/// Where days, weeks, months or years begin.
fn date_marks(first: Date, length: usize) -> Vec<GridMark> {
    let (step_size, begins): (f64, fn(Date) -> bool) = match length {
        ..BY_DAY => (1.0, |_| true),
        BY_DAY..BY_WEEK => (7.0, |date| date.weekday() == jiff::civil::Weekday::Monday),
        BY_WEEK..BY_MONTH => (30.0, |date| date.day() == 1),
        _ => (365.0, |date| date.day_of_year() == 1),
    };
    let days = first.series(jiff::Span::new().days(1)).take(length).enumerate();
    days.filter(|(_, date)| begins(*date)).map(|(place, _)| GridMark { value: place as f64, step_size }).collect()
}

/// Round figures, a few of them.
fn figure_marks(top: f64, unit: Unit) -> Vec<GridMark> {
    let rough = top / LINES;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|round| round * power).into_iter().find(|step| *step >= rough);
    let step_size = step.unwrap_or(rough).max(if unit == Unit::Pictures { 1.0 } else { 0.0 });
    let places = (0..=LINES as u32 + 1).map(|line| f64::from(line) * step_size);
    places.take_while(|value| *value <= top * ABOVE).map(|value| GridMark { value, step_size }).collect()
}
