//! The days that are looked at, by their first and last date; and the way back to the usual ones. The calendar that drops down is
//! egui's own, whose few words are English in every language.

use eframe::egui::{LayerId, Order, Response, RichText, Ui};
use egui_extras::DatePickerButton;
use engine::usage::{Span, utc_date};
use jiff::civil::Date;

use super::{Range, Scene};
use crate::{look::colour::Palette, msg::TableMsg, panels::in_view};

/// Days of a page that was just opened.
const USUAL: Range = Range::Last(30);
/// Years back that can be chosen: about as many days as a span has.
const YEARS: i16 = 10;

/// One of the two.
struct Field {
    id_salt: &'static str,
    name: TableMsg<'static>,
    /// With its date, for a screen reader.
    tip: fn(Date) -> TableMsg<'static>,
}

const FIELDS: [Field; 2] = [
    Field { id_salt: "usage-from", name: TableMsg::From, tip: TableMsg::FromDate },
    Field { id_salt: "usage-to", name: TableMsg::To, tip: TableMsg::ToDate },
];

pub(super) fn dates_ui(ui: &mut Ui, scene: &mut Scene<'_>) {
    let today = utc_date(scene.now);
    let span = match scene.page.range {
        Range::Last(days) => Span::last(days, today),
        Range::Days(span) => span,
    };
    let mut dates = [span.first(), span.end()];
    ui.horizontal_wrapped(|ui| {
        let mut changed = false;
        for ((field, date), picker) in FIELDS.iter().zip(&mut dates).zip(&mut scene.page.pickers) {
            *picker = Some(calendar(ui, field.id_salt));
            changed |= date_ui(ui, field, date, today).changed();
        }
        if changed {
            let [first, last] = dates.map(|date| date.min(today));
            scene.page.range = Range::Days(Span::between(first, last));
        }
        if matches!(scene.page.range, Range::Days(_)) && in_view(ui.button(TableMsg::UsualDays.text())).clicked() {
            scene.page.range = USUAL;
        }
    });
}

fn date_ui(ui: &mut Ui, field: &Field, date: &mut Date, today: Date) -> Response {
    ui.label(RichText::new(field.name.text()).color(Palette::shown(ui).weak).small());
    let tip = (field.tip)(*date).text();
    let button = DatePickerButton::new(date)
        .id_salt(field.id_salt)
        .show_icon(false)
        .highlight_weekends(false)
        .start_end_years(today.year() - YEARS..=today.year());
    in_view(ui.add(button)).accessible_name(tip)
}

/// Where the calendar of a date is, once it is open: under the same id as its button's.
fn calendar(ui: &Ui, id_salt: &'static str) -> LayerId {
    LayerId::new(Order::Foreground, ui.make_persistent_id(Some(id_salt)))
}
