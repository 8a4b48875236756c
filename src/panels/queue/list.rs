//! The list: headings, and the rows that are seen. It is one stop for Tab.

use eframe::egui::{
    Rect, Role, ScrollArea, Sense, TextStyle, Ui, UiBuilder, WidgetInfo, pos2, style::ScrollAnimation, vec2,
};

use super::{
    Scene, drag, keys,
    row::{self, Row},
    rows::{Rows, Section},
    view::QueueView,
};
use crate::{
    look::{colour::Palette, space, type_scale},
    msg::{Msg, QueueMsg},
};

/// `height`: points.
pub(super) fn list_ui(ui: &mut Ui, height: f32, rows: &Rows<'_>, view: &mut QueueView, scene: &mut Scene<'_>) {
    keys::keys(ui, rows, view, scene);
    let scroll = ScrollArea::vertical().id_salt("queue").auto_shrink(false).max_height(height);
    scroll.show_viewport(ui, |ui, shown| {
        ui.set_height(rows.height());
        let list = UiBuilder::new().max_rect(ui.max_rect()).accessibility_role(Role::ListBox);
        let list = list.accessibility_label(QueueMsg::Title.text());
        ui.scope_builder(list, |ui| rows_ui(ui, shown, rows, view, scene));
    });
}

/// `shown`: the part of the list that is seen, in points from its corner.
fn rows_ui(ui: &mut Ui, shown: Rect, rows: &Rows<'_>, view: &mut QueueView, scene: &mut Scene<'_>) {
    let (left, top) = (ui.max_rect().left(), ui.max_rect().top());
    // Beside the bar that scrolls, with room for the keyboard's ring.
    let (left, right) = (left + f32::from(space::RING_ROOM.left), ui.max_rect().right() - f32::from(space::PANEL));
    let at = |y: f32, height: f32| Rect::from_min_max(pos2(left, top + y), pos2(right, top + y + height));
    let (seen, stop) = (rows.seen(shown.top(), shown.bottom()), view.stop());
    drag::follow(ui, top, rows, view);
    // The keyboard's row keeps it while it is scrolled away.
    let away = Some(stop).filter(|stop| !seen.contains(stop));
    let mut headings = rows.sections().peekable();
    for place in seen.chain(away) {
        while let Some((section, first)) = headings.next_if(|(_, first)| *first <= place) {
            heading_ui(ui, at(rows.top(first) - space::QUEUE_HEADING, space::QUEUE_HEADING), section);
        }
        if let Some(job) = rows.job(place) {
            let row = Row { job, place, rect: at(rows.top(place), space::QUEUE_ROW), is_stop: place == stop };
            row::row_ui(ui, &row, rows, view, scene);
        }
    }
    if std::mem::take(&mut view.reveals) {
        let row = at(rows.top(view.stop()), space::QUEUE_ROW).expand2(vec2(0.0, space::XS));
        ui.scroll_to_rect_animation(row, None, ScrollAnimation::none());
    }
    drag::line_ui(ui, left..=right, top, rows, view);
}

fn heading_ui(ui: &Ui, rect: Rect, section: Section) {
    let response = ui.interact(rect, ui.scope_id().with(("section", section as u8)), Sense::hover());
    let words = Msg::OfQueue(QueueMsg::Section(section)).text();
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &words));
    let palette = Palette::shown(ui);
    let words = ui.painter().layout_no_wrap(words, TextStyle::Small.resolve(ui.style()), palette.weak);
    let below = rect.left_bottom() + vec2(space::S, -space::XS - words.size().y);
    ui.painter().galley(below.max(pos2(rect.left(), rect.top() + type_scale::ICON / 4.0)), words, palette.weak);
}
