//! The days as a table, the newest first, with what they come to above them. Only the rows that are seen are laid out. The keyboard
//! is on one of them; Enter or a click goes to the pictures of that day.

use contract::Neurons;
use eframe::egui::{
    Align, Align2, CursorIcon, FocusDirection, Id, Key, Label, Layout, Memory, Modifiers, Popup, Rect, Response,
    RichText, Role, ScrollArea, Sense, TextStyle, Ui, UiBuilder, Vec2, WidgetInfo, vec2,
};
use egui_extras::{Column as TableColumn, TableBuilder, TableRow};
use engine::usage::{DayReport, Report, Total};
use jiff::civil::Date;
use strum::VariantArray as _;

use super::{Scene, dates, day as told};
use crate::{
    look::{colour::Palette, space, type_scale},
    msg::{Column, Msg, TableMsg},
    panels::bounded,
};

/// Rows that a page key goes by.
const PAGE: usize = 12;

/// What a row is drawn from.
struct Days<'a> {
    report: &'a Report,
    columns: Vec<Column>,
    /// The place of the row that Tab reaches, 0 being the newest day.
    stop: usize,
}

pub(super) fn table_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    dates::dates_ui(ui, scene);
    ui.add_space(space::XS);
    let report = scene.page.report(scene.state, scene.now);
    let mut days = Days::new(&report, scene.page.day);
    let moved = keys(ui, &mut days, scene);
    let list = UiBuilder::new().accessibility_role(Role::Table).accessibility_label(TableMsg::Name.text());
    ui.scope_builder(list, |ui| {
        let sideways = ScrollArea::horizontal().id_salt("usage-table");
        sideways.show(ui, |ui| rows_ui(ui, &days, moved, scene));
    });
}

impl<'a> Days<'a> {
    fn new(report: &'a Report, chosen: Option<Date>) -> Self {
        // Nobody is told that Cloudflare counts where it tells nothing.
        let theirs = report.days.iter().any(|day| day.total.theirs.is_some());
        let columns = Column::VARIANTS.iter().copied().filter(|column| theirs || *column != Column::Theirs).collect();
        let place = |date| report.days.binary_search_by_key(&date, |day| day.date).ok();
        let stop = chosen.and_then(place).map_or(0, |place| report.days.len() - 1 - place);
        Self { report, columns, stop }
    }

    fn day(&self, place: usize) -> Option<&'a DayReport> {
        self.report.days.iter().rev().nth(place)
    }
}

fn widget(date: Date) -> Id {
    Id::unique(("usage-day", date))
}

/// Taken before egui moves the keyboard elsewhere by the same keys. Whether it has moved.
fn keys(ui: &Ui, days: &mut Days<'_>, scene: &mut Scene<'_>) -> bool {
    let Some(day) = days.day(days.stop) else { return false };
    if ui.memory(Memory::focused) != Some(widget(day.date)) || Popup::is_any_open(ui.ctx()) {
        return false;
    }
    let last = days.report.days.len().saturating_sub(1);
    let ways = [
        (Key::ArrowDown, days.stop + 1),
        (Key::ArrowUp, days.stop.saturating_sub(1)),
        (Key::PageDown, days.stop + PAGE),
        (Key::PageUp, days.stop.saturating_sub(PAGE)),
        (Key::Home, 0),
        (Key::End, last),
    ];
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Enter) {
        scene.wishes.to_the_day = Some(day.date);
    }
    let Some((_, to)) = ways.into_iter().find(|(key, _)| pressed(*key)) else { return false };
    days.stop = to.min(last);
    scene.page.day = days.day(days.stop).map(|day| day.date);
    ui.memory_mut(|memory| {
        memory.move_focus(FocusDirection::None);
        if let Some(date) = scene.page.day {
            memory.request_focus(widget(date));
        }
    });
    true
}

/// `moved`: the keyboard's row is to be seen.
fn rows_ui(ui: &mut Ui, days: &Days<'_>, moved: bool, scene: &mut Scene<'_>) {
    let figures = days.columns.len() + days.report.models.len();
    let figure = TableColumn::initial(space::USAGE_COLUMN).at_least(space::USAGE_COLUMN / 2.0).clip(true);
    let mut table = TableBuilder::new(ui)
        .striped(true)
        .resizable(true)
        .sense(Sense::CLICK)
        .auto_shrink([true, true])
        .min_scrolled_height(space::USAGE_TABLE)
        .max_scroll_height(space::USAGE_TABLE)
        .column(TableColumn::initial(space::USAGE_DAY).at_least(space::USAGE_COLUMN).clip(true))
        .columns(figure, figures);
    if moved {
        table = table.scroll_to_row(days.stop, None);
    }
    let mut stop_is_seen = false;
    let shown = table.header(space::USAGE_HEAD, |row| head_ui(row, days)).body(|body| {
        body.rows(space::USAGE_ROW, days.report.days.len(), |mut row| {
            let place = row.index();
            let Some(day) = days.day(place) else { return };
            stop_is_seen |= place == days.stop;
            row.set_selected(scene.page.day == Some(day.date));
            row_ui(&mut row, day, days, scene);
        });
    });
    if let Some(day) = days.day(days.stop).filter(|_| !stop_is_seen) {
        // The keyboard's row keeps it while it is scrolled away.
        let away = Rect::from_min_size(shown.inner_rect.left_bottom(), Vec2::ZERO);
        tell(&ui.interact(away, widget(day.date), Sense::click()), day, days.report);
    }
}

/// The names of the columns, and what the days come to.
fn head_ui(mut row: TableRow<'_, '_>, days: &Days<'_>) {
    let sum = days.report.sum();
    let mut column = |align: Align, name: String, figure: String| {
        row.col(|ui| {
            ui.with_layout(Layout::top_down(align), |ui| {
                ui.add(Label::new(RichText::new(name).small()).truncate());
                ui.add(Label::new(RichText::new(figure).text_style(type_scale::strong())).truncate());
            });
        });
    };
    column(Align::Min, TableMsg::Day.text(), Msg::Number { count: days.report.days.len() }.text());
    for figure in &days.columns {
        column(Align::Max, TableMsg::Column(*figure).text(), figure.figure(&sum));
    }
    for model in &days.report.models {
        let name =
            model.model.map_or_else(|| bounded::plain(&model.id).into_owned(), |known| Msg::ModelName(known).text());
        column(Align::Max, TableMsg::Model(&name).text(), TableMsg::Neurons(model.total.neurons).text());
    }
}

fn row_ui(row: &mut TableRow<'_, '_>, day: &DayReport, days: &Days<'_>, scene: &mut Scene<'_>) {
    let is_stop = days.day(days.stop).is_some_and(|stop| stop.date == day.date);
    let mut clicked = false;
    row.col(|ui| {
        let sense = if is_stop { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(ui.max_rect(), widget(day.date), sense).on_hover_cursor(CursorIcon::PointingHand);
        tell(&response, day, days.report);
        clicked |= response.clicked();
        let name = Msg::Day { date: day.date, today: days.report.today }.text();
        cell(ui, &name, Align2::LEFT_CENTER, day.is_known);
    });
    let figures = days.columns.iter().map(|column| column.figure(&day.total));
    let models = day.by_model.iter().map(|used| match used.neurons {
        Neurons::ZERO => String::new(),
        some => TableMsg::Neurons(some).text(),
    });
    for figure in figures.chain(models) {
        let figure = if day.is_known { figure } else { String::new() };
        row.col(|ui| cell(ui, &figure, Align2::RIGHT_CENTER, day.total != Total::default()));
    }
    if clicked || row.response().on_hover_cursor(CursorIcon::PointingHand).clicked() {
        scene.page.day = Some(day.date);
        scene.wishes.to_the_day = Some(day.date);
    }
}

/// The whole row in a sentence: its figures are painted, not said one by one.
fn tell(response: &Response, day: &DayReport, report: &Report) {
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, told::words(day, report)));
}

fn cell(ui: &Ui, words: &str, align: Align2, has_use: bool) {
    let palette = Palette::shown(ui);
    let colour = if has_use { palette.text } else { palette.weak };
    let rect = ui.max_rect().shrink2(vec2(space::XS, 0.0));
    ui.painter().text(align.pos_in_rect(&rect), align, words, TextStyle::Body.resolve(ui.style()), colour);
}
