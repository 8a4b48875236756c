//! A day's heading: its name, and how much there is of it.

use std::ops::Range;

use eframe::egui::{Rect, Role, Sense, TextStyle, Ui, WidgetInfo, pos2};
use jiff::civil::Date;

use super::days::Day;
use crate::{
    look::{colour::Palette, space, type_scale},
    msg::Msg,
};

/// The next of the headings that are seen, when it stands before the tile at `place`.
pub(super) fn next(headings: &mut Range<usize>, days: &[Day], place: usize) -> Option<(usize, Day)> {
    let day = days.get(headings.start).filter(|day| headings.start < headings.end && day.place <= place)?;
    let number = headings.next()?;
    Some((number, *day))
}

pub(super) fn heading_ui(ui: &Ui, rect: Rect, day: Day, today: Date) {
    let Day { date, count, .. } = day;
    let response = ui.interact(rect, ui.scope_id().with(("day", date)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, Msg::DayOf { date, today, count }.text()));
    let palette = Palette::shown(ui);
    let painter = ui.painter().with_clip_rect(ui.clip_rect().intersect(rect));
    let name = type_scale::strong().resolve(ui.style());
    let name = painter.layout_no_wrap(Msg::Day { date, today }.text(), name, palette.text);
    let number = TextStyle::Small.resolve(ui.style());
    let count = painter.layout_no_wrap(Msg::Number { count }.text(), number, palette.weak);
    // Both stand on one line of type, near the tiles that they are about.
    let bottom = rect.bottom() - space::S;
    let at = pos2(rect.left() + name.size().x + space::S, bottom - count.size().y - 1.0);
    painter.galley(pos2(rect.left(), bottom - name.size().y), name, palette.text);
    painter.galley(at, count, palette.weak);
}
